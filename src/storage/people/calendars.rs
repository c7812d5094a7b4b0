//! Secret addresses of calendars, which programs fetch without a sign-in. Only their hashes.

use diesel::prelude::*;

use super::users::User;
use crate::storage::Db;
use crate::storage::schema::{calendars, users};

/// One address as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = calendars)]
pub struct Calendar {
    pub id: String,
    pub secret_hash: String,
    pub user_id: String,
    /// What it is a calendar of.
    pub kind: String,
    pub made_at: String,
    pub ended_at: Option<String>,
}

/// Adds an address.
pub fn add(db: &mut Db, calendar: &Calendar) -> QueryResult<()> {
    diesel::insert_into(calendars::table)
        .values(calendar)
        .execute(db)?;
    Ok(())
}

/// Whose calendar of a kind a secret opens: of a user who is not disabled, as long as the address was not
/// ended.
pub fn owner(db: &mut Db, secret_hash: &str, kind: &str) -> QueryResult<Option<User>> {
    calendars::table
        .inner_join(users::table)
        .filter(calendars::secret_hash.eq(secret_hash))
        .filter(calendars::kind.eq(kind))
        .filter(calendars::ended_at.is_null())
        .filter(users::disabled_at.is_null())
        .select(users::all_columns)
        .first(db)
        .optional()
}

/// When the user's address of a kind was made; none when there is none that holds.
pub fn of_user(db: &mut Db, user: &str, kind: &str) -> QueryResult<Option<String>> {
    calendars::table
        .filter(calendars::user_id.eq(user))
        .filter(calendars::kind.eq(kind))
        .filter(calendars::ended_at.is_null())
        .order(calendars::made_at.desc())
        .select(calendars::made_at)
        .first(db)
        .optional()
}

/// Ends every address of a user.
pub fn end_all_of(db: &mut Db, user: &str, at: &str) -> QueryResult<()> {
    diesel::update(calendars::table)
        .filter(calendars::user_id.eq(user))
        .filter(calendars::ended_at.is_null())
        .set(calendars::ended_at.eq(at))
        .execute(db)?;
    Ok(())
}

/// Ends the user's addresses of a kind; false when there is none that holds.
pub fn end(db: &mut Db, user: &str, kind: &str, at: &str) -> QueryResult<bool> {
    let held = calendars::table
        .filter(calendars::user_id.eq(user))
        .filter(calendars::kind.eq(kind))
        .filter(calendars::ended_at.is_null());
    let changed = diesel::update(held)
        .set(calendars::ended_at.eq(at))
        .execute(db)?;
    Ok(changed > 0)
}
