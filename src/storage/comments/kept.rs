//! Comments as they were written.

use diesel::prelude::*;

use super::events;
use super::tables::{comment_receivers, comments};
use crate::domain::comments::comment::Pair;
use crate::domain::comments::{Address, Comment, Said, Thread};
use crate::storage::{Db, QueryResult};

#[derive(Queryable, Insertable)]
#[diesel(table_name = comments)]
struct Row {
    version: i64,
    question: String,
    filters: String,
    names: String,
    figure: String,
    said: String,
    text: String,
    municipality: Option<String>,
    written_by: String,
    written_at: String,
}

/// Adds a comment.
pub fn add(db: &mut Db, comment: &Comment) -> QueryResult<()> {
    let row = Row {
        version: comment.version,
        question: comment.at.question.clone(),
        filters: written(&comment.at.filters),
        names: written(&comment.at.row),
        figure: comment.at.column.clone(),
        said: comment.said.to_string(),
        text: comment.text.clone(),
        municipality: comment.municipality.clone(),
        written_by: comment.by.clone(),
        written_at: comment.written_at.clone(),
    };
    diesel::insert_into(comments::table)
        .values(row)
        .execute(db)?;
    for (position, receiver) in (0i32..).zip(&comment.receivers) {
        diesel::insert_into(comment_receivers::table)
            .values((
                comment_receivers::comment.eq(comment.version),
                comment_receivers::position.eq(position),
                comment_receivers::receiver.eq(receiver),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// One comment, by the data version that it made.
pub fn get(db: &mut Db, version: i64) -> QueryResult<Option<Thread>> {
    let rows = comments::table
        .filter(comments::version.eq(version))
        .load(db)?;
    Ok(threads(db, rows)?.pop())
}

/// The comments on figures of a question, the oldest first.
pub fn of_question(db: &mut Db, question: &str) -> QueryResult<Vec<Thread>> {
    let rows = comments::table
        .filter(comments::question.eq(question))
        .order(comments::version)
        .load(db)?;
    threads(db, rows)
}

/// Every comment, the newest first.
pub fn all(db: &mut Db) -> QueryResult<Vec<Thread>> {
    let rows = comments::table.order(comments::version.desc()).load(db)?;
    threads(db, rows)
}

fn threads(db: &mut Db, rows: Vec<Row>) -> QueryResult<Vec<Thread>> {
    let versions: Vec<i64> = rows.iter().map(|row| row.version).collect();
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    let receivers: Vec<(i64, String)> = comment_receivers::table
        .filter(comment_receivers::comment.eq_any(versions.clone()))
        .order((comment_receivers::comment, comment_receivers::position))
        .select((comment_receivers::comment, comment_receivers::receiver))
        .load(db)?;
    let events = events::of(db, &versions)?;
    let thread = |row: Row| {
        let own = |(comment, receiver): &(i64, String)| {
            (*comment == row.version).then(|| receiver.clone())
        };
        let receivers = receivers.iter().filter_map(own).collect();
        let events = events.iter().filter(|event| event.comment == row.version);
        Some(Thread {
            events: events.cloned().collect(),
            comment: stored(row, receivers)?,
        })
    };
    Ok(rows.into_iter().filter_map(thread).collect())
}

/// A row whose address or figure this version cannot read is no comment of ours: it is left out here
/// and reported by `cockpit check`.
fn stored(row: Row, receivers: Vec<String>) -> Option<Comment> {
    Some(Comment {
        version: row.version,
        at: Address {
            question: row.question,
            filters: read(&row.filters)?,
            row: read(&row.names)?,
            column: row.figure,
        },
        said: Said::parse(&row.said)?,
        text: row.text,
        municipality: row.municipality,
        receivers,
        by: row.written_by,
        written_at: row.written_at,
    })
}

fn written(pairs: &[Pair]) -> String {
    serde_json::to_string(pairs).unwrap_or_default()
}

fn read(text: &str) -> Option<Vec<Pair>> {
    serde_json::from_str(text).ok()
}

/// How many comments there are, and how many of them can be read.
pub(super) fn counted(db: &mut Db) -> QueryResult<(i64, usize)> {
    let there = comments::table.count().get_result(db)?;
    Ok((there, all(db)?.len()))
}
