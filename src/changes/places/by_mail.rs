//! The links of a reminder: "unchanged" and "closed" without a sign-in. One answer a mail, about one entry,
//! in the name of whoever got the mail, as long as that one might do the same signed in.

use thiserror::Error;

use super::reminders::entry_of;
use super::{PlaceError, assert_own, confirm, offer, steps};
use crate::chance::{Chance, hash};
use crate::changes::actor::{Done, change};
use crate::changes::people::{Identity, wishes};
use crate::clock::Clock;
use crate::domain::offers::Offer;
use crate::domain::people::Right;
use crate::domain::places::Entry;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::mail::{answers, of_link};
use crate::storage::places;
use crate::storage::{self, Db, QueryError, Store, StoreError};

/// What a link says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is as it says (uændret).
    Unchanged,
    /// Nothing is vacant any more (lukket).
    Closed,
}

impl Answer {
    /// The key in addresses and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Answer::Unchanged => "uaendret",
            Answer::Closed => "lukket",
        }
    }

    pub fn from_key(key: &str) -> Option<Answer> {
        let all = [Answer::Unchanged, Answer::Closed];
        all.into_iter().find(|answer| answer.key() == key)
    }
}

/// What a link asks.
#[derive(Debug, Clone)]
pub struct Question {
    pub entry: Entry,
    pub offer: Offer,
    mail: String,
    who: Identity,
}

/// Why a link does nothing.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Made up, tampered with, or forgotten long ago: nobody is told which.
    #[error("no such link")]
    Unknown,
    #[error("the link has run out")]
    Expired,
    /// The account is shut out, or may not change the entry any more.
    #[error("the receiver may not answer any more")]
    ShutOut,
    /// It was used: what was said, and when (RFC 3339, UTC).
    #[error("the mail was answered")]
    Answered { answer: Option<Answer>, at: String },
    /// The entry is taken back with the upload that it came with.
    #[error("the entry is gone")]
    Gone,
    /// Nothing is vacant any more.
    #[error("the entry has ended")]
    Ended(Box<Entry>),
    /// What is refused to others too: it was changed since the page was shown.
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// What a link asks, as long as it can be answered. Looking uses nothing up.
///
/// # Errors
/// [`LinkError`]
pub fn look_at(db: &mut Db, clock: Clock, secret: &str) -> Result<Question, LinkError> {
    let (mail, expires) = of_link(db, &hash(secret))?.ok_or(LinkError::Unknown)?;
    let id = mail.answers.as_deref().and_then(entry_of);
    let id = id.ok_or(LinkError::Unknown)?;
    if expires <= clock.now_text() {
        return Err(LinkError::Expired);
    }
    let who = wishes::by_mail(db, &mail.user_id)?;
    let who = who.filter(|who| who.may(Right::LogPlaces));
    let who = who.ok_or(LinkError::ShutOut)?;
    if let Some((answer, at)) = answers::of_mail(db, &mail.id)? {
        let answer = Answer::from_key(&answer);
        return Err(LinkError::Answered { answer, at });
    }
    let now = storage::version(db)?;
    let entry = places::get(db, id, now)?.ok_or(LinkError::Gone)?;
    let offer = offer(db, &entry.about.offer_id)?.ok_or(LinkError::Gone)?;
    let actor = who.actor(clock, Chance::system());
    match assert_own(db, &actor, &offer) {
        Err(PlaceError::Anothers(_)) => return Err(LinkError::ShutOut),
        other => other?,
    }
    let ends = entry.timeline().ends();
    if ends.is_some_and(|end| end <= clock.today()) {
        return Err(LinkError::Ended(Box::new(entry)));
    }
    Ok(Question {
        entry,
        offer,
        mail: mail.id,
        who,
    })
}

/// Keeps an answer, and does what it says. `seen` is the data version of the newest step that the page
/// showed.
///
/// # Errors
/// [`LinkError`]; then the link is as good as before.
pub fn answer(
    store: &Store,
    (clock, chance): (Clock, Chance),
    (secret, answer): (&str, Answer),
    seen: Option<i64>,
) -> Result<Entry, LinkError> {
    let who = store.read(|db| look_at(db, clock, secret))?.who;
    let actor = who.actor(clock, chance);
    let what = (What::Vacancy, Action::ChangedVacancy);
    change(store, &actor, what, |db, made| {
        // Looked at again: another press may have come meanwhile.
        let question = look_at(db, clock, secret)?;
        answers::add(db, &question.mail, answer.key(), made.at)?;
        let id = question.entry.id;
        let done: Done<Entry> = match answer {
            Answer::Unchanged => confirm::within(db, (&actor, made), id, seen, VIA)?,
            Answer::Closed => steps::close_within(db, (&actor, made), id, seen, VIA)?,
        };
        Ok(done)
    })
}

/// How the log tells that it was done by the link of a mail.
const VIA: &str = ", via mail";
