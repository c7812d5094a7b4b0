//! What is known of a year's cases from how their cost is spread: more than is told. Who knows what
//! the dearest cost together knows, of no cell, that its cases cost more than these would: above
//! what the least dear of them costs, all cases together cost so much and no more. The reader is
//! granted both amounts to the øre; what is published is a rounded share.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Tables;
use super::facts::{Fact, millions, year_of_cost};
use crate::domain::cases::published::Place;
use crate::domain::cases::{Size, Spread, Top};
use crate::domain::period::Year;

/// Facts for a reader, who takes the own cases away.
pub fn of_spread(tables: &Tables, who: Option<&Arc<str>>) -> Vec<Fact> {
    let years: BTreeSet<Year> = tables.cells.iter().map(|cell| cell.year).collect();
    let mut facts = Vec::new();
    for year in years {
        if !is_told(tables, year) {
            continue;
        }
        let of_year = || tables.costly.iter().filter(|case| case.year == year);
        let spread = Spread::new(of_year());
        for least in Top::ALL
            .into_iter()
            .filter_map(|top| spread.top(top)?.last())
        {
            let edge = millions(least.cost);
            let others =
                of_year().filter(|case| who.is_none_or(|who| case.key.municipality != *who));
            let above: f64 = others
                .map(|case| (millions(case.cost) - edge).max(0.0))
                .sum();
            let cells = tables.cells.iter().enumerate();
            let cells = cells.filter(|(_, cell)| year_of_cost(cell) == Some(year));
            facts.extend(cells.map(|(cell, _)| Fact {
                terms: vec![(cell, -edge, 1.0)],
                is_exact: false,
                known: -above,
            }));
        }
    }
    facts
}

/// Whether anything is: where a size is not told nothing is, and of a closed year nothing is any more.
fn is_told(tables: &Tables, year: Year) -> bool {
    let is_told = |place: Place| {
        let mut of_year = tables.cells.iter().filter(|cell| cell.year == year);
        of_year.any(|cell| cell.place == place && !cell.masked)
    };
    let mut bands = Size::ALL
        .into_iter()
        .map(Place::Size)
        .chain([Place::REGION]);
    !tables.closed.contains(&year) && bands.all(is_told)
}
