//! How many persons two versions of a cell differ by, as a reader sees them that takes the own away.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Tables;
use super::facts::pair;
use crate::domain::cases::published::{Became, Cell, Measures, Of, Place};
use crate::domain::cases::{Costly, Size};

/// A cell of a publication.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    pub tables: &'a Tables,
    pub cell: &'a Cell,
}

impl<'a> Version<'a> {
    /// How many others are in one of them and not, or with another cost, in the other. Where the cases are not
    /// known any more it is what their numbers differ by, which is no more.
    pub fn changed(&self, other: &Version<'_>, who: Option<&Arc<str>>) -> usize {
        let both = self.cases().zip(other.cases());
        let Some((mine, theirs)) = both else {
            let (a, b) = (pair(&self.cell.measures), pair(&other.cell.measures));
            return (a.0 - b.0).abs() as usize;
        };
        let said = |case: &&'_ Costly| (case.key.clone(), case.year, case.cost);
        let (mine, theirs): (BTreeSet<_>, BTreeSet<_>) = (
            mine.iter().map(said).collect(),
            theirs.iter().map(said).collect(),
        );
        let changed = mine.symmetric_difference(&theirs).map(|case| &case.0);
        let others = changed.filter(|key| who != Some(&key.municipality));
        others.collect::<BTreeSet<_>>().len()
    }

    /// The cases that the cell adds, when these are known still.
    fn cases(&self) -> Option<Vec<&'a Costly>> {
        let cases = self.tables.costly.iter();
        let cases: Vec<&Costly> = cases.filter(|case| self.adds(case)).collect();
        let sum = Measures::of(cases.iter().copied());
        let is_all = (sum.cases, sum.cost) == (self.cell.measures.cases, self.cell.measures.cost);
        is_all.then_some(cases)
    }

    fn adds(&self, case: &Costly) -> bool {
        let year = self.cell.year;
        let is_one = |of: &Of<Arc<str>>| of.one().is_none_or(|one| *one == case.key.municipality);
        match &self.cell.place {
            Place::Paragraph {
                municipality,
                paragraph,
            } => {
                let is_of = paragraph.one().is_none_or(|one| *one == case.paragraph);
                case.year == year && is_of && is_one(municipality)
            }
            Place::Supplier {
                supplier,
                paragraph,
            } => {
                let is_of = paragraph.one().is_none_or(|one| *one == case.paragraph);
                case.year == year && is_of && *supplier == case.supplier
            }
            Place::Size(size) => case.year == year && Size::of(case.cost) == *size,
            Place::Status {
                became,
                municipality,
            } => {
                let is_in = |year| {
                    let mut cases = self.tables.costly.iter();
                    cases.any(|other| other.key == case.key && Some(other.year) == year)
                };
                let found = if case.year == year && is_in(year.before()) {
                    Became::Continuing
                } else if case.year == year {
                    Became::New
                } else if Some(case.year) == year.before() && !is_in(Some(year)) {
                    Became::Gone
                } else {
                    return false;
                };
                is_one(municipality) && became.one().is_none_or(|one| *one == found)
            }
        }
    }
}
