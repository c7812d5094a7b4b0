//! The fields of the forms of meetings, and why nothing was written.

use thiserror::Error;

use crate::changes::texts::{Fault, Field};
use crate::domain::meetings::{Item, Meeting};
use crate::storage::meetings::{self, items};
use crate::storage::{Db, QueryError, StoreError};

pub const DATE: Field = Field::new("dato", "dato");
pub const TITLE: Field = Field::new("titel", "titel").at_most(200);
pub const PLACE: Field = Field::new("sted", "sted").at_most(200);
pub const WHY: Field = Field::new("begrundelse", "begrundelse").at_most(400);

pub const HEADING: Field = Field::new("overskrift", "overskrift").at_most(200);
pub const TEXT: Field = Field::new("tekst", "tekst").at_most(20_000);
pub const REPORT: Field = Field::new("rapport", "rapport").at_most(100);
pub const FILTERS: Field = Field::new("filtre", "filtre").at_most(1_000);
pub const ASKS: Field = Field::new("indstilling", "indstilling");
pub const PRESENTER: Field = Field::new("oplaegsholder", "oplægsholder").at_most(200);
pub const MINUTES: Field = Field::new("minutter", "minutter").at_most(3);
pub const TABLE: Field = Field::new("fil", "fil");

pub const CODE: Field = Field::new("kode", "beslutning");
pub const DECISION: Field = Field::new("beslutning", "ordlyd");
pub const FOLLOW_UP: Field = Field::new("opfoelgning", "opfølgning").at_most(1_000);
pub const DUE: Field = Field::new("frist", "frist");
pub const NOTE: Field = Field::new("notat", "notat");

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum MeetingError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("Mødet findes ikke.")]
    NoSuchMeeting,
    #[error("Punktet findes ikke.")]
    NoSuchItem,
    #[error("Mødet er aflyst.")]
    Cancelled,
    /// The meeting or the item is past what was asked for.
    #[error("{0}")]
    TooLate(&'static str),
    /// The paper of the meeting cannot be made.
    #[error("Mødets papir kan ikke laves: {0}")]
    Paper(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A meeting that is there and not cancelled.
pub(super) fn standing(db: &mut Db, id: &str, version: i64) -> Result<Meeting, MeetingError> {
    let meeting = meetings::get(db, id, version)?.ok_or(MeetingError::NoSuchMeeting)?;
    if meeting.is_on() {
        Ok(meeting)
    } else {
        Err(MeetingError::Cancelled)
    }
}

/// A meeting with its items.
pub(super) fn agenda(
    db: &mut Db,
    id: &str,
    version: i64,
) -> Result<(Meeting, Vec<Item>), MeetingError> {
    let meeting = standing(db, id, version)?;
    let items = items::of_meeting(db, id, version)?;
    Ok((meeting, items))
}

/// An item of some.
pub(super) fn one<'a>(items: &'a [Item], id: &str) -> Result<&'a Item, MeetingError> {
    let found = items.iter().find(|item| item.id == id);
    found.ok_or(MeetingError::NoSuchItem)
}

/// What the log calls an item.
pub(super) fn named(item: &Item) -> String {
    format!("punkt {} ({})", item.number, item.id)
}
