//! What is published of each KKR, read to be attacked.

use crate::domain::area::Area;
use crate::domain::cases::published::Cell;
use crate::domain::cases::{Costly, Rules};
use crate::storage::cases::{costly, published};
use crate::storage::data::{areas, parameters};
use crate::storage::{self, Db, QueryResult};

/// The tables of a region, and what its municipalities know besides: each its own cases.
pub struct Region {
    pub area: Area,
    pub cells: Vec<Cell>,
    pub costly: Vec<Costly>,
    pub rules: Rules,
}

/// The KKRs that tables are published of, by code, as they are now.
pub fn regions(db: &mut Db) -> QueryResult<Vec<Region>> {
    let version = storage::version(db)?;
    let known = parameters::holding(db, version)?;
    let all = costly::holding(db, version)?;
    let register = areas::all(db)?;
    let mut regions = Vec::new();
    for area in register.iter().filter(|area| area.is_kkr()) {
        let cells = published::of(db, &area.code)?;
        if cells.is_empty() {
            continue;
        }
        // What is costly of a year is known from the limit of the year, of gone cases the year before.
        let years = cells
            .iter()
            .flat_map(|cell| [Some(cell.year), cell.year.before()]);
        let is_own = |case: &&Costly| {
            let of = |known: &&Area| known.code == *case.key.municipality;
            let found = register.iter().find(of);
            found.is_some_and(|of| of.kkr.as_ref() == Some(&area.code))
        };
        regions.push(Region {
            area: area.clone(),
            rules: Rules::of(&known, years.flatten()),
            costly: all.iter().filter(is_own).cloned().collect(),
            cells,
        });
    }
    Ok(regions)
}
