//! That somebody looked at single cases: written down in the transaction that reads them, so that
//! nobody sees a case whose look is not in the log.

use crate::changes::actor::{Actor, Done, record};
use crate::storage::data::log::Action;
use crate::storage::{Db, QueryError, Store, StoreError};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look<'a> {
    /// Code of the municipality.
    pub municipality: &'a str,
    /// The pseudonym; `None` for the list of all.
    pub case: Option<&'a str>,
}

/// Reads, and writes down who looked at what. The log's object is the municipality and its detail
/// the pseudonym, which is shown to whoever searches for that very case and to nobody else.
///
/// # Errors
/// What `read` returns (then nothing was seen and nothing is written), or the database's own.
pub fn look<T, E: From<StoreError> + From<QueryError>>(
    store: &Store,
    actor: &Actor,
    look: Look<'_>,
    read: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    record(store, actor, Action::SawCases, |db, _| {
        let seen = read(db)?;
        Ok(Done::new(
            seen,
            look.municipality,
            look.case.unwrap_or_default(),
        ))
    })
}
