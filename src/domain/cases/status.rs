//! Of two years: new, continuing, gone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::case_year::{CaseKey, CaseYear};
use super::rules::Rules;
use crate::domain::period::Year;

/// What became of a case from one year to the next (ny, fortsat, ophørt).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Costly now, not the year before. `known`: it had lines the year before.
    New { known: bool },
    /// Costly in both years.
    Continuing,
    /// Costly the year before, not now: counted with what it cost then.
    Gone,
}

impl Status {
    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Status::New { .. } => "new",
            Status::Continuing => "continuing",
            Status::Gone => "gone",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Status::New { known: false } => "Ny",
            Status::New { known: true } => "Ny, kendt året før",
            Status::Continuing => "Fortsat",
            Status::Gone => "Ophørt",
        }
    }
}

/// Cases by year, to be asked what became of each.
pub struct Years<'a> {
    cases: BTreeMap<(Year, &'a CaseKey), &'a CaseYear>,
    /// Years that a municipality has lines for.
    with_lines: BTreeSet<(Year, Arc<str>)>,
}

impl<'a> Years<'a> {
    pub fn new(cases: &'a [CaseYear]) -> Years<'a> {
        let years = cases.iter().map(|c| (c.year, c.key.municipality.clone()));
        Years {
            with_lines: years.collect(),
            cases: cases.iter().map(|c| ((c.year, &c.key), c)).collect(),
        }
    }

    pub fn case(&self, key: &CaseKey, year: Year) -> Option<&'a CaseYear> {
        self.cases.get(&(year, key)).copied()
    }

    /// Whether the municipality has lines in the year.
    pub fn has_lines(&self, municipality: &Arc<str>, year: Year) -> bool {
        self.with_lines.contains(&(year, municipality.clone()))
    }

    /// Whether the municipality has lines in the year and in the one before, so that cases can be
    /// followed into it.
    pub fn can_follow(&self, municipality: &Arc<str>, year: Year) -> bool {
        let before = year.before();
        let before = before.is_some_and(|before| self.has_lines(municipality, before));
        before && self.has_lines(municipality, year)
    }

    /// What became of a case in a year: `None` when it was costly in neither year, or when the
    /// municipality has no lines in one of them ("–").
    pub fn status(&self, key: &CaseKey, year: Year, rules: &Rules) -> Option<Status> {
        let last = year
            .before()
            .filter(|_| self.can_follow(&key.municipality, year))?;
        let costly = |year: Year| {
            let limit = rules.limit(year)?;
            Some(self.case(key, year).is_some_and(|c| c.is_costly(limit)))
        };
        match (costly(last)?, costly(year)?) {
            (true, true) => Some(Status::Continuing),
            (true, false) => Some(Status::Gone),
            (false, true) => Some(Status::New {
                known: self.case(key, last).is_some(),
            }),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests;
