//! Whether what is stored of the workplan holds together.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::documents;
use crate::storage::schema::{
    deliverable_updates, deliverables, milestone_updates, milestones, workplan_focus_areas,
    workplan_periods,
};
use crate::storage::{Db, store};

/// One sentence for each kind of fault.
pub(in crate::storage) fn run(db: &mut Db) -> QueryResult<Vec<String>> {
    let faults = [astray(db)?, unsaid(db)?, ahead(db)?, documents::check(db)?];
    Ok(faults.into_iter().flatten().collect())
}

/// Milestones of a half-year or focus area that their plan does not have.
fn astray(db: &mut Db) -> QueryResult<Option<String>> {
    type Part = (String, String);
    let periods: Vec<Part> = workplan_periods::table
        .select((workplan_periods::workplan, workplan_periods::key))
        .load(db)?;
    let areas: Vec<Part> = workplan_focus_areas::table
        .select((workplan_focus_areas::workplan, workplan_focus_areas::key))
        .load(db)?;
    let rows: Vec<(String, String, String, String)> = milestones::table
        .select((
            milestones::key,
            milestones::workplan,
            milestones::period,
            milestones::focus_area,
        ))
        .order(milestones::key)
        .load(db)?;
    let wrong: Vec<String> = rows
        .into_iter()
        .filter(|(_, plan, period, area)| {
            !periods.contains(&(plan.clone(), period.clone()))
                || !areas.contains(&(plan.clone(), area.clone()))
        })
        .map(|(key, ..)| key)
        .collect();
    Ok(told(
        &wrong,
        "milestones of no half-year or focus area of their plan",
    ))
}

/// Progress of deliverables that no update tells of, or that their milestone does not have.
fn unsaid(db: &mut Db) -> QueryResult<Option<String>> {
    let said: BTreeSet<(String, i64)> = milestone_updates::table
        .select((milestone_updates::milestone, milestone_updates::version))
        .load(db)?
        .into_iter()
        .collect();
    let known: BTreeSet<(String, i32)> = deliverables::table
        .select((deliverables::milestone, deliverables::position))
        .load(db)?
        .into_iter()
        .collect();
    let rows: Vec<(String, i64, i32)> = deliverable_updates::table
        .select((
            deliverable_updates::milestone,
            deliverable_updates::version,
            deliverable_updates::position,
        ))
        .order((deliverable_updates::version, deliverable_updates::position))
        .load(db)?;
    let wrong: Vec<String> = rows
        .into_iter()
        .filter(|(milestone, version, position)| {
            !said.contains(&(milestone.clone(), *version))
                || !known.contains(&(milestone.clone(), *position))
        })
        .map(|(milestone, ..)| milestone)
        .collect();
    Ok(told(&wrong, "words about deliverables that are not there"))
}

/// Updates of a data version that has not been.
fn ahead(db: &mut Db) -> QueryResult<Option<String>> {
    let now = store::version(db)?;
    let wrong: Vec<String> = milestone_updates::table
        .filter(milestone_updates::version.gt(now))
        .order(milestone_updates::version)
        .select(milestone_updates::milestone)
        .load(db)?;
    Ok(told(&wrong, "updates of a data version that is to come"))
}

fn told(wrong: &[String], what: &str) -> Option<String> {
    let first = wrong.first()?;
    Some(format!(
        "the workplan: {} {what}, the first is of {first}",
        wrong.len()
    ))
}
