//! Meetings: added to the calendar, and cancelled; none is ever removed.

use jiff::civil::Date;
use thiserror::Error;

use super::actor::{Actor, Done, change};
use super::texts::{Fault, Field, required};
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{QueryError, Store, StoreError, meetings};

/// The fields of the two forms.
pub const DATE: Field = Field::new("dato", "dato");
pub const TITLE: Field = Field::new("titel", "titel").at_most(200);
pub const WHY: Field = Field::new("begrundelse", "begrundelse").at_most(400);

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum MeetingError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("Mødet findes ikke.")]
    NoSuchMeeting,
    #[error("Mødet er aflyst.")]
    Cancelled,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// Adds a meeting to the calendar.
///
/// # Errors
/// [`MeetingError::Fault`] for the title.
pub fn add(
    store: &Store,
    actor: &Actor,
    date: Date,
    title: &str,
    kind: MeetingKind,
) -> Result<Meeting, MeetingError> {
    let title = required(TITLE, title)?;
    let what = (What::Meeting, Action::ChangedFollowUp);
    change(store, actor, what, |db, made| {
        let meeting = Meeting {
            id: made.id(),
            version: made.version,
            date,
            title,
            kind,
            added_by: actor.by.clone(),
            added_at: made.at.to_owned(),
            cancelled: None,
        };
        meetings::add(db, &meeting)?;
        let told = format!("{date} {}", meeting.title);
        Ok(Done::new(meeting, "møde", told))
    })
}

/// Cancels a meeting; it stays in the history.
///
/// # Errors
/// [`MeetingError::Fault`] for the reason; no such meeting, or cancelled before.
pub fn cancel(store: &Store, actor: &Actor, id: &str, why: &str) -> Result<(), MeetingError> {
    let why = required(WHY, why)?;
    let what = (What::MeetingCancelled, Action::ChangedFollowUp);
    change(store, actor, what, |db, made| {
        let meetings = meetings::all(db, made.version)?;
        if !meetings.iter().any(|m| m.id == id) {
            return Err(MeetingError::NoSuchMeeting);
        }
        let told = format!("aflyst: {why}");
        let cancelled = Cancelled {
            version: made.version,
            by: actor.by.clone(),
            at: made.at.to_owned(),
            why,
        };
        if meetings::cancel(db, id, &cancelled)? {
            Ok(Done::new((), "møde", told))
        } else {
            Err(MeetingError::Cancelled)
        }
    })
}
