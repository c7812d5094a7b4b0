//! Uploads (batches): what came in when, from whom, and whether it was withdrawn.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::batches;

/// One upload as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, Identifiable)]
#[diesel(table_name = batches, primary_key(number))]
pub struct Batch {
    /// The data version that the upload made: "as of" this number shows it and nothing later.
    pub number: i64,
    /// What kind of file: `components`, `price-index`, `population`.
    pub kind: String,
    pub file_name: String,
    /// Hexadecimal SHA-256 of the file.
    pub sha256: String,
    pub bytes: i64,
    pub sheet: Option<String>,
    pub uploaded_by: String,
    /// RFC 3339, UTC.
    pub uploaded_at: String,
    pub rows_in: i64,
    pub rows_kept: i64,
    /// Sum of the money of its rows, in øre (0 where the kind has none); `cockpit check` adds it up again.
    pub sum_money: i64,
    /// Sum of persons (ten-thousandths), inhabitants or index numbers (millionths) of its rows.
    pub sum_quantity: i64,
    /// The receipt as JSON.
    pub receipt: String,
    /// The data version of the withdrawal.
    pub withdrawn_number: Option<i64>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_at: Option<String>,
    pub withdrawn_why: Option<String>,
    /// The municipality whose chef uploaded it; empty for the secretariat's and for reference data.
    pub owner: Option<String>,
}

/// Of uploads, those that hold at a data version: they had come, and were not withdrawn yet.
#[diesel::dsl::auto_type]
pub(in crate::storage) fn holds_at(as_of: i64) -> _ {
    let standing = batches::withdrawn_number
        .is_null()
        .or(batches::withdrawn_number.gt(as_of));
    batches::number.le(as_of).and(standing)
}

/// The numbers of the uploads that hold at a data version.
#[diesel::dsl::auto_type]
pub(in crate::storage) fn holding(as_of: i64) -> _ {
    let standing: holds_at = holds_at(as_of);
    batches::table.filter(standing).select(batches::number)
}

/// The same, read: for rows that are found by something else than their upload.
pub(in crate::storage) fn numbers(db: &mut Db, as_of: i64) -> QueryResult<HashSet<i64>> {
    let numbers: Vec<i64> = holding(as_of).load(db)?;
    Ok(numbers.into_iter().collect())
}

/// Adds an upload.
pub fn add(db: &mut Db, batch: &Batch) -> QueryResult<()> {
    diesel::insert_into(batches::table)
        .values(batch)
        .execute(db)?;
    Ok(())
}

/// Every upload, the newest first.
pub fn all(db: &mut Db) -> QueryResult<Vec<Batch>> {
    batches::table.order(batches::number.desc()).load(db)
}

/// The uploads after a data version, the newest first.
pub fn after(db: &mut Db, number: i64) -> QueryResult<Vec<Batch>> {
    let later = batches::table.filter(batches::number.gt(number));
    later.order(batches::number.desc()).load(db)
}

/// One upload by its number.
pub fn get(db: &mut Db, number: i64) -> QueryResult<Option<Batch>> {
    batches::table.find(number).first(db).optional()
}

/// The upload whose withdrawal made a data version.
pub fn withdrawn_at(db: &mut Db, version: i64) -> QueryResult<Option<Batch>> {
    batches::table
        .filter(batches::withdrawn_number.eq(version))
        .first(db)
        .optional()
}

/// Uploads by their numbers.
pub fn some(db: &mut Db, numbers: &[i64]) -> QueryResult<Vec<Batch>> {
    batches::table
        .filter(batches::number.eq_any(numbers.to_vec()))
        .order(batches::number)
        .load(db)
}

/// The newest standing upload of the same content and kind.
pub fn same_file(db: &mut Db, kind: &str, sha256: &str) -> QueryResult<Option<Batch>> {
    batches::table
        .filter(batches::kind.eq(kind))
        .filter(batches::sha256.eq(sha256))
        .filter(batches::withdrawn_number.is_null())
        .order(batches::number.desc())
        .first(db)
        .optional()
}

/// Marks an upload as withdrawn; false when it is not there or was withdrawn before.
pub fn withdraw(
    db: &mut Db,
    number: i64,
    at_version: i64,
    by: &str,
    at: &str,
    why: &str,
) -> QueryResult<bool> {
    let changed = diesel::update(batches::table.find(number))
        .filter(batches::withdrawn_number.is_null())
        .set((
            batches::withdrawn_number.eq(at_version),
            batches::withdrawn_by.eq(by),
            batches::withdrawn_at.eq(at),
            batches::withdrawn_why.eq(why),
        ))
        .execute(db)?;
    Ok(changed == 1)
}
