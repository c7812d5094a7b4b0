//! What a meeting decided, and dated notes under it.

use jiff::civil::Date;

use super::agenda::carried;
use super::fields::{CODE, DECISION, FOLLOW_UP, MeetingError, NOTE, agenda, named, one};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::texts::{optional, required};
use crate::domain::meetings::agenda::takes_items;
use crate::domain::meetings::{Code, Decision, Item, Meeting, Note, NoteKind, State};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::meetings::items::{self, Written};
use crate::storage::{Db, Store, meetings};

const WHAT: (What, Action) = (What::Agenda, Action::ChangedMeeting);

/// A decision as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    pub code: Option<Code>,
    pub text: &'a str,
    /// What is to be done, and by whom.
    pub follow_up: &'a str,
    pub due: Option<Date>,
}

/// Keeps what was decided. A postponed item comes on the next meeting of the kind, which refers back;
/// where there is none in the calendar it is refused.
///
/// # Errors
/// [`MeetingError::Fault`] at the field; the meeting is not held, or closed.
pub fn decide(
    store: &Store,
    actor: &Actor,
    (meeting, item): (&str, &str),
    of: &Made<'_>,
) -> Result<(), MeetingError> {
    let code = of
        .code
        .ok_or_else(|| CODE.fault("Vælg, hvad der blev besluttet."))?;
    let text = if code.needs_text() {
        required(DECISION.asking("Skriv, hvad der blev besluttet."), of.text)?
    } else {
        optional(DECISION, of.text)?
    };
    let follow_up = optional(FOLLOW_UP, of.follow_up)?;
    if of.due.is_some() && follow_up.is_empty() {
        let words = "Skriv, hvad der skal gøres inden fristen.";
        return Err(FOLLOW_UP.fault(words).into());
    }
    change(store, actor, WHAT, |db, made| {
        let (meeting, items) = agenda(db, meeting, made.version)?;
        let item = one(&items, item)?;
        if meeting.state != State::Held || !item.is_on() {
            let words = "Beslutninger skrives, når mødet er holdt, og indtil det er afsluttet.";
            return Err(MeetingError::TooLate(words));
        }
        if was_carried(db, item, made.version)? {
            let words = "Punktet er udsat og står på det næste møde. Skriv en rettelse under det.";
            return Err(MeetingError::TooLate(words));
        }
        let written = Written {
            version: made.version,
            by: &actor.by,
            at: made.at,
        };
        if code == Code::Postponed {
            let next = next_of(db, &meeting, made.version)?;
            carried(db, &next, item, written)?;
        }
        let decision = Decision {
            version: made.version,
            code,
            text,
            follow_up,
            due: of.due,
            by: actor.by.clone(),
            at: made.at.to_owned(),
        };
        items::decide(db, &item.id, &decision)?;
        let told = format!("{}: {} {}", meeting.title, named(item), code.past());
        Ok(Done::new((), "møde", told))
    })
}

/// Whether another meeting has got the item.
fn was_carried(db: &mut Db, item: &Item, version: i64) -> Result<bool, MeetingError> {
    let from = Some(item.id.as_str());
    let all = items::all(db, version)?;
    Ok(all
        .iter()
        .any(|other| other.postponed_from.as_deref() == from))
}

/// The next meeting of the same kind that takes items.
fn next_of(db: &mut Db, of: &Meeting, version: i64) -> Result<Meeting, MeetingError> {
    let later = |other: &Meeting| {
        other.kind == of.kind && other.id != of.id && other.date >= of.date && takes_items(other)
    };
    let calendar = meetings::all(db, version)?;
    calendar.into_iter().find(later).ok_or_else(|| {
        let words =
            "Der er intet senere møde i kalenderen at udsætte punktet til. Opret det først.";
        CODE.fault(words).into()
    })
}

/// Writes a dated note under an item that was decided: a correction, or that what was to be done is
/// done, or not done after all.
///
/// # Errors
/// [`MeetingError::Fault`] for the text; nothing was decided yet.
pub fn note(
    store: &Store,
    actor: &Actor,
    (meeting, item): (&str, &str),
    (kind, text): (NoteKind, &str),
) -> Result<(), MeetingError> {
    let text = if kind == NoteKind::Done {
        optional(NOTE, text)?
    } else {
        required(NOTE, text)?
    };
    change(store, actor, WHAT, |db, made| {
        let (meeting, items) = agenda(db, meeting, made.version)?;
        let item = one(&items, item)?;
        if item.decision.is_none() {
            let words = "Punktet er ikke besluttet endnu.";
            return Err(MeetingError::TooLate(words));
        }
        let note = Note {
            version: made.version,
            kind,
            text,
            on: actor.today(),
            by: actor.by.clone(),
            at: made.at.to_owned(),
        };
        items::note(db, &item.id, &note)?;
        let told = format!("{}: {} {}", meeting.title, named(item), kind.label());
        Ok(Done::new((), "møde", told))
    })
}
