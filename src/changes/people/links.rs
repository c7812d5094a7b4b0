//! One-time links: they let somebody in who has no password yet.

use super::second_factor::{self, Entered};
use super::{AccountError, names, passwords};
use crate::chance::{Chance, Secret};
use crate::clock::Clock;
use crate::domain::people::Standing;
use crate::storage::data::log::{self, Action};
use crate::storage::people::links::{self, Purpose};
use crate::storage::people::users::{self as stored, User};
use crate::storage::{self, Db, Store, StoreError};

/// The first administrator's link is good for a day, and there is a new one at each start.
const FIRST_LASTS: i64 = 24 * 3600;
/// Invitations and links to a new password are good for a week.
const LASTS: i64 = 7 * 24 * 3600;

/// What a link leads to.
pub struct Welcome {
    pub purpose: Purpose,
    /// Whose link it is; nobody's for the first administrator.
    pub user: Option<User>,
}

/// What somebody fills in at a link.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    /// Asked of the first administrator only.
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a str,
    /// The password once more.
    pub again: &'a str,
    /// Asked of the first administrator only, who is administrator whatever the role.
    pub standing: Option<Standing>,
}

/// The link that makes the first administrator, when there is no administrator; the one of an
/// earlier start stops working.
pub fn first(store: &Store, clock: Clock, chance: Chance) -> Result<Option<Secret>, AccountError> {
    store.write(|db| {
        if stored::count_admins(db)? > 0 {
            return Ok(None);
        }
        let secret = chance.secret();
        links::add(
            db,
            &secret.hash(),
            Purpose::First,
            None,
            &clock.now_text(),
            &clock.text_after(FIRST_LASTS),
        )?;
        Ok(Some(secret))
    })
}

/// A link for a user; the user's earlier ones stop working.
pub(in crate::changes) fn invite(
    db: &mut Db,
    clock: Clock,
    chance: Chance,
    user: &User,
) -> Result<Secret, AccountError> {
    let secret = chance.secret();
    let purpose = match user.password {
        None => Purpose::Invitation,
        Some(_) => Purpose::Password,
    };
    links::add(
        db,
        &secret.hash(),
        purpose,
        Some(&user.id),
        &clock.now_text(),
        &clock.text_after(LASTS),
    )?;
    Ok(secret)
}

/// What a link is for, as long as it can be used.
///
/// # Errors
/// [`AccountError::BadLink`], or the database's own.
pub fn look_at(db: &mut Db, clock: Clock, secret: &Secret) -> Result<Welcome, AccountError> {
    let found = links::usable(db, &secret.hash(), &clock.now_text())?;
    let (purpose, user) = found.ok_or(AccountError::BadLink)?;
    let user = match user {
        None => None,
        Some(id) => Some(stored::get(db, &id)?.ok_or(AccountError::BadLink)?),
    };
    let usable = match (&purpose, &user) {
        (Purpose::First, None) => stored::count_admins(db)? == 0,
        (Purpose::First, Some(_)) | (_, None) => false,
        (_, Some(user)) => !user.is_disabled() && !user.is_openid(),
    };
    if usable {
        Ok(Welcome { purpose, user })
    } else {
        Err(AccountError::BadLink)
    }
}

/// Uses a link up: sets name and password, and begins a session, or half of one where a code is still to come.
/// Nothing is used up when the password is refused.
pub fn use_up(
    store: &Store,
    clock: Clock,
    chance: Chance,
    secret: &Secret,
    chosen: Chosen,
    agent: &str,
) -> Result<Entered, AccountError> {
    let welcome = store.read(|db| look_at(db, clock, secret))?;
    let (email, name) = match &welcome.user {
        None => (names::address(chosen.email)?, names::name(chosen.name)?),
        Some(user) if welcome.purpose == Purpose::Password => {
            (user.email.clone(), user.name.clone())
        }
        Some(user) => (user.email.clone(), names::name(chosen.name)?),
    };
    names::repeated(chosen.password, chosen.again)?;
    passwords::check(chosen.password, &[&email, &name])?;
    let hash = passwords::hash(chosen.password, chance).map_err(AccountError::Provider)?;
    store.write(|db| {
        let now = clock.now_text();
        // Looked at again: what was true before the slow hash may have changed.
        let welcome = look_at(db, clock, secret)?;
        if !links::consume(db, &secret.hash(), &now)? {
            return Err(AccountError::BadLink);
        }
        let user = match welcome.user {
            Some(user) => user,
            None => {
                let standing = chosen
                    .standing
                    .filter(|standing| standing.is_administrator());
                let standing = standing.ok_or_else(names::no_standing)?;
                first_admin(db, clock, chance, (&email, &name, standing))?
            }
        };
        stored::set_password(db, &user.id, &name, &hash)?;
        crate::storage::people::sessions::end_all_of(db, &user.id, "", &now)?;
        storage::bump_access(db)?;
        let signature = super::signature(&name, &email);
        log::append(db, &now, &signature, Action::ChosePassword, &email, "")?;
        let user = stored::get(db, &user.id)?.unwrap_or(user);
        second_factor::enter(db, (clock, chance), &user, ("link", agent))
    })
}

fn first_admin(
    db: &mut Db,
    clock: Clock,
    chance: Chance,
    (email, name, standing): (&str, &str, Standing),
) -> Result<User, AccountError> {
    if stored::by_email(db, email)?.is_some() {
        return Err(names::taken(email));
    }
    let id = chance.id(clock);
    let mut user = User::new(id, email.to_owned(), name.to_owned(), standing);
    user.created_at = clock.now_text();
    user.created_by = "første start".to_owned();
    stored::add(db, &user).map_err(StoreError::from)?;
    let detail = names::words(standing, None);
    log::append(
        db,
        &user.created_at,
        &user.created_by,
        Action::InvitedUser,
        email,
        &detail,
    )?;
    Ok(user)
}
