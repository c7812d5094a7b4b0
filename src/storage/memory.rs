//! What a store remembers from one read to the next: every tariff that holds, as it was last read.
//!
//! It is known by the uploads that it was read of. What an upload holds never changes, so while the same
//! uploads hold they are the same tariffs, whatever else was changed since, here or by another process: nothing
//! needs to be told, and nothing is ever too old. Reports know a connection alone, so a read says where
//! its thread finds what its store remembers.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::report::Located;
use crate::domain::tariffs::Tariff;

/// More are read each time: they would fill the memory that pages need.
const MOST: usize = 200_000;

type Tariffs = Arc<Vec<Located<Tariff>>>;

/// Shared by the clones of a store.
#[derive(Clone, Default)]
pub(super) struct Memory(Arc<Mutex<Option<Held>>>);

struct Held {
    uploads: BTreeSet<i64>,
    as_of: i64,
    tariffs: Tariffs,
}

thread_local! {
    /// Of the read that this thread is in.
    static HERE: RefCell<Option<Memory>> = const { RefCell::new(None) };
}

impl Memory {
    /// Remembers what is read in here. In a read inside another one nothing is remembered: which of the two
    /// databases is asked is not known then.
    pub(super) fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        let is_inside = HERE.with_borrow(Option::is_some);
        here((!is_inside).then(|| self.clone()), work)
    }
}

/// Remembers nothing of what is read in here: of a change nobody knows whether it is kept.
pub(super) fn forgetting<T>(work: impl FnOnce() -> T) -> T {
    here(None, work)
}

fn here<T>(memory: Option<Memory>, work: impl FnOnce() -> T) -> T {
    /// Puts back what was there, after a panic too.
    struct Before(Option<Memory>);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(self.0.take());
        }
    }
    let _before = Before(HERE.replace(memory));
    work()
}

/// Every tariff of these uploads, where that is remembered.
pub(super) fn known(uploads: &BTreeSet<i64>) -> Option<Tariffs> {
    let memory = HERE.with_borrow(Clone::clone)?;
    let held = memory.0.lock().unwrap_or_else(PoisonError::into_inner);
    let held = held.as_ref().filter(|held| held.uploads == *uploads)?;
    Some(held.tariffs.clone())
}

/// Remembers every tariff of the uploads that hold at a data version, unless those of a later one are.
pub(super) fn keep(uploads: &BTreeSet<i64>, as_of: i64, tariffs: &Tariffs) {
    let Some(memory) = HERE.with_borrow(Clone::clone) else {
        return;
    };
    let mut held = memory.0.lock().unwrap_or_else(PoisonError::into_inner);
    let is_older = held.as_ref().is_some_and(|held| held.as_of > as_of);
    if tariffs.len() <= MOST && !is_older {
        *held = Some(Held {
            uploads: uploads.clone(),
            as_of,
            tariffs: tariffs.clone(),
        });
    }
}
