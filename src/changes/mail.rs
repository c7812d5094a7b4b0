//! The outbox: a mail is queued in the transaction of what causes it, taken by one process at a
//! time, and sent, put off or given up.
//!
//! The text of a mail that was sent is forgotten. The secret of its link is made when it is taken,
//! so that only its hash is ever stored.

use crate::chance::Chance;
use crate::changes::actor::{Actor, Done, record};
use crate::clock::Clock;
use crate::domain::mail::{
    CLAIM_SECONDS, DAYS_TO_KEEP, DAYS_TO_WAIT, Failure, LINK_DAYS, Letter, SECRET, wait_after,
};
use crate::storage::data::log::{self, Action};
use crate::storage::mail::{self as stored, Mail};
use crate::storage::people::users;
use crate::storage::{Db, QueryResult, Store, StoreError};

const DAY: i64 = 24 * 3600;

/// Queues a mail in the transaction of what causes it; false when its cause was queued before. The
/// caller holds the lock of writers, as every change does.
///
/// # Errors
/// The database's own.
pub fn queue(db: &mut Db, clock: Clock, chance: Chance, letter: &Letter) -> QueryResult<bool> {
    let now = clock.now_text();
    stored::add(
        db,
        &Mail {
            id: chance.id(clock),
            cause: letter.cause.to_owned(),
            user_id: letter.user.to_owned(),
            subject: letter.subject.to_owned(),
            body: letter.body.to_owned(),
            answers: letter.answers.map(str::to_owned),
            queued_at: now.clone(),
            due_at: now,
            attempts: 0,
            claimed_until: None,
            sent_at: None,
            given_up_at: None,
            reason: String::new(),
        },
    )
}

/// A mail that is to be queued when its time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Id of the user it is for.
    pub user: String,
    pub cause: String,
    pub subject: String,
    pub body: String,
    pub answers: Option<String>,
}

/// Queues those whose cause has no mail yet; returns how many. What is due is found twice: without a lock,
/// where most of the time nothing is new, and under it, so that two processes queue a mail once.
///
/// # Errors
/// The database's own.
pub fn queue_all(
    store: &Store,
    clock: Clock,
    chance: Chance,
    due: impl Fn(&mut Db) -> QueryResult<Vec<Draft>>,
) -> Result<usize, StoreError> {
    let any = store.read(|db| {
        let drafts = due(db)?;
        let causes: Vec<&str> = drafts.iter().map(|draft| draft.cause.as_str()).collect();
        let known = stored::known(db, &causes)?;
        Ok::<_, StoreError>(causes.iter().any(|cause| !known.contains(*cause)))
    })?;
    if !any {
        return Ok(0);
    }
    store.write(|db| {
        log::queue(db)?;
        let mut queued = 0;
        for draft in due(db)? {
            let letter = Letter {
                user: &draft.user,
                cause: &draft.cause,
                subject: &draft.subject,
                body: &draft.body,
                answers: draft.answers.as_deref(),
            };
            queued += usize::from(queue(db, clock, chance, &letter)?);
        }
        Ok(queued)
    })
}

/// A mail that this process has for [`CLAIM_SECONDS`], ready to be sent. It has no debug form, which
/// would hold address and secret.
pub struct Taken {
    /// The same at each attempt: its Message-ID is made of it.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    /// Id of the user it is for.
    pub user: String,
    /// What its link answers without a sign-in.
    pub answers: Option<String>,
    /// Which attempt this is, from 1.
    pub attempt: i32,
}

/// Takes the mail whose turn it is. Those that have waited too long, and those of users who are
/// shut out, are given up on the way.
///
/// # Errors
/// The database's own.
pub fn take(store: &Store, clock: Clock, chance: Chance) -> Result<Option<Taken>, StoreError> {
    let now = clock.now_text();
    // Nothing waits, most of the time: that costs a read, no lock.
    if store
        .read(|db| Ok::<_, StoreError>(stored::next_due(db, &now)?))?
        .is_none()
    {
        return Ok(None);
    }
    store.write(|db| {
        log::queue(db)?;
        while let Some(mail) = stored::next_due(db, &now)? {
            let user = users::get(db, &mail.user_id)?.filter(|user| !user.is_disabled());
            let Some(user) = user else {
                stored::give_up(db, &mail.id, &now, "Modtagerens konto er spærret.")?;
                continue;
            };
            if mail.queued_at < clock.text_after(-DAYS_TO_WAIT * DAY) {
                let words = format!(
                    "Den nåede ikke af sted inden for {DAYS_TO_WAIT} dage. {}",
                    mail.reason
                );
                stored::give_up(db, &mail.id, &now, words.trim())?;
                continue;
            }
            if stored::claim(db, &mail.id, &now, &clock.text_after(CLAIM_SECONDS))? {
                return Ok(Some(written(db, clock, chance, mail, user.email)?));
            }
        }
        Ok(None)
    })
}

/// The mail with the secret of its link.
fn written(
    db: &mut Db,
    clock: Clock,
    chance: Chance,
    mail: Mail,
    to: String,
) -> QueryResult<Taken> {
    let body = if mail.body.contains(SECRET) {
        let secret = chance.secret();
        let ends = clock.text_after(LINK_DAYS * DAY);
        stored::add_link(db, &secret.hash(), &mail.id, &clock.now_text(), &ends)?;
        mail.body.replace(SECRET, secret.reveal())
    } else {
        mail.body
    };
    Ok(Taken {
        id: mail.id,
        to,
        subject: mail.subject,
        body,
        user: mail.user_id,
        answers: mail.answers,
        attempt: mail.attempts + 1,
    })
}

/// Keeps that a mail was sent.
///
/// # Errors
/// The database's own.
pub fn sent(store: &Store, clock: Clock, mail: &Taken) -> Result<(), StoreError> {
    store.write(|db| Ok(stored::sent(db, &mail.id, &clock.now_text())?))
}

/// Keeps that a mail was not sent: it is tried again later, or given up. Tells whether it is given up.
///
/// # Errors
/// The database's own.
pub fn failed(
    store: &Store,
    clock: Clock,
    mail: &Taken,
    failure: &Failure,
) -> Result<bool, StoreError> {
    let wait = wait_after(mail.attempt).filter(|_| !failure.lasting);
    store.write(|db| {
        match wait {
            Some(wait) => stored::put_off(db, &mail.id, &clock.text_after(wait), &failure.reason)?,
            None => stored::give_up(db, &mail.id, &clock.now_text(), &failure.reason)?,
        }
        Ok(wait.is_none())
    })
}

/// Gives a mail up that has nothing to tell any more, with the reason in Danish.
///
/// # Errors
/// The database's own.
pub fn tells_nothing(store: &Store, clock: Clock, mail: &Taken) -> Result<(), StoreError> {
    let words = "Der var ikke længere noget, modtageren må se, da den skulle sendes.";
    store.write(|db| Ok(stored::give_up(db, &mail.id, &clock.now_text(), words)?))
}

/// Forgets what is older than it is kept.
///
/// # Errors
/// The database's own.
pub fn forget_old(store: &Store, clock: Clock) -> Result<(), StoreError> {
    let before = clock.text_after(-DAYS_TO_KEEP * DAY);
    store.write(|db| Ok(stored::forget(db, &before)?))
}

/// Queues one anew that was given up; false when there is no such mail.
///
/// # Errors
/// The database's own.
pub fn again(store: &Store, actor: &Actor, id: &str) -> Result<bool, StoreError> {
    record(store, actor, Action::QueuedMail, |db, at| {
        Ok::<_, StoreError>(if stored::again(db, id, at)? {
            Done::new(true, id, "igen")
        } else {
            Done::nothing(false)
        })
    })
}

/// Queues a mail to oneself, to see whether mails come through.
///
/// # Errors
/// The database's own.
pub fn try_out(store: &Store, actor: &Actor, user: &str) -> Result<(), StoreError> {
    record(store, actor, Action::QueuedMail, |db, at| {
        let letter = Letter {
            user,
            cause: &format!("try_out:{}", actor.new_id()),
            subject: "Prøve fra omkostningscockpittet",
            body: "Denne mail er sendt for at se, om mails fra omkostningscockpittet kommer frem.\n\
                   Du kan ikke svare på den.\n",
            answers: None,
        };
        queue(db, actor.clock, actor.chance, &letter)?;
        Ok::<_, StoreError>(Done::new((), "prøve", at))
    })
}
