//! Mails that the service sends by itself: what one is, how long is waited after a failure, when
//! one is given up.

use super::people::Right;

/// Stands in a text where the secret of its link comes when it is sent: no secret is stored.
pub const SECRET: &str = "{hemmelighed}";

/// Days that a link without a sign-in holds.
pub const LINK_DAYS: i64 = 14;

/// Seconds that one process has for sending a mail it took: more than every wait of the sending
/// together, so that nobody else takes it meanwhile.
pub const CLAIM_SECONDS: i64 = 15 * 60;

/// A mail that has waited longer is of no use any more.
pub const DAYS_TO_WAIT: i64 = 3;

/// Days that is kept whom what was sent to.
pub const DAYS_TO_KEEP: i64 = 90;

/// A mail that somebody may want or not (ønske).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// An entry that one answers for is 12 days old (påmindelse).
    Reminder,
    /// Somebody asks for a place that one answers for.
    Asked,
    /// Every Monday: what is new, stale, long empty (ugeliste).
    Weekly,
}

impl Wish {
    pub const ALL: [Wish; 3] = [Wish::Reminder, Wish::Asked, Wish::Weekly];

    /// The key in the database and in the form.
    pub const fn key(self) -> &'static str {
        match self {
            Wish::Reminder => "reminder",
            Wish::Asked => "asked",
            Wish::Weekly => "weekly",
        }
    }

    /// Danish, as the choice on one's own page.
    pub const fn label(self) -> &'static str {
        match self {
            Wish::Reminder => "Når et opslag, jeg står for, ikke er bekræftet i 12 dage",
            Wish::Asked => "Når nogen beder om en plads, jeg skal svare på",
            Wish::Weekly => "Hver mandag: nye, ubekræftede og længe ledige pladser",
        }
    }

    /// Whether who has said nothing gets it: what somebody waits for is sent, a list is not.
    pub const fn usual(self) -> bool {
        match self {
            Wish::Reminder | Wish::Asked => true,
            Wish::Weekly => false,
        }
    }

    /// What one has to be allowed: nobody is written to about what is not for them.
    pub const fn right(self) -> Right {
        match self {
            Wish::Reminder => Right::LogPlaces,
            Wish::Asked => Right::Search,
            Wish::Weekly => Right::ReadPlaces,
        }
    }
}

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter<'a> {
    /// Id of the user it is for.
    pub user: &'a str,
    /// What it is about and why: the same cause is queued once.
    pub cause: &'a str,
    /// One line, Danish.
    pub subject: &'a str,
    /// Plain text, Danish; [`SECRET`] where the secret of its link comes.
    pub body: &'a str,
    /// What its link answers without a sign-in.
    pub answers: Option<&'a str>,
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The server will never take it: it is not tried again.
    pub lasting: bool,
    /// Danish, for the administrator. May name the receiver: never into a log.
    pub reason: String,
}

/// Seconds between the attempts: from a minute to a day, two days in all.
const WAITS: [i64; 8] = [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400];

/// Seconds to wait after so many failed attempts; none when it is given up.
pub fn wait_after(attempts: i32) -> Option<i64> {
    let failed = usize::try_from(attempts.max(1)).ok()?;
    WAITS.get(failed - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = (1..).map_while(wait_after).collect();
        assert_eq!(waits.len(), 8, "nine attempts");
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        // The last attempt comes before the mail is too old.
        assert!(waits.iter().sum::<i64>() < DAYS_TO_WAIT * 24 * 3600);
        assert_eq!(wait_after(0), Some(60));
    }
}
