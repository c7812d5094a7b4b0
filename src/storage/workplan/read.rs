//! Plans and their milestones as they are known at a data version.

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::civil::Date;

use super::rows::{FocusAreaRow, MilestoneRow, PeriodRow, PlanRow, UpdateRow};
use crate::domain::workplan::{Plan, Progress, Tracked, Update};
use crate::storage::Db;
use crate::storage::schema::{
    deliverable_updates, deliverables, milestone_updates, milestones, workplan_focus_areas,
    workplan_periods, workplans,
};

/// A plan that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub plan: Plan,
    /// The data version that added it; 0 for the one that a database starts with.
    pub version: i64,
    /// The day in Denmark on which it was added; none for the one that a database starts with.
    pub added_on: Option<Date>,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    /// Its milestones with what was said of them, in the order of the plan.
    pub milestones: Vec<Tracked>,
}

impl Kept {
    /// Whether there was such a plan at the end of a day.
    pub fn is_there_on(&self, day: Date) -> bool {
        self.added_on.is_none_or(|added| added <= day)
    }
}

/// The plans as of a data version, the first begun first.
pub fn plans(db: &mut Db, as_of: i64) -> QueryResult<Vec<Kept>> {
    let rows: Vec<PlanRow> = workplans::table
        .filter(workplans::version.le(as_of))
        .order(workplans::key)
        .select(PlanRow::as_select())
        .load(db)?;
    let mut areas: Vec<FocusAreaRow> = workplan_focus_areas::table
        .order(workplan_focus_areas::position)
        .select(FocusAreaRow::as_select())
        .load(db)?;
    let mut periods: Vec<PeriodRow> = workplan_periods::table
        .order(workplan_periods::position)
        .select(PeriodRow::as_select())
        .load(db)?;
    let mut own: Vec<MilestoneRow> = milestones::table
        .order(milestones::position)
        .select(MilestoneRow::as_select())
        .load(db)?;
    let mut titles = titles(db)?;
    let mut updates = updates(db, as_of)?;
    let mut kept = Vec::new();
    for row in rows {
        let key = &row.key;
        let of_plan = own.extract_if(.., |m| m.workplan == *key);
        let milestones = of_plan.filter_map(|milestone| {
            let titles = titles.remove(&milestone.key).unwrap_or_default();
            milestone.stored(titles)
        });
        let plan = Plan {
            title: row.title.clone(),
            source: row.source.clone(),
            milestones: milestones.collect(),
            focus_areas: areas
                .extract_if(.., |area| area.workplan == *key)
                .map(FocusAreaRow::stored)
                .collect(),
            periods: periods
                .extract_if(.., |period| period.workplan == *key)
                .filter_map(PeriodRow::stored)
                .collect(),
        };
        let tracked = plan.milestones.iter().filter_map(|milestone| {
            Some(Tracked {
                plan: key.clone(),
                period: plan.period(&milestone.period)?.clone(),
                focus_area: plan.focus_area(&milestone.focus_area)?.clone(),
                updates: updates.remove(&milestone.key).unwrap_or_default(),
                milestone: milestone.clone(),
            })
        });
        kept.push(Kept {
            milestones: tracked.collect(),
            plan,
            version: row.version,
            added_on: row.added_on.and_then(|day| day.parse().ok()),
            by: row.added_by,
            at: row.added_at,
        });
    }
    Ok(kept)
}

/// A milestone by its key.
pub fn milestone(db: &mut Db, key: &str, as_of: i64) -> QueryResult<Option<Tracked>> {
    let mut all = plans(db, as_of)?
        .into_iter()
        .flat_map(|kept| kept.milestones);
    Ok(all.find(|tracked| tracked.milestone.key == key))
}

/// What each milestone is to deliver.
fn titles(db: &mut Db) -> QueryResult<HashMap<String, Vec<String>>> {
    let rows: Vec<(String, String)> = deliverables::table
        .order((deliverables::milestone, deliverables::position))
        .select((deliverables::milestone, deliverables::title))
        .load(db)?;
    let mut titles: HashMap<String, Vec<String>> = HashMap::new();
    for (milestone, title) in rows {
        titles.entry(milestone).or_default().push(title);
    }
    Ok(titles)
}

/// What was said of each milestone, the oldest first.
fn updates(db: &mut Db, as_of: i64) -> QueryResult<HashMap<String, Vec<Update>>> {
    let rows: Vec<UpdateRow> = milestone_updates::table
        .filter(milestone_updates::version.le(as_of))
        .order(milestone_updates::version)
        .select(UpdateRow::as_select())
        .load(db)?;
    let mut updates: HashMap<String, Vec<Update>> = HashMap::new();
    for row in rows {
        let milestone = row.milestone.clone();
        updates.entry(milestone).or_default().extend(row.stored());
    }
    let rows: Vec<(String, i64, i32, String)> = deliverable_updates::table
        .filter(deliverable_updates::version.le(as_of))
        .order((deliverable_updates::version, deliverable_updates::position))
        .load(db)?;
    for (milestone, version, position, progress) in rows {
        let of = updates.get_mut(&milestone).into_iter().flatten();
        let update = of.into_iter().find(|update| update.version == version);
        let progress = Progress::from_key(&progress);
        let number = usize::try_from(position).ok();
        if let Some(((update, progress), number)) = update.zip(progress).zip(number) {
            update.change.progress.insert(number, progress);
        }
    }
    Ok(updates)
}
