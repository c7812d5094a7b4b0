//! The calendar of meetings: a meeting is added, written anew and may be cancelled, never removed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use jiff::civil::Date;

use super::steps;
use super::tables::meeting_details;
use crate::domain::meetings::{Cancelled, Meeting, MeetingKind, State, Stepped};
use crate::storage::Db;
use crate::storage::schema::steering_meetings;

/// A stored meeting.
#[derive(Queryable, Selectable)]
#[diesel(table_name = steering_meetings)]
struct MeetingRow {
    id: String,
    version: i64,
    added_by: String,
    added_at: String,
    cancelled_version: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_at: Option<String>,
    cancelled_why: Option<String>,
}

/// What a meeting is called, when and where.
#[derive(Queryable, Insertable)]
#[diesel(table_name = meeting_details)]
struct DetailRow {
    meeting: String,
    version: i64,
    held_on: String,
    title: String,
    kind: String,
    place: String,
    written_by: String,
    written_at: String,
}

/// Adds a meeting.
pub fn add(db: &mut Db, meeting: &Meeting) -> QueryResult<()> {
    // The first table knows two kinds; what holds is in the details.
    let kind = if meeting.kind == MeetingKind::SteeringGroup {
        MeetingKind::SteeringGroup
    } else {
        MeetingKind::Other
    };
    diesel::insert_into(steering_meetings::table)
        .values((
            steering_meetings::id.eq(&meeting.id),
            steering_meetings::version.eq(meeting.version),
            steering_meetings::held_on.eq(meeting.date.to_string()),
            steering_meetings::title.eq(&meeting.title),
            steering_meetings::kind.eq(kind.key()),
            steering_meetings::added_by.eq(&meeting.added_by),
            steering_meetings::added_at.eq(&meeting.added_at),
        ))
        .execute(db)?;
    let (by, at) = (&meeting.added_by, &meeting.added_at);
    rewrite(db, meeting, (meeting.version, by, at))
}

/// Writes down what a meeting is called, when and where, from a data version on.
pub fn rewrite(
    db: &mut Db,
    meeting: &Meeting,
    (version, by, at): (i64, &str, &str),
) -> QueryResult<()> {
    let row = DetailRow {
        meeting: meeting.id.clone(),
        version,
        held_on: meeting.date.to_string(),
        title: meeting.title.clone(),
        kind: meeting.kind.key().to_owned(),
        place: meeting.place.clone(),
        written_by: by.to_owned(),
        written_at: at.to_owned(),
    };
    diesel::insert_into(meeting_details::table)
        .values(row)
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
        .select(MeetingRow::as_select())
        .load(db)?;
    let details: Vec<DetailRow> = meeting_details::table
        .filter(meeting_details::version.le(as_of))
        .order(meeting_details::version)
        .load(db)?;
    let mut newest: BTreeMap<String, DetailRow> = BTreeMap::new();
    for row in details {
        newest.insert(row.meeting.clone(), row);
    }
    let steps = steps::all(db, as_of)?;
    let stored = |row: MeetingRow| {
        let details = newest.remove(&row.id)?;
        meeting(row, details, &steps, as_of)
    };
    let mut meetings: Vec<Meeting> = rows.into_iter().filter_map(stored).collect();
    meetings.sort_by_key(|meeting| (meeting.date, meeting.version));
    Ok(meetings)
}

/// One meeting as it was known at a data version.
pub fn get(db: &mut Db, id: &str, as_of: i64) -> QueryResult<Option<Meeting>> {
    Ok(all(db, as_of)?.into_iter().find(|meeting| meeting.id == id))
}

/// A row whose day or kind this version does not know is no meeting of ours.
fn meeting(row: MeetingRow, of: DetailRow, steps: &[Stepped], as_of: i64) -> Option<Meeting> {
    let known = row.cancelled_version.filter(|version| *version <= as_of);
    let cancelled = known.map(|version| Cancelled {
        version,
        by: row.cancelled_by.unwrap_or_default(),
        at: row.cancelled_at.unwrap_or_default(),
        why: row.cancelled_why.unwrap_or_default(),
    });
    let ours = || steps.iter().filter(|step| step.meeting == row.id);
    let state = ours().next_back().map_or(State::Planned, |step| step.state);
    Some(Meeting {
        version: row.version,
        date: of.held_on.parse::<Date>().ok()?,
        title: of.title,
        place: of.place,
        kind: MeetingKind::from_key(&of.kind)?,
        state,
        first_sent: ours()
            .find(|step| step.state == State::Sent)
            .map(|step| step.version),
        added_by: row.added_by,
        added_at: row.added_at,
        cancelled,
        id: row.id,
    })
}
