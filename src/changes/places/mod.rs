//! Vacant places: what somebody says of them. Each word is a step that is added, never changed.
//!
//! Reading order: [`fields`] (what is written, and what is wrong with it), [`log`] (a new entry),
//! [`steps`] (a word more about one), [`confirm`] ("unchanged"), [`reminders`] (mails that ask for it),
//! [`by_mail`] (their links, without a sign-in), [`weekly`] (the list on Mondays).
//!
//! That a role may log at all is decided by its right; whose offers it may log of, here: a chef
//! those that the own municipality operates, the others every offer.

pub mod by_mail;
pub mod confirm;
pub mod fields;
mod file;
pub mod log;
pub mod reminders;
pub mod steps;
pub mod weekly;

pub use file::VacancyFile;

use thiserror::Error;

use super::actor::Actor;
use super::texts::Fault;
use crate::domain::offers::Offer;
use crate::domain::places::Entry;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::{self, Db, QueryError, StoreError};

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum PlaceError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("Opslaget findes ikke.")]
    NoSuchEntry,
    /// A chef and another municipality's offer.
    #[error("Kun {0} kan ændre det. Ring eller skriv til tilbuddet.")]
    Anothers(String),
    /// These may be the same places; whoever has seen them may save all the same.
    #[error("Der er meldt ledigt i samme tilbud og de samme dage. Se, om det er de samme pladser.")]
    Overlaps(Vec<Entry>),
    /// Somebody changed the entry since the form was shown: it stands so now.
    #[error("{} har ændret det imens. Se, hvordan det står nu, og prøv igen.", .0.newest.by)]
    ChangedMeanwhile(Box<Entry>),
    /// It has ended, and only a step can open it again.
    #[error("Der er ikke længere ledigt efter dette opslag.")]
    Ended,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// Whether somebody may log, confirm and change places of an offer.
fn may_log(db: &mut Db, actor: &Actor, offer: &Offer) -> Result<bool, QueryError> {
    let Some(code) = &actor.bound_to else {
        return Ok(true);
    };
    let own = areas::all(db)?.into_iter().find(|area| area.code == *code);
    Ok(own.is_some_and(|area| offer.is_operated_by(&area)))
}

/// The offers that somebody may log places of, as they are now, by id.
///
/// # Errors
/// The database's own.
pub fn offers_of(db: &mut Db, bound_to: Option<&str>) -> Result<Vec<Offer>, QueryError> {
    let now = storage::version(db)?;
    let mut offers: Vec<Offer> = register::holding(db, now)?
        .into_values()
        .map(|offer| offer.value)
        .collect();
    if let Some(code) = bound_to {
        let own = areas::all(db)?.into_iter().find(|area| area.code == code);
        offers.retain(|offer| own.as_ref().is_some_and(|area| offer.is_operated_by(area)));
    }
    Ok(offers)
}

/// An offer by its id.
fn offer(db: &mut Db, id: &str) -> Result<Option<Offer>, QueryError> {
    let now = storage::version(db)?;
    let mut known = register::holding(db, now)?;
    Ok(known.remove(id).map(|offer| offer.value))
}

/// Refuses whoever may not change places of an offer.
fn assert_own(db: &mut Db, actor: &Actor, offer: &Offer) -> Result<(), PlaceError> {
    if may_log(db, actor, offer)? {
        Ok(())
    } else {
        Err(PlaceError::Anothers(offer.operator.clone()))
    }
}
