//! Follow-up of tariff increases: each step is written down once, in one transaction, with the two
//! tariffs as they are at that moment. Nothing written is ever changed or removed.
//!
//! Pages and the API call this one module. That a role may take steps at all is decided by its
//! right; who may explain which increase is decided here.

use jiff::civil::Date;
use thiserror::Error;

use super::actor::{Actor, Done, Made, change, change_each};
use super::people::Identity;
use super::texts::{Fault, optional, past, required, to_come};
use crate::domain::area::Area;
use crate::domain::danish::danish_date;
use crate::domain::follow_up::{Amounts, CaseKey, Event, Handling, Next, Reason, Step, handling};
use crate::domain::money::Money;
use crate::domain::offers::Offer;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::tariffs::Tariff;
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::offers::register;
use crate::storage::tariffs::Wanted;
use crate::storage::{self, Db, QueryError, Store, StoreError, follow_up, meetings, tariffs};

/// The fields of the forms of a case.
pub mod fields {
    use crate::changes::texts::Field;
    use crate::domain::follow_up::Reason;

    const TEXT: &str = "tekst";

    pub const DUE: Field = Field::new("frist", "frist");
    pub const DATE: Field = Field::new("dato", "dato");
    pub const REMARK: Field = Field::new(TEXT, "bemærkning");
    pub const EXPLANATION: Field = Field::new(TEXT, "forklaring");
    pub const MINUTES: Field = Field::new(TEXT, "referat");
    pub const DECISION: Field = Field::new(TEXT, "beslutning");
    pub const WHY: Field = Field::new(TEXT, "begrundelse");
    pub const GIVEN_BY: Field = Field::new("hvem", "givet af").at_most(200);
    pub const REFERENCE: Field = Field::new("reference", "reference").at_most(200);
    pub const MEETING: Field = Field::new("moede", "møde");
    /// The ticked reasons, each by its key.
    pub const REASON: Field = Field::new("aarsag", "årsag");

    /// What a reason comes to.
    pub const fn amount(reason: Reason) -> Field {
        let name = match reason {
            Reason::Index => "beloeb-index",
            Reason::Adjustment => "beloeb-adjustment",
            Reason::Occupancy => "beloeb-occupancy",
            Reason::Service => "beloeb-service",
            Reason::Other => "beloeb-other",
        };
        Field::new(name, "beløb")
    }
}

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum FollowUpError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error(
        "Der er ingen takststigning i {year} for ydelsen »{service}« i tilbuddet »{offer_id}«."
    )]
    NoSuchCase {
        offer_id: String,
        service: String,
        year: Year,
    },
    /// Of several cases one is no longer as it was when they were looked at together.
    #[error("En af sagerne er ændret imens. Ingen er spurgt.")]
    Changed,
    /// Somebody else explains it; to this one the form is not there.
    #[error("Stigningen forklares af en anden.")]
    AnothersToExplain,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// The municipality whose offers somebody explains: the chef's own.
pub fn own_area(db: &mut Db, who: &Identity) -> Result<Option<Area>, QueryError> {
    match who.bound_to().filter(|_| who.may(Right::Explain)) {
        Some(code) => area(db, code),
        None => Ok(None),
    }
}

/// Whether somebody explains the tariffs of an offer: the chef of the municipality that operates
/// it, and nobody else.
pub fn explains(db: &mut Db, who: &Identity, offer: &str) -> Result<bool, QueryError> {
    let own = own_area(db, who)?;
    is_operated_by(db, own, offer)
}

/// Whether an offer is operated by nobody who has a chef here: the region, a private owner, a
/// municipality of another region. The secretariat writes down what they explain.
pub fn has_no_chef(db: &mut Db, offer: &str) -> Result<bool, QueryError> {
    let ours = areas::home(db)?;
    let held = held(db, offer)?;
    Ok(held.is_some_and(|offer| !ours.iter().any(|area| offer.is_operated_by(area))))
}

fn area(db: &mut Db, code: &str) -> Result<Option<Area>, QueryError> {
    Ok(areas::all(db)?.into_iter().find(|area| area.code == code))
}

fn held(db: &mut Db, offer: &str) -> Result<Option<Offer>, QueryError> {
    let version = storage::version(db)?;
    let mut known = register::holding(db, version)?;
    Ok(known.remove(offer).map(|offer| offer.value))
}

fn is_operated_by(db: &mut Db, own: Option<Area>, offer: &str) -> Result<bool, QueryError> {
    let Some(area) = own else { return Ok(false) };
    Ok(held(db, offer)?.is_some_and(|offer| offer.is_operated_by(&area)))
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
pub fn request_explanation(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    due: Date,
    text: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        due: Some(to_come(fields::DUE, due, actor.today())?),
        text: optional(fields::REMARK, text)?,
        ..Details::default()
    };
    write(store, actor, case, Step::ExplanationRequested, |_, _| {
        Ok(details)
    })
}

/// Asks for an explanation of several increases with one press: of all of them, or of none. Each has its line in
/// the log. Of a case that was asked about before, nothing is asked again.
///
/// # Errors
/// [`FollowUpError::Changed`] when one of them waits for something else meanwhile; [`FollowUpError`].
pub fn request_all(
    store: &Store,
    actor: &Actor,
    cases: &[CaseKey],
    (due, text): (Date, &str),
) -> Result<(), FollowUpError> {
    let due = to_come(fields::DUE, due, actor.today())?;
    let text = optional(fields::REMARK, text)?;
    let what = (What::FollowUp, Action::ChangedFollowUp);
    change_each(store, actor, what, cases, |db, made, case| {
        let asked = within(
            db,
            (actor, made),
            case,
            Step::ExplanationRequested,
            |_, standing| {
                if standing.next(actor.today()) != Some(Next::Ask) {
                    return Err(FollowUpError::Changed);
                }
                Ok(Details {
                    due: Some(due),
                    text: text.clone(),
                    ..Details::default()
                })
            },
        )?;
        Ok(Done::new((), object(&asked.case), asked.step.key()))
    })
}

/// Keeps the operator's explanation: the chef's own, bound to the municipality that operates the
/// offer; or, of an operator that has no chef here, what the secretariat writes down.
///
/// # Errors
/// [`FollowUpError::AnothersToExplain`]; [`FollowUpError`]
pub fn explain(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    explanation: &Explanation,
) -> Result<Event, FollowUpError> {
    write(store, actor, case, Step::Explained, |db, _| {
        let given_by = explanation.given_by.as_deref();
        let may = match (given_by, &actor.bound_to) {
            (Some(_), None) => has_no_chef(db, &case.offer_id)?,
            (None, Some(own)) => {
                let own = area(db, own)?;
                is_operated_by(db, own, &case.offer_id)?
            }
            (Some(_), Some(_)) | (None, None) => false,
        };
        if !may {
            return Err(FollowUpError::AnothersToExplain);
        }
        Ok(Details {
            reference: given_by.map_or(Ok(String::new()), |who| required(fields::GIVEN_BY, who))?,
            text: required(fields::EXPLANATION, &explanation.text)?,
            reasons: explanation.reasons.clone(),
            ..Details::default()
        })
    })
}

/// Keeps that the increase was reported to the supervising authority.
pub fn report_to_supervisor(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    date: Date,
    reference: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        date: Some(past(fields::DATE, date, actor.today())?),
        reference: required(fields::REFERENCE, reference)?,
        ..Details::default()
    };
    write(store, actor, case, Step::Reported, |_, _| Ok(details))
}

/// Keeps that a meeting discussed the increase; the day is the meeting's.
pub fn discuss(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    meeting: &str,
    text: &str,
) -> Result<Event, FollowUpError> {
    let text = optional(fields::MINUTES, text)?;
    write(store, actor, case, Step::Discussed, |db, _| {
        let refused = |words: String| FollowUpError::from(fields::MEETING.fault(words));
        let now = storage::version(db)?;
        let meetings = meetings::all(db, now)?;
        let found = meetings
            .into_iter()
            .find(|m| m.id == meeting)
            .ok_or_else(|| refused("Mødet findes ikke.".to_owned()))?;
        if found.cancelled.is_some() {
            return Err(refused("Mødet er aflyst.".to_owned()));
        }
        if found.date > actor.today() {
            let date = danish_date(found.date);
            return Err(refused(format!(
                "Mødet holdes først {date}; en stigning kan først være drøftet, når det er holdt."
            )));
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
pub fn decide(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    date: Date,
    text: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        date: Some(past(fields::DATE, date, actor.today())?),
        text: required(fields::DECISION, text)?,
        ..Details::default()
    };
    write(
        store,
        actor,
        case,
        Step::Decided,
        |_, standing| match standing.discussed {
            Some(_) => Ok(details),
            None => {
                let words = "Stigningen er ikke drøftet endnu. Registrér drøftelsen først, og så beslutningen.";
                Err(fields::DECISION.fault(words).into())
            }
        },
    )
}

/// Opens a closed case again by hand. A corrected tariff does so by itself.
pub fn reopen(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    why: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        text: required(fields::WHY, why)?,
        ..Details::default()
    };
    write(store, actor, case, Step::Reopened, |_, standing| {
        if standing.state().is_open() {
            Err(fields::WHY.fault("Sagen er åben i forvejen.").into())
        } else {
            Ok(details)
        }
    })
}

/// Keeps a remark.
pub fn note(
    store: &Store,
    actor: &Actor,
    case: &CaseKey,
    text: &str,
) -> Result<Event, FollowUpError> {
    let details = Details {
        text: required(fields::REMARK, text)?,
        ..Details::default()
    };
    write(store, actor, case, Step::Note, |_, _| Ok(details))
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
pub fn history(db: &mut Db, case: &CaseKey) -> Result<History, FollowUpError> {
    let now = storage::version(db)?;
    let before = case.year.before();
    let years: Vec<Year> = before.into_iter().chain([case.year]).collect();
    let (mut events, mut year_before) = (Vec::new(), Vec::new());
    for event in follow_up::events(db, &years, now)? {
        if event.case.offer_id != case.offer_id || event.case.service != case.service {
            continue;
        }
        if event.case.year == case.year {
            events.push(event)
        } else {
            year_before.push(event)
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
            .map(|held| &held.value)
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
    actor: &Actor,
    case: &CaseKey,
    step: Step,
    details: impl FnOnce(&mut Db, &Handling<'_>) -> Result<Details, FollowUpError>,
) -> Result<Event, FollowUpError> {
    let what = (What::FollowUp, Action::ChangedFollowUp);
    change(store, actor, what, |db, made| {
        let event = within(db, (actor, made), case, step, details)?;
        Ok(Done::new(event, object(case), step.key()))
    })
}

/// A case as the log names it.
fn object(case: &CaseKey) -> String {
    format!("{}/{}/{}", case.offer_id, case.service, case.year)
}

/// The same within a change.
fn within(
    db: &mut Db,
    (actor, made): (&Actor, &Made<'_>),
    case: &CaseKey,
    step: Step,
    details: impl FnOnce(&mut Db, &Handling<'_>) -> Result<Details, FollowUpError>,
) -> Result<Event, FollowUpError> {
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
        version: made.version,
        id: made.id(),
        case: case.clone(),
        step,
        date: details.date.unwrap_or_else(|| actor.today()),
        due: details.due,
        by: actor.by.clone(),
        at: made.at.to_owned(),
        text: details.text,
        reference: details.reference,
        meeting: details.meeting,
        amounts,
        reasons: details.reasons,
    };
    follow_up::add(db, &event)?;
    Ok(event)
}
