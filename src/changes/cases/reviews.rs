//! Reviews of single cases: each is added, none is changed. The log tells of it without its words.

use jiff::civil::Date;
use thiserror::Error;

use crate::changes::actor::{Actor, Done, record};
use crate::changes::texts::{Fault, Field, past, required};
use crate::domain::cases::{CaseKey, Review};
use crate::storage::cases::{self, reviews};
use crate::storage::data::log::Action;
use crate::storage::{self, QueryError, Store, StoreError};

/// The fields of the form.
pub const ON: Field = Field::new("dato", "dato");
pub const NEXT: Field = Field::new("naeste", "næste gennemgang");
pub const NOTE: Field = Field::new("notat", "notat");

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ReviewError {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The municipality has no such case, or it is not the actor's own.
    #[error("Sagen findes ikke.")]
    NoSuchCase,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub on: Date,
    pub next: Option<Date>,
    pub note: String,
}

/// Keeps that the actor's own municipality went through a case.
///
/// # Errors
/// [`ReviewError`]
pub fn add(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    written: &Written,
) -> Result<(), ReviewError> {
    if actor.bound_to.as_deref() != Some(&*case.municipality) {
        return Err(ReviewError::NoSuchCase);
    }
    let on = past(ON, written.on, actor.today())?;
    let next = written.next.map(|next| after(next, on)).transpose()?;
    let note = required(NOTE, &written.note)?;
    record(store, actor, Action::ReviewedCase, |db, at| {
        let now = storage::version(db)?;
        if cases::of_case(db, case, now)?.is_empty() {
            return Err(ReviewError::NoSuchCase);
        }
        let review = Review {
            case: case.clone(),
            on,
            next,
            note,
            by: actor.by.clone(),
            at: at.to_owned(),
        };
        reviews::add(db, &review)?;
        Ok(Done::new((), &*case.municipality, &*case.case))
    })
}

/// The next review comes after the one that is written down.
fn after(next: Date, on: Date) -> Result<Date, Fault> {
    if next > on {
        Ok(next)
    } else {
        Err(NEXT.fault(
            "Den næste gennemgang skal ligge efter denne. Ret datoen, eller lad feltet stå tomt.",
        ))
    }
}
