//! What a list (fil) says of an entry, and what becomes of it.

use jiff::civil::Date;

use super::entry::{About, Act, Entry, State, Step, Terms};
use super::timeline::Timeline;
use crate::domain::money::Money;
use crate::domain::report::FactRef;

/// A row of a list. Offer, kind, paragraph and first day say which entry it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub about: About,
    /// The first day that none is vacant any more.
    pub to: Option<Date>,
    pub places: i64,
    pub target_groups: Vec<String>,
    pub staffed: Option<bool>,
    pub reason: String,
    pub rent: Option<Money>,
}

impl Listed {
    /// How many it says are vacant on which day.
    pub fn timeline(&self) -> Timeline {
        Timeline::between(self.about.listed_from, self.to, self.places)
    }

    /// What holds of an entry after the list: what the list has no column for stays as it was. One
    /// that had ended is vacant again: the list says so. `groups` are those of the offer.
    pub fn terms(&self, before: Option<&Entry>, groups: &[String]) -> Terms {
        let known = before.map(Entry::terms);
        let state = known
            .filter(|terms| terms.state == State::Reserved)
            .map_or(State::Free, |terms| terms.state);
        Terms {
            from: self.about.listed_from,
            to: self.to,
            places: self.places,
            state,
            reserved_for: known
                .filter(|_| state == State::Reserved)
                .and_then(|terms| terms.reserved_for.clone()),
            target_groups: if self.target_groups.is_empty() {
                groups.to_vec()
            } else {
                self.target_groups.clone()
            },
            staffed: self
                .staffed
                .or_else(|| known.and_then(|terms| terms.staffed)),
            reason: match (self.reason.is_empty(), known) {
                (true, Some(terms)) => terms.reason.clone(),
                _ => self.reason.clone(),
            },
            contact: known.map(|terms| terms.contact.clone()).unwrap_or_default(),
            rent: self.rent.or_else(|| known.and_then(|terms| terms.rent)),
        }
    }

    /// The step that the list makes: a new number holds from the day of the list, not before; an
    /// entry that it makes holds from its own first day.
    pub fn step(&self, before: Option<&Entry>, groups: &[String], said: Said) -> Step {
        let terms = self.terms(before, groups);
        let on = match before {
            Some(entry) if entry.terms().vacant() != terms.vacant() => terms.from.max(said.on),
            Some(entry) => entry.newest.on,
            None => terms.from,
        };
        Step {
            version: said.version,
            act: Act::Listed,
            on,
            terms,
            said_on: said.on,
            by: said.by,
            at: said.at,
            source: Some(said.source),
        }
    }
}

/// Who said it, and when.
#[derive(Debug, Clone)]
pub struct Said {
    pub version: i64,
    /// The day in Denmark.
    pub on: Date,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    pub source: FactRef,
}
