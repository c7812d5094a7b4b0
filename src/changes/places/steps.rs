//! A word more about an entry: another number, reserved, taken, closed, free again.
//!
//! A form carries the data version of the newest step that it showed. When another one is there
//! since, nothing is written: the second editor sees what the first did, and decides.

use jiff::civil::Date;

use super::log::{Reads, after, fits, step, told};
use super::{PlaceError, assert_own, fields, offer};
use crate::changes::actor::{Actor, Done, Made, change};
use crate::changes::texts::optional;
use crate::domain::offers::Offer;
use crate::domain::places::{Act, Entry, State, Terms};
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::offers::target_groups;
use crate::storage::places::{self, Wanted};
use crate::storage::{Db, Store};

/// What is said of an entry, as it is written.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The data version of the newest step that was seen; `None` of one who saw none, as a link in
    /// a mail.
    pub seen: Option<i64>,
    /// The day it holds from; empty for today.
    pub on: String,
}

/// What may be changed of an entry, as it is written.
#[derive(Debug, Clone, Default)]
pub struct Rewritten {
    pub places: String,
    pub from: String,
    pub to: String,
    pub target_groups: Vec<String>,
    pub staffed: String,
    pub reason: String,
    pub contact: String,
    pub rent: String,
}

/// What a step makes of an entry: the day it holds from, and what is said.
type Word = (Date, Terms);

/// Changes the number, the days or what else is said. A number holds from the day that is said;
/// words alone take back nothing that was said of later days.
///
/// # Errors
/// [`PlaceError`]
pub fn rewrite(
    store: &Store,
    actor: &Actor,
    id: i64,
    said: &Said,
    new: &Rewritten,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    take(
        store,
        actor,
        (id, said),
        Act::Changed,
        |db, entry, offer| {
            let old = entry.terms();
            let from =
                fields::day_or_none(fields::FROM, &new.from, reads.date)?.unwrap_or(old.from);
            let to = fields::day_or_none(fields::TO, &new.to, reads.date)?;
            let terms = Terms {
                from,
                to: to.map(|to| after(to, from)).transpose()?,
                places: fields::places(&new.places)?,
                target_groups: fields::target_groups(
                    &new.target_groups,
                    offer,
                    &target_groups::all(db)?,
                )?,
                staffed: fields::staffed(&new.staffed)?,
                reason: optional(fields::REASON, &new.reason)?,
                contact: optional(fields::CONTACT, &new.contact)?,
                rent: fields::rent(entry.about.kind, &new.rent, reads.numbers)?,
                ..old.clone()
            };
            let on = if terms.places == old.places {
                entry.newest.on
            } else {
                holds_from(actor, entry, said, reads)?
            };
            Ok((on, terms))
        },
    )
}

/// Reserves it for a municipality, by code or name.
///
/// # Errors
/// [`PlaceError`]
pub fn reserve(
    store: &Store,
    actor: &Actor,
    id: i64,
    said: &Said,
    municipality: &str,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    take(store, actor, (id, said), Act::Reserved, |db, entry, _| {
        let code = fields::municipality(municipality, &areas::all(db)?)?;
        let terms = Terms {
            state: State::Reserved,
            reserved_for: Some(code),
            ..entry.terms().clone()
        };
        Ok((holds_from(actor, entry, said, reads)?, terms))
    })
}

/// Some or all of its places are taken; the others stay vacant.
///
/// # Errors
/// [`PlaceError`]
pub fn taken(
    store: &Store,
    actor: &Actor,
    id: i64,
    said: &Said,
    places: &str,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    take(store, actor, (id, said), Act::Taken, |_, entry, _| {
        let old = entry.terms();
        let count = fields::places(places)?;
        let left = old.places - count;
        let terms = match left {
            ..0 => {
                let words = format!("Der er kun {} at tage. Skriv et mindre antal.", old.places);
                return Err(fields::PLACES.fault(words).into());
            }
            0 => Terms {
                state: State::Taken,
                ..old.clone()
            },
            left => Terms {
                places: left,
                state: State::Free,
                reserved_for: None,
                ..old.clone()
            },
        };
        Ok((holds_from(actor, entry, said, reads)?, terms))
    })
}

/// It is not offered any more, without being taken.
///
/// # Errors
/// [`PlaceError`]
pub fn close(
    store: &Store,
    actor: &Actor,
    id: i64,
    said: &Said,
    reason: &str,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    take(store, actor, (id, said), Act::Closed, |_, entry, _| {
        let reason = optional(fields::REASON, reason)?;
        let on = holds_from(actor, entry, said, reads)?;
        Ok((on, closed(entry, reason)))
    })
}

fn closed(entry: &Entry, reason: String) -> Terms {
    let old = entry.terms();
    Terms {
        state: State::Closed,
        reason: if reason.is_empty() {
            old.reason.clone()
        } else {
            reason
        },
        ..old.clone()
    }
}

/// Closes it from today on, within a change; `via` is what the log adds.
pub(super) fn close_within(
    db: &mut Db,
    by: (&Actor, &Made<'_>),
    id: i64,
    seen: Option<i64>,
    via: &str,
) -> Result<Done<Entry>, PlaceError> {
    within(db, by, (id, seen), (Act::Closed, via), |_, entry, _| {
        let on = by.0.today().max(entry.from());
        Ok((on, closed(entry, String::new())))
    })
}

/// It is free again: no longer reserved, or taken or closed by mistake.
///
/// # Errors
/// [`PlaceError`]
pub fn free(
    store: &Store,
    actor: &Actor,
    id: i64,
    said: &Said,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    take(store, actor, (id, said), Act::Freed, |_, entry, _| {
        let on = holds_from(actor, entry, said, reads)?;
        let terms = Terms {
            state: State::Free,
            reserved_for: None,
            // A last day that has passed would end it again at once.
            to: entry.terms().to.filter(|to| *to > on),
            ..entry.terms().clone()
        };
        Ok((on, terms))
    })
}

/// The day that a word holds from: today where none is said, and not before the first day.
fn holds_from(actor: &Actor, entry: &Entry, said: &Said, reads: Reads) -> Result<Date, PlaceError> {
    let on = fields::day_or_none(fields::ON, &said.on, reads.date)?;
    match on {
        Some(on) if on < entry.from() => {
            let words =
                "Skriv en dag, hvor der er ledigt, eller ret først den dag, der er ledigt fra.";
            Err(fields::ON.fault(words).into())
        }
        Some(on) => Ok(on),
        None => Ok(actor.today().max(entry.from())),
    }
}

/// Writes one step, or nothing.
fn take(
    store: &Store,
    actor: &Actor,
    (id, said): (i64, &Said),
    act: Act,
    word: impl FnOnce(&mut Db, &Entry, &Offer) -> Result<Word, PlaceError>,
) -> Result<Entry, PlaceError> {
    let what = (What::Vacancy, Action::ChangedVacancy);
    change(store, actor, what, |db, made| {
        within(db, (actor, made), (id, said.seen), (act, ""), word)
    })
}

fn within(
    db: &mut Db,
    (actor, made): (&Actor, &Made<'_>),
    (id, seen): (i64, Option<i64>),
    (act, via): (Act, &str),
    word: impl FnOnce(&mut Db, &Entry, &Offer) -> Result<Word, PlaceError>,
) -> Result<Done<Entry>, PlaceError> {
    let entry = places::get(db, id, made.version)?.ok_or(PlaceError::NoSuchEntry)?;
    let offer = offer(db, &entry.about.offer_id)?.ok_or(PlaceError::NoSuchEntry)?;
    assert_own(db, actor, &offer)?;
    if seen.is_some_and(|seen| seen != entry.version()) {
        return Err(PlaceError::ChangedMeanwhile(Box::new(entry)));
    }
    if act != Act::Freed && !entry.terms().state.is_open() {
        return Err(PlaceError::Ended);
    }
    let (on, terms) = word(db, &entry, &offer)?;
    let mut next = entry;
    let newest = step(actor, made, act, on, terms);
    let before = std::mem::replace(&mut next.newest, newest);
    next.earlier.push(before);
    if matches!(act, Act::Changed | Act::Freed) {
        let ids = [offer.id.clone()];
        fits(
            &offer,
            &next,
            &places::entries(db, Wanted::Offers(&ids), made.version)?,
        )?;
    }
    places::add_step(db, id, &next.newest)?;
    let object = told(&next);
    Ok(Done::new(next, object, format!("{}{via}", act.key())))
}
