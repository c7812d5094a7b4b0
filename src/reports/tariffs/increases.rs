//! `tariff-increases`: services whose tariff rose by more than the limit, by operator, with the
//! follow-up of each.

use std::collections::BTreeMap;

use super::apart::{self, NotCompared};
use super::compared::{Increases, Loaded};
use super::distribution::{self, Step};
use super::increase::{COLUMNS, Increase};
use super::rise::{Offers, Rise};
use super::sums::{self, Sum};
use crate::domain::danish::counted;
use crate::domain::follow_up::{CaseKey, Event, handling};
use crate::domain::period::Year;
use crate::domain::report::Report;
use crate::domain::tariffs::TariffBasis;
use crate::reports::columns::{self, Answer};
use crate::reports::offers::register::{NOTHING, nothing};
use crate::reports::{Query, ReportError};
use crate::storage::{Db, follow_up};

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => list(db, &loaded)?.report(COLUMNS, sums::COLUMNS),
        Loaded::Nothing(register) => {
            let heads = columns::heads(COLUMNS);
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
        notes: [loaded.general_notes(), how_many(&loaded)].concat(),
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
    frame.notes.extend(how_many(loaded));
    frame.notes.extend(apart::notes(loaded));
    frame.series = distribution::chart(loaded).into_iter().collect();
    let cases = cases(db, loaded)?;
    let mut offers = Offers::default();
    let increase = |compared: &super::compared::Compared| {
        let events = cases.get(&compared.case()).map_or(&[][..], Vec::as_slice);
        let standing = handling(events, Some(compared.amounts()));
        Increase {
            rise: Rise::among(&mut offers, loaded, compared),
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
fn how_many(loaded: &Increases) -> Vec<String> {
    if loaded.incomparable.is_some() {
        return Vec::new();
    }
    let year = loaded.year;
    vec![
        format!(
            "{} af {} steg mere end {} % fra {} til {year}.",
            loaded.flagged().count(),
            counted(loaded.compared.len(), "ydelse", "ydelser"),
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
