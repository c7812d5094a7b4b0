//! A case of follow-up as its page shows it: events in words, choices of its forms.

use jiff::civil::Date;

use crate::changes::follow_up::fields;
use crate::domain::cpr;
use crate::domain::follow_up::{Amounts, Event, Reason, Step};
use crate::domain::meetings::Meeting;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::reports::words;

use crate::web::view::danish_time;
use crate::web::view::filters::Choice;

/// One event of a case.
pub struct EventView {
    pub what: &'static str,
    pub by: String,
    /// Who gave an explanation that another wrote down.
    pub given_by: Option<String>,
    /// When it was written down.
    pub at: String,
    /// What it says beside its text: the day, the deadline, the reference, the meeting.
    pub facts: Vec<String>,
    pub text: String,
    pub reasons: Vec<String>,
    /// The two tariffs it was about, when they are others than those that hold.
    pub of_others: Option<String>,
}

/// A reason of the form of an explanation.
pub struct ReasonChoice {
    pub key: &'static str,
    pub label: &'static str,
    field: &'static str,
    pub chosen: bool,
    pub amount: String,
}

impl ReasonChoice {
    /// The name of the field of its amount.
    pub fn field(&self) -> &'static str {
        self.field
    }
}

/// What a form held when it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    pub fn without_numbers(self) -> Sent {
        let struck = |(key, value): (String, String)| (key, cpr::without(&value));
        Sent(self.0.into_iter().map(struck).collect())
    }

    /// Whether a field was sent with a value, once or among others.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(k, v)| k == name && v == value)
    }
}

fn kroner(amount: Money) -> String {
    danish(amount.decimal())
}

/// Events in words, the oldest first.
pub fn events(of: &[Event], holding: Option<Amounts>, meetings: &[Meeting]) -> Vec<EventView> {
    of.iter().map(|e| event(e, holding, meetings)).collect()
}

fn event(event: &Event, holding: Option<Amounts>, meetings: &[Meeting]) -> EventView {
    let written = danish_time(&event.at);
    let day = words::date(event.date);
    let mut facts = Vec::new();
    if !written.starts_with(&day) {
        facts.push(format!("Dato: {day}"));
    }
    facts.extend(event.due.map(|due| format!("Frist: {}", words::date(due))));
    let given_by = Some(event.reference.clone())
        .filter(|who| event.step == Step::Explained && !who.is_empty());
    if !event.reference.is_empty() {
        let word = given_by.as_ref().map_or("Reference", |_| "Givet af");
        facts.push(format!("{word}: {}", event.reference));
    }
    let meeting = meetings
        .iter()
        .find(|m| event.meeting.as_ref() == Some(&m.id));
    facts.extend(meeting.map(|m| format!("Møde: {}, {}", m.title, words::date(m.date))));
    let reason = |(reason, amount): &(Reason, Option<Money>)| match amount {
        Some(amount) => format!("{}: {} kr.", reason.label(), kroner(*amount)),
        None => reason.label().to_owned(),
    };
    let (old, new) = (kroner(event.amounts.old), kroner(event.amounts.new));
    EventView {
        what: event.step.label(),
        by: event.by.clone(),
        given_by,
        at: written,
        facts,
        text: event.text.clone(),
        reasons: event.reasons.iter().map(reason).collect(),
        of_others: (Some(event.amounts) != holding).then(|| format!("{old} \u{2192} {new} kr.")),
    }
}

/// The meetings that were held by a day, the newest first.
pub fn held(meetings: &[Meeting], on: Date, chosen: Option<&str>) -> Vec<Choice> {
    let held = meetings
        .iter()
        .filter(|m| m.cancelled.is_none() && m.date <= on);
    held.rev()
        .map(|m| {
            let words = format!("{}: {}", words::date(m.date), m.title);
            Choice::of(&m.id, words, chosen == Some(m.id.as_str()))
        })
        .collect()
}

/// The reasons, with what a refused form held.
pub fn reasons(sent: Option<&Sent>) -> Vec<ReasonChoice> {
    let choice = |reason: Reason| ReasonChoice {
        key: reason.key(),
        label: reason.label(),
        field: fields::amount(reason).name,
        chosen: sent.is_some_and(|s| s.holds(fields::REASON.name, reason.key())),
        amount: sent
            .map_or("", |s| s.get(fields::amount(reason).name))
            .to_owned(),
    };
    Reason::ALL.into_iter().map(choice).collect()
}
