//! An entry: a number of vacant places or dwellings of one offer, and every word said of it.

use jiff::civil::Date;

use super::fresh;
use super::timeline::Timeline;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::report::FactRef;

/// What stands empty (type): a place loses its tariff, a dwelling its rent. They are different
/// records, also where they are the same room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A vacant place (ledig plads).
    Place,
    /// A vacant dwelling (tomgangsbolig): let under the law of social housing, rent is lost.
    Dwelling,
}

impl PlaceKind {
    pub const ALL: [PlaceKind; 2] = [PlaceKind::Place, PlaceKind::Dwelling];

    /// The key in reports and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            PlaceKind::Place => "place",
            PlaceKind::Dwelling => "dwelling",
        }
    }

    /// Danish, as files have it.
    pub const fn label(self) -> &'static str {
        match self {
            PlaceKind::Place => "plads",
            PlaceKind::Dwelling => "bolig",
        }
    }

    /// Danish, of several.
    pub const fn many(self) -> &'static str {
        match self {
            PlaceKind::Place => "pladser",
            PlaceKind::Dwelling => "boliger",
        }
    }

    /// "1 plads", "3 boliger".
    pub fn counted(self, places: i64) -> String {
        let noun = if places == 1 {
            self.label()
        } else {
            self.many()
        };
        format!("{places} {noun}")
    }

    pub fn from_key(key: &str) -> Option<PlaceKind> {
        PlaceKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Reads a kind as people write it: "plads", "Bolig", and the keys.
    pub fn parse(text: &str) -> Option<PlaceKind> {
        match text.trim().to_lowercase().as_str() {
            "plads" | "pladser" | "place" => Some(PlaceKind::Place),
            "bolig" | "boliger" | "tomgangsbolig" | "dwelling" => Some(PlaceKind::Dwelling),
            _ => None,
        }
    }
}

/// Whether the places can be had (tilstand).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Anybody may have them (ledig).
    Free,
    /// Kept for one municipality (reserveret); they stand empty all the same.
    Reserved,
    /// All are taken (optaget).
    Taken,
    /// No longer offered, without being taken (lukket).
    Closed,
}

impl State {
    pub const ALL: [State; 4] = [State::Free, State::Reserved, State::Taken, State::Closed];

    /// The key in reports and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            State::Free => "free",
            State::Reserved => "reserved",
            State::Taken => "taken",
            State::Closed => "closed",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            State::Free => "Ledig",
            State::Reserved => "Reserveret",
            State::Taken => "Optaget",
            State::Closed => "Lukket",
        }
    }

    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether the places stand empty.
    pub const fn is_open(self) -> bool {
        matches!(self, State::Free | State::Reserved)
    }
}

/// What is said of an entry and may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The first day they are vacant (fra).
    pub from: Date,
    /// The first day that they are not any more (til), where that is known beforehand.
    pub to: Option<Date>,
    /// How many; at least 1, and the last number where the state says that none is vacant.
    pub places: i64,
    pub state: State,
    /// Code of the municipality that they are reserved for.
    pub reserved_for: Option<String>,
    /// Codes of target groups, or names that no register has.
    pub target_groups: Vec<String>,
    /// Whether there is staff, so that they can be taken at once (bemandet); `None` when nobody
    /// said. Vacant, licensed (within what the offer has) and staffed are three things.
    pub staffed: Option<bool>,
    /// Why they stand empty (årsag).
    pub reason: String,
    /// Whom to ask: a work address or number of the offer (kontakt).
    pub contact: String,
    /// Of a dwelling: what one costs a month (husleje pr. måned).
    pub rent: Option<Money>,
}

impl Terms {
    /// How many stand empty.
    pub const fn vacant(&self) -> i64 {
        if self.state.is_open() { self.places } else { 0 }
    }
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The entry was made.
    Logged,
    /// Number, dates or what else is said was changed.
    Changed,
    /// It was reserved for a municipality.
    Reserved,
    /// A reserved, taken or closed entry is free again.
    Freed,
    /// Some or all were taken.
    Taken,
    /// It is not offered any more.
    Closed,
    /// A file said so.
    Listed,
}

impl Act {
    pub const ALL: [Act; 7] = [
        Act::Logged,
        Act::Changed,
        Act::Reserved,
        Act::Freed,
        Act::Taken,
        Act::Closed,
        Act::Listed,
    ];

    /// The key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Act::Logged => "logged",
            Act::Changed => "changed",
            Act::Reserved => "reserved",
            Act::Freed => "freed",
            Act::Taken => "taken",
            Act::Closed => "closed",
            Act::Listed => "listed",
        }
    }

    /// What somebody did, in Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Act::Logged => "Oprettet",
            Act::Changed => "Ændret",
            Act::Reserved => "Reserveret",
            Act::Freed => "Ledig igen",
            Act::Taken => "Optaget",
            Act::Closed => "Lukket",
            Act::Listed => "Fra fil",
        }
    }

    pub fn from_key(key: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.key() == key)
    }
}

/// One word about an entry. What is last said of a day holds: a step covers every day from `on`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The data version that it made.
    pub version: i64,
    pub act: Act,
    /// The first day that its number and state hold.
    pub on: Date,
    pub terms: Terms,
    /// The day it was said, in Denmark.
    pub said_on: Date,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// The row of the upload that said it.
    pub source: Option<FactRef>,
}

/// What an entry is about; it never changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct About {
    pub offer_id: String,
    pub kind: PlaceKind,
    pub paragraph: Paragraph,
    /// The first day as it was said first: with the three above it, what a row of a file is known
    /// by.
    pub listed_from: Date,
}

/// An entry (ledig plads, tomgangsbolig) as it is known at a data version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Never used twice.
    pub id: i64,
    pub about: About,
    /// The steps before the newest, the oldest first.
    pub earlier: Vec<Step>,
    pub newest: Step,
    /// The newest day that somebody said "unchanged" without changing anything.
    pub unchanged: Option<Date>,
}

impl Entry {
    /// Every step, the oldest first.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.earlier.iter().chain([&self.newest])
    }

    /// What was said last.
    pub const fn terms(&self) -> &Terms {
        &self.newest.terms
    }

    /// The data version of the newest step: a form that saw another one has not seen all.
    pub const fn version(&self) -> i64 {
        self.newest.version
    }

    /// The first day they are vacant.
    pub const fn from(&self) -> Date {
        self.newest.terms.from
    }

    /// What holds on a day: the newest word that covers it, else the first that was said.
    pub fn terms_on(&self, day: Date) -> &Terms {
        let covers = |step: &&Step| step.on <= day;
        let first = || self.steps().next();
        self.steps()
            .rev()
            .find(covers)
            .or_else(first)
            .map_or(&self.newest.terms, |step| &step.terms)
    }

    /// How many are vacant on which day.
    pub fn timeline(&self) -> Timeline {
        let word = |step: &Step| (step.on, step.terms.vacant(), step.act == Act::Taken);
        Timeline::of(self.steps().map(word), self.from(), self.terms().to)
    }

    /// The newest day, up to and with one, on which somebody said that the entry is right; the
    /// first such day where all are later.
    pub fn confirmed_on(&self, day: Date) -> Date {
        let said = || self.steps().map(|step| step.said_on).chain(self.unchanged);
        let until = said().filter(|said| *said <= day).max();
        until
            .or_else(|| said().min())
            .unwrap_or(self.newest.said_on)
    }

    /// Whether nobody has confirmed it for too long (forældet).
    pub fn is_stale(&self, day: Date) -> bool {
        fresh::is_stale(self.confirmed_on(day), day)
    }

    /// Whether it is time to confirm it: it is stale, or will be in a few days.
    pub fn waits(&self, day: Date) -> bool {
        fresh::days_between(self.confirmed_on(day), day) >= fresh::REMIND_AFTER
    }
}
