//! Moments and days in Denmark: what is stored is a moment in UTC, what is shown and counted a Danish day.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Danish time. Its rules are part of the program, so they are always found.
static DENMARK: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Copenhagen").unwrap_or(TimeZone::UTC));

/// What Danish clocks show at a moment.
pub fn local(moment: Timestamp) -> DateTime {
    DENMARK.to_datetime(moment)
}

/// What Danish clocks showed at a stored moment (RFC 3339); `None` for a text that is none.
pub fn local_of(stored: &str) -> Option<DateTime> {
    stored.parse().ok().map(local)
}

/// The Danish day of a stored moment (RFC 3339); `None` for a text that is none.
pub fn day_of(stored: &str) -> Option<Date> {
    local_of(stored).map(DateTime::date)
}

/// The moment at which a Danish day begins; `None` for a day beyond the calendar's ends.
pub fn begins(day: Date) -> Option<Timestamp> {
    DENMARK.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

/// The moment at which a Danish day is over; `None` for a day beyond the calendar's ends.
pub fn ends(day: Date) -> Option<Timestamp> {
    begins(day.tomorrow().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_danish_day_begins_before_that_of_utc() {
        let day = |stored| day_of(stored).map(|day| day.to_string());
        assert_eq!(day("2025-06-20T21:59:59Z").as_deref(), Some("2025-06-20"));
        assert_eq!(day("2025-06-20T22:00:00Z").as_deref(), Some("2025-06-21"));
        assert_eq!(day("2025-12-31T22:59:59Z").as_deref(), Some("2025-12-31"));
        assert_eq!(day("2025-12-31T23:00:00Z").as_deref(), Some("2026-01-01"));
        assert_eq!(day("i går"), None);
    }

    #[test]
    fn the_days_on_which_clocks_are_moved_have_23_and_25_hours() {
        let hours = |day: Date| {
            let (from, to) = (begins(day).unwrap(), ends(day).unwrap());
            (to.as_second() - from.as_second()) / 3600
        };
        assert_eq!(hours(Date::constant(2026, 3, 29)), 23);
        assert_eq!(hours(Date::constant(2026, 10, 25)), 25);
        assert_eq!(hours(Date::constant(2026, 11, 26)), 24);
        assert_eq!(ends(Date::MAX), None);
    }
}
