//! Meetings: added to the calendar, written anew, and cancelled; none is ever removed.

use jiff::civil::Date;

use super::agenda::copied;
use super::fields::{MeetingError, PLACE, TITLE, WHY, standing};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::texts::{optional, required};
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind, State};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::meetings::items::Written;
use crate::storage::{Store, meetings};

/// What a form says of a meeting.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub date: Date,
    pub title: &'a str,
    pub place: &'a str,
    pub kind: MeetingKind,
}

/// Adds a meeting without a place to the calendar.
///
/// # Errors
/// As [`create`].
pub fn add(
    store: &Store,
    actor: &Actor,
    date: Date,
    title: &str,
    kind: MeetingKind,
) -> Result<Meeting, MeetingError> {
    let about = About {
        date,
        title,
        place: "",
        kind,
    };
    create(store, actor, &about, false)
}

/// Adds a meeting to the calendar; `like_last` begins with the agenda of the last meeting of its kind
/// before it, without what was decided.
///
/// # Errors
/// [`MeetingError::Fault`] for the title or the place.
pub fn create(
    store: &Store,
    actor: &Actor,
    about: &About<'_>,
    like_last: bool,
) -> Result<Meeting, MeetingError> {
    let (title, place) = (required(TITLE, about.title)?, optional(PLACE, about.place)?);
    let what = (What::Meeting, Action::ChangedMeeting);
    change(store, actor, what, |db, made| {
        let meeting = Meeting {
            id: made.id(),
            version: made.version,
            date: about.date,
            title,
            place,
            kind: about.kind,
            state: State::Planned,
            first_sent: None,
            added_by: actor.by.clone(),
            added_at: made.at.to_owned(),
            cancelled: None,
        };
        meetings::add(db, &meeting)?;
        let written = Written {
            version: made.version,
            by: &actor.by,
            at: made.at,
        };
        let count = if like_last {
            copied(db, &meeting, written)?
        } else {
            0
        };
        let told = format!("{} {}, {count} punkter", meeting.date, meeting.title);
        Ok(Done::new(meeting, "møde", told))
    })
}

/// Writes down what a meeting is called, whose it is, when and where; until it was held.
///
/// # Errors
/// As [`create`]; no such meeting, cancelled, or held already.
pub fn rewrite(
    store: &Store,
    actor: &Actor,
    id: &str,
    about: &About<'_>,
) -> Result<(), MeetingError> {
    let (title, place) = (required(TITLE, about.title)?, optional(PLACE, about.place)?);
    let what = (What::Meeting, Action::ChangedMeeting);
    change(store, actor, what, |db, made| {
        let before = standing(db, id, made.version)?;
        if before.state >= State::Held {
            let words = "Mødet er holdt. Tag det et skridt tilbage, hvis det skal rettes.";
            return Err(MeetingError::TooLate(words));
        }
        let after = Meeting {
            date: about.date,
            title,
            place,
            kind: about.kind,
            ..before.clone()
        };
        if after == before {
            return Ok(Done::nothing(()));
        }
        meetings::rewrite(db, &after, (made.version, &actor.by, made.at))?;
        let told = format!("rettet: {} {}", after.date, after.title);
        Ok(Done::new((), "møde", told))
    })
}

/// Cancels a meeting; it stays in the history.
///
/// # Errors
/// [`MeetingError::Fault`] for the reason; no such meeting, or cancelled before.
pub fn cancel(store: &Store, actor: &Actor, id: &str, why: &str) -> Result<(), MeetingError> {
    let why = required(WHY, why)?;
    let what = (What::MeetingCancelled, Action::ChangedMeeting);
    change(store, actor, what, |db, made| {
        let meeting = standing(db, id, made.version)?;
        if meeting.state >= State::Held {
            return Err(MeetingError::TooLate("Mødet er holdt og kan ikke aflyses."));
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
