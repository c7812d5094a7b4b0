//! Follow-up of tariff increases: what was done about each, and whether it is still open.
//!
//! A case is open until it is reported to the supervising authority and discussed in the steering
//! group. Its state follows from its events and from the two tariffs that hold: what was done about
//! other amounts does not count, so a correction reopens a case by itself, and a withdrawn
//! correction closes it again.

use jiff::civil::Date;

use super::address::encode;
use super::money::Money;
use super::period::Year;

/// Which increase it is: a service of an offer, in the year of the new tariff.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseKey {
    pub offer_id: String,
    pub service: String,
    pub year: Year,
}

impl CaseKey {
    /// The address of its page, without the service's own.
    pub fn path(&self) -> String {
        let year = self.year.to_string();
        let pairs = [
            ("tilbud", self.offer_id.as_str()),
            ("ydelse", self.service.as_str()),
            ("aar", year.as_str()),
        ];
        format!("/takster/sag?{}", encode(pairs))
    }
}

/// What was done (hændelse).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The secretariat asked the operator for an explanation, to come by a date.
    ExplanationRequested,
    /// The operator explained it.
    Explained,
    /// It was reported to the supervising authority.
    Reported,
    /// The steering group discussed it.
    Discussed,
    /// Something was decided.
    Decided,
    /// It was opened again by hand.
    Reopened,
    /// A remark, which changes nothing.
    Note,
}

impl Step {
    pub const ALL: [Step; 7] = [
        Step::ExplanationRequested,
        Step::Explained,
        Step::Reported,
        Step::Discussed,
        Step::Decided,
        Step::Reopened,
        Step::Note,
    ];

    /// The key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Step::ExplanationRequested => "explanation_requested",
            Step::Explained => "explained",
            Step::Reported => "reported",
            Step::Discussed => "discussed",
            Step::Decided => "decided",
            Step::Reopened => "reopened",
            Step::Note => "note",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Step::ExplanationRequested => "Bedt om forklaring",
            Step::Explained => "Forklaret",
            Step::Reported => "Indberettet til socialtilsynet",
            Step::Discussed => "Drøftet i styregruppen",
            Step::Decided => "Besluttet",
            Step::Reopened => "Genåbnet",
            Step::Note => "Bemærkning",
        }
    }

    pub fn from_key(key: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether it is an answer to two amounts, which counts only while they hold.
    const fn answers_amounts(self) -> bool {
        matches!(
            self,
            Step::Explained | Step::Reported | Step::Discussed | Step::Decided
        )
    }
}

/// Why a tariff rose (årsag).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Prices and wages.
    Index,
    /// Surplus or deficit of earlier years.
    Adjustment,
    /// Fewer or more places taken.
    Occupancy,
    /// Another service than before.
    Service,
    Other,
}

impl Reason {
    pub const ALL: [Reason; 5] = [
        Reason::Index,
        Reason::Adjustment,
        Reason::Occupancy,
        Reason::Service,
        Reason::Other,
    ];

    /// The key in forms and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Reason::Index => "index",
            Reason::Adjustment => "adjustment",
            Reason::Occupancy => "occupancy",
            Reason::Service => "service",
            Reason::Other => "other",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Reason::Index => "Pris- og lønudvikling",
            Reason::Adjustment => "Regulering fra tidligere år",
            Reason::Occupancy => "Belægning",
            Reason::Service => "Ændret ydelse",
            Reason::Other => "Andet",
        }
    }

    pub fn from_key(key: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// The two tariffs of an increase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    pub old: Money,
    pub new: Money,
}

/// One event of a case. None is ever changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The data version it made, which orders the events.
    pub version: i64,
    pub id: String,
    pub case: CaseKey,
    pub step: Step,
    /// The day it happened: of a report the day it was sent, of a discussion the meeting's.
    pub date: Date,
    /// When an explanation that was asked for is due.
    pub due: Option<Date>,
    pub by: String,
    /// RFC 3339, UTC: when it was written down.
    pub at: String,
    pub text: String,
    /// The authority's or the meeting's reference; of an explanation, who gave it, when another
    /// wrote it down.
    pub reference: String,
    /// Id of the meeting that discussed it.
    pub meeting: Option<String>,
    /// The two tariffs as they were then.
    pub amounts: Amounts,
    /// Reasons of an explanation, with amounts where given.
    pub reasons: Vec<(Reason, Option<Money>)>,
}

impl Event {
    /// By how much the reasons with amounts exceed the increase that they explain; `None` when they
    /// do not. A reason that lowers the tariff counts against the others.
    pub fn beyond_the_increase(&self) -> Option<Money> {
        let amounts = self.reasons.iter().filter_map(|(_, amount)| *amount);
        let told: i128 = amounts.map(|amount| i128::from(amount.oere())).sum();
        let Amounts { old, new } = self.amounts;
        let increase = i128::from(new.oere()) - i128::from(old.oere());
        let beyond = i64::try_from(told - increase).ok()?;
        (beyond > 0).then(|| Money::from_oere(beyond))
    }
}

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing was done yet.
    New,
    ExplanationRequested,
    Explained,
    Reported,
    Discussed,
    /// Reported and discussed: closed.
    Handled,
    /// Closed, with a decision.
    Decided,
    /// Was handled or on its way, and is to be handled anew.
    Reopened,
}

impl State {
    pub const ALL: [State; 8] = [
        State::New,
        State::ExplanationRequested,
        State::Explained,
        State::Reported,
        State::Discussed,
        State::Handled,
        State::Decided,
        State::Reopened,
    ];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            State::New => "new",
            State::ExplanationRequested => "explanation_requested",
            State::Explained => "explained",
            State::Reported => "reported",
            State::Discussed => "discussed",
            State::Handled => "handled",
            State::Decided => "decided",
            State::Reopened => "reopened",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            State::New => "Ikke behandlet",
            State::ExplanationRequested => "Afventer forklaring",
            State::Explained => "Forklaret, mangler indberetning og drøftelse",
            State::Reported => "Indberettet, mangler drøftelse",
            State::Discussed => "Drøftet, mangler indberetning",
            State::Handled => "Indberettet og drøftet",
            State::Decided => "Besluttet",
            State::Reopened => "Genåbnet",
        }
    }

    /// A case is open until it is reported and discussed.
    pub const fn is_open(self) -> bool {
        !matches!(self, State::Handled | State::Decided)
    }
}

/// What stands of a case: the newest event of each step that counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handling<'a> {
    pub requested: Option<&'a Event>,
    pub explained: Option<&'a Event>,
    pub reported: Option<&'a Event>,
    pub discussed: Option<&'a Event>,
    pub decided: Option<&'a Event>,
    /// Why earlier steps count no more.
    pub reopened: Option<Reopening<'a>>,
}

/// Why a case is open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopening<'a> {
    /// A tariff was corrected: this event answered other amounts.
    Corrected(&'a Event),
    /// It was opened by hand.
    ByHand(&'a Event),
}

/// What stands of a case, given its events in order and the two tariffs that hold now.
pub fn handling<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    holding: Option<Amounts>,
) -> Handling<'a> {
    let mut standing = Handling::default();
    for event in events {
        if event.step.answers_amounts() && Some(event.amounts) != holding {
            standing.reopened = Some(Reopening::Corrected(event));
            continue;
        }
        match event.step {
            Step::ExplanationRequested => standing.requested = Some(event),
            Step::Explained => standing.explained = Some(event),
            Step::Reported => standing.reported = Some(event),
            Step::Discussed => standing.discussed = Some(event),
            Step::Decided => standing.decided = Some(event),
            Step::Reopened => {
                standing = Handling {
                    reopened: Some(Reopening::ByHand(event)),
                    ..Handling::default()
                };
            }
            Step::Note => {}
        }
    }
    standing
}

impl Handling<'_> {
    pub fn state(&self) -> State {
        match (self.reported, self.discussed) {
            (Some(_), Some(_)) if self.decided.is_some() => State::Decided,
            (Some(_), Some(_)) => State::Handled,
            (Some(_), None) => State::Reported,
            (None, Some(_)) => State::Discussed,
            (None, None) if self.explained.is_some() => State::Explained,
            (None, None) if self.reopened.is_some() => State::Reopened,
            (None, None) if self.requested.is_some() => State::ExplanationRequested,
            (None, None) => State::New,
        }
    }
}

/// What has to be done next about an open case (næste skridt), the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Next {
    /// An explanation is overdue.
    Remind,
    /// Nobody has asked for an explanation of these amounts.
    Ask,
    /// The supervising authority has not heard of it.
    Report,
    /// The steering group has not discussed it.
    Discuss,
    /// The operator has time still.
    Await,
}

impl Next {
    pub const ALL: [Next; 5] = [
        Next::Remind,
        Next::Ask,
        Next::Report,
        Next::Discuss,
        Next::Await,
    ];

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Next::Remind => "remind",
            Next::Ask => "ask",
            Next::Report => "report",
            Next::Discuss => "discuss",
            Next::Await => "await",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Next::Remind => "Ryk for forklaringen: fristen er overskredet",
            Next::Ask => "Bed om en forklaring",
            Next::Report => "Indberet til socialtilsynet",
            Next::Discuss => "Drøft på næste møde",
            Next::Await => "Afvent forklaringen",
        }
    }
}

impl<'a> Handling<'a> {
    /// The request that is still to be answered. One that was answered for other amounts is not.
    pub fn awaited(&self) -> Option<&'a Event> {
        let answered = |request: &&Event| match self.reopened {
            Some(Reopening::Corrected(event)) => event.version > request.version,
            _ => false,
        };
        match self.explained {
            Some(_) => None,
            None => self.requested.filter(|request| !answered(request)),
        }
    }

    /// What has to be done next, seen from a day; `None` when the case is closed.
    pub fn next(&self, on: Date) -> Option<Next> {
        let untouched = self.explained.is_none() && self.reported.is_none();
        match self.awaited() {
            _ if !self.state().is_open() => None,
            _ if !untouched || self.discussed.is_some() => Some(match self.reported {
                None => Next::Report,
                Some(_) => Next::Discuss,
            }),
            Some(request) if request.due.is_some_and(|due| due < on) => Some(Next::Remind),
            Some(_) => Some(Next::Await),
            None => Some(Next::Ask),
        }
    }
}

#[cfg(test)]
mod tests;
