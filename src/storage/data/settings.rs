//! Settings of the database itself: small texts by key.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::settings;

/// Set to "yes" by `cockpit demo`: every page and file is marked SYNTETISKE DATA.
pub const SYNTHETIC: &str = "synthetic";

/// The value of a setting.
pub fn get(db: &mut Db, key: &str) -> QueryResult<Option<String>> {
    settings::table
        .find(key)
        .select(settings::value)
        .first(db)
        .optional()
}

/// Sets a setting, whether or not it was there.
pub fn set(db: &mut Db, key: &str, value: &str) -> QueryResult<()> {
    let changed = diesel::update(settings::table.find(key))
        .set(settings::value.eq(value))
        .execute(db)?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::key.eq(key), settings::value.eq(value)))
            .execute(db)?;
    }
    Ok(())
}

/// Whether any of the data is made up.
pub fn is_synthetic(db: &mut Db) -> QueryResult<bool> {
    Ok(get(db, SYNTHETIC)?.is_some())
}
