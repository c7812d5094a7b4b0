//! Whether an entry can be believed: somebody confirms it at least every 14 days.

use jiff::civil::Date;

use crate::domain::number::{Exact, exact, ratio};

/// An entry is confirmed again at least this many days after it was last (the group's own rule;
/// boards without upkeep die). Days are Danish dates: a change of the clock moves nothing.
pub const CONFIRM_WITHIN: i32 = 14;

/// So many in a hundred of an operator's open entries are to be confirmed in time (the group's own goal).
pub const CONFIRM_GOAL: i64 = 90;

/// Of some entries those that were confirmed in time, in percent; of none all are.
pub fn share_in_time(in_time: i64, entries: i64) -> Exact {
    if entries == 0 {
        return exact(100, 0);
    }
    ratio(i128::from(in_time) * 100, i128::from(entries))
}

/// Whoever answers for an entry is reminded this many days after it was last confirmed: two days
/// before it is stale.
pub const REMIND_AFTER: i32 = 12;

/// A reminder that could not be queued on its day (the service stood still, or mails came later) is of
/// use for so many days after the confirmation, and not for entries that nobody has looked after for long.
const REMIND_UNTIL: i32 = 21;

/// Whether whoever answers for an entry that was last confirmed on a day is to be reminded on another.
pub fn is_to_be_reminded(confirmed: Date, day: Date) -> bool {
    (REMIND_AFTER..=REMIND_UNTIL).contains(&days_between(confirmed, day))
}

/// What is vacant for more than so many days has stood empty for long (længe ledig): three months.
pub const LONG_EMPTY: i32 = 90;

/// Days from one date to a later one; negative to an earlier one.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// A date as a number of days since 1 January 2000: differences are days.
pub fn day_number(day: Date) -> i32 {
    days_between(Date::constant(2000, 1, 1), day)
}

/// Whether an entry that was last confirmed on a day is stale (forældet) on another: on the
/// fourteenth day it is not yet, on the fifteenth it is.
pub fn is_stale(confirmed: Date, day: Date) -> bool {
    days_between(confirmed, day) > CONFIRM_WITHIN
}
