//! `meetings`: the calendar, with how far each meeting is and how many of its items are decided.

use crate::domain::dossier::Form;
use crate::domain::meetings::{Item, Meeting, MeetingKind, State};
use crate::domain::people::Right;
use crate::domain::report::{Cell, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::shape::Shape;
use crate::reports::words::date_value;
use crate::reports::{Query, Question, ReportError, filters};
use crate::storage::meetings::items;
use crate::storage::{Db, dossier, meetings};

pub static MEETINGS: Question = Question {
    name: "meetings",
    row: "a meeting",
    right: Right::ReadIncreases,
    filters: &[&filters::AS_OF],
    shapes: || vec![Shape::without_totals(COLUMNS)],
    report: run,
};

/// What is said of a meeting whose paper no file is kept of.
const NO_PAPER: &str = "Feltet sha256 er tomt for møder, hvis papir ikke er fastfrosset.";

/// The key of a meeting that was cancelled, beside those of [`State`].
const CANCELLED: &str = "cancelled";

/// A meeting, and its items in numbers.
pub struct Listed {
    pub meeting: Meeting,
    /// On the agenda; confidential ones too.
    pub items: usize,
    pub decided: usize,
    /// Of the paper as it was sent, in hexadecimal.
    pub sha256: Option<String>,
}

fn count(number: usize) -> Cell {
    Value::Count(i64::try_from(number).unwrap_or(i64::MAX)).into()
}

pub static ID: Col<Listed> = Col::names("id", "Id", Unit::Text, |row| {
    Cell::key(&row.meeting.id, &row.meeting.id)
});
pub static HELD_ON: Col<Listed> = Col::says("held_on", "Dato", Unit::Text, |row| {
    date_value(row.meeting.date).into()
});
pub static KIND: Col<Listed> = Col::says("kind", "Mødetype", Unit::Text, |row: &Listed| {
    Cell::key(row.meeting.kind.key(), row.meeting.kind.label())
})
.one_of(|| MeetingKind::ALL.map(MeetingKind::key).to_vec());
pub static TITLE: Col<Listed> = Col::says("title", "Titel", Unit::Text, |row| {
    Cell::text(&row.meeting.title)
});
pub static STATE: Col<Listed> = Col::says("state", "Status", Unit::Text, |row: &Listed| {
    if row.meeting.is_on() {
        Cell::key(row.meeting.state.key(), row.meeting.state.label())
    } else {
        Cell::key(CANCELLED, "aflyst")
    }
})
.one_of(|| {
    let states = State::ALL.map(State::key).into_iter();
    states.chain([CANCELLED]).collect()
});
pub static ITEMS: Col<Listed> = Col::says("items", "Punkter", Unit::Count, |row| count(row.items));
pub static DECIDED: Col<Listed> = Col::says("decided", "Besluttede punkter", Unit::Count, |row| {
    count(row.decided)
});
pub static SHA256: Col<Listed> = Col::says(
    "sha256",
    "SHA-256 af papiret",
    Unit::Text,
    |row: &Listed| {
        let told = row.sha256.as_ref();
        told.map_or_else(|| Cell::from(Value::Empty), Cell::text)
    },
)
.optional();

pub static COLUMNS: Cols<Listed> = &[
    &ID, &HELD_ON, &KIND, &TITLE, &STATE, &ITEMS, &DECIDED, &SHA256,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, &[]))
}

/// The meetings by date, cancelled ones too.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Listed>, ReportError> {
    let register = Register::load(db, query)?;
    let (name, title) = (MEETINGS.name, "Møder".to_owned());
    let mut frame = register.report(db, name, title, Vec::new(), &[])?;
    let items = items::all(db, register.as_of)?;
    let meetings = meetings::all(db, register.as_of)?;
    let hashes = dossier::newest_hashes(db, Form::Pdf)?;
    let listed = meetings.into_iter().map(|meeting| {
        let ours = |item: &&Item| item.meeting == meeting.id && item.is_on();
        let decided = |item: &&Item| item.decision.is_some();
        Listed {
            items: items.iter().filter(ours).count(),
            decided: items.iter().filter(ours).filter(decided).count(),
            sha256: sha256_of(&hashes, &meeting),
            meeting,
        }
    });
    let rows: Vec<Listed> = listed.collect();
    if rows.iter().any(|row| row.sha256.is_none()) {
        frame.notes.push(NO_PAPER.to_owned());
    }
    Ok(Answer {
        rows,
        ..Answer::empty(frame)
    })
}

/// The hash of the PDF of the newest paper as it was sent, unless the meeting is prepared again.
fn sha256_of(hashes: &[(String, String)], meeting: &Meeting) -> Option<String> {
    let found = hashes.iter().find(|(id, _)| *id == meeting.id);
    let sent = found.filter(|_| meeting.is_public());
    sent.map(|(_, hash)| hash.clone())
}
