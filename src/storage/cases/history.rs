//! All publications of a KKR's tables, each as it stood and with the cases that it was made of.

use std::collections::{BTreeMap, BTreeSet};

use super::{costly, published};
use crate::domain::cases::published::{Cell, Composition, Earlier};
use crate::domain::period::Year;
use crate::storage::data::areas;
use crate::storage::{Db, QueryResult};

/// All publications of a KKR.
#[derive(Default)]
pub struct History {
    /// The oldest first.
    pub publications: Vec<Earlier>,
    /// The data version whose cases each year's newest tables are made of.
    pub composed: BTreeMap<Year, i64>,
}

/// The publications of a KKR, each with the costly cases that it was made of, but those that were deleted
/// since. A year without lines had no tables, unless it is `closed`: its lines were deleted for good, and
/// its tables stay.
pub fn of(db: &mut Db, region: &str, closed: &BTreeSet<Year>) -> QueryResult<History> {
    let register = areas::all(db)?;
    let members: BTreeSet<&str> = register
        .iter()
        .filter(|area| area.kkr.as_deref() == Some(region))
        .map(|area| &*area.code)
        .collect();
    let all = published::all(db, region)?;
    let other = published::composed(db, region)?;
    let versions: BTreeSet<i64> = all.keys().chain(other.values()).copied().collect();
    let compositions = costly::held(db, &members, &versions)?;
    let mut history = History::default();
    let mut stands: BTreeMap<Year, Vec<Cell>> = BTreeMap::new();
    for (version, years) in all {
        for (year, cells) in years {
            let composed = other.get(&(year, version)).copied().unwrap_or(version);
            history.composed.insert(year, composed);
            stands.insert(year, cells);
        }
        let there = compositions.get(&version).map(|of| &of.lines);
        let is_there =
            |year: &Year| there.is_some_and(|lines| lines.iter().any(|(_, of)| of == year));
        stands.retain(|year, _| is_there(year) || closed.contains(year));
        let mut of = Composition::default();
        for (year, composed) in &history.composed {
            let Some(then) = compositions
                .get(composed)
                .filter(|_| stands.contains_key(year))
            else {
                continue;
            };
            let costly = then.costly.iter().filter(|case| case.year == *year);
            of.costly.extend(costly.cloned());
            let lines = then.lines.iter().filter(|(_, of)| of == year);
            of.lines.extend(lines.cloned());
        }
        of.costly.sort();
        history.publications.push(Earlier {
            cells: stands.values().flatten().cloned().collect(),
            of,
        });
    }
    Ok(history)
}
