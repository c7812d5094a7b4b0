//! Somebody asks for a place, or for an explanation, and waits for an answer still.

use std::collections::BTreeMap;

use super::Scope;
use crate::domain::danish::danish_date;
use crate::domain::follow_up::{CaseKey, Event, Step};
use crate::domain::news::{Item, Kind, Reader, Span, Target};
use crate::domain::people::{Right, is_named};
use crate::domain::searches::{Answerer, Step as SearchStep, standing};
use crate::reports::ReportError;
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::people::users;
use crate::storage::searches::{events, kept};
use crate::storage::{Db, follow_up, tariffs};

pub(super) fn of(
    db: &mut Db,
    reader: &Reader,
    (scope, span): (&Scope, &Span),
) -> Result<Vec<Item>, ReportError> {
    let mut items = Vec::new();
    if reader.standing.may(Right::Explain) {
        items.extend(explanations(db, (scope, span))?);
    }
    if reader.standing.may(Right::Search) {
        items.extend(places(db, reader, span)?);
    }
    Ok(items)
}

/// The cases of every year with their events, as they were known at a data version.
pub(super) fn cases(db: &mut Db, as_of: i64) -> Result<BTreeMap<CaseKey, Vec<Event>>, ReportError> {
    let years = tariffs::years(db, as_of)?;
    let mut cases: BTreeMap<CaseKey, Vec<Event>> = BTreeMap::new();
    for event in follow_up::events(db, &years, as_of)? {
        cases.entry(event.case.clone()).or_default().push(event);
    }
    Ok(cases)
}

/// The newest request of a case that nobody has answered, nor gone on without.
pub(super) fn waits(events: &[Event]) -> Option<&Event> {
    let newest = events.iter().rfind(|event| event.step != Step::Note)?;
    (newest.step == Step::ExplanationRequested).then_some(newest)
}

fn explanations(db: &mut Db, (scope, span): (&Scope, &Span)) -> Result<Vec<Item>, ReportError> {
    let names = register::holding(db, span.versions.1)?;
    let mut items = Vec::new();
    for (case, events) in cases(db, span.versions.1)? {
        let Some(asked) = waits(&events).filter(|asked| span.has(asked.version)) else {
            continue;
        };
        if !scope.answers_for(&case.offer_id) {
            continue;
        }
        let offer = names.get(&case.offer_id);
        let offer = offer.map_or(case.offer_id.as_str(), |offer| &offer.value.name);
        let due = asked.due.map(|due| format!(" senest {}", danish_date(due)));
        let words = format!(
            "Forklar stigningen i {offer}, {}, {}{}",
            case.service,
            case.year,
            due.unwrap_or_default()
        );
        items.push(Item::new(Kind::Request, words, Target::Case(case)));
    }
    Ok(items)
}

/// Neither paragraph, target group nor day: a mail is read by more eyes than the page.
fn places(db: &mut Db, reader: &Reader, span: &Span) -> Result<Vec<Item>, ReportError> {
    let all = events::all(db, span.versions.1)?;
    let asked = all.iter().filter(|event| {
        event.step == SearchStep::Asked
            && span.has(event.version)
            && !is_named(&reader.email, &event.by)
    });
    let (home, with_chef) = (areas::home(db)?, users::with_chef(db)?);
    let mut items = Vec::new();
    for event in asked {
        let of_search: Vec<_> = all
            .iter()
            .filter(|e| e.search == event.search)
            .cloned()
            .collect();
        if !standing(&of_search).open.contains(&event) {
            continue;
        }
        let Some(search) = kept::by_version(db, &[event.search])?.pop() else {
            continue;
        };
        let found = kept::matches(db, &search)?.into_iter().map(|of| of.vacant);
        let mut found = found.filter(|of| event.entry.as_ref() == Some(&of.entry));
        let Some(vacant) = found.next() else { continue };
        if !Answerer::of(&vacant, &home, &with_chef).is(reader.bound_to.as_deref()) {
            continue;
        }
        let code = &search.asked.municipality;
        let name = home.iter().find(|area| area.code == *code);
        let name = name.map_or(code.as_str(), |area| &area.name);
        let words = format!("{name} beder om en plads i {}", vacant.offer);
        items.push(Item::new(Kind::Request, words, Target::Requests));
    }
    Ok(items)
}
