//! Signing in with a local account: the same answer in the same time for the known and the unknown.

use std::net::IpAddr;

use super::{AccountError, Identity, names, passwords, sessions, signature};
use crate::chance::{Chance, Secret, hash};
use crate::changes::actor::{Actor, Done, change_access};
use crate::clock::Clock;
use crate::storage::data::log::{self, Action};
use crate::storage::people::attempts;
use crate::storage::people::users;
use crate::storage::{self, Store};

/// Attempts that an account, and an address, has in [`WINDOW`] seconds.
pub const MOST_ATTEMPTS: i64 = 10;
pub const WINDOW: i64 = 60;

/// Signs in, and begins a session; `old` is the session that the browser had before.
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
) -> Result<Secret, AccountError> {
    let email = email.trim().to_lowercase();
    let (address, agent) = from;
    attempt(store, clock, chance, &email, address)?;
    let user = store.read::<_, AccountError>(|db| Ok(users::by_email(db, &email)?))?;
    let stored = user.as_ref().and_then(|u| u.password.as_deref());
    let right = passwords::verify(password, stored);
    store.write(|db| {
        let now = clock.now_text();
        let user = user.filter(|user| right && !user.is_disabled());
        let Some(user) = user else {
            // What was typed may be anything, a password too: only known accounts are named.
            let known = users::by_email(db, &email)?;
            let who = known.map_or_else(|| "ukendt konto".to_owned(), |user| user.email);
            log::append(db, &now, &who, Action::SignInFailed, &who, "adgangskode")?;
            return Ok(Err(AccountError::WrongPassword));
        };
        if let Some(old) = old {
            end_old(db, old, &now)?;
        }
        let signature = signature(&user.name, &user.email);
        log::append(
            db,
            &now,
            &signature,
            Action::SignedIn,
            &user.email,
            "adgangskode",
        )?;
        sessions::begin(db, clock, chance, &user, agent).map(Ok)
    })?
}

/// A sign-in replaces the session that the browser had.
pub(in crate::changes) fn end_old(
    db: &mut storage::Db,
    old: &Identity,
    now: &str,
) -> Result<(), AccountError> {
    if let super::Via::Session(id) = &old.via {
        crate::storage::people::sessions::end(db, &old.user_id, id, now)?;
        storage::bump_access(db)?;
    }
    Ok(())
}

/// Counts an attempt, of the account and of the address, before any password is looked at. A
/// refused attempt is not counted, or one who keeps trying would lock an account for ever.
///
/// # Errors
/// [`AccountError::TooManyAttempts`]
pub(in crate::changes) fn attempt(
    store: &Store,
    clock: Clock,
    chance: Chance,
    account: &str,
    address: Option<IpAddr>,
) -> Result<(), AccountError> {
    let mut subjects = vec![hash(&format!("account:{account}"))];
    subjects.extend(address.map(|a| hash(&format!("address:{}", network(a)))));
    store.write(|db| {
        attempts::queue(db)?;
        let since = clock.text_after(-WINDOW);
        attempts::forget(db, &since)?;
        for subject in &subjects {
            if attempts::count(db, subject, &since)? >= MOST_ATTEMPTS {
                return Err(AccountError::TooManyAttempts);
            }
        }
        for subject in &subjects {
            attempts::add(db, &chance.id(clock), subject, &clock.now_text())?;
        }
        Ok(())
    })
}

/// An IPv6 visitor has a whole network of addresses to try from: its first 64 bits count.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.to_string(),
            None => format!("{:?}", &v6.segments()[..4]),
        },
    }
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
    attempt(store, actor.clock, actor.chance, &who.email, None)?;
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
        crate::storage::people::sessions::end_all_of(db, &who.user_id, own, at)?;
        crate::storage::people::links::end_all_of(db, &who.user_id)?;
        Ok(Done::new((), &who.email, ""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
