//! The second factor of local accounts: secrets, recovery codes, sign-ins that wait for their code.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::{half_sign_ins, recovery_codes, second_factors};

/// The second factor of a user. It has no debug form, which would hold the secret.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = second_factors)]
pub struct Factor {
    pub user_id: String,
    /// In base 32, as the user's program reads it.
    pub secret: String,
    /// When its first code was right (RFC 3339, UTC); until then it is no factor.
    pub confirmed_at: Option<String>,
    /// The newest step whose code was taken: none of it or before is taken again.
    pub last_step: i64,
    /// Wrong codes in a row.
    pub wrong: i32,
    /// No code is taken before this moment.
    pub waits_until: Option<String>,
}

/// The factor of a user, confirmed or not.
pub fn of_user(db: &mut Db, user: &str) -> QueryResult<Option<Factor>> {
    second_factors::table.find(user).first(db).optional()
}

/// Keeps a factor, instead of what was kept. The caller holds the lock of writers.
pub fn set(db: &mut Db, factor: &Factor) -> QueryResult<()> {
    diesel::delete(second_factors::table.find(&factor.user_id)).execute(db)?;
    diesel::insert_into(second_factors::table)
        .values(factor)
        .execute(db)?;
    Ok(())
}

/// Forgets a user's factor and recovery codes; false when there was no factor.
pub fn forget(db: &mut Db, user: &str) -> QueryResult<bool> {
    forget_codes(db, user)?;
    Ok(diesel::delete(second_factors::table.find(user)).execute(db)? == 1)
}

/// Adds a recovery code by its hash.
pub fn add_code(db: &mut Db, user: &str, hash: &str) -> QueryResult<()> {
    diesel::insert_into(recovery_codes::table)
        .values((
            recovery_codes::code_hash.eq(hash),
            recovery_codes::user_id.eq(user),
        ))
        .execute(db)?;
    Ok(())
}

/// Uses a recovery code of a user; false when there is none of that hash that was not used.
pub fn use_code(db: &mut Db, user: &str, hash: &str, at: &str) -> QueryResult<bool> {
    let own = recovery_codes::table
        .filter(recovery_codes::code_hash.eq(hash))
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(own)
        .set(recovery_codes::used_at.eq(at))
        .execute(db)?
        == 1)
}

/// How many recovery codes of a user were not used.
pub fn codes_left(db: &mut Db, user: &str) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(db)
}

/// Forgets the recovery codes of a user.
pub fn forget_codes(db: &mut Db, user: &str) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(db)?;
    Ok(())
}

/// Adds a sign-in that waits for its code, and forgets those that ran out.
pub fn add_half(
    db: &mut Db,
    hash: &str,
    (user, way): (&str, &str),
    (now, expires_at): (&str, &str),
) -> QueryResult<()> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::expires_at.le(now))).execute(db)?;
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::secret_hash.eq(hash),
            half_sign_ins::user_id.eq(user),
            half_sign_ins::way.eq(way),
            half_sign_ins::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Whose a sign-in is that waits for its code, and how it began.
pub fn half(db: &mut Db, hash: &str, now: &str) -> QueryResult<Option<(String, String)>> {
    half_sign_ins::table
        .find(hash)
        .filter(half_sign_ins::expires_at.gt(now))
        .select((half_sign_ins::user_id, half_sign_ins::way))
        .first(db)
        .optional()
}

/// Ends every sign-in of a user that waits for its code.
pub fn end_halves_of(db: &mut Db, user: &str) -> QueryResult<()> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::user_id.eq(user))).execute(db)?;
    Ok(())
}
