//! `tariff-follow-up`: the increases that are open before the next meeting of the steering group,
//! with what was done about each, and the calendar of meetings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::calendar::{self, Discussed};
use super::open_case::{COLUMNS, OpenCase};
use crate::domain::danish;
use crate::domain::follow_up::{CaseKey, Event, Handling, Reopening, Step, handling};
use crate::domain::meetings::{Meeting, next_meeting};
use crate::domain::period::Year;
use crate::domain::report::{Filter, Report};
use crate::reports::columns::{self, Answer};
use crate::reports::offers::register::{NOTHING, Register, nothing};
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::increases::Asked;
use crate::reports::tariffs::rise::Rise;
use crate::reports::words::{date, list};
use crate::reports::{Query, ReportError, filters};
use crate::storage::{Db, follow_up, meetings};

/// Makes the report. `on` is the day that the next meeting is counted from.
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

/// The open cases of a year; where none was asked for, of every year, the newest year first.
pub struct Open {
    /// What was asked, as it was understood, of the newest year; `None` without any tariffs.
    pub asked: Option<Asked>,
    /// The limit in force for the newest year, in words.
    pub limit: Option<String>,
    pub cases: Answer<OpenCase, Discussed>,
    /// Why nothing can be said about the newest year's increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
}

/// Reads and judges the cases.
pub fn answer(db: &mut Db, query: &Query) -> Result<Open, ReportError> {
    let all = match read(db, query)? {
        Loaded::Years(all) => all,
        Loaded::Nothing(register) => return none(db, &register),
    };
    // The newest: there is one where there is any tariff.
    let loaded = &all[0];
    let as_of = loaded.register.as_of;
    let mut events: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &with_years_before(all.iter().map(|l| l.year)), as_of)? {
        events.entry(event.case.clone()).or_default().push(event);
    }
    // Of most offers nothing was ever told.
    let told: BTreeSet<&str> = events.keys().map(|key| &*key.offer_id).collect();
    let (mut rows, mut closed, mut facts) = (Vec::new(), 0, Vec::new());
    for year in &all {
        let (open, done) = open_cases(year, (&events, &told), query.on);
        rows.extend(open);
        closed += done;
        facts.extend(&year.facts);
    }
    let calendar = meetings::all(db, as_of)?;
    let next = query.on.and_then(|on| next_meeting(&calendar, on));
    let title = match query.year {
        Some(year) => format!("Opfølgning på takststigninger i {year}"),
        None => "Opfølgning på takststigninger".to_owned(),
    };
    let filters = asked(loaded, query);
    let mut frame = (loaded.register).report(db, super::OPEN.name, title, filters, &facts)?;
    frame.notes.extend(loaded.notes.iter().cloned());
    if all.iter().any(|year| year.incomparable.is_none()) {
        frame.notes.push(counted(&rows, closed));
    }
    frame.notes.extend(query.on.map(|on| next_words(next, on)));
    Ok(Open {
        asked: Some(Asked::of(loaded)),
        limit: loaded.limit.clone(),
        cases: Answer {
            totals: calendar::of(&calendar, &events, next),
            rows,
            frame,
        },
        incomparable: loaded.incomparable.clone(),
        years: loaded.years.clone(),
    })
}

/// The year that was asked for; without one every year, the newest first, since a case stays until it is
/// reported and discussed.
fn read(db: &mut Db, query: &Query) -> Result<Loaded<Vec<Increases>>, ReportError> {
    if query.year.is_none() {
        return Increases::of_every_year(db, query);
    }
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => Loaded::Years(vec![*loaded]),
        Loaded::Nothing(register) => Loaded::Nothing(register),
    })
}

/// Where there is no tariff at all.
fn none(db: &mut Db, register: &Register) -> Result<Open, ReportError> {
    Ok(Open {
        asked: None,
        limit: None,
        cases: Answer::empty(nothing(db, register, super::OPEN.name, Vec::new())?),
        incomparable: Some(NOTHING.to_owned()),
        years: Vec::new(),
    })
}

/// Some years, and of each the year before, whose explanations stand beside.
fn with_years_before(years: impl Iterator<Item = Year>) -> Vec<Year> {
    let both = |year: Year| year.before().into_iter().chain([year]);
    let years: BTreeSet<Year> = years.flat_map(both).collect();
    years.into_iter().collect()
}

/// "3 stigninger er åbne (2 fra 2026 og 1 fra 2025), og 4 er indberettet og drøftet."
fn counted(rows: &[OpenCase], closed: usize) -> String {
    let mut by_year: BTreeMap<Reverse<Year>, usize> = BTreeMap::new();
    for row in rows {
        *by_year.entry(Reverse(row.rise.year())).or_default() += 1;
    }
    let years = by_year
        .iter()
        .map(|(year, n)| format!("{n} fra {}", year.0));
    let years = match by_year.len() {
        0 | 1 => String::new(),
        _ => format!(" ({})", list(&years.collect::<Vec<_>>())),
    };
    let open = danish::counted(rows.len(), "stigning er åben", "stigninger er åbne");
    format!("{open}{years}, og {closed} er indberettet og drøftet.")
}

fn asked(loaded: &Increases, query: &Query) -> Vec<Filter> {
    let mut filters = loaded.filters();
    if query.year.is_none() {
        // Each year has its own limit.
        let limit = query.threshold.is_some();
        filters.retain(|f| f.key != filters::YEAR.key);
        filters.retain(|f| limit || f.key != filters::LIMIT_PERCENT.key);
    }
    filters.extend(
        query
            .on
            .map(|on| Filter::new(filters::ON.key, "Dato", on.to_string()).in_words(date(on))),
    );
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

/// The cases that are open, and how many are closed. `told`: the offers that anything was told of.
fn open_cases(
    loaded: &Increases,
    (events, told): (&BTreeMap<CaseKey, Vec<Event>>, &BTreeSet<&str>),
    on: Option<Date>,
) -> (Vec<OpenCase>, usize) {
    let before = loaded.year.before();
    let of = |key: &CaseKey| events.get(key).map_or(&[][..], Vec::as_slice);
    let mut closed = 0;
    let mut rows = Vec::new();
    for compared in &loaded.compared {
        // Below the limit there is a case only where something was told.
        if !compared.flagged && !told.contains(&*compared.new.value.offer_id) {
            continue;
        }
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
