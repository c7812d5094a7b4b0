//! API tokens: for scripts, with the rights of their user. Only their hashes.

use diesel::prelude::*;

use super::users::User;
use crate::storage::Db;
use crate::storage::schema::{tokens, users};

/// One token as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = tokens)]
pub struct Token {
    pub id: String,
    pub secret_hash: String,
    pub user_id: String,
    /// What its user calls it.
    pub name: String,
    pub created_at: String,
    pub expires_at: String,
    /// When it was last used.
    pub seen_at: Option<String>,
    pub ended_at: Option<String>,
}

/// Adds a token.
pub fn add(db: &mut Db, token: &Token) -> QueryResult<()> {
    diesel::insert_into(tokens::table)
        .values(token)
        .execute(db)?;
    Ok(())
}

/// The token of a secret that has not run out, with its user, when that user is not disabled.
pub fn find(db: &mut Db, secret_hash: &str, now: &str) -> QueryResult<Option<(Token, User)>> {
    tokens::table
        .inner_join(users::table)
        .filter(tokens::secret_hash.eq(secret_hash))
        .filter(tokens::ended_at.is_null())
        .filter(tokens::expires_at.gt(now))
        .filter(users::disabled_at.is_null())
        .first(db)
        .optional()
}

/// The tokens of a user that have not been ended, the newest first.
pub fn of_user(db: &mut Db, user: &str) -> QueryResult<Vec<Token>> {
    tokens::table
        .filter(tokens::user_id.eq(user))
        .filter(tokens::ended_at.is_null())
        .order((tokens::created_at.desc(), tokens::id.desc()))
        .load(db)
}

/// Notes when a token was last used.
pub fn seen(db: &mut Db, id: &str, at: &str) -> QueryResult<()> {
    diesel::update(tokens::table.find(id))
        .set(tokens::seen_at.eq(at))
        .execute(db)?;
    Ok(())
}

/// Ends one token of a user; false when the user has no such token.
pub fn end(db: &mut Db, user: &str, id: &str, at: &str) -> QueryResult<bool> {
    let changed = diesel::update(tokens::table.find(id))
        .filter(tokens::user_id.eq(user))
        .filter(tokens::ended_at.is_null())
        .set(tokens::ended_at.eq(at))
        .execute(db)?;
    Ok(changed == 1)
}

/// Ends every token of a user.
pub fn end_all_of(db: &mut Db, user: &str, at: &str) -> QueryResult<()> {
    diesel::update(tokens::table)
        .filter(tokens::user_id.eq(user))
        .filter(tokens::ended_at.is_null())
        .set(tokens::ended_at.eq(at))
        .execute(db)?;
    Ok(())
}
