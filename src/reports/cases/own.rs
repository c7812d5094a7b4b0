//! A municipality's own cases of a year: what each cost, what became of it, when it was gone
//! through. For that municipality alone: nothing here is masked.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::at_median::{self, Tariffs};
use super::loaded::{Loaded, OfferNames};
use super::own_row::OwnCase;
use crate::domain::cases::{CaseKey, Status, Years};
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::reports::ReportError;
use crate::storage::Db;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Code of the municipality, whose own cases they are.
    pub municipality: String,
    /// The newest year with lines, when none is asked for.
    pub year: Option<Year>,
    /// Also those that were costly neither this year nor the year before.
    pub every: bool,
    pub today: Date,
}

/// The answer.
pub struct Own {
    /// Name of the municipality.
    pub municipality: String,
    /// `None` without any lines.
    pub year: Option<Year>,
    /// The years that have lines, in order.
    pub years: Vec<Year>,
    /// What a costly case of the year is strictly above.
    pub limit: Option<Money>,
    /// The dearest first.
    pub cases: Vec<OwnCase>,
    pub offers: OfferNames,
    /// What the costly ones of the year would cost at the region's median tariff.
    pub at_median: Option<at_median::Asked>,
    /// What a reader must know, in Danish.
    pub notes: Vec<String>,
}

/// The list.
pub fn answer(db: &mut Db, asked: &Asked) -> Result<Own, ReportError> {
    let loaded = Loaded::load(db, &asked.municipality, asked.today)?;
    let years = loaded.years.clone();
    let newest = years.last().copied();
    let year = asked.year.filter(|year| years.contains(year)).or(newest);
    let mut answer = Own {
        municipality: loaded.municipality.clone(),
        limit: year.and_then(|year| loaded.rules.limit(year)),
        year,
        years,
        cases: Vec::new(),
        offers: loaded.offers.clone(),
        at_median: None,
        notes: Vec::new(),
    };
    let Some(year) = year else { return Ok(answer) };
    let followed = Years::new(&loaded.cases);
    let keys: BTreeSet<&CaseKey> = loaded.cases.iter().map(|case| &case.key).collect();
    let cases = keys
        .into_iter()
        .map(|key| loaded.case(&followed, key, year));
    let limit = answer.limit;
    let costly = |case: &OwnCase| {
        let known = case.now.as_ref().zip(limit);
        known.is_some_and(|(now, limit)| now.is_costly(limit))
    };
    let shown = |case: &OwnCase| {
        costly(case) || case.status == Some(Status::Gone) || (asked.every && case.now.is_some())
    };
    answer.cases = cases.filter(shown).collect();
    answer
        .cases
        .sort_by_key(|case| std::cmp::Reverse(case.largest()));
    let tariffs = Tariffs::load(db, &asked.municipality, year)?;
    answer.at_median = tariffs.all(answer.cases.iter().filter(|case| costly(case)));
    answer.notes = loaded.notes(year);
    Ok(answer)
}
