//! The clock as an argument: whoever needs the time is given one.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::moment;

/// Gives the present moment.
#[derive(Clone, Copy)]
pub struct Clock(fn() -> Timestamp);

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Clock {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that asks the machine for the time"
        )]
        Clock(Timestamp::now)
    }

    /// A clock for tests.
    pub fn with(now: fn() -> Timestamp) -> Clock {
        Clock(now)
    }

    /// The present moment.
    pub fn now(self) -> Timestamp {
        (self.0)()
    }

    /// Today in Denmark.
    pub fn today(self) -> Date {
        moment::local(self.now()).date()
    }

    /// The moment so many seconds from now, as [`Clock::now_text`] writes it.
    pub fn text_after(self, seconds: i64) -> String {
        text((self.0)().as_second().saturating_add(seconds))
    }

    /// The present moment as RFC 3339 text in UTC, whole seconds: texts of equal length, so that
    /// they sort as times do on both databases.
    pub fn now_text(self) -> String {
        text((self.0)().as_second())
    }
}

fn text(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |t| t.to_string())
}
