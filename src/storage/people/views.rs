//! Pages with their filters that somebody keeps under a name.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::saved_views;

/// One of them as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = saved_views)]
pub struct SavedView {
    pub id: String,
    pub user_id: String,
    /// What its user calls it.
    pub name: String,
    /// The page and its filters.
    pub address: String,
    pub made_at: String,
    pub ended_at: Option<String>,
}

/// Keeps one.
pub fn add(db: &mut Db, view: &SavedView) -> QueryResult<()> {
    diesel::insert_into(saved_views::table)
        .values(view)
        .execute(db)?;
    Ok(())
}

/// Those of a user that have not been ended, the newest first.
pub fn of_user(db: &mut Db, user: &str) -> QueryResult<Vec<SavedView>> {
    saved_views::table
        .filter(saved_views::user_id.eq(user))
        .filter(saved_views::ended_at.is_null())
        .order((saved_views::made_at.desc(), saved_views::id.desc()))
        .load(db)
}

/// Ends one of a user's; false when the user has no such one.
pub fn end(db: &mut Db, user: &str, id: &str, at: &str) -> QueryResult<bool> {
    let changed = diesel::update(saved_views::table.find(id))
        .filter(saved_views::user_id.eq(user))
        .filter(saved_views::ended_at.is_null())
        .set(saved_views::ended_at.eq(at))
        .execute(db)?;
    Ok(changed == 1)
}

/// Ends what a user has under a name.
pub fn end_named(db: &mut Db, user: &str, name: &str, at: &str) -> QueryResult<()> {
    let held = saved_views::table
        .filter(saved_views::user_id.eq(user))
        .filter(saved_views::name.eq(name))
        .filter(saved_views::ended_at.is_null());
    diesel::update(held)
        .set(saved_views::ended_at.eq(at))
        .execute(db)?;
    Ok(())
}
