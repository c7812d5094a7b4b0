//! Occupancy (belægning): how much of what an offer could let was let, and what the rest cost.
//!
//! Occupancy is place-days used over place-days available in a period. It is not the occupancy that
//! a tariff was worked out with, which is a budget: both are shown beside each other.

use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::entry::{Entry, PlaceKind};
use super::fresh::days_between;
use super::timeline::DayTaken;
use crate::domain::number::{Exact, exact, ratio};

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
    pub fn of<'e>(
        places: i64,
        entries: impl IntoIterator<Item = &'e Entry>,
        (period, day_taken): (&Range<Date>, DayTaken),
    ) -> PlaceDays {
        let of_places = entries
            .into_iter()
            .filter(|entry| entry.about.kind == PlaceKind::Place);
        PlaceDays {
            available: places * i64::from(days_between(period.start, period.end)),
            vacant: of_places
                .map(|entry| entry.timeline().place_days(period, day_taken))
                .sum(),
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

/// The rent that a dwelling lost in a period, in kroner: of each month the days it stood empty over
/// the days of that month, times what a month costs. `None` where it stood empty and no rent is
/// stated.
pub fn rent_lost(entry: &Entry, period: &Range<Date>, day_taken: DayTaken) -> Option<Exact> {
    let line = entry.timeline();
    let mut months = exact(0, 0);
    let mut first = period.start.first_of_month();
    while first < period.end {
        let next = first.checked_add(1.month()).ok()?;
        let within = first.max(period.start)..next.min(period.end);
        let days = line.place_days(&within, day_taken);
        months += ratio(i128::from(days), i128::from(days_between(first, next)));
        first = next;
    }
    if months == exact(0, 0) {
        return Some(months);
    }
    Some(months * entry.terms().rent?.exact())
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
