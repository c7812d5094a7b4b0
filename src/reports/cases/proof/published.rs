//! What is published of each KKR, read to be attacked, and attacked.

use std::collections::BTreeSet;

use super::{Tables, attacked};
use crate::domain::area::Area;
use crate::domain::cases::{Checked, OfRegion, Rules};
use crate::domain::period::Year;
use crate::storage::cases::{costly, published};
use crate::storage::data::{areas, parameters};
use crate::storage::{self, Db, QueryResult};

/// The tables of every KKR that has some, as they are at a data version.
pub struct Published {
    pub data_version: i64,
    pub regions: Vec<(Area, Tables)>,
}

/// Reads them as they are now.
pub fn published(db: &mut Db) -> QueryResult<Published> {
    let data_version = storage::version(db)?;
    let all = costly::holding(db, data_version)?;
    let closed = published::closed(db)?;
    let register = areas::all(db)?;
    let kkr_of = |code: &str| {
        let found = register.iter().find(|area| area.code == code);
        found.and_then(|area| area.kkr.as_deref())
    };
    let mut regions = Vec::new();
    for area in register.iter().filter(|area| area.is_kkr()) {
        let cells = published::of(db, &area.code)?;
        if cells.is_empty() {
            continue;
        }
        let is_own = |code: &str| kkr_of(code) == Some(&area.code);
        let of_closed = closed.iter().filter(|(code, _)| is_own(code));
        let tables = Tables {
            rules: rules(db, &area.code)?,
            costly: all
                .iter()
                .filter(|case| is_own(&case.key.municipality))
                .cloned()
                .collect(),
            closed: of_closed.map(|(_, year)| *year).collect(),
            cells,
        };
        regions.push((area.clone(), tables));
    }
    Ok(Published {
        data_version,
        regions,
    })
}

/// The limits as they were known when the tables of each year were made. What is costly of a year is
/// known from the limit of the year, of gone cases the year before.
fn rules(db: &mut Db, region: &str) -> QueryResult<Rules> {
    let mut rules = Rules::default();
    for (version, years) in published::versions(db, region)? {
        let before = years.iter().filter_map(|year| year.before());
        let years: BTreeSet<Year> = before.chain(years.iter().copied()).collect();
        let known = parameters::holding(db, version)?;
        rules = rules.and(&Rules::of(&known, years));
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
                found: attacked(tables),
            })
            .collect(),
    }
}
