//! `tariff-follow-up`: the increases that are open before the next meeting of the steering group,
//! with what was done about each, and the calendar of meetings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::calendar::{self, Discussed};
use super::open_case::{COLUMNS, OpenCase};
use crate::domain::follow_up::{CaseKey, Event, Handling, Reopening, Step, handling};
use crate::domain::meetings::{Meeting, next_meeting};
use crate::domain::period::Year;
use crate::domain::report::{Filter, Report};
use crate::reports::columns::{self, Answer};
use crate::reports::offers::register::{NOTHING, nothing};
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::increases::Asked;
use crate::reports::tariffs::rise::Rise;
use crate::reports::words::date;
use crate::reports::{Query, ReportError, filters};
use crate::storage::{Db, follow_up, meetings};

/// Makes the report. `on` is the day that the next meeting is counted from.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let open = answer(db, query)?;
    Ok(match open.asked {
        Some(_) => open.cases.report(COLUMNS, calendar::COLUMNS),
        None => {
            let mut report = open.cases.frame;
            report.rows.columns = columns::heads(COLUMNS);
            report
        }
    })
}

/// The open cases of a year.
pub struct Open {
    /// What was asked, as it was understood; `None` without any tariffs.
    pub asked: Option<Asked>,
    /// The limit in force for the year, in words.
    pub limit: Option<String>,
    pub cases: Answer<OpenCase, Discussed>,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
}

/// Reads and judges the cases.
///
/// # Errors
/// [`ReportError`]
pub fn answer(db: &mut Db, query: &Query) -> Result<Open, ReportError> {
    let loaded = match Increases::load(db, query)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => {
            return Ok(Open {
                asked: None,
                limit: None,
                cases: Answer::empty(nothing(db, &register, super::OPEN.name, Vec::new())?),
                incomparable: Some(NOTHING.to_owned()),
                years: Vec::new(),
            });
        }
    };
    let as_of = loaded.register.as_of;
    let before = Year::new(i64::from(loaded.year.number()) - 1);
    let years: Vec<Year> = before.into_iter().chain([loaded.year]).collect();
    let mut events: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &years, as_of)? {
        events.entry(event.case.clone()).or_default().push(event);
    }
    let (rows, closed) = open_cases(&loaded, &events, (before, query.on));
    let calendar = meetings::all(db, as_of)?;
    let next = query.on.and_then(|on| next_meeting(&calendar, on));
    let title = format!("Opfølgning på takststigninger i {}", loaded.year);
    let (register, facts) = (&loaded.register, &loaded.facts);
    let filters = asked(&loaded, query);
    let mut frame = register.report(db, super::OPEN.name, title, filters, facts)?;
    frame.notes.extend(loaded.notes.iter().cloned());
    if loaded.incomparable.is_none() {
        frame.notes.push(format!(
            "{} stigninger er åbne, og {closed} er indberettet og drøftet.",
            rows.len()
        ));
    }
    frame.notes.extend(query.on.map(|on| next_words(next, on)));
    Ok(Open {
        asked: Some(Asked::of(&loaded)),
        limit: loaded.limit.clone(),
        cases: Answer {
            totals: calendar::of(&calendar, &events, next),
            rows,
            frame,
        },
        incomparable: loaded.incomparable,
        years: loaded.years,
    })
}

fn asked(loaded: &Increases, query: &Query) -> Vec<Filter> {
    let mut filters = loaded.filters();
    filters.extend(query.on.map(|on| Filter {
        key: filters::ON.key,
        label: "Dato",
        value: on.to_string(),
    }));
    filters
}

fn next_words(next: Option<&Meeting>, on: Date) -> String {
    match next {
        Some(meeting) => format!(
            "Næste møde i Den Administrative Styregruppe: {} ({}).",
            date(meeting.date),
            meeting.title
        ),
        None => format!("Der er intet møde i kalenderen fra {} og frem.", date(on)),
    }
}

/// The cases that are open, and how many are closed.
fn open_cases(
    loaded: &Increases,
    events: &BTreeMap<CaseKey, Vec<Event>>,
    (before, on): (Option<Year>, Option<Date>),
) -> (Vec<OpenCase>, usize) {
    let of = |key: &CaseKey| events.get(key).map_or(&[][..], Vec::as_slice);
    let mut closed = 0;
    let mut rows = Vec::new();
    for compared in &loaded.compared {
        let key = compared.case();
        let done = of(&key);
        let standing = handling(done, Some(compared.amounts()));
        if !is_followed(compared, &standing) {
            continue;
        }
        if !standing.state().is_open() {
            closed += 1;
            continue;
        }
        let last_year = before.map(|year| CaseKey { year, ..key });
        let mut last_year = last_year.as_ref().map_or(&[][..], of).iter().rev();
        let earlier = last_year.find(|e| e.step == Step::Explained);
        let rise = Rise::of(loaded, compared);
        rows.push(OpenCase::of(rise, done, &standing, (earlier, on)));
    }
    (rows, closed)
}

/// Whether a service is a case: it rose by more than the limit, or something was done about it
/// before its tariff was corrected to less.
fn is_followed(compared: &Compared, standing: &Handling<'_>) -> bool {
    compared.flagged || matches!(standing.reopened, Some(Reopening::Corrected(_)))
}
