//! API tokens: made by their user, shown once, good for a number of days.

use super::names::{DAYS, address, name};
use super::{AccountError, Identity, Via};
use crate::chance::Secret;
use crate::changes::actor::{Actor, Done, change_access};
use crate::clock::Clock;
use crate::storage::data::log::Action;
use crate::storage::people::tokens::{self, Token};
use crate::storage::people::users::{self, User};
use crate::storage::{Db, Store};

/// What every token begins with, so that one that got lost is recognised.
pub const PREFIX: &str = "cockpit_";
/// Days that a token is good for when nothing is said.
pub const USUAL_DAYS: i64 = 90;
const MOST_DAYS: i64 = 366;

/// Makes a token for a user, and shows it this once.
///
/// # Errors
/// [`AccountError`]: no name, too many days, a disabled user.
pub fn make(
    store: &Store,
    actor: &Actor,
    email: &str,
    label: &str,
    days: &str,
) -> Result<Secret, AccountError> {
    let email = address(email)?;
    let label = name(label)?;
    let days = days
        .trim()
        .parse()
        .ok()
        .filter(|days: &i64| (1..=MOST_DAYS).contains(days))
        .ok_or_else(|| DAYS.fault(format!("Et token gælder fra 1 til {MOST_DAYS} dage.")))?;
    change_access(store, actor, Action::MadeToken, |db, at| {
        let user =
            users::by_email(db, &email)?.ok_or_else(|| AccountError::NoSuchUser(email.clone()))?;
        if user.is_disabled() {
            return Err(AccountError::Disabled);
        }
        let secret = Secret::received(&format!("{PREFIX}{}", actor.chance.secret().reveal()));
        tokens::add(
            db,
            &Token {
                id: actor.new_id(),
                secret_hash: secret.hash(),
                user_id: user.id,
                name: label.clone(),
                created_at: at.to_owned(),
                expires_at: actor.clock.text_after(days * 24 * 3600),
                seen_at: None,
                ended_at: None,
            },
        )?;
        Ok(Done::new(secret, email, label))
    })
}

/// Who a token stands for.
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
pub fn end(store: &Store, actor: &Actor, who: &Identity, id: &str) -> Result<bool, AccountError> {
    change_access(store, actor, Action::EndedToken, |db, at| {
        Ok(if tokens::end(db, &who.user_id, id, at)? {
            Done::new(true, &who.email, "")
        } else {
            Done::nothing(false)
        })
    })
}
