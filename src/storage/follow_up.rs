//! Follow-up of tariff increases: events that are only ever added, and the calendar of meetings.

use diesel::prelude::*;
use jiff::civil::Date;

use super::Db;
use super::schema::{steering_meetings, tariff_case_events};
use crate::domain::follow_up::{Amounts, CaseKey, Event, Reason, Step};
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind};
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
///
/// # Errors
/// The database's own.
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
///
/// # Errors
/// The database's own.
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
///
/// # Errors
/// The database's own.
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

type MeetingRow = (
    String,
    i64,
    String,
    String,
    String,
    String,
    String,
    (Option<i64>, Option<String>, Option<String>, Option<String>),
);

/// Adds a meeting.
///
/// # Errors
/// The database's own.
pub fn add_meeting(db: &mut Db, meeting: &Meeting) -> QueryResult<()> {
    diesel::insert_into(steering_meetings::table)
        .values((
            steering_meetings::id.eq(&meeting.id),
            steering_meetings::version.eq(meeting.version),
            steering_meetings::held_on.eq(meeting.date.to_string()),
            steering_meetings::title.eq(&meeting.title),
            steering_meetings::kind.eq(meeting.kind.key()),
            steering_meetings::added_by.eq(&meeting.added_by),
            steering_meetings::added_at.eq(&meeting.added_at),
        ))
        .execute(db)?;
    Ok(())
}

/// Marks a meeting as cancelled; false when it is not there or was cancelled before.
///
/// # Errors
/// The database's own.
pub fn cancel_meeting(db: &mut Db, id: &str, cancelled: &Cancelled) -> QueryResult<bool> {
    let changed = diesel::update(steering_meetings::table.find(id))
        .filter(steering_meetings::cancelled_version.is_null())
        .set((
            steering_meetings::cancelled_version.eq(cancelled.version),
            steering_meetings::cancelled_by.eq(&cancelled.by),
            steering_meetings::cancelled_at.eq(&cancelled.at),
            steering_meetings::cancelled_why.eq(&cancelled.why),
        ))
        .execute(db)?;
    Ok(changed == 1)
}

/// The meetings as they were known at a data version, by date; cancelled ones too.
///
/// # Errors
/// The database's own.
pub fn meetings(db: &mut Db, as_of: i64) -> QueryResult<Vec<Meeting>> {
    let rows: Vec<MeetingRow> = steering_meetings::table
        .filter(steering_meetings::version.le(as_of))
        .order((steering_meetings::held_on, steering_meetings::version))
        .select((
            steering_meetings::id,
            steering_meetings::version,
            steering_meetings::held_on,
            steering_meetings::title,
            steering_meetings::kind,
            steering_meetings::added_by,
            steering_meetings::added_at,
            (
                steering_meetings::cancelled_version,
                steering_meetings::cancelled_by,
                steering_meetings::cancelled_at,
                steering_meetings::cancelled_why,
            ),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(
            |(id, version, held_on, title, kind, added_by, added_at, c)| {
                let cancelled = match c {
                    (Some(version), Some(by), Some(at), Some(why)) if version <= as_of => {
                        Some(Cancelled {
                            version,
                            by,
                            at,
                            why,
                        })
                    }
                    _ => None,
                };
                Some(Meeting {
                    id,
                    version,
                    date: held_on.parse::<Date>().ok()?,
                    title,
                    kind: MeetingKind::from_key(&kind)?,
                    added_by,
                    added_at,
                    cancelled,
                })
            },
        )
        .collect())
}
