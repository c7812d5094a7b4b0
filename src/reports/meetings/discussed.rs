//! `discussed-increases`: the increases that each meeting discussed, and the calendar beside.

use jiff::civil::Date;

use crate::domain::follow_up::Event;
use crate::domain::meetings::{Meeting, MeetingKind, next_meeting};
use crate::domain::people::Right;
use crate::domain::report::{Cell, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::shape::Shape;
use crate::reports::words::date_value;
use crate::reports::{Query, Question, ReportError, filters};
use crate::storage::{Db, follow_up, meetings};

pub static DISCUSSIONS: Question = Question {
    name: "discussed-increases",
    row: "an increase that a meeting discussed; in `totals` the meetings",
    right: Right::ReadIncreases,
    filters: &[&filters::AS_OF, &filters::ON],
    shapes: || vec![Shape::of(COLUMNS, TOTALS)],
    report: run,
};

/// A case that a meeting discussed.
pub struct Discussion {
    pub meeting: Meeting,
    pub event: Event,
    /// The offer's name.
    pub offer: String,
}

/// A meeting, where it is in time, and how many cases it discussed.
pub struct Held {
    pub meeting: Meeting,
    pub standing: Standing,
    pub discussed: usize,
}

/// Where a meeting is in time, seen from the day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Cancelled,
    Held,
    /// The next of the steering group.
    Next,
    Coming,
    /// No day was asked for.
    Planned,
}

impl Standing {
    pub const ALL: [Standing; 5] = [
        Standing::Cancelled,
        Standing::Held,
        Standing::Next,
        Standing::Coming,
        Standing::Planned,
    ];

    fn of(meeting: &Meeting, next: Option<&Meeting>, on: Option<Date>) -> Standing {
        match (&meeting.cancelled, on) {
            (Some(_), _) => Standing::Cancelled,
            (None, Some(on)) if meeting.date < on => Standing::Held,
            (None, _) if next.is_some_and(|n| n.id == meeting.id) => Standing::Next,
            (None, Some(_)) => Standing::Coming,
            (None, None) => Standing::Planned,
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Standing::Cancelled => "cancelled",
            Standing::Held => "held",
            Standing::Next => "next",
            Standing::Coming => "coming",
            Standing::Planned => "planned",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Standing::Cancelled => "aflyst",
            Standing::Held => "holdt",
            Standing::Next => "næste møde",
            Standing::Coming => "kommer",
            Standing::Planned => "i kalenderen",
        }
    }
}

/// A tariff as it was when the meeting discussed it: the calendar keeps it, no file does.
fn kept(value: Value) -> Cell {
    crate::reports::words::plain(
        value,
        "taksten, som den var, da mødet drøftede stigningen",
        Vec::new(),
    )
}

pub static MEETING: Col<Discussion> = Col::names("meeting", "Møde", Unit::Text, |row| {
    Cell::key(&row.meeting.id, &row.meeting.title)
});
pub static DATE: Col<Discussion> = Col::says("date", "Dato", Unit::Text, |row| {
    date_value(row.meeting.date).into()
});
pub static OFFER_ID: Col<Discussion> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.event.case.offer_id, &row.event.case.offer_id)
});
pub static OFFER: Col<Discussion> =
    Col::says("offer", "Tilbud", Unit::Text, |row| Cell::text(&row.offer));
pub static SERVICE: Col<Discussion> = Col::names("service", "Ydelse", Unit::Text, |row| {
    Cell::key(&row.event.case.service, &row.event.case.service)
});
pub static YEAR: Col<Discussion> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.event.case.year).into()
});
pub static OLD: Col<Discussion> = Col::figure("old", "Takst året før", Unit::Kroner, |row| {
    kept(Value::Kroner(row.event.amounts.old.decimal()))
});
pub static NEW: Col<Discussion> = Col::figure("new", "Ny takst", Unit::Kroner, |row| {
    kept(Value::Kroner(row.event.amounts.new.decimal()))
});
pub static TEXT: Col<Discussion> = Col::says("text", "Referat", Unit::Text, |row| {
    Cell::text(&row.event.text)
});

pub static COLUMNS: Cols<Discussion> = &[
    &MEETING, &DATE, &OFFER_ID, &OFFER, &SERVICE, &YEAR, &OLD, &NEW, &TEXT,
];

pub static TOTAL_MEETING: Col<Held> = Col::names("meeting", "Møde", Unit::Text, |row| {
    Cell::key(&row.meeting.id, &row.meeting.title)
});
pub static TOTAL_DATE: Col<Held> = Col::says("date", "Dato", Unit::Text, |row| {
    date_value(row.meeting.date).into()
});
pub static KIND: Col<Held> = Col::says("kind", "Mødetype", Unit::Text, |row: &Held| {
    Cell::key(row.meeting.kind.key(), row.meeting.kind.label())
})
.one_of(|| MeetingKind::ALL.map(MeetingKind::key).to_vec());
pub static STANDING: Col<Held> = Col::says("standing", "Status", Unit::Text, |row: &Held| {
    Cell::key(row.standing.key(), row.standing.label())
})
.one_of(|| Standing::ALL.map(Standing::key).to_vec());
pub static DISCUSSED: Col<Held> =
    Col::figure("discussed", "Drøftede stigninger", Unit::Count, |row| {
        Value::Count(i64::try_from(row.discussed).unwrap_or(i64::MAX)).into()
    });
pub static CANCELLED_WHY: Col<Held> =
    Col::says("cancelled_why", "Aflyst fordi", Unit::Text, |row: &Held| {
        let cancelled = row.meeting.cancelled.as_ref();
        Cell::text(cancelled.map_or("", |c| c.why.as_str()))
    })
    .optional();

pub static TOTALS: Cols<Held> = &[
    &TOTAL_MEETING,
    &TOTAL_DATE,
    &KIND,
    &STANDING,
    &DISCUSSED,
    &CANCELLED_WHY,
];

/// Makes the report. `on` is the day that the next meeting is counted from.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(answer(db, query)?.report(COLUMNS, TOTALS))
}

/// The meetings, and what each discussed.
pub fn answer(db: &mut Db, query: &Query) -> Result<Answer<Discussion, Held>, ReportError> {
    let register = Register::load(db, query)?;
    let meetings = meetings::all(db, register.as_of)?;
    let discussions = follow_up::discussions(db, register.as_of)?;
    let next = query.on.and_then(|on| next_meeting(&meetings, on));
    let (name, title) = (DISCUSSIONS.name, "Drøftede takststigninger".to_owned());
    let frame = register.report(db, name, title, Vec::new(), &[])?;
    let mut answer = Answer::empty(frame);
    for meeting in &meetings {
        let ours = |e: &&Event| e.meeting.as_deref() == Some(meeting.id.as_str());
        let before = answer.rows.len();
        let rows = discussions.iter().filter(ours).map(|event| Discussion {
            meeting: meeting.clone(),
            event: event.clone(),
            offer: register.name(&event.case.offer_id).to_owned(),
        });
        answer.rows.extend(rows);
        answer.totals.push(Held {
            meeting: meeting.clone(),
            standing: Standing::of(meeting, next, query.on),
            discussed: answer.rows.len() - before,
        });
    }
    Ok(answer)
}
