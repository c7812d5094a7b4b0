//! Follow-up of tariff increases: events that are only ever added.

use diesel::prelude::*;

use super::Db;
use super::schema::tariff_case_events;
use crate::domain::follow_up::{Amounts, CaseKey, Event, Reason, Step};
use crate::domain::money::Money;
use crate::domain::period::Year;

/// An event as it is stored; the version orders them.
#[derive(Queryable, Insertable)]
#[diesel(table_name = tariff_case_events)]
struct EventRow {
    version: i64,
    id: String,
    offer_id: String,
    service: String,
    year: i32,
    kind: String,
    happened_on: String,
    due: Option<String>,
    done_by: String,
    done_at: String,
    text: String,
    reference: String,
    meeting: Option<String>,
    old_amount: i64,
    new_amount: i64,
    reasons: String,
}

/// Adds an event.
pub fn add(db: &mut Db, event: &Event) -> QueryResult<()> {
    let reasons: Vec<String> = event
        .reasons
        .iter()
        .map(|(reason, amount)| match amount {
            Some(amount) => format!("{}:{}", reason.key(), amount.oere()),
            None => reason.key().to_owned(),
        })
        .collect();
    let row = EventRow {
        version: event.version,
        id: event.id.clone(),
        offer_id: event.case.offer_id.clone(),
        service: event.case.service.clone(),
        year: event.case.year.number(),
        kind: event.step.key().to_owned(),
        happened_on: event.date.to_string(),
        due: event.due.map(|d| d.to_string()),
        done_by: event.by.clone(),
        done_at: event.at.clone(),
        text: event.text.clone(),
        reference: event.reference.clone(),
        meeting: event.meeting.clone(),
        old_amount: event.amounts.old.oere(),
        new_amount: event.amounts.new.oere(),
        reasons: reasons.join("|"),
    };
    diesel::insert_into(tariff_case_events::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// The events of cases of these years as they were known at a data version, the oldest first.
pub fn events(db: &mut Db, years: &[Year], as_of: i64) -> QueryResult<Vec<Event>> {
    let years: Vec<i32> = years.iter().map(|y| y.number()).collect();
    let rows: Vec<EventRow> = tariff_case_events::table
        .filter(tariff_case_events::year.eq_any(years))
        .filter(tariff_case_events::version.le(as_of))
        .order(tariff_case_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// What the meetings discussed, in all years, the oldest first.
pub fn discussions(db: &mut Db, as_of: i64) -> QueryResult<Vec<Event>> {
    let rows: Vec<EventRow> = tariff_case_events::table
        .filter(tariff_case_events::kind.eq(Step::Discussed.key()))
        .filter(tariff_case_events::version.le(as_of))
        .order(tariff_case_events::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A row whose step or date this version does not know is no event of ours.
fn stored(row: EventRow) -> Option<Event> {
    let reason = |text: &str| {
        let (key, oere) = text.split_once(':').unwrap_or((text, ""));
        Some((
            Reason::from_key(key)?,
            oere.parse().ok().map(Money::from_oere),
        ))
    };
    Some(Event {
        version: row.version,
        id: row.id,
        case: CaseKey {
            offer_id: row.offer_id,
            service: row.service,
            year: Year::new(i64::from(row.year))?,
        },
        step: Step::from_key(&row.kind)?,
        date: row.happened_on.parse().ok()?,
        due: row.due.and_then(|d| d.parse().ok()),
        by: row.done_by,
        at: row.done_at,
        text: row.text,
        reference: row.reference,
        meeting: row.meeting,
        amounts: Amounts {
            old: Money::from_oere(row.old_amount),
            new: Money::from_oere(row.new_amount),
        },
        reasons: row.reasons.split('|').filter_map(reason).collect(),
    })
}
