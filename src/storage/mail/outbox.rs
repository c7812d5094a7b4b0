//! Mails that wait, were sent or were given up, and the secrets of their links.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::storage::Db;
use crate::storage::schema::{mail_answers, mail_links, outbox, users};

/// Causes that are looked for in one query.
const TOGETHER: usize = 500;

/// One mail as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = outbox)]
pub struct Mail {
    /// A UUID; its Message-ID is made of it, and so the same at each attempt.
    pub id: String,
    /// What it is about and why: unique.
    pub cause: String,
    pub user_id: String,
    pub subject: String,
    /// Empty once it was sent.
    pub body: String,
    /// What its link answers without a sign-in.
    pub answers: Option<String>,
    pub queued_at: String,
    /// When it is tried next.
    pub due_at: String,
    /// Attempts that were begun.
    pub attempts: i32,
    /// Until when one process has it.
    pub claimed_until: Option<String>,
    pub sent_at: Option<String>,
    pub given_up_at: Option<String>,
    /// What went wrong last, in Danish; empty when nothing has.
    pub reason: String,
}

/// Adds a mail; false when its cause has one already. The caller holds the lock of writers.
pub fn add(db: &mut Db, mail: &Mail) -> QueryResult<bool> {
    let known = outbox::table.filter(outbox::cause.eq(&mail.cause));
    if known.count().get_result::<i64>(db)? > 0 {
        return Ok(false);
    }
    diesel::insert_into(outbox::table)
        .values(mail)
        .execute(db)?;
    Ok(true)
}

/// Those of some causes that have a mail already.
pub fn known(db: &mut Db, causes: &[&str]) -> QueryResult<HashSet<String>> {
    let mut known = HashSet::new();
    for causes in causes.chunks(TOGETHER) {
        let found: Vec<String> = outbox::table
            .filter(outbox::cause.eq_any(causes.to_vec()))
            .select(outbox::cause)
            .load(db)?;
        known.extend(found);
    }
    Ok(known)
}

/// The mail whose turn it is, and that nobody has.
pub fn next_due(db: &mut Db, now: &str) -> QueryResult<Option<Mail>> {
    outbox::table
        .filter(outbox::sent_at.is_null())
        .filter(outbox::given_up_at.is_null())
        .filter(outbox::due_at.le(now))
        .filter(
            outbox::claimed_until
                .is_null()
                .or(outbox::claimed_until.le(now)),
        )
        .order((outbox::due_at, outbox::id))
        .first(db)
        .optional()
}

/// Takes a mail until a moment; false when somebody else was quicker.
pub fn claim(db: &mut Db, id: &str, now: &str, until: &str) -> QueryResult<bool> {
    let changed = diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::given_up_at.is_null())
        .filter(
            outbox::claimed_until
                .is_null()
                .or(outbox::claimed_until.le(now)),
        )
        .set((
            outbox::claimed_until.eq(until),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// It was sent: its text is forgotten.
pub fn sent(db: &mut Db, id: &str, at: &str) -> QueryResult<()> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::sent_at.eq(at),
            outbox::body.eq(""),
            outbox::reason.eq(""),
            outbox::claimed_until.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(())
}

/// It was not sent, and is tried again at a moment.
pub fn put_off(db: &mut Db, id: &str, due_at: &str, reason: &str) -> QueryResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .set((
            outbox::due_at.eq(due_at),
            outbox::reason.eq(reason),
            outbox::claimed_until.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(())
}

/// It was not sent and is not tried again.
pub fn give_up(db: &mut Db, id: &str, at: &str, reason: &str) -> QueryResult<()> {
    diesel::update(outbox::table.find(id))
        .filter(outbox::sent_at.is_null())
        .set((
            outbox::given_up_at.eq(at),
            outbox::reason.eq(reason),
            outbox::claimed_until.eq(None::<String>),
        ))
        .execute(db)?;
    Ok(())
}

/// Queues one anew that was given up; false when there is no such mail.
pub fn again(db: &mut Db, id: &str, now: &str) -> QueryResult<bool> {
    let changed = diesel::update(outbox::table.find(id))
        .filter(outbox::given_up_at.is_not_null())
        .filter(outbox::sent_at.is_null())
        .set((
            outbox::given_up_at.eq(None::<String>),
            outbox::queued_at.eq(now),
            outbox::due_at.eq(now),
            outbox::attempts.eq(0),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// Those that were not sent, with their receivers' addresses: given up ones first, then the oldest.
pub fn unsent(db: &mut Db, at_most: i64) -> QueryResult<Vec<(Mail, String)>> {
    outbox::table
        .inner_join(users::table)
        .filter(outbox::sent_at.is_null())
        .order((outbox::given_up_at.is_null(), outbox::queued_at, outbox::id))
        .limit(at_most)
        .select((outbox::all_columns, users::email))
        .load(db)
}

/// How many were sent since a moment.
pub fn count_sent(db: &mut Db, since: &str) -> QueryResult<i64> {
    outbox::table
        .filter(outbox::sent_at.gt(since))
        .count()
        .get_result(db)
}

/// Forgets what was sent or given up before a moment, and links that had run out by then.
pub fn forget(db: &mut Db, before: &str) -> QueryResult<()> {
    let ended = outbox::table
        .filter(
            outbox::sent_at
                .le(before)
                .or(outbox::given_up_at.le(before)),
        )
        .select(outbox::id);
    let links = mail_links::mail.eq_any(ended);
    diesel::delete(mail_links::table.filter(mail_links::expires_at.le(before).or(links)))
        .execute(db)?;
    let answers = mail_answers::mail.eq_any(ended);
    diesel::delete(mail_answers::table.filter(answers)).execute(db)?;
    let ended = outbox::sent_at
        .le(before)
        .or(outbox::given_up_at.le(before));
    diesel::delete(outbox::table.filter(ended)).execute(db)?;
    Ok(())
}

/// Keeps the hash of the secret of a mail's link.
pub fn add_link(
    db: &mut Db,
    secret_hash: &str,
    mail: &str,
    made_at: &str,
    expires_at: &str,
) -> QueryResult<()> {
    diesel::insert_into(mail_links::table)
        .values((
            mail_links::secret_hash.eq(secret_hash),
            mail_links::mail.eq(mail),
            mail_links::made_at.eq(made_at),
            mail_links::expires_at.eq(expires_at),
        ))
        .execute(db)?;
    Ok(())
}

/// The mail that a secret belongs to, and when the secret runs out.
pub fn of_link(db: &mut Db, secret_hash: &str) -> QueryResult<Option<(Mail, String)>> {
    mail_links::table
        .inner_join(outbox::table)
        .filter(mail_links::secret_hash.eq(secret_hash))
        .select((outbox::all_columns, mail_links::expires_at))
        .first(db)
        .optional()
}
