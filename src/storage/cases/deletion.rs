//! Lines that are deleted for good: nothing of a person is left, only what the upload adds up to.

use diesel::prelude::*;

use crate::domain::period::Year;
use crate::storage::schema::{case_deletions, case_lines, case_reviews, case_years, costly_cases};
use crate::storage::{Db, QueryResult};

/// What an upload brought of a year: batch, municipality, year, lines, amount.
type Brought = (i64, String, i32, i64, i64);

/// How many lines there are of each year of a municipality before a year, whatever upload brought
/// them and whether it holds; in order.
pub fn before(db: &mut Db, municipality: &str, year: Year) -> QueryResult<Vec<(Year, i64)>> {
    let mut years: Vec<(Year, i64)> = Vec::new();
    for (_, _, of, lines, _) in brought(db, municipality, year)? {
        let Some(of) = Year::new(of.into()) else {
            continue;
        };
        match years.last_mut().filter(|(last, _)| *last == of) {
            Some((_, sum)) => *sum += lines,
            None => years.push((of, lines)),
        }
    }
    Ok(years)
}

/// Deletes the lines of a municipality's years before a year, and the reviews of those who have no
/// line left. SQLite overwrites what it frees.
pub fn delete(db: &mut Db, municipality: &str, year: Year, version: i64) -> QueryResult<()> {
    secure(db, "PRAGMA secure_delete = ON")?;
    for (batch, municipality, of, lines, amount) in brought(db, municipality, year)? {
        diesel::insert_into(case_deletions::table)
            .values((
                case_deletions::batch.eq(batch),
                case_deletions::municipality.eq(&municipality),
                case_deletions::year.eq(of),
                case_deletions::lines.eq(lines),
                case_deletions::amount.eq(amount),
                case_deletions::version.eq(version),
            ))
            .execute(db)?;
        let lines = case_lines::table
            .filter(case_lines::batch.eq(batch))
            .filter(case_lines::municipality.eq(&municipality))
            .filter(case_lines::year.eq(of));
        diesel::delete(lines).execute(db)?;
        let costly = costly_cases::table
            .filter(costly_cases::batch.eq(batch))
            .filter(costly_cases::municipality.eq(&municipality))
            .filter(costly_cases::year.eq(of));
        diesel::delete(costly).execute(db)?;
        diesel::delete(case_years::table.find((batch, &municipality, of))).execute(db)?;
    }
    let left = case_lines::table
        .filter(case_lines::municipality.eq(municipality))
        .select(case_lines::pseudonym);
    let reviews = case_reviews::table
        .filter(case_reviews::municipality.eq(municipality))
        .filter(case_reviews::pseudonym.ne_all(left));
    diesel::delete(reviews).execute(db)?;
    secure(db, "PRAGMA secure_delete = OFF")
}

fn brought(db: &mut Db, municipality: &str, year: Year) -> QueryResult<Vec<Brought>> {
    case_years::table
        .filter(case_years::municipality.eq(municipality))
        .filter(case_years::year.lt(year.number()))
        .order((case_years::year, case_years::batch))
        .select(case_years::all_columns)
        .load(db)
}

fn secure(db: &mut Db, pragma: &str) -> QueryResult<()> {
    if let Db::Sqlite(connection) = db {
        diesel::sql_query(pragma).execute(connection)?;
    }
    Ok(())
}
