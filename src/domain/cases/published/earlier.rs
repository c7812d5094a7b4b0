//! What was published before, and how far a new cell is from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::Cell;
use super::records::{At, Lines, Records};
use crate::domain::cases::small::are_few_to_anybody;
use crate::domain::cases::{CaseKey, Costly, Refund};
use crate::domain::money::Money;
use crate::domain::period::Year;

/// What tables are made of: the costly cases, sorted, and which municipalities' years have lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composition {
    pub costly: Vec<Costly>,
    pub lines: Lines,
}

/// The tables of a region as they stood after a data version that changed them.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// The cells of all years.
    pub cells: Vec<Cell>,
    /// What the tables were made of, as far as it is known still.
    pub of: Composition,
}

/// Number and cost: cells of one place with the same are one and the same to whoever reads them.
pub type Pair = (i64, Money);

/// A cell of a place, whatever publication it stands in.
pub type Content = (At, Pair);

/// A publication, with the cases under each cell where these are known still.
pub struct Moment<'a> {
    pub pairs: BTreeMap<At, Pair>,
    /// Whether each cell was told; of tables that are to be made it is not known yet.
    pub told: BTreeMap<At, bool>,
    pub cases: BTreeMap<At, Vec<&'a Costly>>,
    /// Sums that hold.
    pub sums: Vec<(Vec<At>, At)>,
}

/// One case as a cell adds it.
type Added<'a> = BTreeMap<(&'a CaseKey, Year), (Money, Option<Refund>)>;

pub fn pair(cell: &Cell) -> Pair {
    (cell.measures.cases, cell.measures.cost)
}

impl<'a> Moment<'a> {
    pub fn new(earlier: &'a Earlier) -> Moment<'a> {
        let at = |cell: &Cell| (cell.year, cell.place.clone());
        let cells = || earlier.cells.iter();
        let pairs: BTreeMap<At, Pair> = cells().map(|cell| (at(cell), pair(cell))).collect();
        let with_lines = pairs.keys().filter_map(|(year, place)| {
            let municipality = place.municipality()?;
            Some((municipality.clone(), *year))
        });
        let lines: Lines = with_lines.collect();
        let Records { cells: all, sums } = Records::new(&earlier.of.costly, &lines);
        let mut moment = Moment {
            cases: cases(all, &earlier.of.costly),
            told: cells().map(|cell| (at(cell), !cell.masked)).collect(),
            pairs,
            sums,
        };
        moment.cases.retain(|at, of| {
            let cost: Money = of.iter().map(|case| case.cost).sum();
            moment.pairs.get(at) == Some(&(whole(of.len()), cost))
        });
        // Of a year whose lines were deleted for good a sum over it and another may hold no more.
        let count = |at: &At| moment.pairs.get(at).map(|pair| pair.0);
        moment.sums.retain(|(parts, whole)| {
            let sum: Option<i64> = parts.iter().map(count).sum();
            sum.is_some() && sum == count(whole)
        });
        moment
    }

    /// The tables that are to be made.
    pub fn to_make(costly: &'a [Costly], lines: &Lines) -> Moment<'a> {
        let Records { cells, sums } = Records::new(costly, lines);
        let cases = cases(cells, costly);
        let pair = |of: &Vec<&Costly>| {
            let cost: Money = of.iter().map(|case| case.cost).sum();
            (whole(of.len()), cost)
        };
        Moment {
            pairs: cases
                .iter()
                .map(|(at, of)| (at.clone(), pair(of)))
                .collect(),
            told: BTreeMap::new(),
            cases,
            sums,
        }
    }

    pub fn content(&self, at: &At) -> Option<Content> {
        Some((at.clone(), *self.pairs.get(at)?))
    }

    pub fn cases(&self, at: &At) -> Option<&[&'a Costly]> {
        self.cases.get(at).map(Vec::as_slice)
    }

    /// The cells of a year.
    pub fn of_year(&self, year: Year) -> impl Iterator<Item = (&At, &Pair)> {
        self.pairs.iter().filter(move |(at, _)| at.0 == year)
    }
}

fn cases(cells: BTreeMap<At, Vec<usize>>, costly: &[Costly]) -> BTreeMap<At, Vec<&Costly>> {
    let of = |of: Vec<usize>| of.into_iter().map(|case| &costly[case]).collect();
    cells
        .into_iter()
        .map(|(at, records)| (at, of(records)))
        .collect()
}

/// In what two cells of a place differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differ {
    /// In nobody's cost and nobody's refund, or in enough persons', less any one municipality's too.
    Safely,
    /// In the refund of few alone.
    InRefund,
    /// In the cost of few.
    InCost,
}

/// How the cases of two cells differ, to whoever sees most of it: whether somebody is there, what
/// each costs and what is refunded.
pub fn differ(one: &[&Costly], other: &[&Costly]) -> Differ {
    // Most cells of most publications are as they were, and cases are sorted.
    let is_same = |(a, b): (&&Costly, &&Costly)| {
        (a.cost, a.refund, a.year, &a.key) == (b.cost, b.refund, b.year, &b.key)
    };
    if one.len() == other.len() && one.iter().zip(other).all(is_same) {
        return Differ::Safely;
    }
    let (one, other) = (added(one), added(other));
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).copied().collect();
    let (mut costs, mut refunds) = (Vec::new(), Vec::new());
    for key in keys {
        let (before, after) = (one.get(&key), other.get(&key));
        let cost = |of: Option<&(Money, _)>| of.map_or(0, |of| i128::from(of.0.oere()));
        let change = (cost(after) - cost(before)).abs();
        if before.map(|of| of.0) != after.map(|of| of.0) {
            costs.push((&*key.0.municipality, change));
        }
        if before.map(|of| of.1) != after.map(|of| of.1) {
            refunds.push((&*key.0.municipality, change));
        }
    }
    if are_few_to_anybody(&costs) {
        Differ::InCost
    } else if are_few_to_anybody(&refunds) {
        Differ::InRefund
    } else {
        Differ::Safely
    }
}

/// The municipalities whose cases two cells differ by.
pub fn changed(one: &[&Costly], other: &[&Costly]) -> BTreeSet<Arc<str>> {
    let (one, other) = (added(one), added(other));
    let differs = |(key, of): (&(&CaseKey, Year), &(Money, _)), in_other: &Added<'_>| {
        (in_other.get(key).map(|of| of.0) != Some(of.0)).then(|| key.0.municipality.clone())
    };
    let gone = one.iter().filter_map(|of| differs(of, &other));
    let come = other.iter().filter_map(|of| differs(of, &one));
    gone.chain(come).collect()
}

fn added<'a>(cases: &[&'a Costly]) -> Added<'a> {
    let one = |case: &&'a Costly| ((&case.key, case.year), (case.cost, case.refund));
    cases.iter().map(one).collect()
}

pub fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
