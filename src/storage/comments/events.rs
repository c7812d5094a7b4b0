//! What came of comments: only ever added.

use diesel::prelude::*;

use super::tables::comment_steps;
use crate::domain::comments::{Event, Step};
use crate::storage::{Db, QueryResult};

#[derive(Queryable, Insertable)]
#[diesel(table_name = comment_steps)]
struct Row {
    version: i64,
    comment: i64,
    step: String,
    text: String,
    done_by: String,
    done_at: String,
}

/// Adds a step.
pub fn add(db: &mut Db, event: &Event) -> QueryResult<()> {
    let row = Row {
        version: event.version,
        comment: event.comment,
        step: event.step.key().to_owned(),
        text: event.text.clone(),
        done_by: event.by.clone(),
        done_at: event.at.clone(),
    };
    diesel::insert_into(comment_steps::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// What came of some comments, the oldest first.
pub fn of(db: &mut Db, comments: &[i64]) -> QueryResult<Vec<Event>> {
    let rows: Vec<Row> = comment_steps::table
        .filter(comment_steps::comment.eq_any(comments.to_vec()))
        .order(comment_steps::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A row whose step this version does not know is no event of ours.
fn stored(row: Row) -> Option<Event> {
    Some(Event {
        version: row.version,
        comment: row.comment,
        step: Step::from_key(&row.step)?,
        text: row.text,
        by: row.done_by,
        at: row.done_at,
    })
}

/// How many steps there are, and how many of them can be read.
pub(super) fn counted(db: &mut Db) -> QueryResult<(i64, usize)> {
    let there = comment_steps::table.count().get_result(db)?;
    let rows: Vec<Row> = comment_steps::table.load(db)?;
    Ok((there, rows.into_iter().filter_map(stored).count()))
}
