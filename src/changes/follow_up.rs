//! Follow-up of tariff increases: each step is written down once, in one transaction, with the two
//! tariffs as they are at that moment. Nothing written is ever changed or removed.
//!
//! Pages and the API call this one module; who may do what is theirs to decide.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;
use uuid::Builder;

use crate::clock::Clock;
use crate::domain::cpr;
use crate::domain::follow_up::{Amounts, CaseKey, Event, Handling, Reason, Step, handling};
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind};
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::domain::tariffs::Tariff;
use crate::storage::data::log::Action;
use crate::storage::data::versions::{self, What};
use crate::storage::tariffs::Wanted;
use crate::storage::{self, Db, QueryError, Store, StoreError, follow_up, meetings, tariffs};

/// The longest text of an event, in characters.
const LONGEST: usize = 4_000;

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum FollowUpError {
    #[error(
        "Der er ingen takststigning i {year} for ydelsen »{service}« i tilbuddet »{offer_id}«."
    )]
    NoSuchCase {
        offer_id: String,
        service: String,
        year: Year,
    },
    #[error("Feltet »{0}« skal udfyldes.")]
    Empty(&'static str),
    #[error("Feltet »{field}« må højst have {LONGEST} tegn; det har {length}.")]
    TooLong { field: &'static str, length: usize },
    #[error(
        "Feltet »{0}« indeholder et CPR-lignende nummer. Fjern det, og prøv igen; det er ikke gemt."
    )]
    CprNumber(&'static str),
    #[error("Datoen {0} ligger efter i dag. Skriv den dag, det skete.")]
    InTheFuture(Date),
    #[error("Fristen {0} er overskredet. Skriv en dag fra i dag og frem.")]
    DueInThePast(Date),
    #[error("Mødet findes ikke.")]
    NoSuchMeeting,
    #[error("Mødet er aflyst.")]
    MeetingCancelled,
    #[error("Mødet holdes først {0}; en stigning kan først være drøftet, når det er holdt.")]
    MeetingNotHeld(Date),
    #[error("Stigningen er ikke drøftet endnu. Registrér drøftelsen først, og så beslutningen.")]
    NotDiscussed,
    #[error("Sagen er åben i forvejen.")]
    AlreadyOpen,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// Who does it, and when.
#[derive(Clone, Copy)]
pub struct Actor<'a> {
    pub clock: Clock,
    /// As the log and the case show it.
    pub by: &'a str,
}

impl Actor<'_> {
    /// Today in Denmark.
    fn today(self) -> Date {
        self.clock.today()
    }

    /// An id made of the moment and the data version, which no other change has: a UUID of
    /// version 7, without chance.
    fn id(self, version: i64) -> String {
        let now: Timestamp = self.clock.now_text().parse().unwrap_or_default();
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&version.to_be_bytes());
        let uuid = Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid();
        uuid.to_string()
    }
}

/// An explanation of an increase (forklaring).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    pub text: String,
    /// Reasons, with the part of the increase that each comes to where it is known.
    pub reasons: Vec<(Reason, Option<Money>)>,
    /// Who gave it, when another writes it down; else `None`.
    pub given_by: Option<String>,
}

/// What a step adds to an event.
#[derive(Default)]
struct Details {
    date: Option<Date>,
    due: Option<Date>,
    text: String,
    reference: String,
    meeting: Option<String>,
    reasons: Vec<(Reason, Option<Money>)>,
}

/// Asks the operator for an explanation, to come by a day.
///
/// # Errors
/// [`FollowUpError`]
pub fn request_explanation(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    due: Date,
    text: &str,
) -> Result<Event, FollowUpError> {
    if due < actor.today() {
        return Err(FollowUpError::DueInThePast(due));
    }
    let details = Details {
        due: Some(due),
        text: optional("bemærkning", text)?,
        ..Details::default()
    };
    write(store, actor, case, Step::ExplanationRequested, |_, _| {
        Ok(details)
    })
}

/// Keeps the operator's explanation.
///
/// # Errors
/// [`FollowUpError`]
pub fn explain(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    explanation: &Explanation,
) -> Result<Event, FollowUpError> {
    let given_by = explanation.given_by.as_deref();
    let details = Details {
        reference: given_by.map_or(Ok(String::new()), |who| required("givet af", who))?,
        text: required("forklaring", &explanation.text)?,
        reasons: explanation.reasons.clone(),
        ..Details::default()
    };
    write(store, actor, case, Step::Explained, |_, _| Ok(details))
}

/// Keeps that the increase was reported to the supervising authority.
///
/// # Errors
/// [`FollowUpError`]
pub fn report_to_supervisor(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    date: Date,
    reference: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        date: Some(past(actor, date)?),
        reference: required("reference", reference)?,
        ..Details::default()
    };
    write(store, actor, case, Step::Reported, |_, _| Ok(details))
}

/// Keeps that a meeting discussed the increase; the day is the meeting's.
///
/// # Errors
/// [`FollowUpError`]
pub fn discuss(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    meeting: &str,
    text: &str,
) -> Result<Event, FollowUpError> {
    let text = optional("referat", text)?;
    write(store, actor, case, Step::Discussed, |db, _| {
        let now = storage::version(db)?;
        let meetings = meetings::all(db, now)?;
        let found = meetings
            .into_iter()
            .find(|m| m.id == meeting)
            .ok_or(FollowUpError::NoSuchMeeting)?;
        if found.cancelled.is_some() {
            return Err(FollowUpError::MeetingCancelled);
        }
        if found.date > actor.today() {
            return Err(FollowUpError::MeetingNotHeld(found.date));
        }
        Ok(Details {
            date: Some(found.date),
            text,
            meeting: Some(found.id),
            ..Details::default()
        })
    })
}

/// Keeps what was decided; a decision follows a discussion.
///
/// # Errors
/// [`FollowUpError`]
pub fn decide(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    date: Date,
    text: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        date: Some(past(actor, date)?),
        text: required("beslutning", text)?,
        ..Details::default()
    };
    write(
        store,
        actor,
        case,
        Step::Decided,
        |_, standing| match standing.discussed {
            Some(_) => Ok(details),
            None => Err(FollowUpError::NotDiscussed),
        },
    )
}

/// Opens a closed case again by hand. A corrected tariff does so by itself.
///
/// # Errors
/// [`FollowUpError`]
pub fn reopen(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    why: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        text: required("begrundelse", why)?,
        ..Details::default()
    };
    write(
        store,
        actor,
        case,
        Step::Reopened,
        |_, standing| match standing.state().is_open() {
            true => Err(FollowUpError::AlreadyOpen),
            false => Ok(details),
        },
    )
}

/// Keeps a remark.
///
/// # Errors
/// [`FollowUpError`]
pub fn note(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    text: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        text: required("bemærkning", text)?,
        ..Details::default()
    };
    write(store, actor, case, Step::Note, |_, _| Ok(details))
}

/// Adds a meeting to the calendar.
///
/// # Errors
/// [`FollowUpError`]
pub fn add_meeting(
    store: &Store,
    actor: Actor<'_>,
    date: Date,
    title: &str,
    kind: MeetingKind,
) -> Result<Meeting, FollowUpError> {
    let title = required("titel", title)?;
    store.write(|db| {
        let now = actor.clock.now_text();
        let version = versions::bump_version(db, &now, actor.by, What::Meeting)?;
        let meeting = Meeting {
            id: actor.id(version),
            version,
            date,
            title,
            kind,
            added_by: actor.by.to_owned(),
            added_at: now,
            cancelled: None,
        };
        meetings::add(db, &meeting)?;
        log(db, actor, "møde", &format!("{date} {}", meeting.title))?;
        Ok(meeting)
    })
}

/// Cancels a meeting; it stays in the history.
///
/// # Errors
/// [`FollowUpError`]
pub fn cancel_meeting(
    store: &Store,
    actor: Actor<'_>,
    id: &str,
    why: &str,
) -> Result<(), FollowUpError> {
    let why = required("begrundelse", why)?;
    store.write(|db| {
        let now = actor.clock.now_text();
        let version = versions::bump_version(db, &now, actor.by, What::MeetingCancelled)?;
        let meetings = meetings::all(db, version)?;
        if !meetings.iter().any(|m| m.id == id) {
            return Err(FollowUpError::NoSuchMeeting);
        }
        let cancelled = Cancelled {
            version,
            by: actor.by.to_owned(),
            at: now,
            why,
        };
        match meetings::cancel(db, id, &cancelled)? {
            true => Ok(log(
                db,
                actor,
                "møde",
                &format!("aflyst: {}", cancelled.why),
            )?),
            false => Err(FollowUpError::MeetingCancelled),
        }
    })
}

fn log(db: &mut Db, actor: Actor<'_>, what: &str, detail: &str) -> Result<(), QueryError> {
    let now = actor.clock.now_text();
    storage::data::log::append(db, &now, actor.by, Action::ChangedFollowUp, what, detail)
}

/// A case with everything that was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The two tariffs that hold; `None` when there are no two to compare.
    pub amounts: Option<Amounts>,
    /// The oldest first.
    pub events: Vec<Event>,
    /// What was done about the same service the year before.
    pub year_before: Vec<Event>,
}

impl History {
    pub fn handling(&self) -> Handling<'_> {
        handling(&self.events, self.amounts)
    }
}

/// The history of a case.
///
/// # Errors
/// The database's own.
pub fn history(db: &mut Db, case: &CaseKey) -> Result<History, FollowUpError> {
    let now = storage::version(db)?;
    let before = Year::new(i64::from(case.year.number()) - 1);
    let years: Vec<Year> = before.into_iter().chain([case.year]).collect();
    let (mut events, mut year_before) = (Vec::new(), Vec::new());
    for event in follow_up::events(db, &years, now)? {
        if event.case.offer_id != case.offer_id || event.case.service != case.service {
            continue;
        }
        match event.case.year == case.year {
            true => events.push(event),
            false => year_before.push(event),
        }
    }
    Ok(History {
        amounts: amounts(db, case, now)?,
        events,
        year_before,
    })
}

/// The two tariffs of a case, in one unit.
fn amounts(db: &mut Db, case: &CaseKey, as_of: i64) -> Result<Option<Amounts>, QueryError> {
    let wanted = Wanted::Offers(vec![case.offer_id.clone()]);
    let held = tariffs::holding(db, &wanted, as_of)?;
    let at = |year: i32| -> Option<&Tariff> {
        held.iter()
            .map(|(_, t)| t)
            .find(|t| *t.service == *case.service && t.year.number() == year)
    };
    let pair = at(case.year.number() - 1).zip(at(case.year.number()));
    Ok(pair
        .filter(|(old, new)| old.unit == new.unit)
        .map(|(old, new)| Amounts {
            old: old.amount,
            new: new.amount,
        }))
}

/// Writes one event, or nothing.
fn write(
    store: &Store,
    actor: Actor<'_>,
    case: &CaseKey,
    step: Step,
    details: impl FnOnce(&mut Db, &Handling<'_>) -> Result<Details, FollowUpError>,
) -> Result<Event, FollowUpError> {
    store.write(|db| {
        // First, so that writers queue and the tariffs read below cannot change under it.
        let now = actor.clock.now_text();
        let version = versions::bump_version(db, &now, actor.by, What::FollowUp)?;
        let history = history(db, case)?;
        let no_such_case = || FollowUpError::NoSuchCase {
            offer_id: case.offer_id.clone(),
            service: case.service.clone(),
            year: case.year,
        };
        let amounts = history.amounts.ok_or_else(no_such_case)?;
        // A tariff that was corrected downwards can still be closed with a word.
        if amounts.new <= amounts.old && history.events.is_empty() {
            return Err(no_such_case());
        }
        let details = details(db, &history.handling())?;
        let event = Event {
            version,
            id: actor.id(version),
            case: case.clone(),
            step,
            date: details.date.unwrap_or_else(|| actor.today()),
            due: details.due,
            by: actor.by.to_owned(),
            at: now,
            text: details.text,
            reference: details.reference,
            meeting: details.meeting,
            amounts,
            reasons: details.reasons,
        };
        follow_up::add(db, &event)?;
        let what = format!("{}/{}/{}", case.offer_id, case.service, case.year);
        log(db, actor, &what, step.key())?;
        Ok(event)
    })
}

fn past(actor: Actor<'_>, date: Date) -> Result<Date, FollowUpError> {
    match date > actor.today() {
        true => Err(FollowUpError::InTheFuture(date)),
        false => Ok(date),
    }
}

fn optional(field: &'static str, text: &str) -> Result<String, FollowUpError> {
    let text = text.trim();
    let length = text.chars().count();
    if length > LONGEST {
        return Err(FollowUpError::TooLong { field, length });
    }
    if cpr::find(text) {
        return Err(FollowUpError::CprNumber(field));
    }
    Ok(text.to_owned())
}

fn required(field: &'static str, text: &str) -> Result<String, FollowUpError> {
    let text = optional(field, text)?;
    match text.is_empty() {
        true => Err(FollowUpError::Empty(field)),
        false => Ok(text),
    }
}
