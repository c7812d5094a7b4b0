//! The published tables are made anew in the transaction that changes what they are made of, so
//! that there is no moment in which a reader sees the one without the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::cases::published::{self, Cell, Lines};
use crate::domain::cases::{CaseLine, Costly, Rules, costly, sum};
use crate::domain::parameters;
use crate::domain::period::Year;
use crate::storage::cases::{costly as stored, published as tables, scopes};
use crate::storage::data::{areas, parameters as limits};
use crate::storage::{Db, QueryResult};

/// Whether a limit says what is costly, or what is refunded.
pub fn depends_on(key: &str) -> bool {
    key == parameters::COSTLY_CASE_LIMIT || parameters::REFUND_THRESHOLDS.contains(&key)
}

/// The costly cases among some lines, by the limits known at a data version.
pub fn costly_of<'a>(
    db: &mut Db,
    version: i64,
    lines: impl IntoIterator<Item = &'a CaseLine>,
) -> QueryResult<Vec<Costly>> {
    let cases = sum(lines);
    let years: BTreeSet<Year> = cases.iter().map(|case| case.year).collect();
    let rules = Rules::of(&limits::holding(db, version)?, years);
    Ok(costly(&cases, &rules))
}

/// Counts the costly cases of every upload anew: a limit has changed.
pub fn recount(db: &mut Db, version: i64) -> QueryResult<()> {
    stored::clear(db)?;
    for (batch, municipality) in stored::brought(db)? {
        let lines = stored::lines_of(db, batch, &municipality)?;
        let costly = costly_of(db, version, &lines)?;
        stored::add(db, batch, &costly)?;
    }
    publish(db, version)
}

/// Makes the tables of every KKR as they are at a data version. Where it cannot be proven which
/// cells may be told, none that counts anybody is.
pub fn publish(db: &mut Db, version: i64) -> QueryResult<()> {
    let closed = tables::closed(db)?;
    let is_open = |year: Year| !closed.contains(&year);
    let areas = areas::all(db)?;
    let of_kkr: BTreeMap<&str, &str> = areas
        .iter()
        .filter_map(|area| Some((area.code.as_str(), area.kkr.as_deref()?)))
        .collect();
    let mut lines: BTreeMap<&str, Lines> = BTreeMap::new();
    for (code, year) in scopes(db, version)?.into_keys() {
        if let Some(kkr) = of_kkr.get(&*code).filter(|_| is_open(year)) {
            lines.entry(kkr).or_default().insert((code, year));
        }
    }
    let mut costly: BTreeMap<&str, Vec<Costly>> = BTreeMap::new();
    for case in stored::holding(db, version)? {
        let kkr = of_kkr.get(&*case.key.municipality);
        if let Some(kkr) = kkr.filter(|_| is_open(case.year)) {
            costly.entry(kkr).or_default().push(case);
        }
    }
    let rules = Rules::of(
        &limits::holding(db, version)?,
        lines.values().flatten().map(|(_, year)| *year),
    );
    let mut of_closed = BTreeMap::new();
    let kkrs = || {
        areas
            .iter()
            .map(|area| area.code.as_str())
            .filter(|code| !of_kkr.contains_key(code))
    };
    for code in kkrs() {
        let mut cells = tables::of(db, code)?;
        cells.retain(|cell| closed.contains(&cell.year));
        of_closed.insert(code, cells);
    }
    tables::clear(db)?;
    for code in kkrs() {
        let mut cells = of_closed.remove(code).unwrap_or_default();
        if let Some(lines) = lines.get(code) {
            let of = costly.remove(code).unwrap_or_default();
            cells.extend(made(&of, lines, &rules));
        }
        tables::add(db, version, code, &cells)?;
    }
    Ok(())
}

fn made(costly: &[Costly], lines: &Lines, rules: &Rules) -> Vec<Cell> {
    published::tables(costly, lines, rules).unwrap_or_else(|not_proven| {
        tracing::error!(%not_proven, "the published tables of single cases are masked whole");
        published::hidden(costly, lines)
    })
}
