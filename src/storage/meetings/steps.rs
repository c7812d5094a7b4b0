//! Steps of meetings: only ever added.

use diesel::prelude::*;

use super::tables::meeting_steps;
use crate::domain::meetings::{State, Step, Stepped};
use crate::storage::Db;

#[derive(Queryable, Insertable)]
#[diesel(table_name = meeting_steps)]
struct Row {
    version: i64,
    meeting: String,
    step: String,
    state: String,
    why: String,
    done_by: String,
    done_at: String,
}

/// Adds a step.
pub fn add(db: &mut Db, step: &Stepped) -> QueryResult<()> {
    let row = Row {
        version: step.version,
        meeting: step.meeting.clone(),
        step: step.step.key().to_owned(),
        state: step.state.key().to_owned(),
        why: step.why.clone(),
        done_by: step.by.clone(),
        done_at: step.at.clone(),
    };
    diesel::insert_into(meeting_steps::table)
        .values(row)
        .execute(db)?;
    Ok(())
}

/// The steps of every meeting that were taken at a data version, the oldest first.
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Stepped>> {
    let rows: Vec<Row> = meeting_steps::table
        .filter(meeting_steps::version.le(as_of))
        .order(meeting_steps::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// The steps of one meeting, the oldest first.
pub fn of_meeting(db: &mut Db, meeting: &str, as_of: i64) -> QueryResult<Vec<Stepped>> {
    let steps = all(db, as_of)?.into_iter();
    Ok(steps.filter(|step| step.meeting == meeting).collect())
}

/// A row whose step or state this version cannot read is no step of ours.
fn stored(row: Row) -> Option<Stepped> {
    Some(Stepped {
        version: row.version,
        meeting: row.meeting,
        step: Step::from_key(&row.step)?,
        state: State::from_key(&row.state)?,
        why: row.why,
        by: row.done_by,
        at: row.done_at,
    })
}
