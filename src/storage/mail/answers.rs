//! What was answered by the link of a mail, without a sign-in: one answer a mail.

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::mail_answers;

/// Keeps an answer. The caller holds the lock of writers and has seen that there is none.
pub fn add(db: &mut Db, mail: &str, answer: &str, at: &str) -> QueryResult<()> {
    diesel::insert_into(mail_answers::table)
        .values((
            mail_answers::mail.eq(mail),
            mail_answers::answer.eq(answer),
            mail_answers::answered_at.eq(at),
        ))
        .execute(db)?;
    Ok(())
}

/// What a mail was answered with, and when (RFC 3339, UTC).
pub fn of_mail(db: &mut Db, mail: &str) -> QueryResult<Option<(String, String)>> {
    mail_answers::table
        .find(mail)
        .select((mail_answers::answer, mail_answers::answered_at))
        .first(db)
        .optional()
}
