//! The meetings beside the open cases, with how many increases each discussed.

use std::collections::BTreeMap;

use crate::domain::follow_up::{CaseKey, Event, Step};
use crate::domain::meetings::{Meeting, MeetingKind};
use crate::domain::report::{Cell, Unit, Value};
use crate::reports::columns::{Col, Cols};
use crate::reports::words::date_value;

/// A meeting, and how many increases it discussed.
pub struct Discussed {
    pub meeting: Meeting,
    pub discussed: usize,
    /// The next of the steering group, counted from the day asked for.
    pub is_next: bool,
}

pub static MEETING: Col<Discussed> = Col::names("meeting", "Møde", Unit::Text, |row| {
    Cell::key(&row.meeting.id, &row.meeting.title)
});
pub static DATE: Col<Discussed> = Col::says("date", "Dato", Unit::Text, |row| {
    date_value(row.meeting.date).into()
});
pub static KIND: Col<Discussed> = Col::says("kind", "Mødetype", Unit::Text, |row: &Discussed| {
    Cell::key(row.meeting.kind.key(), row.meeting.kind.label())
})
.one_of(|| MeetingKind::ALL.map(MeetingKind::key).to_vec());
pub static DISCUSSED: Col<Discussed> =
    Col::figure("discussed", "Drøftede stigninger", Unit::Count, |row| {
        Value::Count(i64::try_from(row.discussed).unwrap_or(i64::MAX)).into()
    });
pub static NEXT: Col<Discussed> = Col::says("next", "Næste møde", Unit::YesNo, |row| {
    Value::YesNo(row.is_next).into()
});

pub static COLUMNS: Cols<Discussed> = &[&MEETING, &DATE, &KIND, &DISCUSSED, &NEXT];

/// Every meeting that was not cancelled.
pub(super) fn of(
    meetings: &[Meeting],
    cases: &BTreeMap<CaseKey, Vec<Event>>,
    next: Option<&Meeting>,
) -> Vec<Discussed> {
    let discussed = |meeting: &Meeting| {
        let here = |e: &Event| {
            e.step == Step::Discussed && e.meeting.as_deref() == Some(meeting.id.as_str())
        };
        cases
            .values()
            .filter(|events| events.iter().any(here))
            .count()
    };
    let standing = meetings.iter().filter(|m| m.cancelled.is_none());
    standing
        .map(|meeting| Discussed {
            discussed: discussed(meeting),
            is_next: next.is_some_and(|n| n.id == meeting.id),
            meeting: meeting.clone(),
        })
        .collect()
}
