//! `meetings`: the calendar of the steering group, and what each meeting discussed.

use super::offers::register::Register;
use super::words::date_value;
use super::{Query, Question, ReportError, filters};
use crate::domain::follow_up::Event;
use crate::domain::meetings::{Meeting, next_meeting};
use crate::domain::people::Right;
use crate::domain::report::{Cell, Column, Report, Unit, Value};
use crate::storage::{Db, follow_up, meetings};

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&MEETINGS];

pub static MEETINGS: Question = Question {
    name: "meetings",
    row: "a case that a meeting discussed; in `totals` the meetings",
    right: Right::ReadIncreases,
    filters: &[&filters::AS_OF, &filters::ON],
    report: run,
};

/// Makes the report. `on` is the day that the next meeting is counted from.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    let meetings = meetings::all(db, register.as_of)?;
    let discussions = follow_up::discussions(db, register.as_of)?;
    let next = query.on.and_then(|on| next_meeting(&meetings, on));
    let mut report = register.report(db, "meetings", "Møder".to_owned(), Vec::new(), &[])?;
    for meeting in &meetings {
        let events = of(meeting, &discussions);
        let rows = events.iter().map(|event| row(&register, meeting, event));
        report.rows.rows.extend(rows);
        let standing = standing(meeting, next, query);
        report
            .totals
            .rows
            .push(total(meeting, standing, events.len()));
    }
    report.rows.columns = columns();
    report.totals.columns = total_columns();
    Ok(report)
}

/// The key and the words of where a meeting is in time.
fn standing(
    meeting: &Meeting,
    next: Option<&Meeting>,
    query: &Query,
) -> (&'static str, &'static str) {
    match (&meeting.cancelled, query.on) {
        (Some(_), _) => ("cancelled", "aflyst"),
        (None, Some(on)) if meeting.date < on => ("held", "holdt"),
        (None, _) if next.is_some_and(|n| n.id == meeting.id) => ("next", "næste møde"),
        (None, Some(_)) => ("coming", "kommer"),
        (None, None) => ("planned", "i kalenderen"),
    }
}

/// What a meeting discussed.
fn of<'a>(meeting: &Meeting, discussions: &'a [Event]) -> Vec<&'a Event> {
    let ours = |e: &&Event| e.meeting.as_deref() == Some(meeting.id.as_str());
    discussions.iter().filter(ours).collect()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("meeting", "Møde", Unit::Text),
        Column::new("date", "Dato", Unit::Text),
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("old", "Takst året før", Unit::Kroner),
        Column::new("new", "Ny takst", Unit::Kroner),
        Column::new("text", "Referat", Unit::Text),
    ]
}

fn row(register: &Register, meeting: &Meeting, event: &Event) -> Vec<Cell> {
    let case = &event.case;
    vec![
        Cell::key(&meeting.id, &meeting.title),
        date_value(meeting.date).into(),
        Cell::key(&case.offer_id, &case.offer_id),
        Cell::text(register.name(&case.offer_id)),
        Cell::key(&case.service, &case.service),
        Value::Year(case.year).into(),
        Value::Kroner(event.amounts.old.decimal()).into(),
        Value::Kroner(event.amounts.new.decimal()).into(),
        Cell::text(&event.text),
    ]
}

fn total_columns() -> Vec<Column> {
    vec![
        Column::new("meeting", "Møde", Unit::Text),
        Column::new("date", "Dato", Unit::Text),
        Column::new("kind", "Mødetype", Unit::Text),
        Column::new("standing", "Status", Unit::Text),
        Column::new("discussed", "Drøftede stigninger", Unit::Count),
        Column::new("cancelled_why", "Aflyst fordi", Unit::Text),
    ]
}

fn total(meeting: &Meeting, standing: (&str, &str), discussed: usize) -> Vec<Cell> {
    let why = meeting.cancelled.as_ref().map_or("", |c| c.why.as_str());
    vec![
        Cell::key(&meeting.id, &meeting.title),
        date_value(meeting.date).into(),
        Cell::key(meeting.kind.key(), meeting.kind.label()),
        Cell::key(standing.0, standing.1),
        Value::Count(i64::try_from(discussed).unwrap_or(i64::MAX)).into(),
        Cell::text(why),
    ]
}
