//! Who changes something, and the one way that a change is made.
//!
//! [`change`] changes figures and [`change_access`] changes people: each in one transaction that
//! raises the version its readers look at, keeps who did it and when, and writes the line of the
//! log. [`record`] does the same for what no figure depends on, without a version. Who comes in ([`super::people::sign_in`], [`super::people::openid`], a one-time link) is
//! nobody before it is done, so those write their own lines.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Builder;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::{self, What};
use crate::storage::{self, Db, QueryError, Store, StoreError};

/// Who does it, when, and what it is made with.
#[derive(Clone)]
pub struct Actor {
    pub clock: Clock,
    /// Where ids and secrets of people come from.
    pub chance: Chance,
    /// As the log, a receipt and a case show it.
    pub by: String,
    /// Code of the municipality that the actor is bound to: nothing of another one is changed.
    pub bound_to: Option<String>,
}

impl Actor {
    /// Somebody who is bound to no municipality.
    pub fn new(clock: Clock, chance: Chance, by: &str) -> Actor {
        Actor {
            clock,
            chance,
            by: by.to_owned(),
            bound_to: None,
        }
    }

    /// The same, bound to a municipality by its code.
    #[must_use]
    pub fn bound(self, code: &str) -> Actor {
        Actor {
            bound_to: Some(code.to_owned()),
            ..self
        }
    }

    /// Today in Denmark.
    pub(in crate::changes) fn today(&self) -> Date {
        self.clock.today()
    }

    /// A new id of something about people: a UUID of version 7.
    pub(in crate::changes) fn new_id(&self) -> String {
        self.chance.id(self.clock)
    }
}

/// The data version that a change makes.
pub(in crate::changes) struct Made<'a> {
    pub version: i64,
    /// RFC 3339, UTC.
    pub at: &'a str,
}

impl Made<'_> {
    /// An id made of the moment and the data version, which no other change has: a UUID of
    /// version 7, without chance.
    pub fn id(&self) -> String {
        let now: Timestamp = self.at.parse().unwrap_or_default();
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.version.to_be_bytes());
        let uuid = Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid();
        uuid.to_string()
    }
}

/// What a change came to: its result, and what the log says of it.
pub(in crate::changes) struct Done<T> {
    value: T,
    /// What it was done to, and what else there is to know.
    line: Option<(String, String)>,
}

impl<T> Done<T> {
    pub fn new(value: T, object: impl Into<String>, detail: impl Into<String>) -> Done<T> {
        Done {
            value,
            line: Some((object.into(), detail.into())),
        }
    }

    /// Nothing was there to change: no new version, no line in the log.
    pub fn nothing(value: T) -> Done<T> {
        Done { value, line: None }
    }
}

/// Changes figures or what is done about them: all of it, or nothing.
///
/// # Errors
/// What `work` returns (nothing is kept then), or the database's own error.
pub(in crate::changes) fn change<T, E: From<StoreError> + From<QueryError>>(
    store: &Store,
    actor: &Actor,
    (what, action): (What, Action),
    work: impl FnOnce(&mut Db, &Made<'_>) -> Result<Done<T>, E>,
) -> Result<T, E> {
    store.write(|db| {
        let at = actor.clock.now_text();
        // First, so that writers queue and what `work` reads cannot change under it.
        let version = versions::bump_version(db, &at, &actor.by, what)?;
        let made = Made { version, at: &at };
        let Done { value, line } = work(db, &made)?;
        match line {
            Some((object, detail)) => log::append(db, &at, &actor.by, action, &object, &detail)?,
            // The raised version is given back: what changes nothing is no new state.
            None => versions::lower_version(db)?,
        }
        Ok(value)
    })
}

/// Changes several things in one transaction: each has a version and a line in the log of its own, and all of
/// them are kept, or none.
///
/// # Errors
/// What `work` returns of any (nothing is kept then), or the database's own error.
pub(in crate::changes) fn change_each<I, E: From<StoreError> + From<QueryError>>(
    store: &Store,
    actor: &Actor,
    (what, action): (What, Action),
    all: &[I],
    work: impl Fn(&mut Db, &Made<'_>, &I) -> Result<Done<()>, E>,
) -> Result<(), E> {
    store.write(|db| {
        let at = actor.clock.now_text();
        for one in all {
            let version = versions::bump_version(db, &at, &actor.by, what)?;
            let made = Made { version, at: &at };
            match work(db, &made, one)?.line {
                Some((object, detail)) => {
                    log::append(db, &at, &actor.by, action, &object, &detail)?
                }
                None => versions::lower_version(db)?,
            }
        }
        Ok(())
    })
}

/// Keeps something that no figure depends on, or that something was seen: all of it, or nothing.
/// There is no new version: nobody else's page changes. `work` gets the moment (RFC 3339, UTC).
///
/// # Errors
/// What `work` returns (nothing is kept then), or the database's own error.
pub(in crate::changes) fn record<T, E: From<StoreError> + From<QueryError>>(
    store: &Store,
    actor: &Actor,
    action: Action,
    work: impl FnOnce(&mut Db, &str) -> Result<Done<T>, E>,
) -> Result<T, E> {
    store.write(|db| {
        let at = actor.clock.now_text();
        // First, so that writers queue and what `work` reads cannot change under it.
        log::queue(db)?;
        let Done { value, line } = work(db, &at)?;
        if let Some((object, detail)) = line {
            log::append(db, &at, &actor.by, action, &object, &detail)?;
        }
        Ok(value)
    })
}

/// Changes accounts, or what lets people in: all of it, or nothing. Every instance asks anew who
/// the people are. `work` gets the moment (RFC 3339, UTC).
///
/// # Errors
/// What `work` returns (nothing is kept then), or the database's own error.
pub(in crate::changes) fn change_access<T, E: From<StoreError> + From<QueryError>>(
    store: &Store,
    actor: &Actor,
    action: Action,
    work: impl FnOnce(&mut Db, &str) -> Result<Done<T>, E>,
) -> Result<T, E> {
    record(store, actor, action, |db, at| {
        storage::bump_access(db)?;
        work(db, at)
    })
}
