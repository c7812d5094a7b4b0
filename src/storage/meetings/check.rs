//! Agendas, added up again: each item has a place and a wording, and the numbers of a meeting are 1, 2, 3 …

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::items;
use super::tables::{meeting_item_places, meeting_item_texts, meeting_items};
use crate::storage::{Db, version};

/// What is wrong, a sentence each.
pub fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    let now = version(db)?;
    let ids: Vec<String> = meeting_items::table
        .order(meeting_items::id)
        .select(meeting_items::id)
        .load(db)?;
    let placed: Vec<String> = meeting_item_places::table
        .select(meeting_item_places::item)
        .load(db)?;
    let written: Vec<String> = meeting_item_texts::table
        .select(meeting_item_texts::item)
        .load(db)?;
    let placed: BTreeSet<String> = placed.into_iter().collect();
    let written: BTreeSet<String> = written.into_iter().collect();
    let lacks = ids
        .iter()
        .filter(|id| !placed.contains(*id) || !written.contains(*id));
    let mut problems: Vec<String> = lacks
        .map(|id| format!("meetings: item {id} has no place or no wording"))
        .collect();
    let mut numbers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for item in items::all(db, now)? {
        numbers.entry(item.meeting).or_default().push(item.number);
    }
    for (meeting, numbers) in numbers {
        let wrong = |(number, want): (&i64, i64)| *number != want;
        if numbers.iter().zip(1..).any(wrong) {
            problems.push(format!(
                "meetings: the items of {meeting} are numbered {numbers:?}"
            ));
        }
    }
    Ok(problems)
}
