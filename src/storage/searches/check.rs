//! Searches, added up again: no number of a receipt is missing, and each has what it says it showed.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::tables::{search_matches, searches};
use crate::domain::searches::{Part, Receipt};
use crate::storage::{Db, QueryResult};

/// What is wrong, a sentence each.
pub fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    let kept: Vec<(i64, i32, i64, i64)> = searches::table
        .order((searches::year, searches::number))
        .select((
            searches::version,
            searches::year,
            searches::number,
            searches::matches,
        ))
        .load(db)?;
    let shown: Vec<(i64, i64)> = search_matches::table
        .filter(search_matches::part.eq(Part::Fits.key()))
        .group_by(search_matches::search)
        .select((search_matches::search, count_star()))
        .load(db)?;
    let shown: BTreeMap<i64, i64> = shown.into_iter().collect();
    let mut problems = Vec::new();
    let mut before = (0, 0);
    for (version, year, number, matches) in kept {
        let receipt = Receipt { year, number };
        let expected = if before.0 == year { before.1 + 1 } else { 1 };
        if number != expected {
            let missing = Receipt {
                year,
                number: expected,
            };
            problems.push(format!(
                "searches: {missing} is missing (the next one is {receipt})"
            ));
        }
        let now = shown.get(&version).copied().unwrap_or(0);
        if now != matches {
            problems.push(format!(
                "searches: {receipt} showed {matches} that fitted, and {now} are kept"
            ));
        }
        before = (year, number);
    }
    Ok(problems)
}
