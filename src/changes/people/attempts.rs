//! Attempts to sign in, counted of the account and of the address before anything is looked at.

use std::net::IpAddr;

use super::AccountError;
use crate::chance::{Chance, hash};
use crate::clock::Clock;
use crate::storage::Store;
use crate::storage::people::attempts;

/// Attempts that an account, and an address, has in [`WINDOW`] seconds.
pub const MOST_ATTEMPTS: i64 = 10;
pub const WINDOW: i64 = 60;

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
