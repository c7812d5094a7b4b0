//! Rows of the workplan as they are stored.

use diesel::prelude::*;
use jiff::civil::Date;

use crate::domain::workplan::{Change, FocusArea, HalfYear, Milestone, Owner, Status, Update};
use crate::storage::schema::{
    milestone_updates, milestones, workplan_focus_areas, workplan_periods, workplans,
};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = workplans)]
pub(super) struct PlanRow {
    pub key: String,
    pub version: i64,
    pub title: String,
    pub source: String,
    pub added_on: Option<String>,
    pub added_by: String,
    pub added_at: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = workplan_focus_areas)]
pub(super) struct FocusAreaRow {
    pub workplan: String,
    key: String,
    title: String,
    position: i32,
}

impl FocusAreaRow {
    pub fn new(workplan: &str, position: i32, area: &FocusArea) -> FocusAreaRow {
        FocusAreaRow {
            workplan: workplan.to_owned(),
            key: area.key.clone(),
            title: area.title.clone(),
            position,
        }
    }

    pub fn stored(self) -> FocusArea {
        FocusArea {
            key: self.key,
            title: self.title,
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = workplan_periods)]
pub(super) struct PeriodRow {
    pub workplan: String,
    key: String,
    title: String,
    starts_on: String,
    ends_on: String,
    position: i32,
}

impl PeriodRow {
    pub fn new(workplan: &str, position: i32, period: &HalfYear) -> PeriodRow {
        PeriodRow {
            workplan: workplan.to_owned(),
            key: period.key.clone(),
            title: period.title.clone(),
            starts_on: period.starts.to_string(),
            ends_on: period.ends.to_string(),
            position,
        }
    }

    /// One whose days this version does not know is none of ours.
    pub fn stored(self) -> Option<HalfYear> {
        Some(HalfYear {
            key: self.key,
            title: self.title,
            starts: self.starts_on.parse().ok()?,
            ends: self.ends_on.parse().ok()?,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = milestones)]
pub(super) struct MilestoneRow {
    pub key: String,
    pub workplan: String,
    period: String,
    focus_area: String,
    owner: String,
    title: String,
    position: i32,
}

impl MilestoneRow {
    pub fn new(workplan: &str, position: i32, milestone: &Milestone) -> MilestoneRow {
        MilestoneRow {
            key: milestone.key.clone(),
            workplan: workplan.to_owned(),
            period: milestone.period.clone(),
            focus_area: milestone.focus_area.clone(),
            owner: milestone.owner.key().to_owned(),
            title: milestone.title.clone(),
            position,
        }
    }

    /// One whose owner this version does not know is none of ours.
    pub fn stored(self, deliverables: Vec<String>) -> Option<Milestone> {
        Some(Milestone {
            owner: Owner::parse(&self.owner)?,
            key: self.key,
            period: self.period,
            focus_area: self.focus_area,
            title: self.title,
            deliverables,
        })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = milestone_updates)]
pub(super) struct UpdateRow {
    pub milestone: String,
    pub version: i64,
    said_on: String,
    said_by: String,
    said_at: String,
    why: String,
    status: Option<String>,
    due_on: Option<String>,
    owner: Option<String>,
}

impl UpdateRow {
    pub fn new(milestone: &str, update: &Update) -> UpdateRow {
        let change = &update.change;
        UpdateRow {
            milestone: milestone.to_owned(),
            version: update.version,
            said_on: update.on.to_string(),
            said_by: update.by.clone(),
            said_at: update.at.clone(),
            why: update.why.clone(),
            status: change.status.map(|status| status.key().to_owned()),
            due_on: change.due.map(|due| due.to_string()),
            owner: change.owner.map(|owner| owner.key().to_owned()),
        }
    }

    /// One whose day, status or owner this version does not know is none of ours. The progress of
    /// deliverables is told apart.
    pub fn stored(self) -> Option<Update> {
        let status = match &self.status {
            Some(key) => Some(Status::from_key(key)?),
            None => None,
        };
        let due = match &self.due_on {
            Some(day) => Some(day.parse::<Date>().ok()?),
            None => None,
        };
        let owner = match &self.owner {
            Some(key) => Some(Owner::parse(key)?),
            None => None,
        };
        Some(Update {
            version: self.version,
            on: self.said_on.parse().ok()?,
            by: self.said_by,
            at: self.said_at,
            why: self.why,
            change: Change {
                status,
                due,
                owner,
                ..Change::default()
            },
        })
    }
}
