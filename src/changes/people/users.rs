//! Users: invited, given another role, disabled; by an administrator or on the command line.

use validator::ValidateEmail as _;

use super::{AccountError, links};
use crate::chance::{Chance, Secret};
use crate::clock::Clock;
use crate::domain::area;
use crate::domain::people::{Role, Standing};
use crate::storage::data::areas;
use crate::storage::data::log::{self, Action};
use crate::storage::people::users::{self, User};
use crate::storage::{self, Db, Store};

/// Reads a mail address: the lower-case form is the account's name.
///
/// # Errors
/// [`AccountError::NotAnAddress`]
pub fn address(text: &str) -> Result<String, AccountError> {
    let address = text.trim().to_lowercase();
    match address.len() <= 254 && address.validate_email() {
        true => Ok(address),
        false => Err(AccountError::NotAnAddress(
            text.trim().chars().take(100).collect(),
        )),
    }
}

/// Reads a person's name.
///
/// # Errors
/// [`AccountError::NoName`]
pub fn name(text: &str) -> Result<String, AccountError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        true => Err(AccountError::NoName),
        false => Ok(name),
    }
}

/// Reads what somebody is to be: a role's key or name, or none, and whether administrator.
///
/// # Errors
/// [`AccountError::UnknownRole`], [`AccountError::NoStanding`]
pub fn standing(role: &str, administrator: bool) -> Result<Standing, AccountError> {
    let role = match role.trim() {
        "" => None,
        text => {
            let unknown = || AccountError::UnknownRole(text.to_owned());
            Some(Role::parse(text).ok_or_else(unknown)?)
        }
    };
    Standing::new(role, administrator).ok_or(AccountError::NoStanding)
}

/// The code of the municipality that goes with what somebody is, or none.
fn municipality(
    db: &mut Db,
    standing: Standing,
    given: Option<&str>,
) -> Result<Option<String>, AccountError> {
    let given = given.map(str::trim).filter(|text| !text.is_empty());
    match (standing.needs_municipality(), given) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err(AccountError::NoMunicipality),
        (true, None) => Err(AccountError::NeedsMunicipality),
        (true, Some(text)) => {
            let areas = areas::all(db)?;
            let found = area::find(&areas, text).filter(|area| !area.is_kkr());
            let unknown = || AccountError::UnknownMunicipality(text.to_owned());
            found
                .map(|area| Some(area.code.clone()))
                .ok_or_else(unknown)
        }
    }
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
///
/// # Errors
/// [`AccountError`]
pub fn invite(
    store: &Store,
    clock: Clock,
    chance: Chance,
    invitation: Invitation,
    by: &str,
) -> Result<Secret, AccountError> {
    let email = address(invitation.email)?;
    let name = match invitation.name.trim() {
        "" => String::new(),
        text => name(text)?,
    };
    store.write(|db| {
        if users::by_email(db, &email)?.is_some() {
            return Err(AccountError::Taken(email.clone()));
        }
        let mut user = User::new(chance.id(clock), email.clone(), name, invitation.standing);
        user.municipality = municipality(db, invitation.standing, invitation.municipality)?;
        user.created_at = clock.now_text();
        user.created_by = by.to_owned();
        users::add(db, &user)?;
        let detail = words(invitation.standing, user.municipality.as_deref());
        log::append(
            db,
            &user.created_at,
            by,
            Action::InvitedUser,
            &email,
            &detail,
        )?;
        links::invite(db, clock, chance, &user)
    })
}

/// How the log writes what somebody is: "chef 851", "secretariat+admin", "chef+admin 851".
pub(in crate::changes) fn words(standing: Standing, municipality: Option<&str>) -> String {
    match municipality {
        Some(code) => format!("{} {code}", standing.key()),
        None => standing.key(),
    }
}

/// A new link for a local account: an invitation that got lost, or a forgotten password.
///
/// # Errors
/// [`AccountError`]
pub fn new_link(
    store: &Store,
    clock: Clock,
    chance: Chance,
    id: &str,
    by: &str,
) -> Result<Secret, AccountError> {
    store.write(|db| {
        let user = get(db, id)?;
        if user.is_openid() {
            return Err(AccountError::OpenIdAccount);
        }
        if user.is_disabled() {
            return Err(AccountError::Disabled);
        }
        log::append(
            db,
            &clock.now_text(),
            by,
            Action::ChangedUser,
            &user.email,
            "nyt link",
        )?;
        links::invite(db, clock, chance, &user)
    })
}

/// Gives a user another role, makes the user administrator or ends that. What the user is signed
/// in to has the new rights at once.
///
/// # Errors
/// [`AccountError`]
pub fn change_standing(
    store: &Store,
    clock: Clock,
    id: &str,
    standing: Standing,
    given: Option<&str>,
    by: &str,
) -> Result<(), AccountError> {
    store.write(|db| {
        storage::bump_access(db)?;
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
        log::append(
            db,
            &clock.now_text(),
            by,
            Action::ChangedUser,
            &user.email,
            &detail,
        )?;
        Ok(())
    })
}

/// Shuts a user out: sessions, tokens and links die with it.
///
/// # Errors
/// [`AccountError`]
pub fn disable(store: &Store, clock: Clock, id: &str, by: &str) -> Result<(), AccountError> {
    store.write(|db| {
        storage::bump_access(db)?;
        let user = get(db, id)?;
        let now = clock.now_text();
        users::set_disabled(db, id, Some(&now))?;
        some_admin_is_left(db, &user)?;
        storage::people::sessions::end_all_of(db, id, "", &now)?;
        storage::people::tokens::end_all_of(db, id, &now)?;
        storage::people::links::end_all_of(db, id)?;
        log::append(db, &now, by, Action::DisabledUser, &user.email, "")?;
        Ok(())
    })
}

/// Lets a disabled user in again; what was ended stays ended.
///
/// # Errors
/// [`AccountError`]
pub fn enable(store: &Store, clock: Clock, id: &str, by: &str) -> Result<(), AccountError> {
    store.write(|db| {
        storage::bump_access(db)?;
        let user = get(db, id)?;
        users::set_disabled(db, id, None)?;
        log::append(
            db,
            &clock.now_text(),
            by,
            Action::EnabledUser,
            &user.email,
            "",
        )?;
        Ok(())
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
    match was_admin && users::count_admins(db)? == 0 {
        true => Err(AccountError::LastAdmin),
        false => Ok(()),
    }
}
