//! Whether what is worked out of the steps still follows from them.

use std::collections::HashMap;

use diesel::prelude::*;

use super::read::{Wanted, entries};
use super::write::ended_on;
use crate::storage::schema::vacancies;
use crate::storage::{Db, store};

/// One sentence for each kind of fault.
pub(in crate::storage) fn run(db: &mut Db) -> QueryResult<Vec<String>> {
    let now = store::version(db)?;
    let kept: Vec<(i64, String, i64)> = vacancies::table
        .select((vacancies::id, vacancies::ended_on, vacancies::ended_version))
        .order(vacancies::id)
        .load(db)?;
    let ends: HashMap<i64, String> = entries(db, Wanted::All, now)?
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
    Ok(wrong.first().map_or_else(Vec::new, |first| {
        vec![format!(
            "vacant places: {} entries end on another day than their steps say, the first is {first}",
            wrong.len()
        )]
    }))
}
