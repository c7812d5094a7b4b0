//! `tariff-follow-up`: the increases that are open before the next meeting of the steering group,
//! with what was done about each, and the calendar of meetings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::follow_up::{Amounts, CaseKey, Event, Next, Reopening, Step, handling};
use crate::domain::meetings::{Meeting, next_meeting};
use crate::domain::number::danish;
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, Column, Report, Table, Unit, Value};
use crate::reports::offers::register::{NOTHING, nothing, supervisor};
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::increases::reasons;
use crate::reports::words::{date, date_value};
use crate::reports::{Query, ReportError};
use crate::storage::{Db, follow_up, meetings};

const NAME: &str = "tariff-follow-up";

/// Makes the report. `on` is the day that the next meeting is counted from.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    make(db, query).map(|made| made.report)
}

/// The report, with what it was made from.
pub struct Made {
    pub report: Report,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
}

/// Makes the report for a page.
///
/// # Errors
/// [`ReportError`]
pub fn make(db: &mut Db, query: &Query) -> Result<Made, ReportError> {
    let loaded = match Increases::load(db, query)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => {
            return Ok(Made {
                report: nothing(db, &register, NAME, columns())?,
                incomparable: Some(NOTHING.to_owned()),
                years: Vec::new(),
            });
        }
    };
    let as_of = loaded.register.as_of;
    let before = Year::new(i64::from(loaded.year.number()) - 1);
    let years: Vec<Year> = before.into_iter().chain([loaded.year]).collect();
    let mut cases: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &years, as_of)? {
        cases.entry(event.case.clone()).or_default().push(event);
    }
    let meetings = meetings::all(db, as_of)?;
    let next = query.on.and_then(|on| next_meeting(&meetings, on));
    let mut filters = loaded.filters();
    filters.extend(query.on.map(|on| report::Filter {
        key: "on",
        label: "Dato",
        value: on.to_string(),
    }));
    let title = format!("Opfølgning på takststigninger i {}", loaded.year);
    let mut report = loaded
        .register
        .report(db, NAME, title, filters, &loaded.facts)?;
    let mut closed = 0;
    let mut rows = Vec::new();
    for c in &loaded.compared {
        let key = c.case();
        let events = cases.get(&key).map_or(&[][..], Vec::as_slice);
        let standing = handling(events, Some(c.amounts()));
        // A tariff that was corrected below the limit after something was done is still shown.
        let lapsed = !c.flagged && matches!(standing.reopened, Some(Reopening::Corrected(_)));
        if !c.flagged && !lapsed {
            continue;
        }
        if !standing.state().is_open() {
            closed += 1;
            continue;
        }
        let earlier = before.and_then(|year| {
            let key = CaseKey { year, ..key };
            cases
                .get(&key)?
                .iter()
                .rev()
                .find(|e| e.step == Step::Explained)
        });
        // Without a day nothing is overdue.
        let next = standing.next(query.on.unwrap_or(Date::MIN));
        rows.push(row(&loaded, c, events, (earlier, next)));
    }
    report.rows = Table {
        columns: columns(),
        rows,
    };
    report.totals = calendar(&meetings, &cases, next);
    report.notes.extend(loaded.notes.iter().cloned());
    if loaded.incomparable.is_none() {
        report.notes.push(format!(
            "{} stigninger er åbne, og {closed} er indberettet og drøftet.",
            report.rows.rows.len()
        ));
    }
    if let Some(on) = query.on {
        report.notes.push(match next {
            Some(meeting) => format!(
                "Næste møde i Den Administrative Styregruppe: {} ({}).",
                date(meeting.date),
                meeting.title
            ),
            None => format!("Der er intet møde i kalenderen fra {} og frem.", date(on)),
        });
    }
    Ok(Made {
        report,
        incomparable: loaded.incomparable,
        years: loaded.years,
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("old", "Takst året før", Unit::Kroner),
        Column::new("new", "Ny takst", Unit::Kroner),
        Column::new("change_pct", "Stigning", Unit::Percent),
        Column::new("follow_up", "Opfølgning", Unit::Text),
        Column::new("operator", "Driftsherre", Unit::Text),
        Column::new("supervisor", "Socialtilsyn", Unit::Text),
        Column::new("above_threshold", "Over grænsen", Unit::YesNo),
        Column::new("due", "Forklaring ventes", Unit::Text),
        Column::new("explanation", "Forklaring", Unit::Text),
        Column::new("reasons", "Oplyste årsager", Unit::Text),
        Column::new("explanation_before", "Forklaring året før", Unit::Text),
        Column::new("reported_on", "Indberettet", Unit::Text),
        Column::new("reference", "Reference", Unit::Text),
        Column::new("discussed_on", "Drøftet", Unit::Text),
        Column::new("decision", "Beslutning", Unit::Text),
        Column::new("reopened", "Genåbnet", Unit::Text),
        Column::new("next", "Næste skridt", Unit::Text),
        Column::new("unit", "Enhed", Unit::Text),
    ]
}

fn row(
    loaded: &Increases,
    c: &Compared,
    events: &[Event],
    (earlier, next): (Option<&Event>, Option<Next>),
) -> Vec<Cell> {
    let register = &loaded.register;
    let id = &*c.new.1.offer_id;
    let standing = handling(events, Some(c.amounts()));
    let state = standing.state();
    let text = |event: Option<&Event>| Cell::text(event.map_or("", |e| e.text.as_str()));
    let day = |event: Option<&Event>| {
        event.map_or(Cell::from(Value::Empty), |e| date_value(e.date).into())
    };
    let due = standing
        .requested
        .and_then(|e| e.due)
        .map_or(Cell::from(Value::Empty), |d| date_value(d).into());
    // An explanation of other amounts is shown still: it may hold for the new ones.
    let explained = standing
        .explained
        .or_else(|| events.iter().rev().find(|e| e.step == Step::Explained));
    vec![
        Cell::key(id, id),
        Cell::text(register.name(id)),
        Cell::key(&*c.new.1.service, &*c.new.1.service),
        Value::Year(loaded.year).into(),
        Value::Kroner(c.old.1.amount.decimal()).into(),
        Value::Kroner(c.new.1.amount.decimal()).into(),
        report::percent(&c.change).into(),
        Cell::key(state.key(), state.label()),
        Cell::text(register.operator(id)),
        supervisor(register, id),
        Value::YesNo(c.flagged).into(),
        due,
        text(explained),
        Cell::text(explained.map_or_else(String::new, reasons)),
        text(earlier),
        day(standing.reported),
        Cell::text(standing.reported.map_or("", |e| e.reference.as_str())),
        day(standing.discussed),
        text(standing.decided),
        Cell::text(
            standing
                .reopened
                .map_or_else(String::new, |r| reopened(r, c.amounts())),
        ),
        next.map_or(Value::Empty.into(), |n| Cell::key(n.key(), n.label())),
        Cell::key(c.new.1.unit.key(), c.new.1.unit.label()),
    ]
}

/// Why a case is open again, with the tariffs then and now.
pub(in crate::reports) fn reopened(why: Reopening<'_>, now: Amounts) -> String {
    let kroner = |m: crate::domain::money::Money| danish(m.decimal());
    match why {
        Reopening::Corrected(event) => format!(
            "Taksten er rettet, efter at sagen var behandlet ({}, {}): fra {} \u{2192} {} kr. til {} \u{2192} {} kr.",
            event.step.label().to_lowercase(),
            date(event.date),
            kroner(event.amounts.old),
            kroner(event.amounts.new),
            kroner(now.old),
            kroner(now.new)
        ),
        Reopening::ByHand(event) => {
            format!(
                "Genåbnet {} af {}: {}",
                date(event.date),
                event.by,
                event.text
            )
        }
    }
}

/// Every meeting that was not cancelled, with how many cases it discussed.
fn calendar(
    meetings: &[Meeting],
    cases: &BTreeMap<CaseKey, Vec<Event>>,
    next: Option<&Meeting>,
) -> Table {
    let discussed = |meeting: &Meeting| {
        let at = |events: &&Vec<Event>| {
            events.iter().any(|e| {
                e.step == Step::Discussed && e.meeting.as_deref() == Some(meeting.id.as_str())
            })
        };
        i64::try_from(cases.values().filter(at).count()).unwrap_or(i64::MAX)
    };
    Table {
        columns: vec![
            Column::new("meeting", "Møde", Unit::Text),
            Column::new("date", "Dato", Unit::Text),
            Column::new("kind", "Mødetype", Unit::Text),
            Column::new("discussed", "Drøftede stigninger", Unit::Count),
            Column::new("next", "Næste møde", Unit::YesNo),
        ],
        rows: meetings
            .iter()
            .filter(|m| m.cancelled.is_none())
            .map(|m| {
                vec![
                    Cell::key(&m.id, &m.title),
                    date_value(m.date).into(),
                    Cell::key(m.kind.key(), m.kind.label()),
                    Value::Count(discussed(m)).into(),
                    Value::YesNo(next.is_some_and(|n| n.id == m.id)).into(),
                ]
            })
            .collect(),
    }
}
