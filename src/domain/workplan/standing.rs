//! How a milestone stands on a day: what the plan says, and after it every update up to that day's end.

use jiff::civil::Date;

use super::{FocusArea, HalfYear, Milestone, Owner, Progress, Status, Update};

/// A milestone with where it stands in its plan and everything that was said of it, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// Key of its plan.
    pub plan: String,
    pub milestone: Milestone,
    pub period: HalfYear,
    pub focus_area: FocusArea,
    pub updates: Vec<Update>,
}

/// What holds of a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub status: Status,
    pub due: Date,
    pub owner: Owner,
    /// Of each deliverable, in their order.
    pub progress: Vec<Progress>,
}

impl Tracked {
    /// How it stands at the end of a day.
    pub fn on(&self, day: Date) -> Standing {
        let said = self.updates.iter().filter(|update| update.on <= day);
        said.fold(self.planned(), Standing::after)
    }

    /// How it stands after everything that was said.
    pub fn newest(&self) -> Standing {
        self.updates.iter().fold(self.planned(), Standing::after)
    }

    /// The data version of the newest update; 0 while there is none.
    pub fn version(&self) -> i64 {
        self.updates.last().map_or(0, |update| update.version)
    }

    /// As the plan has it, before a word was said.
    pub fn planned(&self) -> Standing {
        Standing {
            status: Status::Planned,
            due: self.period.ends,
            owner: self.milestone.owner,
            progress: vec![Progress::NotBegun; self.milestone.deliverables.len()],
        }
    }
}

impl Standing {
    /// The same after an update.
    #[must_use]
    pub fn after(mut self, update: &Update) -> Standing {
        let change = &update.change;
        self.status = change.status.unwrap_or(self.status);
        self.due = change.due.unwrap_or(self.due);
        self.owner = change.owner.unwrap_or(self.owner);
        for (progress, number) in self.progress.iter_mut().zip(1..) {
            if let Some(new) = change.progress.get(&number) {
                *progress = *new;
            }
        }
        self
    }

    /// Overdue (overskredet) from the midnight after its due date, in Denmark, unless nothing more is
    /// waited for.
    pub fn is_overdue(&self, day: Date) -> bool {
        day > self.due && !self.status.is_closed()
    }

    /// How many of its deliverables are done.
    pub fn done(&self) -> usize {
        let done = self.progress.iter().filter(|of| **of == Progress::Done);
        done.count()
    }
}
