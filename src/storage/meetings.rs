//! The calendar of meetings: a meeting is added and may be cancelled, never removed.

use diesel::prelude::*;
use jiff::civil::Date;

use super::Db;
use super::schema::steering_meetings;
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind};

/// A stored meeting.
#[derive(Queryable, Selectable)]
#[diesel(table_name = steering_meetings)]
struct MeetingRow {
    id: String,
    version: i64,
    held_on: String,
    title: String,
    kind: String,
    added_by: String,
    added_at: String,
    cancelled_version: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_at: Option<String>,
    cancelled_why: Option<String>,
}

/// Adds a meeting.
pub fn add(db: &mut Db, meeting: &Meeting) -> QueryResult<()> {
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
pub fn cancel(db: &mut Db, id: &str, cancelled: &Cancelled) -> QueryResult<bool> {
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
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Meeting>> {
    let rows: Vec<MeetingRow> = steering_meetings::table
        .filter(steering_meetings::version.le(as_of))
        .order((steering_meetings::held_on, steering_meetings::version))
        .select(MeetingRow::as_select())
        .load(db)?;
    let meetings = rows.into_iter().filter_map(|row| stored(row, as_of));
    Ok(meetings.collect())
}

/// A row whose day or kind this version does not know is no meeting of ours.
fn stored(row: MeetingRow, as_of: i64) -> Option<Meeting> {
    let known = row.cancelled_version.filter(|version| *version <= as_of);
    let cancelled = known.map(|version| Cancelled {
        version,
        by: row.cancelled_by.unwrap_or_default(),
        at: row.cancelled_at.unwrap_or_default(),
        why: row.cancelled_why.unwrap_or_default(),
    });
    Some(Meeting {
        id: row.id,
        version: row.version,
        date: row.held_on.parse::<Date>().ok()?,
        title: row.title,
        kind: MeetingKind::from_key(&row.kind)?,
        added_by: row.added_by,
        added_at: row.added_at,
        cancelled,
    })
}
