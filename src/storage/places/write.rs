//! A step more, and what is worked out of the steps.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::dsl::max;
use diesel::prelude::*;

use super::read::{Confirmation, Wanted, entries, touched};
use super::rows::{Head, StepRow};
use super::spans;
use crate::domain::places::{Entry, Step};
use crate::storage::Db;
use crate::storage::schema::{batches, vacancies, vacancy_confirmations, vacancy_steps};

/// The day that an open entry ends on, in its column: after every day there is.
pub(super) const OPEN: &str = "9999-12-31";

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
    add_listed(db, entry)?;
    let offers = std::slice::from_ref(&entry.about.offer_id);
    settle(db, offers, &[], entry.version())
}

/// Adds an entry of an upload with its only step: its days are settled with the upload.
pub fn add_listed(db: &mut Db, entry: &Entry) -> QueryResult<()> {
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
    let offers: Vec<String> = vacancies::table
        .filter(vacancies::id.eq(id))
        .select(vacancies::offer_id)
        .load(db)?;
    settle(db, &offers, &[id], step.version)
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

/// Works out anew when the entries end that an upload spoke of, and the days of their offers, after it came
/// or was withdrawn with a data version.
pub fn settle_upload(db: &mut Db, version: i64) -> QueryResult<()> {
    let withdrawn: Vec<i64> = batches::table
        .filter(batches::withdrawn_number.eq(version))
        .select(batches::number)
        .load(db)?;
    let uploads: Vec<i64> = withdrawn.into_iter().chain([version]).collect();
    let mut by_offer: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (id, offer) in touched(db, &uploads)? {
        by_offer.entry(offer).or_default().push(id);
    }
    let by_offer: Vec<(String, Vec<i64>)> = by_offer.into_iter().collect();
    for some in by_offer.chunks(spans::TOGETHER) {
        let (offers, ids): (Vec<String>, Vec<Vec<i64>>) = some.iter().cloned().unzip();
        settle(db, &offers, &ids.concat(), version)?;
    }
    Ok(())
}

/// Works out the end of some entries and the days of their offers.
fn settle(db: &mut Db, offers: &[String], ids: &[i64], version: i64) -> QueryResult<()> {
    for unkept in spans::unkept(db)?.chunks(spans::TOGETHER) {
        let entries = entries(db, Wanted::Offers(unkept), version)?;
        spans::keep(db, unkept, &entries, version)?;
    }
    let entries = entries(db, Wanted::Offers(offers), version)?;
    spans::keep(db, offers, &entries, version)?;
    if ids.is_empty() {
        return Ok(());
    }
    let kept: Vec<(i64, String)> = vacancies::table
        .filter(vacancies::offer_id.eq_any(offers.to_vec()))
        .select((vacancies::id, vacancies::ended_on))
        .load(db)?;
    let ids: HashSet<i64> = ids.iter().copied().collect();
    let kept: HashMap<i64, String> = kept.into_iter().collect();
    for entry in entries.iter().filter(|entry| ids.contains(&entry.id)) {
        let end = ended_on(entry);
        if kept.get(&entry.id) == Some(&end) {
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
