//! A place is asked for, and the operator answers. A question that waits for its answer holds the
//! place: two who ask for the last one are told of each other, and one of them gets it.
//!
//! The operator is told by mail ([`super::told`]), and the page of searches shows what waits.

use super::{Details, Meanwhile, SearchError, fields, own, write};
use crate::changes::actor::{Actor, Made};
use crate::changes::texts::optional;
use crate::domain::places::{Act, State, Step as PlaceStep};
use crate::domain::searches::{Answerer, Event, Receipt, Search, Step, Vacant, standing};
use crate::storage::data::areas;
use crate::storage::people::users;
use crate::storage::searches::{events, free, kept};
use crate::storage::{Db, Store, places};

/// Asks the operator for a place of an entry that the search showed.
///
/// # Errors
/// [`SearchError::Meanwhile`] when none is left, with who asked for the last one or got it, and when.
pub fn ask(
    store: &Store,
    actor: &Actor,
    (receipt, entry): (Receipt, &str),
    message: &str,
) -> Result<Event, SearchError> {
    write(store, actor, receipt, |db, _| {
        let search = own(db, actor, receipt)?;
        let text = optional(fields::MESSAGE, message)?;
        let shown = kept::matches(db, &search)?;
        if !shown.iter().any(|of| of.vacant.entry == entry) {
            return Err(SearchError::NoSuchSearch);
        }
        let now = free::vacant(db, &search.asked, actor.today())?;
        let places = now.iter().find(|vacant| vacant.entry == entry);
        let places = places.map_or(0, |vacant| vacant.places);
        let waiting = waiting(db, entry)?;
        if let Some((_, event)) = waiting.iter().find(|(by, _)| by.version == search.version) {
            let at = event.at.clone();
            return Err(Meanwhile::AskedByYourself { at }.into());
        }
        let held = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
        if held >= places {
            return Err(gone(db, entry, &waiting)?.into());
        }
        let details = Details {
            step: Step::Asked,
            entry: Some(entry.to_owned()),
            code: None,
            on: actor.today(),
            text,
        };
        Ok((search, details))
    })
}

/// Takes a question back: the place is free for others again.
///
/// # Errors
/// [`SearchError::Meanwhile`] when it is answered already.
pub fn withdraw(
    store: &Store,
    actor: &Actor,
    (receipt, entry): (Receipt, &str),
) -> Result<Event, SearchError> {
    write(store, actor, receipt, |db, _| {
        let search = own(db, actor, receipt)?;
        answered(db, &search, entry)?;
        let details = Details {
            step: Step::Withdrawn,
            entry: Some(entry.to_owned()),
            code: None,
            on: actor.today(),
            text: String::new(),
        };
        Ok((search, details))
    })
}

/// Answers a question: the chef of the municipality that operates the offer; of an operator without a
/// chef here (the region, a private owner, a municipality whose chef has no account) whoever is bound to
/// no municipality writes it down.
///
/// # Errors
/// [`SearchError::NoSuchSearch`] for whoever may not answer, [`SearchError::Meanwhile`] when it is
/// answered or withdrawn already.
pub fn answer(
    store: &Store,
    actor: &Actor,
    (receipt, entry): (Receipt, &str),
    (yes, text): (bool, &str),
) -> Result<Event, SearchError> {
    write(store, actor, receipt, |db, made| {
        let search = kept::by_receipt(db, receipt)?.ok_or(SearchError::NoSuchSearch)?;
        let shown = kept::matches(db, &search)?.into_iter();
        let shown = shown.map(|of| of.vacant).find(|of| of.entry == entry);
        let vacant = shown.ok_or(SearchError::NoSuchSearch)?;
        if !answers(db, actor.bound_to.as_deref(), &vacant)? {
            return Err(SearchError::NoSuchSearch);
        }
        let text = optional(fields::ANSWER, text)?;
        answered(db, &search, entry)?;
        if yes {
            give(db, actor, made, (&search, entry))?;
        }
        let details = Details {
            step: if yes { Step::Accepted } else { Step::Refused },
            entry: Some(entry.to_owned()),
            code: None,
            on: actor.today(),
            text,
        };
        Ok((search, details))
    })
}

/// One place of an entry is the municipality's from the day it is needed: whoever searches for a
/// later day does not find it any more.
fn give(
    db: &mut Db,
    actor: &Actor,
    made: &Made<'_>,
    (search, entry): (&Search, &str),
) -> Result<(), SearchError> {
    let today = actor.today();
    let now = free::vacant(db, &search.asked, today)?;
    let free = now.iter().find(|vacant| vacant.entry == entry);
    let id = entry.parse::<i64>().ok();
    let (Some(free), Some(id)) = (free, id) else {
        return Err(gone(db, entry, &[])?.into());
    };
    let Some(held) = places::get(db, id, made.version)? else {
        return Err(Meanwhile::Gone.into());
    };
    let mut terms = held.terms().clone();
    match terms.places {
        ..=1 => terms.state = State::Taken,
        places => terms.places = places - 1,
    }
    let step = PlaceStep {
        version: made.version,
        act: Act::Taken,
        on: search.asked.needed_from.max(today).max(free.from),
        terms,
        said_on: today,
        by: actor.by.clone(),
        at: made.at.to_owned(),
        source: None,
    };
    places::add_step(db, id, &step)?;
    Ok(())
}

/// Whether somebody answers for the operator of a place ([`Answerer`]).
///
/// # Errors
/// The database's own.
pub fn answers(db: &mut Db, bound_to: Option<&str>, vacant: &Vacant) -> Result<bool, SearchError> {
    let (home, with_chef) = (areas::home(db)?, users::with_chef(db)?);
    Ok(Answerer::of(vacant, &home, &with_chef).is(bound_to))
}

/// Refuses when nobody waits for an answer about an entry any more.
fn answered(db: &mut Db, search: &Search, entry: &str) -> Result<(), SearchError> {
    let events = events::of_search(db, search.version)?;
    if standing(&events).waits_for(entry) {
        return Ok(());
    }
    let newest = events
        .iter()
        .rfind(|event| event.entry.as_deref() == Some(entry));
    match newest {
        Some(event) => Err(Meanwhile::Answered {
            step: event.step,
            at: event.at.clone(),
        }
        .into()),
        None => Err(SearchError::NoSuchSearch),
    }
}

/// The questions about an entry that wait for an answer, each with its search, the oldest first.
fn waiting(db: &mut Db, entry: &str) -> Result<Vec<(Search, Event)>, SearchError> {
    let events = events::of_entries(db, &[entry.to_owned()])?;
    let versions: Vec<i64> = events.iter().map(|event| event.search).collect();
    let mut waiting = Vec::new();
    for search in kept::by_version(db, &versions)? {
        let own = events.iter().filter(|event| event.search == search.version);
        let open = standing(own).open.first().map(|event| (*event).clone());
        waiting.extend(open.map(|event| (search, event)));
    }
    waiting.sort_by_key(|(_, event)| event.version);
    Ok(waiting)
}

/// Who has the last place of an entry, and since when.
fn gone(db: &mut Db, entry: &str, waiting: &[(Search, Event)]) -> Result<Meanwhile, SearchError> {
    let home = areas::home(db)?;
    let name = |search: &Search| {
        let code = &search.asked.municipality;
        let area = home.iter().find(|area| area.code == *code);
        area.map_or_else(|| code.clone(), |area| area.name.clone())
    };
    if let Some((search, event)) = waiting.last() {
        let (who, at) = (name(search), event.at.clone());
        return Ok(Meanwhile::Asked { who, at });
    }
    let events = events::of_entries(db, &[entry.to_owned()])?;
    let got = events.iter().rfind(|event| event.step == Step::Accepted);
    let Some(got) = got else {
        return Ok(Meanwhile::Gone);
    };
    let by = kept::by_version(db, &[got.search])?;
    let who = by.first().map_or_else(String::new, name);
    let at = got.at.clone();
    Ok(Meanwhile::Got { who, at })
}
