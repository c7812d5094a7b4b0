//! Whether the day that a place is taken on counts as a vacant one: a parameter by date.

use jiff::civil::Date;

use super::fresh::day_number;
use crate::domain::number::exact;
use crate::domain::parameters::{DAY_TAKEN_COUNTS, Parameter};

/// The rule, day by day. Before its first date, and where there is none, the day does not count: a place is
/// vacant from its first day up to, and not counting, the day it is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayTaken {
    /// From which day it counts or not, in that order; days as [`day_number`] has them.
    changes: Vec<(i32, bool)>,
    /// What was stated.
    stated: Vec<Parameter>,
}

impl DayTaken {
    /// Of the parameters that hold; of equal dates the later row, which replaced the earlier one.
    pub fn of(parameters: &[Parameter]) -> DayTaken {
        let ours = parameters.iter().filter(|p| p.key == DAY_TAKEN_COUNTS);
        let mut stated: Vec<Parameter> = ours.cloned().collect();
        stated.sort_by_key(|parameter| parameter.valid_from);
        let counts = |parameter: &Parameter| parameter.exact().is_some_and(|n| n > exact(0, 0));
        let changes = stated.iter();
        DayTaken {
            changes: changes
                .map(|one| (day_number(one.valid_from), counts(one)))
                .collect(),
            stated,
        }
    }

    /// The day never counts.
    pub fn never() -> DayTaken {
        DayTaken::default()
    }

    /// The day counts, whenever it is.
    pub fn always() -> DayTaken {
        DayTaken {
            changes: vec![(i32::MIN, true)],
            stated: Vec::new(),
        }
    }

    /// Whether it counts for a place that is taken on a day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.counts(day_number(day))
    }

    pub(super) fn counts(&self, day: i32) -> bool {
        let newest = self.changes.iter().rev().find(|(from, _)| *from <= day);
        newest.is_some_and(|(_, counts)| *counts)
    }

    /// The value that is in force on a day.
    pub fn in_force(&self, day: Date) -> Option<&Parameter> {
        let holds = |one: &&Parameter| one.valid_from <= day;
        self.stated.iter().rev().find(holds)
    }
}
