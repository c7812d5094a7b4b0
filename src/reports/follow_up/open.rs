//! `tariff-follow-up`: the increases that are open before the next meeting of the steering group,
//! with what was done about each, and the calendar of meetings.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::calendar::{self, Discussed};
use super::open_case::{COLUMNS, OpenCase};
use crate::domain::danish;
use crate::domain::follow_up::{CaseKey, Event, Handling, Reopening, Step, handling};
use crate::domain::meetings::{Meeting, next_meeting};
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Filter, Report};
use crate::reports::columns::{self, Answer};
use crate::reports::offers::register::{NOTHING, Register, nothing};
use crate::reports::tariffs::compared::{Compared, Increases, Loaded};
use crate::reports::tariffs::increases::Asked;
use crate::reports::tariffs::rise::{Offers, Rise};
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
    /// How many are open.
    pub count: usize,
    /// Those that were asked for, the first ones.
    pub cases: Answer<OpenCase, Discussed>,
    /// Why nothing can be said about the newest year's increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
}

/// Reads and judges the cases.
pub fn answer(db: &mut Db, query: &Query) -> Result<Open, ReportError> {
    first(db, query, usize::MAX)
}

/// The same, with no more cases than so many put into words, of the thousands that there may be; all are counted.
pub fn first(db: &mut Db, query: &Query, most: usize) -> Result<Open, ReportError> {
    let mut all = match read(db, query)? {
        Loaded::Years(all) => all,
        Loaded::Nothing(register) => return none(db, &register),
    };
    // The newest: there is one where there is any tariff.
    let as_of = all[0].register.as_of;
    let mut events: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &with_years_before(all.iter().map(|l| l.year)), as_of)? {
        events.entry(event.case.clone()).or_default().push(event);
    }
    // Of most offers nothing was ever told.
    let told: BTreeSet<&str> = events.keys().map(|key| &*key.offer_id).collect();
    let told = (&events, &told);
    let counts = all.iter().map(|of| (of.year, Cases::of(of, told).counts()));
    let counts: Vec<(Year, Counts)> = counts.collect();
    let count: usize = counts.iter().map(|(_, counts)| counts.open).sum();
    // Of years that nothing is shown of nothing is put in order.
    let mut shown = 0;
    let years = counts.iter().take_while(|(_, counts)| {
        let is_shown = shown < most;
        shown += counts.open;
        is_shown
    });
    let years = years.count();
    Increases::put_in_order(&mut all[..years]);
    let (mut rows, mut offers) = (Vec::with_capacity(count.min(most)), Offers::default());
    for year in &all[..years] {
        let left = most - rows.len();
        rows.extend(Cases::of(year, told).open(&mut offers, query.on).take(left));
    }
    let facts: Vec<FactRef> = all.iter().flat_map(|year| &year.facts).copied().collect();
    let loaded = &all[0];
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
        frame.notes.push(counted(&counts));
    }
    frame.notes.extend(query.on.map(|on| next_words(next, on)));
    Ok(Open {
        asked: Some(Asked::of(loaded)),
        limit: loaded.limit.clone(),
        count,
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
        count: 0,
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

/// How many cases of a year are open, and how many are closed.
#[derive(Default)]
struct Counts {
    open: usize,
    closed: usize,
}

/// "3 stigninger er åbne (2 fra 2026 og 1 fra 2025), og 4 er indberettet og drøftet."
fn counted(counts: &[(Year, Counts)]) -> String {
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(|(_, counts)| of(counts)).sum();
    let (all, closed): (usize, usize) = (sum(|of| of.open), sum(|of| of.closed));
    let years = counts.iter().filter(|(_, of)| of.open > 0);
    let years: Vec<String> = years
        .map(|(year, of)| format!("{} fra {year}", of.open))
        .collect();
    let years = match years.len() {
        0 | 1 => String::new(),
        _ => format!(" ({})", list(&years)),
    };
    let open = danish::counted(all, "stigning er åben", "stigninger er åbne");
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

/// What was told of the cases, by case, and the offers that anything was told of.
type Told<'a> = (&'a BTreeMap<CaseKey, Vec<Event>>, &'a BTreeSet<&'a str>);

/// The services of a year that may be cases, with what was told of each.
struct Cases<'a> {
    loaded: &'a Increases,
    told: Told<'a>,
}

impl<'a> Cases<'a> {
    fn of(loaded: &'a Increases, told: Told<'a>) -> Cases<'a> {
        Cases { loaded, told }
    }

    fn events(&self, key: &CaseKey) -> &'a [Event] {
        self.told.0.get(key).map_or(&[][..], Vec::as_slice)
    }

    /// What was told of a service; nothing of one whose offer nothing was ever told of, most of them.
    fn done(&self, compared: &Compared) -> &'a [Event] {
        if self.told.1.contains(&*compared.new.value.offer_id) {
            self.events(&compared.case())
        } else {
            &[]
        }
    }

    /// Those that are cases, with how each stands.
    fn all(&self) -> impl Iterator<Item = (&'a Compared, &'a [Event], Handling<'a>)> {
        self.loaded.compared.iter().filter_map(move |compared| {
            let done = self.done(compared);
            // Below the limit there is a case only where something was told.
            if !compared.flagged && done.is_empty() {
                return None;
            }
            let standing = handling(done, Some(compared.amounts()));
            is_followed(compared, &standing).then_some((compared, done, standing))
        })
    }

    fn counts(&self) -> Counts {
        self.all()
            .fold(Counts::default(), |mut counts, (.., standing)| {
                if standing.state().is_open() {
                    counts.open += 1;
                } else {
                    counts.closed += 1;
                }
                counts
            })
    }

    fn open(&self, offers: &mut Offers, on: Option<Date>) -> impl Iterator<Item = OpenCase> {
        let before = self.loaded.year.before();
        let open = self
            .all()
            .filter(|(.., standing)| standing.state().is_open());
        open.map(move |(compared, done, standing)| {
            let offer = &*compared.new.value.offer_id;
            let year = before.filter(|_| self.told.1.contains(offer));
            let last_year = year.map(|year| CaseKey {
                year,
                ..compared.case()
            });
            let last_year = last_year.map_or(&[][..], |key| self.events(&key));
            let earlier = last_year.iter().rev().find(|e| e.step == Step::Explained);
            let rise = Rise::among(offers, self.loaded, compared);
            OpenCase::of(rise, done, &standing, (earlier, on))
        })
    }
}

/// Whether a service is a case: it rose by more than the limit, or something was done about it
/// before its tariff was corrected to less.
fn is_followed(compared: &Compared, standing: &Handling<'_>) -> bool {
    compared.flagged || matches!(standing.reopened, Some(Reopening::Corrected(_)))
}
