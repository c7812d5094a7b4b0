//! Attempts to sign in: counted in the database, so that several instances count together.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::{attempts, log_head};

/// Counts the attempts of a subject since a moment.
pub fn count(db: &mut Db, subject: &str, since: &str) -> QueryResult<i64> {
    attempts::table
        .filter(attempts::subject.eq(subject))
        .filter(attempts::at.gt(since))
        .count()
        .get_result(db)
}

/// Adds an attempt.
pub fn add(db: &mut Db, id: &str, subject: &str, at: &str) -> QueryResult<()> {
    diesel::insert_into(attempts::table)
        .values((
            attempts::id.eq(id),
            attempts::subject.eq(subject),
            attempts::at.eq(at),
        ))
        .execute(db)?;
    Ok(())
}

/// Forgets the attempts before a moment: nobody's addresses are kept.
pub fn forget(db: &mut Db, before: &str) -> QueryResult<()> {
    diesel::delete(attempts::table.filter(attempts::at.le(before))).execute(db)?;
    Ok(())
}

/// Waits for whoever counts attempts just now: on PostgreSQL two transactions could both count
/// nine, so they queue for a row's lock. On SQLite every writer queues anyway.
pub fn queue(db: &mut Db) -> QueryResult<()> {
    diesel::update(log_head::table.find(1))
        .set(log_head::number.eq(log_head::number))
        .execute(db)?;
    Ok(())
}
