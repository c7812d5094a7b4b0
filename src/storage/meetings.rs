//! The calendar of meetings: a meeting is added and may be cancelled, never removed.

use diesel::prelude::*;
use jiff::civil::Date;

use super::Db;
use super::schema::steering_meetings;
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind};

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
///
/// # Errors
/// The database's own.
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
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Meeting>> {
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
