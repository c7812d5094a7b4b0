//! Whether an entry can be believed: somebody confirms it at least every 14 days.

use jiff::civil::Date;

/// An entry is confirmed again at least this many days after it was last (the group's own rule;
/// boards without upkeep die). Days are Danish dates: a change of the clock moves nothing.
pub const CONFIRM_WITHIN: i32 = 14;

/// Days from one date to a later one; negative to an earlier one.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// Whether an entry that was last confirmed on a day is stale (forældet) on another: on the
/// fourteenth day it is not yet, on the fifteenth it is.
pub fn is_stale(confirmed: Date, day: Date) -> bool {
    days_between(confirmed, day) > CONFIRM_WITHIN
}
