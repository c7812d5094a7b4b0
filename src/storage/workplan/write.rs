//! A plan more, and a word more about a milestone.

use diesel::prelude::*;

use super::read::Kept;
use super::rows::{FocusAreaRow, MilestoneRow, PeriodRow, PlanRow, UpdateRow};
use crate::domain::workplan::Update;
use crate::storage::Db;
use crate::storage::schema::{
    deliverable_updates, deliverables, milestone_updates, milestones, workplan_focus_areas,
    workplan_periods, workplans,
};

/// Adds a plan with everything in it; nothing was said of its milestones yet.
pub fn add_plan(db: &mut Db, kept: &Kept) -> QueryResult<()> {
    let (plan, key) = (&kept.plan, kept.plan.key());
    let row = PlanRow {
        key: key.clone(),
        version: kept.version,
        title: plan.title.clone(),
        source: plan.source.clone(),
        added_on: kept.added_on.map(|day| day.to_string()),
        added_by: kept.by.clone(),
        added_at: kept.at.clone(),
    };
    diesel::insert_into(workplans::table)
        .values(row)
        .execute(db)?;
    for (position, area) in (1..).zip(&plan.focus_areas) {
        diesel::insert_into(workplan_focus_areas::table)
            .values(FocusAreaRow::new(&key, position, area))
            .execute(db)?;
    }
    for (position, period) in (1..).zip(&plan.periods) {
        diesel::insert_into(workplan_periods::table)
            .values(PeriodRow::new(&key, position, period))
            .execute(db)?;
    }
    for (position, milestone) in (1..).zip(&plan.milestones) {
        diesel::insert_into(milestones::table)
            .values(MilestoneRow::new(&key, position, milestone))
            .execute(db)?;
        for (number, title) in (1i32..).zip(&milestone.deliverables) {
            diesel::insert_into(deliverables::table)
                .values((
                    deliverables::milestone.eq(&milestone.key),
                    deliverables::position.eq(number),
                    deliverables::title.eq(title),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

/// Adds a word about a milestone that is there.
pub fn add_update(db: &mut Db, milestone: &str, update: &Update) -> QueryResult<()> {
    diesel::insert_into(milestone_updates::table)
        .values(UpdateRow::new(milestone, update))
        .execute(db)?;
    for (number, progress) in &update.change.progress {
        let position = i32::try_from(*number).unwrap_or(i32::MAX);
        diesel::insert_into(deliverable_updates::table)
            .values((
                deliverable_updates::milestone.eq(milestone),
                deliverable_updates::version.eq(update.version),
                deliverable_updates::position.eq(position),
                deliverable_updates::progress.eq(progress.key()),
            ))
            .execute(db)?;
    }
    Ok(())
}
