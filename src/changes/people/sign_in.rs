//! Signing in with a local account: the same answer in the same time for the known and the unknown.

use std::net::IpAddr;

use super::second_factor::{self, Entered};
use super::{AccountError, Identity, attempts, names, passwords, sessions};
use crate::chance::Chance;
use crate::changes::actor::{Actor, Done, change_access};
use crate::clock::Clock;
use crate::storage::Store;
use crate::storage::data::log::{self, Action};
use crate::storage::people::{sessions as stored, users};

/// Signs in, and begins a session, or half of one where a code is still to come; `old` is the session that the
/// browser had before.
///
/// # Errors
/// [`AccountError::WrongPassword`] whatever it was; [`AccountError::TooManyAttempts`].
pub fn sign_in(
    store: &Store,
    clock: Clock,
    chance: Chance,
    email: &str,
    password: &str,
    from: (Option<IpAddr>, &str),
    old: Option<&Identity>,
) -> Result<Entered, AccountError> {
    let email = email.trim().to_lowercase();
    let (address, agent) = from;
    attempts::attempt(store, clock, chance, &email, address)?;
    let user = store.read::<_, AccountError>(|db| Ok(users::by_email(db, &email)?))?;
    let kept = user.as_ref().and_then(|u| u.password.as_deref());
    let right = passwords::verify(password, kept);
    store.write::<_, AccountError>(|db| {
        let now = clock.now_text();
        let user = user.filter(|user| right && !user.is_disabled());
        let Some(user) = user else {
            // What was typed may be anything, a password too: only known accounts are named.
            let known = users::by_email(db, &email)?;
            let who = known.map_or_else(|| "ukendt konto".to_owned(), |user| user.email);
            log::append(db, &now, &who, Action::SignInFailed, &who, "adgangskode")?;
            return Ok(Err(AccountError::WrongPassword));
        };
        let entered = second_factor::enter(db, (clock, chance), &user, ("adgangskode", agent))?;
        if let (Some(old), Entered::Session(_)) = (old, &entered) {
            sessions::end_old(db, old, &now)?;
        }
        Ok(Ok(entered))
    })?
}

/// Sets a new password for oneself; every other session of the user ends.
///
/// # Errors
/// [`AccountError::Fault`] at the field of either password.
pub fn change_password(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    current: &str,
    (new, again): (&str, &str),
) -> Result<(), AccountError> {
    if who.openid {
        return Err(AccountError::OpenIdAccount);
    }
    names::repeated(new, again)?;
    attempts::attempt(store, actor.clock, actor.chance, &who.email, None)?;
    let user = store.read::<_, AccountError>(|db| Ok(users::get(db, &who.user_id)?))?;
    let stored = user.and_then(|u| u.password);
    if !passwords::verify(current, stored.as_deref()) {
        let words = "Den nuværende adgangskode er ikke rigtig.";
        return Err(names::CURRENT_PASSWORD.fault(words).into());
    }
    passwords::check(new, &[&who.email, &who.name])?;
    let hash = passwords::hash(new, actor.chance).map_err(AccountError::Provider)?;
    change_access(store, actor, Action::ChosePassword, |db, at| {
        users::set_password(db, &who.user_id, &who.name, &hash)?;
        let own = match &who.via {
            super::Via::Session(id) => id.as_str(),
            super::Via::Token(_) | super::Via::Mail => "",
        };
        stored::end_all_of(db, &who.user_id, own, at)?;
        crate::storage::people::links::end_all_of(db, &who.user_id)?;
        Ok(Done::new((), &who.email, ""))
    })
}
