//! Occupancy (belægning): how much of what an offer could let was let, and what the rest cost.
//!
//! Occupancy is place-days used over place-days available in a period. It is not the occupancy that
//! a tariff was worked out with, which is a budget: both are shown beside each other.

use std::ops::Range;

use jiff::civil::Date;

use super::day_taken::DayTaken;
use super::fresh::days_between;
use super::spans::Spans;
use crate::domain::number::{Exact, ratio};

/// The part of a period that has passed on a day: an open entry counts to the day, and what has
/// not come yet is neither available nor vacant. `None` when nothing of it has passed.
pub fn passed(period: &Range<Date>, on: Date) -> Option<Range<Date>> {
    let end = period.end.min(on);
    (period.start < end).then_some(period.start..end)
}

/// The place-days of an offer in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceDays {
    /// Places of the offer × days of the period.
    pub available: i64,
    /// Those on which a place stood empty.
    pub vacant: i64,
}

impl PlaceDays {
    /// Counts an offer's vacant places; its dwellings are other records. Several entries of the
    /// same day add up, since more than the offer has is refused.
    pub fn of<'s>(
        places: i64,
        spans: impl IntoIterator<Item = &'s Spans>,
        (period, day_taken): (&Range<Date>, &DayTaken),
    ) -> PlaceDays {
        let days = |spans: &Spans| spans.place_days(period, day_taken);
        PlaceDays {
            available: places * i64::from(days_between(period.start, period.end)),
            vacant: spans.into_iter().map(days).sum(),
        }
    }

    /// Used over available, in percent. `None` where nothing was available, or where more stood
    /// empty than there is: the offer has fewer places now than when they were logged.
    pub fn occupancy(self) -> Option<Exact> {
        let used = self.available - self.vacant;
        (self.available > 0 && used >= 0)
            .then(|| ratio(i128::from(used) * 100, i128::from(self.available)))
    }
}

/// What one point of occupancy is worth: one in a hundred of an offer's place-days in a year, at an
/// amount for each. To the operator it is the income that one point more or less brings; where
/// the tariff is worked out anew with one point more, the buyers pay as much less for the same use.
pub fn point_value(available: i64, amount: &Exact) -> Exact {
    amount * ratio(i128::from(available), 100)
}

/// The tariff that the same costs give when it is worked out with one point more of occupancy:
/// costs = tariff × occupancy, so it falls to tariff × occupancy ÷ (occupancy + 1). Occupancy in
/// hundredths of a percent. `None` at a full house, or where none is stated.
pub fn with_one_point_more(tariff: &Exact, assumed: i64) -> Option<Exact> {
    let more = assumed + 100;
    (assumed > 0 && more <= 10_000).then(|| tariff * ratio(i128::from(assumed), i128::from(more)))
}
