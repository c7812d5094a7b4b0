//! Reviews of single cases: only ever added.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::domain::cases::{CaseKey, Review};
use crate::storage::schema::case_reviews;
use crate::storage::{Db, QueryResult};

/// A review as it is stored; the number orders them.
#[derive(Queryable, Insertable)]
#[diesel(table_name = case_reviews)]
struct Row {
    number: i64,
    municipality: String,
    pseudonym: String,
    reviewed_on: String,
    next_due: Option<String>,
    note: String,
    written_by: String,
    written_at: String,
}

/// Adds a review, after all others.
pub fn add(db: &mut Db, review: &Review) -> QueryResult<()> {
    let newest: Option<i64> = case_reviews::table
        .select(max(case_reviews::number))
        .first(db)?;
    let row = Row {
        number: newest.unwrap_or(0) + 1,
        municipality: review.case.municipality.to_string(),
        pseudonym: review.case.case.to_string(),
        reviewed_on: review.on.to_string(),
        next_due: review.next.map(|day| day.to_string()),
        note: review.note.clone(),
        written_by: review.by.clone(),
        written_at: review.at.clone(),
    };
    diesel::insert_into(case_reviews::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// The reviews of a municipality's cases, the oldest first.
pub fn of(db: &mut Db, municipality: &str) -> QueryResult<Vec<Review>> {
    let rows: Vec<Row> = case_reviews::table
        .filter(case_reviews::municipality.eq(municipality))
        .order(case_reviews::number)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A row whose date this version cannot read is no review of ours.
fn stored(row: Row) -> Option<Review> {
    Some(Review {
        case: CaseKey {
            municipality: row.municipality.into(),
            case: row.pseudonym.into(),
        },
        on: row.reviewed_on.parse().ok()?,
        next: row.next_due.and_then(|day| day.parse().ok()),
        note: row.note,
        by: row.written_by,
        at: row.written_at,
    })
}

/// Whether every review is of a case that has lines, in a sentence when not.
pub(super) fn check(db: &mut Db) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        cases: i64,
    }
    let count = |db: &mut Db, from: &str| -> QueryResult<i64> {
        let query = format!(
            "SELECT COUNT(*) AS cases FROM (SELECT DISTINCT municipality, pseudonym FROM {from}) AS c"
        );
        let found: Count = diesel::sql_query(query).get_result(db)?;
        Ok(found.cases)
    };
    let reviewed = count(db, "case_reviews")?;
    let with_lines = count(
        db,
        "case_lines WHERE (municipality, pseudonym) IN \
         (SELECT municipality, pseudonym FROM case_reviews)",
    )?;
    let strange = reviewed - with_lines;
    Ok((strange != 0).then(|| format!("{strange} reviewed cases have no line any more")))
}
