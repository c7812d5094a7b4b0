//! The tables of a region, masked.

use super::asked::Asked;
use super::cell::{Cell, Measures};
pub use super::records::Lines;
use super::records::{At, Records};
use super::spans::{Costs, LONGEST};
use super::{fewest, sizes};
use crate::domain::cases::{Costly, Rules};
use crate::domain::period::Year;
use disclosure::NotProven;

/// The four tables of a region's costly cases (`costly`, sorted), of every year that some of its
/// municipalities have `lines` for; each year of a municipality without lines has no cells.
///
/// # Errors
/// [`NotProven`]: nothing of them may be told.
pub fn tables(costly: &[Costly], lines: &Lines, rules: &Rules) -> Result<Vec<Cell>, NotProven> {
    let asked = Asked::new(Records::new(costly, lines), costly);
    let mut years: Vec<Year> = asked.cells.iter().map(|at| at.0).collect();
    years.dedup();
    let of_sizes = |masked: &[bool]| -> Vec<usize> {
        let more = |year: &Year| Some(sizes::more(&asked, *year, rules.limit(*year)?, masked));
        years.iter().filter_map(more).flatten().collect()
    };
    let (views, rests) = ([asked.view()], asked.rests());
    let costs = Costs {
        safe: &fewest::with_fewest(&asked.problem, &views, &rests, rules),
        views: &views,
        rests: &rests,
        rules,
    };
    let masked = if years.len() > LONGEST {
        costs.on_the_safe_side(of_sizes)
    } else {
        let sought = costs.sought(&asked.problem, of_sizes);
        sought.or_else(|NotProven| costs.on_the_safe_side(of_sizes))
    };
    Ok(cells(&asked, &masked?))
}

/// The same with every cell masked that counts anybody.
pub fn hidden(costly: &[Costly], lines: &Lines) -> Vec<Cell> {
    let asked = Asked::new(Records::new(costly, lines), costly);
    let masked: Vec<bool> = asked.records.iter().map(|of| !of.is_empty()).collect();
    cells(&asked, &masked)
}

/// The cells of tables, each masked or not.
pub(super) fn cells(asked: &Asked<'_>, masked: &[bool]) -> Vec<Cell> {
    let cell = |((at, records), masked): ((&At, &Vec<usize>), &bool)| {
        let (year, place) = at.clone();
        Cell {
            year,
            place,
            measures: Measures::of(records.iter().map(|case| &asked.costly[*case])),
            masked: *masked,
        }
    };
    let all = asked.cells.iter().zip(&asked.records).zip(masked);
    all.map(cell).collect()
}
