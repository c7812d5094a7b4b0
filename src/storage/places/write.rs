//! A step more, and what is worked out of the steps.

use diesel::dsl::max;
use diesel::prelude::*;

use super::read::{Confirmation, Wanted, entries, touched};
use super::rows::{Head, StepRow};
use crate::domain::places::{Entry, Step};
use crate::storage::Db;
use crate::storage::schema::{batches, vacancies, vacancy_confirmations, vacancy_steps};

/// The day that an open entry ends on, in its column: after every day there is.
pub(super) const OPEN: &str = "9999-12-31";
/// Entries settled in one query.
const TOGETHER: usize = 1_000;

/// The number of the next entry; none is used twice.
pub fn next_id(db: &mut Db) -> QueryResult<i64> {
    let newest: Option<i64> = vacancies::table.select(max(vacancies::id)).first(db)?;
    Ok(newest.unwrap_or(0) + 1)
}

/// The first day of none vacant, in its column.
pub(super) fn ended_on(entry: &Entry) -> String {
    let end = entry.timeline().ends();
    end.map_or_else(|| OPEN.to_owned(), |day| day.to_string())
}

/// Adds an entry with its only step.
pub fn add(db: &mut Db, entry: &Entry) -> QueryResult<()> {
    let about = &entry.about;
    let head = Head {
        id: entry.id,
        offer_id: about.offer_id.clone(),
        kind: about.kind.key().to_owned(),
        paragraph: about.paragraph.key().to_owned(),
        listed_from: about.listed_from.to_string(),
        ended_on: ended_on(entry),
        ended_version: entry.version(),
    };
    diesel::insert_into(vacancies::table)
        .values(head)
        .execute(db)?;
    insert(db, entry.id, &entry.newest)
}

/// Adds a step to an entry that is there.
pub fn add_step(db: &mut Db, id: i64, step: &Step) -> QueryResult<()> {
    insert(db, id, step)?;
    settle(db, &[id], step.version)
}

/// Adds a step of an upload to an entry that is there: when it ends is settled with the upload.
pub fn say(db: &mut Db, id: i64, step: &Step) -> QueryResult<()> {
    insert(db, id, step)
}

fn insert(db: &mut Db, id: i64, step: &Step) -> QueryResult<()> {
    diesel::insert_into(vacancy_steps::table)
        .values(StepRow::new(id, step))
        .execute(db)?;
    Ok(())
}

/// Adds that somebody confirmed entries without a change.
pub fn confirm(db: &mut Db, ids: &[i64], word: &Confirmation) -> QueryResult<()> {
    for id in ids {
        diesel::insert_into(vacancy_confirmations::table)
            .values((
                vacancy_confirmations::vacancy.eq(id),
                vacancy_confirmations::version.eq(word.version),
                vacancy_confirmations::confirmed_on.eq(word.on.to_string()),
                vacancy_confirmations::confirmed_by.eq(&word.by),
                vacancy_confirmations::confirmed_at.eq(&word.at),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Works out anew when the entries end that an upload spoke of, after it came or was withdrawn with
/// a data version.
pub fn settle_upload(db: &mut Db, version: i64) -> QueryResult<()> {
    let withdrawn: Vec<i64> = batches::table
        .filter(batches::withdrawn_number.eq(version))
        .select(batches::number)
        .load(db)?;
    let uploads: Vec<i64> = withdrawn.into_iter().chain([version]).collect();
    let ids = touched(db, &uploads)?;
    ids.chunks(TOGETHER)
        .try_for_each(|ids| settle(db, ids, version))
}

fn settle(db: &mut Db, ids: &[i64], version: i64) -> QueryResult<()> {
    let kept: Vec<(i64, String)> = vacancies::table
        .filter(vacancies::id.eq_any(ids.to_vec()))
        .select((vacancies::id, vacancies::ended_on))
        .load(db)?;
    let mut ends: std::collections::HashMap<i64, String> = kept.into_iter().collect();
    for entry in entries(db, Wanted::Ids(ids), version)? {
        let end = ended_on(&entry);
        if ends.remove(&entry.id).is_some_and(|kept| kept == end) {
            continue;
        }
        diesel::update(vacancies::table.find(entry.id))
            .set((
                vacancies::ended_on.eq(end),
                vacancies::ended_version.eq(version),
            ))
            .execute(db)?;
    }
    Ok(())
}
