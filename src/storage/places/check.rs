//! Whether what is worked out of the steps still follows from them.

use std::collections::HashMap;

use diesel::prelude::*;

use super::read::{Wanted, entries};
use super::spans;
use super::write::ended_on;
use crate::domain::places::Entry;
use crate::storage::schema::vacancies;
use crate::storage::{Db, store};

/// One sentence for each kind of fault.
pub(in crate::storage) fn run(db: &mut Db) -> QueryResult<Vec<String>> {
    let now = store::version(db)?;
    let all = entries(db, Wanted::All, now)?;
    Ok(ends(db, &all, now)?
        .into_iter()
        .chain(days(db, &all, now)?)
        .collect())
}

fn ends(db: &mut Db, all: &[Entry], now: i64) -> QueryResult<Option<String>> {
    let kept: Vec<(i64, String, i64)> = vacancies::table
        .select((vacancies::id, vacancies::ended_on, vacancies::ended_version))
        .order(vacancies::id)
        .load(db)?;
    let ends: HashMap<i64, String> = all
        .iter()
        .map(|entry| (entry.id, ended_on(entry)))
        .collect();
    // One whose every step was withdrawn holds no more, whatever its row says.
    let wrong: Vec<i64> = kept
        .iter()
        .filter(|(id, end, version)| {
            *version > now || ends.get(id).is_some_and(|worked_out| worked_out != end)
        })
        .map(|(id, ..)| *id)
        .collect();
    Ok(wrong.first().map(|first| {
        format!(
            "vacant places: {} entries end on another day than their steps say, the first is {first}",
            wrong.len()
        )
    }))
}

/// The days that occupancy is counted of, worked out again.
fn days(db: &mut Db, all: &[Entry], now: i64) -> QueryResult<Option<String>> {
    let mut worked_out = spans::of(all);
    let mut wrong: Vec<String> = Vec::new();
    for kept in spans::spans(db, now)? {
        let key = (kept.offer_id, kept.kind, kept.paragraph);
        if worked_out.remove(&key).unwrap_or_default() != kept.spans {
            wrong.push(key.0);
        }
    }
    wrong.extend(worked_out.into_keys().map(|(offer, ..)| offer));
    Ok(wrong.first().map(|first| {
        format!(
            "vacant places: the empty days of {} offers are others than their steps say, the first is {first}",
            wrong.len()
        )
    }))
}
