//! A new entry: logged in seconds, the rest is filled in from the offer.

use jiff::civil::Date;

use super::{PlaceError, assert_own, fields, offers_of};
use crate::changes::actor::{Actor, Done, Made, change};
use crate::changes::texts::{Fault, optional};
use crate::domain::danish::danish_date;
use crate::domain::number::Convention;
use crate::domain::offers::Offer;
use crate::domain::places::together::{most_beside, overlapping};
use crate::domain::places::{About, Act, Entry, State, Step, Terms, Timeline};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::offers::target_groups;
use crate::storage::places::{self, Wanted};
use crate::storage::{Db, Store};

/// An entry as somebody writes it (melding); what is empty is filled in from the offer.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// Id or name.
    pub offer: String,
    /// plads or bolig; empty for a place.
    pub kind: String,
    pub places: String,
    /// Empty for today.
    pub from: String,
    pub to: String,
    pub paragraph: String,
    pub target_groups: Vec<String>,
    /// ja, nej, or empty.
    pub staffed: String,
    pub reason: String,
    pub contact: String,
    /// Kroner.
    pub rent: String,
    /// The entries that whoever writes has seen stand there already.
    pub seen: Vec<i64>,
}

/// How texts are read: a form has Danish numbers, a script has a point.
#[derive(Clone, Copy)]
pub struct Reads {
    pub date: fn(&str) -> Option<Date>,
    pub numbers: Convention,
}

/// Keeps a new entry.
///
/// # Errors
/// [`PlaceError::Fault`] at its field, also when the offer has not so many places;
/// [`PlaceError::Overlaps`] with those that were not seen; [`PlaceError::Anothers`].
pub fn log(
    store: &Store,
    actor: &Actor,
    written: &Written,
    reads: Reads,
) -> Result<Entry, PlaceError> {
    let what = (What::Vacancy, Action::ChangedVacancy);
    change(store, actor, what, |db, made| {
        let offers = offers_of(db, None)?;
        let offer = match fields::offer_of(&written.offer, &offers) {
            Ok(offer) => offer,
            Err(fault) => return Err(fault.into()),
        };
        assert_own(db, actor, offer)?;
        let (about, terms) = read(db, actor, offer, written, reads)?;
        let ids = [about.offer_id.clone()];
        let beside = places::entries(db, Wanted::Offers(&ids), made.version)?;
        let unseen: Vec<Entry> = overlapping(&beside, &about, terms.from, terms.to)
            .into_iter()
            .filter(|entry| !written.seen.contains(&entry.id))
            .cloned()
            .collect();
        let entry = Entry {
            id: places::next_id(db)?,
            about,
            earlier: Vec::new(),
            newest: step(actor, made, Act::Logged, terms.from, terms),
            unchanged: None,
        };
        fits(offer, &entry, &beside)?;
        if !unseen.is_empty() {
            return Err(PlaceError::Overlaps(unseen));
        }
        places::add(db, &entry)?;
        let object = told(&entry);
        Ok(Done::new(entry, object, Act::Logged.key()))
    })
}

fn read(
    db: &mut Db,
    actor: &Actor,
    offer: &Offer,
    written: &Written,
    reads: Reads,
) -> Result<(About, Terms), PlaceError> {
    let kind = fields::kind(&written.kind)?;
    let from = fields::day_or_none(fields::FROM, &written.from, reads.date)?;
    let from = from.unwrap_or_else(|| actor.today());
    let to = fields::day_or_none(fields::TO, &written.to, reads.date)?;
    let terms = Terms {
        from,
        to: to.map(|to| after(to, from)).transpose()?,
        places: fields::places(&written.places)?,
        state: State::Free,
        reserved_for: None,
        target_groups: fields::target_groups(
            &written.target_groups,
            offer,
            &target_groups::all(db)?,
        )?,
        staffed: fields::staffed(&written.staffed)?,
        reason: optional(fields::REASON, &written.reason)?,
        contact: optional(fields::CONTACT, &written.contact)?,
        rent: fields::rent(kind, &written.rent, reads.numbers)?,
    };
    let about = About {
        offer_id: offer.id.clone(),
        kind,
        paragraph: fields::paragraph(&written.paragraph, offer)?,
        listed_from: from,
    };
    Ok((about, terms))
}

/// The day it ends comes after the day it begins.
pub(super) fn after(to: Date, from: Date) -> Result<Date, Fault> {
    if to > from {
        Ok(to)
    } else {
        Err(fields::TO.fault("Skriv en dag efter den, der er ledigt fra."))
    }
}

/// Refuses more vacant than the offer has, on a day that the entry is vacant.
pub(super) fn fits(offer: &Offer, entry: &Entry, others: &[Entry]) -> Result<(), Fault> {
    let same = |other: &&Entry| other.id != entry.id && other.about.kind == entry.about.kind;
    let others: Vec<Timeline> = others.iter().filter(same).map(Entry::timeline).collect();
    match most_beside(&entry.timeline(), &others) {
        Some((day, vacant)) if vacant > offer.places => Err(fields::PLACES.fault(format!(
            "Så bliver {vacant} {} meldt ledige {}, men tilbuddet har kun {}. Ret antallet her eller i de andre opslag.",
            entry.about.kind.many(),
            danish_date(day),
            offer.places
        ))),
        _ => Ok(()),
    }
}

pub(super) fn step(actor: &Actor, made: &Made<'_>, act: Act, on: Date, terms: Terms) -> Step {
    Step {
        version: made.version,
        act,
        on,
        terms,
        said_on: actor.today(),
        by: actor.by.clone(),
        at: made.at.to_owned(),
        source: None,
    }
}

/// How the log names an entry.
pub(super) fn told(entry: &Entry) -> String {
    format!("opslag {} ({})", entry.id, entry.about.offer_id)
}
