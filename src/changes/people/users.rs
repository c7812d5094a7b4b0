//! Users: invited, given another role, disabled; by an administrator or on the command line.

use super::names::{MUNICIPALITY, address, name, taken, words};
use super::{AccountError, links};
use crate::chance::Secret;
use crate::changes::actor::{Actor, Done, change_access};
use crate::domain::area;
use crate::domain::people::Standing;
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::people::users::{self, User};
use crate::storage::{self, Db, Store};

/// The code of the municipality that goes with what somebody is, or none.
fn municipality(
    db: &mut Db,
    standing: Standing,
    given: Option<&str>,
) -> Result<Option<String>, AccountError> {
    let given = given.map(str::trim).filter(|text| !text.is_empty());
    match (standing.needs_municipality(), given) {
        (false, None) => Ok(None),
        (false, Some(_)) => {
            let words = "Kun en chef hører til en kommune. Lad kommunen stå tom.";
            Err(MUNICIPALITY.fault(words).into())
        }
        (true, None) => {
            let words = "En chef hører til en kommune. Vælg kommunen.";
            Err(MUNICIPALITY.fault(words).into())
        }
        (true, Some(text)) => {
            let areas = areas::all(db)?;
            let found = area::find(&areas, text).filter(|area| !area.is_kkr());
            found
                .map(|area| Some(area.code.clone()))
                .ok_or_else(|| unknown_municipality(text))
        }
    }
}

/// No municipality of this name or code.
pub(in crate::changes) fn unknown_municipality(text: &str) -> AccountError {
    let told: String = text.chars().take(60).collect();
    let words = format!("Kommunen »{told}« findes ikke.");
    MUNICIPALITY.fault(words).into()
}

/// Who is to be invited.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    pub email: &'a str,
    /// May be empty: the invited chooses it.
    pub name: &'a str,
    pub standing: Standing,
    pub municipality: Option<&'a str>,
}

/// Adds a user, who chooses a password at the link that comes back.
pub fn invite(
    store: &Store,
    actor: &Actor,
    invitation: Invitation,
) -> Result<Secret, AccountError> {
    let email = address(invitation.email)?;
    let name = match invitation.name.trim() {
        "" => String::new(),
        text => name(text)?,
    };
    change_access(store, actor, Action::InvitedUser, |db, at| {
        if users::by_email(db, &email)?.is_some() {
            return Err(taken(&email));
        }
        let id = actor.new_id();
        let mut user = User::new(id, email.clone(), name, invitation.standing);
        user.municipality = municipality(db, invitation.standing, invitation.municipality)?;
        user.created_at = at.to_owned();
        user.created_by = actor.by.clone();
        users::add(db, &user)?;
        let detail = words(invitation.standing, user.municipality.as_deref());
        let link = links::invite(db, actor.clock, actor.chance, &user)?;
        Ok(Done::new(link, email, detail))
    })
}

/// A new link for a local account: an invitation that got lost, or a forgotten password.
pub fn new_link(store: &Store, actor: &Actor, id: &str) -> Result<Secret, AccountError> {
    change_access(store, actor, Action::ChangedUser, |db, _| {
        let user = get(db, id)?;
        if user.is_openid() {
            return Err(AccountError::OpenIdAccount);
        }
        if user.is_disabled() {
            return Err(AccountError::Disabled);
        }
        let link = links::invite(db, actor.clock, actor.chance, &user)?;
        Ok(Done::new(link, user.email, "nyt link"))
    })
}

/// Gives a user another role, makes the user administrator or ends that. What the user is signed
/// in to has the new rights at once.
pub fn change_standing(
    store: &Store,
    actor: &Actor,
    id: &str,
    standing: Standing,
    given: Option<&str>,
) -> Result<(), AccountError> {
    change_access(store, actor, Action::ChangedUser, |db, _| {
        let user = get(db, id)?;
        if user.is_openid() {
            return Err(AccountError::OpenIdAccount);
        }
        let code = municipality(db, standing, given)?;
        users::set_standing(db, id, standing, code.as_deref())?;
        some_admin_is_left(db, &user)?;
        let detail = format!(
            "{} -> {}",
            words(user.standing(), user.municipality.as_deref()),
            words(standing, code.as_deref())
        );
        Ok(Done::new((), user.email, detail))
    })
}

/// Shuts a user out: sessions, tokens and links die with it.
pub fn disable(store: &Store, actor: &Actor, id: &str) -> Result<(), AccountError> {
    change_access(store, actor, Action::DisabledUser, |db, at| {
        let user = get(db, id)?;
        users::set_disabled(db, id, Some(at))?;
        some_admin_is_left(db, &user)?;
        storage::people::sessions::end_all_of(db, id, "", at)?;
        storage::people::tokens::end_all_of(db, id, at)?;
        storage::people::calendars::end_all_of(db, id, at)?;
        storage::people::links::end_all_of(db, id)?;
        Ok(Done::new((), user.email, ""))
    })
}

/// Lets a disabled user in again; what was ended stays ended.
pub fn enable(store: &Store, actor: &Actor, id: &str) -> Result<(), AccountError> {
    change_access(store, actor, Action::EnabledUser, |db, _| {
        let user = get(db, id)?;
        users::set_disabled(db, id, None)?;
        Ok(Done::new((), user.email, ""))
    })
}

/// The id of an account, by its address.
///
/// # Errors
/// [`AccountError::NoSuchUser`]
pub fn id_of(store: &Store, email: &str) -> Result<String, AccountError> {
    let email = address(email)?;
    let user = store.read::<_, AccountError>(|db| Ok(users::by_email(db, &email)?))?;
    user.map(|user| user.id)
        .ok_or(AccountError::NoSuchUser(email))
}

fn get(db: &mut Db, id: &str) -> Result<User, AccountError> {
    users::get(db, id)?.ok_or_else(|| AccountError::NoSuchUser(id.to_owned()))
}

/// Nobody may take the last administrator away: nobody could bring one back.
fn some_admin_is_left(db: &mut Db, changed: &User) -> Result<(), AccountError> {
    let was_admin = changed.standing().is_administrator() && !changed.is_disabled();
    if was_admin && users::count_admins(db)? == 0 {
        Err(AccountError::LastAdmin)
    } else {
        Ok(())
    }
}
