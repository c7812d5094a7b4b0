//! One-time links: the first administrator's, invitations, new passwords. Only their hashes.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::links;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator.
    First,
    /// Lets an invited user choose name and password.
    Invitation,
    /// Lets a user choose a new password.
    Password,
}

impl Purpose {
    const fn key(self) -> &'static str {
        match self {
            Purpose::First => "first",
            Purpose::Invitation => "invitation",
            Purpose::Password => "password",
        }
    }

    fn from_key(key: &str) -> Option<Purpose> {
        [Purpose::First, Purpose::Invitation, Purpose::Password]
            .into_iter()
            .find(|purpose| purpose.key() == key)
    }
}

/// Adds a link, and ends the earlier ones of the same purpose and user.
pub fn add(
    db: &mut Db,
    hash: &str,
    purpose: Purpose,
    user: Option<&str>,
    now: &str,
    expires_at: &str,
) -> QueryResult<()> {
    match user {
        Some(user) => end_all_of(db, user)?,
        None => {
            diesel::delete(links::table.filter(links::user_id.is_null())).execute(db)?;
        }
    }
    diesel::insert_into(links::table)
        .values((
            links::secret_hash.eq(hash),
            links::kind.eq(purpose.key()),
            links::user_id.eq(user),
            links::created_at.eq(now),
            links::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// What an unused link that has not run out is for, and for whom.
pub fn usable(
    db: &mut Db,
    hash: &str,
    now: &str,
) -> QueryResult<Option<(Purpose, Option<String>)>> {
    let row: Option<(String, Option<String>)> = links::table
        .find(hash)
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now))
        .select((links::kind, links::user_id))
        .first(db)
        .optional()?;
    Ok(row.and_then(|(kind, user)| Some((Purpose::from_key(&kind)?, user))))
}

/// Uses a link up; false when somebody else was quicker.
pub fn consume(db: &mut Db, hash: &str, now: &str) -> QueryResult<bool> {
    let changed = diesel::update(links::table.find(hash))
        .filter(links::used_at.is_null())
        .set(links::used_at.eq(now))
        .execute(db)?;
    Ok(changed == 1)
}

/// Ends every link of a user.
pub fn end_all_of(db: &mut Db, user: &str) -> QueryResult<()> {
    diesel::delete(links::table.filter(links::user_id.eq(user))).execute(db)?;
    Ok(())
}
