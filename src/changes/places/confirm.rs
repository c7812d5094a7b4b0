//! "Unchanged" (uændret): one press for one entry, or for all of one's own. Pressed twice it
//! confirms once: a day has one confirmation, and no second line in the log.

use jiff::civil::Date;

use super::log::told;
use super::{PlaceError, assert_own, offer, offers_of};
use crate::changes::actor::{Actor, Done, Made, change};
use crate::domain::places::Entry;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::places::{self, Confirmation, Wanted};
use crate::storage::{Db, QueryError, Store};

/// How the log tells of it.
const TOLD: &str = "confirmed";

/// Keeps that an entry is as it says. `seen` is the data version of the newest step that whoever
/// says so has seen.
///
/// # Errors
/// [`PlaceError`]: no such entry, another's, changed since it was seen, or ended.
pub fn one(store: &Store, actor: &Actor, id: i64, seen: Option<i64>) -> Result<Entry, PlaceError> {
    let what = (What::Vacancy, Action::ChangedVacancy);
    change(store, actor, what, |db, made| {
        within(db, (actor, made), id, seen, "")
    })
}

/// The same within a change; `via` is what the log adds.
pub(super) fn within(
    db: &mut Db,
    (actor, made): (&Actor, &Made<'_>),
    id: i64,
    seen: Option<i64>,
    via: &str,
) -> Result<Done<Entry>, PlaceError> {
    let today = actor.today();
    let mut entry = places::get(db, id, made.version)?.ok_or(PlaceError::NoSuchEntry)?;
    let offer = offer(db, &entry.about.offer_id)?.ok_or(PlaceError::NoSuchEntry)?;
    assert_own(db, actor, &offer)?;
    if seen.is_some_and(|seen| seen != entry.version()) {
        return Err(PlaceError::ChangedMeanwhile(Box::new(entry)));
    }
    if entry.timeline().ends().is_some_and(|end| end <= today) {
        return Err(PlaceError::Ended);
    }
    if entry.confirmed_on(today) == today {
        return Ok(Done::nothing(entry));
    }
    places::confirm(db, &[id], &word(actor, made))?;
    entry.unchanged = Some(today);
    let object = told(&entry);
    Ok(Done::new(entry, object, format!("{TOLD}{via}")))
}

/// Keeps that every open entry of one's own is as it says; returns how many were not confirmed
/// today already.
///
/// # Errors
/// The database's own.
pub fn all_own(store: &Store, actor: &Actor) -> Result<usize, PlaceError> {
    let what = (What::Vacancy, Action::ChangedVacancy);
    change(store, actor, what, |db, made| {
        let today = actor.today();
        let own = own(db, actor.bound_to.as_deref(), &actor.by, today)?;
        let ids: Vec<i64> = own
            .iter()
            .filter(|entry| entry.confirmed_on(today) < today)
            .map(|entry| entry.id)
            .collect();
        if ids.is_empty() {
            return Ok(Done::nothing(0));
        }
        places::confirm(db, &ids, &word(actor, made))?;
        let detail = format!("{TOLD}: {}", ids.len());
        Ok(Done::new(ids.len(), "egne opslag", detail))
    })
}

/// The open entries that are somebody's own: of a chef those of the own municipality's offers, of
/// another those that the same person said anything of.
///
/// # Errors
/// The database's own.
pub fn own(
    db: &mut Db,
    bound_to: Option<&str>,
    by: &str,
    today: Date,
) -> Result<Vec<Entry>, QueryError> {
    let now = crate::storage::version(db)?;
    let mut open = places::entries(db, Wanted::OpenOn(today), now)?;
    match bound_to {
        Some(_) => {
            let own = offers_of(db, bound_to)?;
            let own: std::collections::BTreeSet<&str> =
                own.iter().map(|offer| offer.id.as_str()).collect();
            open.retain(|entry| own.contains(entry.about.offer_id.as_str()));
        }
        None => open.retain(|entry| entry.steps().any(|step| step.by == by)),
    }
    Ok(open)
}

fn word(actor: &Actor, made: &Made<'_>) -> Confirmation {
    Confirmation {
        version: made.version,
        on: actor.today(),
        by: actor.by.clone(),
        at: made.at.to_owned(),
    }
}
