//! API tokens: made by their user, shown once, good for a number of days.

use super::{AccountError, Identity, Via};
use crate::chance::{Chance, Secret};
use crate::clock::Clock;
use crate::storage::data::log::{self, Action};
use crate::storage::people::tokens::{self, Token};
use crate::storage::people::users::{self, User};
use crate::storage::{self, Db, Store};

/// What every token begins with, so that one that got lost is recognised.
pub const PREFIX: &str = "cockpit_";
/// Days that a token is good for when nothing is said.
pub const USUAL_DAYS: i64 = 90;
const MOST_DAYS: i64 = 366;

/// Makes a token for a user, and shows it this once. `by` is who does it, for the log.
///
/// # Errors
/// [`AccountError`]: no name, too many days, a disabled user.
pub fn make(
    store: &Store,
    clock: Clock,
    chance: Chance,
    email: &str,
    name: &str,
    days: i64,
    by: &str,
) -> Result<Secret, AccountError> {
    let email = super::users::address(email)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(AccountError::NoName);
    }
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(AccountError::TokenDays);
    }
    store.write(|db| {
        let user =
            users::by_email(db, &email)?.ok_or_else(|| AccountError::NoSuchUser(email.clone()))?;
        if user.is_disabled() {
            return Err(AccountError::Disabled);
        }
        let secret = Secret::received(&format!("{PREFIX}{}", chance.secret().reveal()));
        let now = clock.now_text();
        tokens::add(
            db,
            &Token {
                id: chance.id(clock),
                secret_hash: secret.hash(),
                user_id: user.id,
                name: name.to_owned(),
                created_at: now.clone(),
                expires_at: clock.text_after(days * 24 * 3600),
                seen_at: None,
                ended_at: None,
            },
        )?;
        log::append(db, &now, by, Action::MadeToken, &email, name)?;
        Ok(secret)
    })
}

/// Who a token stands for.
///
/// # Errors
/// The database's own.
pub fn find(
    db: &mut Db,
    clock: Clock,
    secret_hash: &str,
) -> Result<Option<(Identity, Token)>, AccountError> {
    let found: Option<(Token, User)> = tokens::find(db, secret_hash, &clock.now_text())?;
    Ok(found.map(|(token, user)| (Identity::new(user, Via::Token(token.id.clone())), token)))
}

/// Ends one of a user's own tokens.
///
/// # Errors
/// The database's own. That there is no such token is told by `false`.
pub fn end(store: &Store, clock: Clock, who: &Identity, id: &str) -> Result<bool, AccountError> {
    store.write(|db| {
        let now = clock.now_text();
        let ended = tokens::end(db, &who.user_id, id, &now)?;
        if ended {
            storage::bump_access(db)?;
            log::append(
                db,
                &now,
                &who.signature(),
                Action::EndedToken,
                &who.email,
                "",
            )?;
        }
        Ok(ended)
    })
}
