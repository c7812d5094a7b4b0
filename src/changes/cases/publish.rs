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
    let areas = areas::all(db)?;
    let of_kkr: BTreeMap<&str, &str> = areas
        .iter()
        .filter_map(|area| Some((area.code.as_str(), area.kkr.as_deref()?)))
        .collect();
    let mut closed: BTreeSet<(&str, Year)> = BTreeSet::new();
    for (code, year) in tables::closed(db)? {
        closed.extend(of_kkr.get(&*code).map(|kkr| (*kkr, year)));
    }
    let open = |code: &str, year: Year| {
        let kkr = of_kkr.get(code).copied();
        kkr.filter(|kkr| !closed.contains(&(*kkr, year)))
    };
    let mut lines: BTreeMap<&str, Lines> = BTreeMap::new();
    for (code, year) in scopes(db, version)?.into_keys() {
        if let Some(kkr) = open(&code, year) {
            lines.entry(kkr).or_default().insert((code, year));
        }
    }
    let mut costly: BTreeMap<&str, Vec<Costly>> = BTreeMap::new();
    for case in stored::holding(db, version)? {
        if let Some(kkr) = open(&case.key.municipality, case.year) {
            costly.entry(kkr).or_default().push(case);
        }
    }
    let rules = Rules::of(
        &limits::holding(db, version)?,
        lines.values().flatten().map(|(_, year)| *year),
    );
    for area in areas.iter().filter(|area| area.is_kkr()) {
        let code = area.code.as_str();
        let of = costly.remove(code).unwrap_or_default();
        let cells = lines.get(code).map(|lines| made(&of, lines, &rules));
        let closed = closed.iter().filter(|(kkr, _)| *kkr == code);
        let closed: Vec<Year> = closed.map(|(_, year)| *year).collect();
        tables::replace(db, version, (code, &closed), &cells.unwrap_or_default())?;
    }
    Ok(())
}

fn made(costly: &[Costly], lines: &Lines, rules: &Rules) -> Vec<Cell> {
    published::tables(costly, lines, rules).unwrap_or_else(|not_proven| {
        tracing::error!(%not_proven, "the published tables of single cases are masked whole");
        published::hidden(costly, lines)
    })
}
