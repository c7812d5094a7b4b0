//! The published tables are made anew in the transaction that changes what they are made of, so
//! that there is no moment in which a reader sees the one without the other. What was published
//! before is kept, and masked together with it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::area::Area;
use crate::domain::cases::published::{self, Cell, Composition, Lines, Step};
use crate::domain::cases::{CaseLine, CaseYear, Costly, Rules, costly, sum};
use crate::domain::money::Money;
use crate::domain::parameters::{self, Parameter};
use crate::domain::period::Year;
use crate::storage::cases::{costly as stored, history, published as tables, scopes};
use crate::storage::data::{areas, parameters as limits};
use crate::storage::{Db, QueryResult};

/// Whether a limit says what is costly, or what is refunded.
pub fn depends_on(key: &str) -> bool {
    key == parameters::COSTLY_CASE_LIMIT || parameters::REFUND_THRESHOLDS.contains(&key)
}

/// The costly cases among some lines, by the limits known at a data version; of a year that was
/// published by the limit that it was published with first.
pub fn costly_of<'a>(
    db: &mut Db,
    version: i64,
    lines: impl IntoIterator<Item = &'a CaseLine>,
) -> QueryResult<Vec<Costly>> {
    let limits = Limits::load(db, version)?;
    Ok(limits.costly(&areas::all(db)?, lines))
}

/// Which KKR a municipality belongs to.
fn kkr_of<'a>(register: &'a [Area], code: &str) -> Option<&'a String> {
    let found = register.iter().find(|area| area.code == code);
    found.and_then(|area| area.kkr.as_ref())
}

/// What is known of limits: those of a data version, and those that years were published with.
struct Limits {
    now: Vec<Parameter>,
    /// By KKR and year.
    first: BTreeMap<(String, Year), Money>,
}

impl Limits {
    fn load(db: &mut Db, version: i64) -> QueryResult<Limits> {
        let now = limits::holding(db, version)?;
        let mut known: BTreeMap<i64, Vec<Parameter>> = BTreeMap::new();
        let mut first = BTreeMap::new();
        for ((region, year), version) in tables::first_versions(db)? {
            let then = match known.entry(version) {
                Entry::Occupied(then) => then.into_mut(),
                Entry::Vacant(there) => there.insert(limits::holding(db, version)?),
            };
            if let Some(limit) = Rules::of(then, [year]).limit(year) {
                first.insert((region, year), limit);
            }
        }
        Ok(Limits { now, first })
    }

    /// The rules of a KKR's years: a year keeps the limit that it was published with, since two limits of
    /// one year would bound what the cases between them cost.
    fn rules(&self, region: &str, years: &BTreeSet<Year>) -> Rules {
        let mut rules = Rules::of(&self.now, years.iter().copied());
        for year in years {
            if let Some(limit) = self.first.get(&(region.to_owned(), *year)) {
                rules = rules.with_limit(*year, *limit);
            }
        }
        rules
    }

    fn costly<'a>(
        &self,
        register: &[Area],
        lines: impl IntoIterator<Item = &'a CaseLine>,
    ) -> Vec<Costly> {
        let cases = sum(lines);
        let years: BTreeSet<Year> = cases.iter().map(|case| case.year).collect();
        let mut by_region: BTreeMap<&str, Vec<CaseYear>> = BTreeMap::new();
        for case in cases {
            if let Some(region) = kkr_of(register, &case.key.municipality) {
                by_region.entry(region).or_default().push(case);
            }
        }
        let own = |(region, own): (&str, Vec<CaseYear>)| costly(&own, &self.rules(region, &years));
        let mut found: Vec<Costly> = by_region.into_iter().flat_map(own).collect();
        found.sort();
        found
    }
}

/// Counts the costly cases of every upload anew: a limit has changed.
pub fn recount(db: &mut Db, version: i64) -> QueryResult<()> {
    stored::clear(db)?;
    let (limits, register) = (Limits::load(db, version)?, areas::all(db)?);
    for (batch, municipality) in stored::brought(db)? {
        let lines = stored::lines_of(db, batch, &municipality)?;
        let costly = limits.costly(&register, &lines);
        stored::add(db, batch, &costly)?;
    }
    publish(db, version)
}

/// Makes the tables of every KKR as they are at a data version, where they are not what they were.
pub fn publish(db: &mut Db, version: i64) -> QueryResult<()> {
    let register = areas::all(db)?;
    let limits = Limits::load(db, version)?;
    let closed = tables::closed(db)?;
    let lines: Lines = scopes(db, version)?.into_keys().collect();
    let costly = stored::holding(db, version)?;
    for area in register.iter().filter(|area| area.is_kkr()) {
        let is_own = |code: &str| kkr_of(&register, code) == Some(&area.code);
        let of_closed = closed.iter().filter(|(code, _)| is_own(code));
        let closed: BTreeSet<Year> = of_closed.map(|(_, year)| *year).collect();
        let is_open = |code: &str, year: Year| is_own(code) && !closed.contains(&year);
        let lines = lines.iter().filter(|(code, year)| is_open(code, *year));
        let costly = costly
            .iter()
            .filter(|case| is_open(&case.key.municipality, case.year));
        let members = register
            .iter()
            .filter(|of| of.kkr.as_ref() == Some(&area.code));
        let region = Region {
            code: &area.code,
            members: members.count(),
            now: Composition {
                costly: costly.cloned().collect(),
                lines: lines.cloned().collect(),
            },
            closed,
        };
        region.publish(db, (version, &limits))?;
    }
    Ok(())
}

/// What the tables of a KKR are made of.
struct Region<'a> {
    code: &'a str,
    members: usize,
    now: Composition,
    /// Years whose lines were deleted for good: their tables stay.
    closed: BTreeSet<Year>,
}

impl Region<'_> {
    fn publish(&self, db: &mut Db, (version, limits): (i64, &Limits)) -> QueryResult<()> {
        let years: BTreeSet<Year> = self.now.lines.iter().map(|(_, year)| *year).collect();
        let rules = limits.rules(self.code, &years);
        let mut history = history::of(db, self.code, &self.closed)?;
        let open = |year: Year| !self.closed.contains(&year);
        for earlier in &mut history.publications {
            earlier.of.costly.retain(|case| open(case.year));
            earlier.of.lines.retain(|(_, year)| open(*year));
        }
        let mut before = tables::of(db, self.code)?;
        before.retain(|cell| open(cell.year));
        if years.is_empty() {
            let gone = changed(&before, &[]);
            return tables::replace(db, version, (self.code, &gone), &[]);
        }
        let next = published::next(&self.now, &rules, &history.publications, self.members);
        let (cells, wait) = match next {
            Step::Publish { cells, wait } => (cells, wait),
            Step::Stays { waits } => {
                return tables::keep_since(db, self.code, waits.map(|_| version));
            }
        };
        let changed = changed(&before, &cells);
        tables::replace(db, version, (self.code, &changed), &cells)?;
        for year in changed.intersection(&wait) {
            if let Some(composed) = history.composed.get(year) {
                tables::compose(db, version, (self.code, *year), *composed)?;
            }
        }
        let waits = (!wait.is_empty()).then_some(version);
        tables::keep_since(db, self.code, waits)
    }
}

/// The years whose tables are not what they were.
fn changed(before: &[Cell], now: &[Cell]) -> BTreeSet<Year> {
    let years = before.iter().chain(now).map(|cell| cell.year);
    let years: BTreeSet<Year> = years.collect();
    let of = |cells: &[Cell], year: Year| -> Vec<Cell> {
        let mut of_year: Vec<Cell> = cells.iter().filter(|c| c.year == year).cloned().collect();
        of_year.sort_by(|a, b| a.place.cmp(&b.place));
        of_year
    };
    let differs = |year: &Year| of(before, *year) != of(now, *year);
    years.into_iter().filter(differs).collect()
}
