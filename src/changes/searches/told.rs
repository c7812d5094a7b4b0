//! Somebody asks for a place: whoever may answer is told by mail, and answers on the page.

use super::SearchError;
use super::requests::answers;
use crate::chance::Chance;
use crate::changes::mail::{Draft, queue_all};
use crate::changes::people::{Identity, wishes};
use crate::clock::Clock;
use crate::domain::danish::danish_date;
use crate::domain::mail::Wish;
use crate::domain::people::Role;
use crate::domain::searches::{Event, Search, Step, Vacant, standing};
use crate::storage::data::areas;
use crate::storage::searches::{events, kept};
use crate::storage::{Db, QueryResult, Store, StoreError};

/// A question that could not be told of for so long (mails came later) is seen on the page.
const DAYS: i64 = 3;

/// Queues the mails about questions that wait and were not told of before; returns how many.
///
/// # Errors
/// The database's own.
pub fn queue(
    store: &Store,
    clock: Clock,
    chance: Chance,
    address: &str,
) -> Result<usize, StoreError> {
    let since = clock.text_after(-DAYS * 24 * 3600);
    queue_all(store, clock, chance, |db| due(db, &since, address))
}

/// Every mail about what was asked since a moment and is not answered, queued or not.
fn due(db: &mut Db, since: &str, address: &str) -> QueryResult<Vec<Draft>> {
    let asked = events::since(db, Step::Asked, since)?;
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let receivers = wishes::receivers(db, Wish::Asked)?;
    let mut drafts = Vec::new();
    for event in asked {
        let Some(entry) = &event.entry else { continue };
        let Some(search) = kept::by_version(db, &[event.search])?.pop() else {
            continue;
        };
        let all = events::of_search(db, search.version)?;
        if !standing(&all).open.contains(&&event) {
            continue;
        }
        let shown = kept::matches(db, &search)?.into_iter();
        let shown = shown.map(|of| of.vacant).find(|of| of.entry == *entry);
        let Some(vacant) = shown else { continue };
        for who in to_answer(db, &receivers, &vacant, &event.by)? {
            drafts.push(written(db, &search, (&event, &vacant), who, address)?);
        }
    }
    Ok(drafts)
}

/// Those who may answer but for the one who asked: of an operator without a chef here the secretariat, and
/// only without one the working group.
fn to_answer<'r>(
    db: &mut Db,
    receivers: &'r [Identity],
    vacant: &Vacant,
    by: &str,
) -> QueryResult<Vec<&'r Identity>> {
    let mut may = Vec::new();
    for who in receivers.iter().filter(|who| !who.is_named(by)) {
        match answers(db, who.bound_to(), vacant) {
            Ok(true) => may.push(who),
            Ok(false) => {}
            Err(SearchError::Query(error)) => return Err(error),
            Err(_) => return Err(crate::storage::QueryError::NotFound),
        }
    }
    let of_secretariat = |who: &&Identity| who.standing.role() == Some(Role::Secretariat);
    if may.iter().any(of_secretariat) {
        may.retain(of_secretariat);
    }
    Ok(may)
}

/// Neither paragraph, target group nor message: a mail is read by more eyes than the page. The link leads to
/// the page where it is answered: the receipt is not the operator's to read.
fn written(
    db: &mut Db,
    search: &Search,
    (event, vacant): (&Event, &Vacant),
    who: &Identity,
    address: &str,
) -> QueryResult<Draft> {
    let code = &search.asked.municipality;
    let home = areas::home(db)?;
    let name = home.iter().find(|area| area.code == *code);
    let name = name.map_or(code.as_str(), |area| &area.name);
    let offer = &vacant.offer;
    let from = danish_date(search.asked.needed_from);
    Ok(Draft {
        user: who.user_id.clone(),
        cause: format!("asked:{}:{}", event.version, who.user_id),
        subject: format!("{name} beder om en plads i {offer}"),
        body: format!(
            "{name} beder om en plads i {offer} fra {from}.\n\n\
             Pladsen holdes, til der er svaret. Svar ja eller nej her (kræver login):\n\
             {address}/ledige-pladser/afsoegning\n\n\
             Du får denne mail, fordi du kan svare for {}. Den kan slås fra på {address}/konto\n",
            vacant.operator
        ),
        answers: None,
    })
}
