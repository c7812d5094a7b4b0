//! The clock as an argument: whoever needs the time is given one.

use jiff::Timestamp;

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

    /// The present moment as RFC 3339 text in UTC, whole seconds: texts of equal length, so that
    /// they sort as times do on both databases.
    pub fn now_text(self) -> String {
        let seconds = (self.0)().as_second();
        Timestamp::from_second(seconds).map_or_else(|_| String::new(), |t| t.to_string())
    }
}
