//! Sessions: a signed-in browser each. Only the hash of what its cookie holds.

use diesel::prelude::*;

use super::users::User;
use crate::storage::Db;
use crate::storage::schema::{sessions, users};

/// One session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: String,
    pub secret_hash: String,
    pub user_id: String,
    /// What the browser is called; of sessions from before names were kept, what it called itself.
    pub agent: String,
    pub created_at: String,
    pub seen_at: String,
    pub expires_at: String,
    pub ended_at: Option<String>,
}

/// Adds a session.
pub fn add(db: &mut Db, session: &Session) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values(session)
        .execute(db)?;
    Ok(())
}

/// The running session of a secret, with its user, when that user is not disabled.
pub fn find(db: &mut Db, secret_hash: &str, now: &str) -> QueryResult<Option<(Session, User)>> {
    sessions::table
        .inner_join(users::table)
        .filter(sessions::secret_hash.eq(secret_hash))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(users::disabled_at.is_null())
        .first(db)
        .optional()
}

/// Whose a session is or was, as long as it is remembered; nobody's when that user is disabled.
pub fn owner(db: &mut Db, secret_hash: &str) -> QueryResult<Option<String>> {
    sessions::table
        .inner_join(users::table)
        .filter(sessions::secret_hash.eq(secret_hash))
        .filter(users::disabled_at.is_null())
        .select(sessions::user_id)
        .first(db)
        .optional()
}

/// The running sessions of a user, the newest first.
pub fn of_user(db: &mut Db, user: &str, now: &str) -> QueryResult<Vec<Session>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .load(db)
}

/// When a user was last seen in a session that began before a moment (RFC 3339, UTC), as long as
/// that session is remembered.
pub fn seen_before(db: &mut Db, user: &str, moment: &str) -> QueryResult<Option<String>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::created_at.lt(moment))
        .select(diesel::dsl::max(sessions::seen_at))
        .first(db)
}

/// Notes when a session was last seen.
pub fn seen(db: &mut Db, id: &str, at: &str) -> QueryResult<()> {
    diesel::update(sessions::table.find(id))
        .set(sessions::seen_at.eq(at))
        .execute(db)?;
    Ok(())
}

/// Ends one session of a user; false when the user has no such running session.
pub fn end(db: &mut Db, user: &str, id: &str, at: &str) -> QueryResult<bool> {
    let changed = diesel::update(sessions::table.find(id))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(at))
        .execute(db)?;
    Ok(changed == 1)
}

/// Ends every session of a user but one.
pub fn end_all_of(db: &mut Db, user: &str, but: &str, at: &str) -> QueryResult<()> {
    diesel::update(sessions::table)
        .filter(sessions::user_id.eq(user))
        .filter(sessions::id.ne(but))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(at))
        .execute(db)?;
    Ok(())
}

/// Forgets the sessions that ran out or were ended before a moment.
pub fn forget(db: &mut Db, before: &str) -> QueryResult<()> {
    diesel::delete(
        sessions::table.filter(
            sessions::expires_at
                .lt(before)
                .or(sessions::ended_at.lt(before)),
        ),
    )
    .execute(db)?;
    Ok(())
}
