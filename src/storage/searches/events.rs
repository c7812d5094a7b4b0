//! What came of searches: only ever added.

use diesel::prelude::*;

use super::tables::search_events;
use crate::domain::searches::{Code, Event, Step};
use crate::storage::{Db, QueryResult};

#[derive(Queryable, Insertable)]
#[diesel(table_name = search_events)]
struct Row {
    version: i64,
    search: i64,
    kind: String,
    entry: Option<String>,
    code: Option<String>,
    happened_on: String,
    text: String,
    done_by: String,
    done_at: String,
}

/// Adds an event.
pub fn add(db: &mut Db, event: &Event) -> QueryResult<()> {
    let row = Row {
        version: event.version,
        search: event.search,
        kind: event.step.key().to_owned(),
        entry: event.entry.clone(),
        code: event.code.map(|code| code.key().to_owned()),
        happened_on: event.on.to_string(),
        text: event.text.clone(),
        done_by: event.by.clone(),
        done_at: event.at.clone(),
    };
    diesel::insert_into(search_events::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// Everything that came of any search at a data version, the oldest first.
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Event>> {
    let rows: Vec<Row> = search_events::table
        .filter(search_events::version.le(as_of))
        .order(search_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// The events of one kind since a moment (RFC 3339, UTC), the oldest first.
pub fn since(db: &mut Db, step: Step, at: &str) -> QueryResult<Vec<Event>> {
    let rows: Vec<Row> = search_events::table
        .filter(search_events::kind.eq(step.key()))
        .filter(search_events::done_at.ge(at))
        .order(search_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// What came of one search, the oldest first.
pub fn of_search(db: &mut Db, search: i64) -> QueryResult<Vec<Event>> {
    let rows: Vec<Row> = search_events::table
        .filter(search_events::search.eq(search))
        .order(search_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// What was asked and answered about some entries, by any search, the oldest first.
pub fn of_entries(db: &mut Db, entries: &[String]) -> QueryResult<Vec<Event>> {
    let rows: Vec<Row> = search_events::table
        .filter(search_events::entry.eq_any(entries.to_vec()))
        .order(search_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A row whose kind, code or day this version cannot read is no event of ours.
fn stored(row: Row) -> Option<Event> {
    let code = match row.code {
        Some(key) => Some(Code::from_key(&key)?),
        None => None,
    };
    Some(Event {
        version: row.version,
        search: row.search,
        step: Step::from_key(&row.kind)?,
        entry: row.entry,
        code,
        on: row.happened_on.parse().ok()?,
        text: row.text,
        by: row.done_by,
        at: row.done_at,
    })
}
