//! `tariff-increases`: services whose tariff rose by more than the limit, by operator, with the
//! follow-up of each.

use std::collections::BTreeMap;

use super::apart::{self, NotCompared};
use super::compared::{Increases, Loaded};
use super::distribution::{self, Step};
use super::rise::Rise;
use super::sums::{self, Sum};
use crate::domain::follow_up::{CaseKey, Event, State, handling};
use crate::domain::number;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Unit};
use crate::domain::tariffs::TariffBasis;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::{NOTHING, nothing};
use crate::reports::{Query, ReportError};
use crate::storage::{Db, follow_up};

/// One increase.
pub struct Increase {
    pub rise: Rise,
    pub state: State,
    /// What the operator explained about these two tariffs.
    pub explained: Option<Event>,
}

impl Increase {
    /// "Belægning 12,50 kr., Andet".
    pub fn reasons(&self) -> String {
        self.explained.as_ref().map_or_else(String::new, reasons)
    }
}

pub static OFFER_ID: Col<Increase> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    row.rise.offer_id_cell()
});
pub static OFFER: Col<Increase> = Col::says("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.rise.offer.name)
});
pub static SERVICE: Col<Increase> = Col::names("service", "Ydelse", Unit::Text, |row| {
    row.rise.service_cell()
});
pub static OLD: Col<Increase> = Col::figure("old", "Takst året før", Unit::Kroner, |row| {
    row.rise.old_cell()
});
pub static NEW: Col<Increase> =
    Col::figure("new", "Ny takst", Unit::Kroner, |row| row.rise.new_cell());
pub static CHANGE: Col<Increase> = Col::figure("change_pct", "Stigning", Unit::Percent, |row| {
    row.rise.change_cell()
});
pub static REAL_CHANGE: Col<Increase> =
    Col::figure("real_change_pct", "Real stigning", Unit::Percent, |row| {
        row.rise.real_change_cell()
    });
pub static FOLLOW_UP: Col<Increase> = Col::says("follow_up", "Opfølgning", Unit::Text, |row| {
    Cell::key(row.state.key(), row.state.label())
});
pub static OPERATOR: Col<Increase> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.rise.offer.operator)
});
pub static MUNICIPALITY: Col<Increase> = Col::says("municipality", "Kommune", Unit::Text, |row| {
    row.rise.offer.municipality_cell()
});
pub static SUPERVISOR: Col<Increase> = Col::says("supervisor", "Socialtilsyn", Unit::Text, |row| {
    row.rise.offer.supervisor_cell()
});
pub static PARAGRAPH: Col<Increase> = Col::says("paragraph", "Paragraf", Unit::Text, |row| {
    row.rise.paragraph_cell()
});
pub static UNIT: Col<Increase> = Col::says("unit", "Enhed", Unit::Text, |row| row.rise.unit_cell());
pub static PLACES: Col<Increase> = Col::says("places", "Pladser", Unit::Count, |row| {
    row.rise.offer.places_cell()
});
pub static PER_YEAR: Col<Increase> =
    Col::figure("kroner_per_year", "Kroner pr. år", Unit::Kroner, |row| {
        row.rise.per_year_cell()
    });
pub static REASONS: Col<Increase> = Col::says("reasons", "Oplyste årsager", Unit::Text, |row| {
    Cell::text(row.reasons())
});
pub static EXPLANATION: Col<Increase> = Col::says("explanation", "Forklaring", Unit::Text, |row| {
    let explained = row.explained.as_ref();
    Cell::text(explained.map_or("", |event| event.text.as_str()))
});

pub static COLUMNS: Cols<Increase> = &[
    &OFFER_ID,
    &OFFER,
    &SERVICE,
    &OLD,
    &NEW,
    &CHANGE,
    &REAL_CHANGE,
    &FOLLOW_UP,
    &OPERATOR,
    &MUNICIPALITY,
    &SUPERVISOR,
    &PARAGRAPH,
    &UNIT,
    &PLACES,
    &PER_YEAR,
    &REASONS,
    &EXPLANATION,
];

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => list(db, &loaded)?.report(COLUMNS, sums::COLUMNS),
        Loaded::Nothing(register) => {
            let heads = crate::reports::columns::heads(COLUMNS);
            nothing(db, &register, super::INCREASES.name, heads)?
        }
    })
}

/// The increases of a year, how all changes are spread, and what is not compared.
pub struct OfYear {
    pub title: String,
    /// What was asked, as it was understood; `None` without any tariffs.
    pub asked: Option<Asked>,
    pub increases: Answer<Increase, Sum>,
    pub distribution: Answer<Step>,
    pub apart: Answer<NotCompared>,
    /// The limit in force for the year, in words.
    pub limit: Option<String>,
    /// Why nothing can be said about increases, in Danish; `None` when something can.
    pub incomparable: Option<String>,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
    /// What a reader must know besides the limit and what is not compared.
    pub notes: Vec<String>,
}

/// What a list of increases was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub year: Year,
    /// The limit in percent, as people write it: "5".
    pub limit: String,
    pub basis: TariffBasis,
    /// Name of the municipality or KKR that the offers lie in.
    pub place: Option<String>,
}

impl Asked {
    pub(in crate::reports) fn of(loaded: &Increases) -> Asked {
        Asked {
            year: loaded.year,
            limit: loaded.threshold_text(),
            basis: loaded.basis,
            place: loaded.register.area.as_ref().map(|a| a.name.clone()),
        }
    }
}

/// Makes the three answers of a year from one reading.
///
/// # Errors
/// [`ReportError`]
pub fn of_year(db: &mut Db, query: &Query) -> Result<OfYear, ReportError> {
    let loaded = match Increases::load(db, query)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => {
            let frame = nothing(db, &register, super::INCREASES.name, Vec::new())?;
            return Ok(OfYear {
                title: frame.title.clone(),
                asked: None,
                notes: frame.notes.clone(),
                distribution: Answer::empty(frame.clone()),
                apart: Answer::empty(frame.clone()),
                increases: Answer::empty(frame),
                limit: None,
                incomparable: Some(NOTHING.to_owned()),
                years: Vec::new(),
            });
        }
    };
    let increases = list(db, &loaded)?;
    Ok(OfYear {
        title: increases.frame.title.clone(),
        asked: Some(Asked::of(&loaded)),
        increases,
        distribution: distribution::of(db, &loaded)?,
        apart: apart::of(db, &loaded)?,
        notes: [loaded.general_notes(), counted(&loaded)].concat(),
        limit: loaded.limit.clone(),
        incomparable: loaded.incomparable.clone(),
        years: loaded.years.clone(),
    })
}

fn list(db: &mut Db, loaded: &Increases) -> Result<Answer<Increase, Sum>, ReportError> {
    let title = format!(
        "Takststigninger over {} % i {} ({})",
        loaded.threshold_text(),
        loaded.year,
        loaded.basis.label()
    );
    let (filters, facts) = (loaded.filters(), &loaded.facts);
    let name = super::INCREASES.name;
    let mut frame = loaded.register.report(db, name, title, filters, facts)?;
    frame.notes.extend(loaded.notes.iter().cloned());
    frame.notes.extend(counted(loaded));
    frame.notes.extend(apart::notes(loaded));
    frame.series = distribution::chart(loaded).into_iter().collect();
    let cases = cases(db, loaded)?;
    let increase = |compared: &super::compared::Compared| {
        let events = cases.get(&compared.case()).map_or(&[][..], Vec::as_slice);
        let standing = handling(events, Some(compared.amounts()));
        Increase {
            rise: Rise::of(loaded, compared),
            state: standing.state(),
            explained: standing.explained.cloned(),
        }
    };
    let rows: Vec<Increase> = loaded.flagged().map(increase).collect();
    Ok(Answer {
        totals: sums::of(&rows, loaded.incomparable.as_deref()),
        rows,
        frame,
    })
}

/// How many rose, and what the kroner beside them are.
fn counted(loaded: &Increases) -> Vec<String> {
    if loaded.incomparable.is_some() {
        return Vec::new();
    }
    let year = loaded.year;
    vec![
        format!(
            "{} af {} ydelser steg mere end {} % fra {} til {year}.",
            loaded.flagged().count(),
            loaded.compared.len(),
            loaded.threshold_text(),
            year.number() - 1
        ),
        "Kroner pr. år er stigningen ganget med alle tilbuddets pladser hele året (årets dage, eller 12 måneder): et skøn for den største virkning.".to_owned(),
    ]
}

/// The events of this year's cases.
fn cases(db: &mut Db, loaded: &Increases) -> Result<BTreeMap<CaseKey, Vec<Event>>, ReportError> {
    let mut cases: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &[loaded.year], loaded.register.as_of)? {
        cases.entry(event.case.clone()).or_default().push(event);
    }
    Ok(cases)
}

/// The reasons of an explanation with their amounts: "Belægning 12,50 kr., Andet".
pub(in crate::reports) fn reasons(event: &Event) -> String {
    let words: Vec<String> = event
        .reasons
        .iter()
        .map(|(reason, amount)| match amount {
            Some(amount) => format!(
                "{} {} kr.",
                reason.label(),
                number::danish(amount.decimal())
            ),
            None => reason.label().to_owned(),
        })
        .collect();
    words.join(", ")
}
