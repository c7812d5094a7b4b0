//! What is published of each KKR, read to be attacked, and attacked.

use std::collections::BTreeSet;

use super::{Tables, attacked_together};
use crate::domain::area::Area;
use crate::domain::cases::{Checked, OfRegion, Rules};
use crate::domain::period::Year;
use crate::storage::cases::{history, published};
use crate::storage::data::{areas, parameters};
use crate::storage::{self, Db, QueryResult};

/// The tables of every KKR that has some, as they are at a data version, after those before; the
/// newest last.
pub struct Published {
    pub data_version: i64,
    pub regions: Vec<(Area, Vec<Tables>)>,
}

/// Reads them as they are now.
pub fn published(db: &mut Db) -> QueryResult<Published> {
    let data_version = storage::version(db)?;
    let closed = published::closed(db)?;
    let register = areas::all(db)?;
    let kkr_of = |code: &str| {
        let found = register.iter().find(|area| area.code == code);
        found.and_then(|area| area.kkr.as_deref())
    };
    let mut regions = Vec::new();
    for area in register.iter().filter(|area| area.is_kkr()) {
        let of_closed = closed.iter();
        let of_closed = of_closed.filter(|(code, _)| kkr_of(code) == Some(&area.code));
        let closed: BTreeSet<Year> = of_closed.map(|(_, year)| *year).collect();
        let rules = rules(db, &area.code)?;
        let history = history::of(db, &area.code, &closed)?;
        let tables = history.publications.into_iter().map(|of| Tables {
            rules: rules.clone(),
            costly: of.of.costly,
            closed: closed.clone(),
            cells: of.cells,
        });
        let tables: Vec<Tables> = tables.collect();
        if !tables.is_empty() {
            regions.push((area.clone(), tables));
        }
    }
    Ok(Published {
        data_version,
        regions,
    })
}

/// The limits as they were known when a year was first published; it keeps them. What is costly of a
/// year is known from the limit of the year, of gone cases the year before.
fn rules(db: &mut Db, region: &str) -> QueryResult<Rules> {
    let first = published::first_versions(db)?;
    let first: Vec<(Year, i64)> = first
        .into_iter()
        .filter(|((of, _), _)| of == region)
        .map(|((_, year), version)| (year, version))
        .collect();
    let before = first
        .iter()
        .filter_map(|(year, version)| Some((year.before()?, *version)));
    let mut rules = Rules::default();
    // The own limit of a year takes the place of what the year after knew of it.
    for (year, version) in before.chain(first.iter().copied()) {
        let known = parameters::holding(db, version)?;
        if let Some(limit) = Rules::of(&known, [year]).limit(year) {
            rules = rules.with_limit(year, limit);
        }
    }
    Ok(rules)
}

/// Attacks them. It takes seconds for a region of some years, so no transaction waits for it.
pub fn checked(published: &Published) -> Checked {
    let regions = published.regions.iter();
    Checked {
        data_version: published.data_version,
        regions: regions
            .map(|(area, tables)| OfRegion {
                region: area.code.clone(),
                found: attacked_together(tables),
            })
            .collect(),
    }
}
