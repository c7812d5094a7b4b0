//! Which mails somebody wants; who has said nothing has no row.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::storage::schema::mail_wishes;
use crate::storage::{Db, yes_no};

/// What one user has said, by the key of the kind.
pub fn of_user(db: &mut Db, user: &str) -> QueryResult<HashMap<String, bool>> {
    let rows: Vec<(String, String)> = mail_wishes::table
        .filter(mail_wishes::user_id.eq(user))
        .select((mail_wishes::kind, mail_wishes::wanted))
        .load(db)?;
    Ok(said(rows))
}

/// What everybody has said of one kind, by user.
pub fn of_kind(db: &mut Db, kind: &str) -> QueryResult<HashMap<String, bool>> {
    let rows: Vec<(String, String)> = mail_wishes::table
        .filter(mail_wishes::kind.eq(kind))
        .select((mail_wishes::user_id, mail_wishes::wanted))
        .load(db)?;
    Ok(said(rows))
}

fn said(rows: Vec<(String, String)>) -> HashMap<String, bool> {
    let rows = rows.into_iter();
    rows.map(|(key, wanted)| (key, wanted == yes_no(true)))
        .collect()
}

/// Keeps what somebody wants, instead of what was said before. The caller holds the lock of writers.
pub fn set(db: &mut Db, user: &str, kind: &str, wanted: bool) -> QueryResult<()> {
    diesel::delete(mail_wishes::table.find((user, kind))).execute(db)?;
    diesel::insert_into(mail_wishes::table)
        .values((
            mail_wishes::user_id.eq(user),
            mail_wishes::kind.eq(kind),
            mail_wishes::wanted.eq(yes_no(wanted)),
        ))
        .execute(db)?;
    Ok(())
}
