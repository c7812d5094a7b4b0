//! Entries as they are known at a data version.

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::civil::Date;

use super::rows::{Head, StepRow};
use crate::domain::places::Entry;
use crate::storage::Db;
use crate::storage::schema::{batches, vacancies, vacancy_confirmations, vacancy_steps};

/// Which entries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Those that have not ended on a day; also those that begin later. They are as confirmed as
    /// they were on that day.
    OpenOn(Date),
    /// All of these offers, ended ones too.
    Offers(&'a [String]),
    /// These.
    Ids(&'a [i64]),
    /// Every entry there ever was.
    All,
}

/// The steps that hold at a data version: they had been said, and no withdrawn upload said them.
#[diesel::dsl::auto_type]
fn hold(as_of: i64) -> _ {
    // The version of a step is its upload's number. Those withdrawn are left out by name, since
    // asking for the others would lead through the index by upload: to every step there is.
    let withdrawn = batches::table
        .filter(batches::withdrawn_number.le(as_of))
        .select(batches::number.nullable());
    let of_none_withdrawn = vacancy_steps::batch
        .is_null()
        .or(vacancy_steps::batch.ne_all(withdrawn));
    vacancy_steps::version.le(as_of).and(of_none_withdrawn)
}

/// Narrows a query over `vacancies` to what is wanted. `$boxed` may join other tables.
macro_rules! narrowed {
    ($boxed:expr, $wanted:expr, $as_of:expr) => {
        match $wanted {
            // One that ended after the version was open at it.
            Wanted::OpenOn(day) => $boxed.filter(
                vacancies::ended_on
                    .gt(day.to_string())
                    .or(vacancies::ended_version.gt($as_of)),
            ),
            Wanted::Offers(offers) => $boxed.filter(vacancies::offer_id.eq_any(offers.to_vec())),
            Wanted::Ids(ids) => $boxed.filter(vacancies::id.eq_any(ids.to_vec())),
            Wanted::All => $boxed,
        }
    };
}

/// Entries as of a data version, by their number.
pub fn entries(db: &mut Db, wanted: Wanted, as_of: i64) -> QueryResult<Vec<Entry>> {
    let joined = vacancies::table
        .inner_join(vacancy_steps::table)
        .filter(hold(as_of))
        .select((Head::as_select(), StepRow::as_select()));
    let mut rows: Vec<(Head, StepRow)> = narrowed!(joined.into_boxed(), wanted, as_of).load(db)?;
    // Sorted here: asked for in this order SQLite walks through every step there ever was, instead of from
    // the few entries that are wanted to theirs.
    rows.sort_by_key(|(head, row)| (head.id, row.version));
    let unchanged = unchanged(db, wanted, as_of)?;
    let mut found: Vec<Entry> = Vec::new();
    for (head, row) in rows {
        let Some((about, step)) = head.about().zip(row.stored()) else {
            continue;
        };
        match found.last_mut().filter(|entry| entry.id == head.id) {
            Some(entry) => {
                let before = std::mem::replace(&mut entry.newest, step);
                entry.earlier.push(before);
            }
            None => found.push(Entry {
                id: head.id,
                about,
                earlier: Vec::new(),
                newest: step,
                unchanged: unchanged.get(&head.id).copied(),
            }),
        }
    }
    if let Wanted::OpenOn(day) = wanted {
        found.retain(|entry| entry.timeline().ends().is_none_or(|end| end > day));
    }
    Ok(found)
}

/// The newest day that each was confirmed on without a change.
fn unchanged(db: &mut Db, wanted: Wanted, as_of: i64) -> QueryResult<HashMap<i64, Date>> {
    let until = match wanted {
        Wanted::OpenOn(day) => day,
        Wanted::Offers(_) | Wanted::Ids(_) | Wanted::All => Date::MAX,
    };
    let joined = vacancies::table
        .inner_join(vacancy_confirmations::table)
        .filter(vacancy_confirmations::version.le(as_of))
        .filter(vacancy_confirmations::confirmed_on.le(until.to_string()))
        .select((
            vacancy_confirmations::vacancy,
            vacancy_confirmations::confirmed_on,
        ));
    // Grouped here, for the same reason.
    let rows: Vec<(i64, String)> = narrowed!(joined.into_boxed(), wanted, as_of).load(db)?;
    let mut newest: HashMap<i64, Date> = HashMap::new();
    for (id, day) in rows {
        if let Ok(day) = day.parse() {
            let known = newest.entry(id).or_insert(day);
            *known = day.max(*known);
        }
    }
    Ok(newest)
}

/// One entry as of a data version; `None` when there is none, or its upload was withdrawn.
pub fn get(db: &mut Db, id: i64, as_of: i64) -> QueryResult<Option<Entry>> {
    Ok(entries(db, Wanted::Ids(&[id]), as_of)?.pop())
}

/// That somebody said "unchanged".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub version: i64,
    pub on: Date,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

/// The confirmations of one entry, the oldest first.
pub fn confirmations(db: &mut Db, id: i64, as_of: i64) -> QueryResult<Vec<Confirmation>> {
    type Row = (i64, String, String, String);
    let rows: Vec<Row> = vacancy_confirmations::table
        .filter(vacancy_confirmations::vacancy.eq(id))
        .filter(vacancy_confirmations::version.le(as_of))
        .order(vacancy_confirmations::version)
        .select((
            vacancy_confirmations::version,
            vacancy_confirmations::confirmed_on,
            vacancy_confirmations::confirmed_by,
            vacancy_confirmations::confirmed_at,
        ))
        .load(db)?;
    let stored = |(version, on, by, at): Row| {
        let on = on.parse().ok()?;
        Some(Confirmation {
            version,
            on,
            by,
            at,
        })
    };
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// The entries that these uploads spoke of, whatever holds, with their offers.
pub(super) fn touched(db: &mut Db, batches: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    let batches: Vec<Option<i64>> = batches.iter().copied().map(Some).collect();
    vacancy_steps::table
        .inner_join(vacancies::table)
        .filter(vacancy_steps::batch.eq_any(batches))
        .select((vacancies::id, vacancies::offer_id))
        .distinct()
        .load(db)
}
