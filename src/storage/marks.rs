//! Marks of figures: added, and lifted; none is removed.

use diesel::prelude::*;

use crate::domain::marks::{Mark, MarkKind, Scope, Source};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::storage::{Db, QueryResult};

diesel::table! {
    marks (version) {
        version -> BigInt,
        kind -> Text,
        source -> Text,
        year -> Integer,
        area -> Nullable<Text>,
        paragraph -> Nullable<Text>,
        reason -> Text,
        set_by -> Text,
        set_at -> Text,
        lifted_version -> Nullable<BigInt>,
        lifted_by -> Nullable<Text>,
        lifted_at -> Nullable<Text>,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = marks)]
struct Row {
    version: i64,
    kind: String,
    source: String,
    year: i32,
    area: Option<String>,
    paragraph: Option<String>,
    reason: String,
    set_by: String,
    set_at: String,
    lifted_version: Option<i64>,
    lifted_by: Option<String>,
    lifted_at: Option<String>,
}

/// Adds a mark.
pub fn add(db: &mut Db, mark: &Mark) -> QueryResult<()> {
    let row = Row {
        version: mark.version,
        kind: mark.kind.letter().to_owned(),
        source: mark.scope.source.key().to_owned(),
        year: mark.scope.year.number(),
        area: mark.scope.area.clone(),
        paragraph: mark.scope.paragraph.map(|one| one.key().to_owned()),
        reason: mark.reason.clone(),
        set_by: mark.by.clone(),
        set_at: mark.at.clone(),
        lifted_version: None,
        lifted_by: None,
        lifted_at: None,
    };
    diesel::insert_into(marks::table).values(row).execute(db)?;
    Ok(())
}

/// Lifts a mark that holds; false when there is none.
pub fn lift(db: &mut Db, mark: i64, (version, by, at): (i64, &str, &str)) -> QueryResult<bool> {
    let changed = diesel::update(marks::table)
        .filter(marks::version.eq(mark))
        .filter(marks::lifted_version.is_null())
        .set((
            marks::lifted_version.eq(version),
            marks::lifted_by.eq(by),
            marks::lifted_at.eq(at),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Every mark, the newest first.
pub fn all(db: &mut Db) -> QueryResult<Vec<Mark>> {
    let rows: Vec<Row> = marks::table.order(marks::version.desc()).load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Those that hold at a data version.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Mark>> {
    let mut marks = all(db)?;
    marks.retain(|mark| mark.holds_at(as_of));
    Ok(marks)
}

/// A row that this version cannot read is no mark of ours: `cockpit check` reports it.
fn stored(row: Row) -> Option<Mark> {
    let paragraph = match row.paragraph {
        Some(key) => Some(Paragraph::from_key(&key)?),
        None => None,
    };
    let lifted = match (row.lifted_version, row.lifted_by, row.lifted_at) {
        (Some(version), Some(by), Some(at)) => Some((version, by, at)),
        _ => None,
    };
    Some(Mark {
        version: row.version,
        kind: MarkKind::from_letter(&row.kind)?,
        scope: Scope {
            source: Source::from_key(&row.source)?,
            year: Year::new(i64::from(row.year))?,
            area: row.area,
            paragraph,
        },
        reason: row.reason,
        by: row.set_by,
        at: row.set_at,
        lifted,
    })
}

/// A sentence when there are marks that this version cannot read.
pub fn check(db: &mut Db) -> QueryResult<Option<String>> {
    let there: i64 = marks::table.count().get_result(db)?;
    let unread = there - i64::try_from(all(db)?.len()).unwrap_or(there);
    Ok((unread != 0).then(|| format!("marks: {unread} of {there} cannot be read")))
}
