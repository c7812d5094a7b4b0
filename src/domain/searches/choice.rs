//! What came of a search: each step an event with its day, none of them ever changed.

use jiff::civil::Date;

use crate::domain::paragraph::Paragraph;

/// Why a place was bought privately (begrundelse).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// No public place matches what the citizen needs.
    NoMatch,
    /// None is free in time.
    NoneInTime,
    /// The citizen's free choice (SEL § 108), at most 10 % dearer since 1 July 2025.
    FreeChoice,
    /// Urgent, in an offer that is not approved yet (SEL § 4): three weeks, and once more three.
    Urgent,
    /// Goes on with a stay that there is already.
    ContinuesStay,
    /// Something else, which the text says.
    Other,
}

impl Code {
    pub const ALL: [Code; 6] = [
        Code::NoMatch,
        Code::NoneInTime,
        Code::FreeChoice,
        Code::Urgent,
        Code::ContinuesStay,
        Code::Other,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Code::NoMatch => "no_match",
            Code::NoneInTime => "none_in_time",
            Code::FreeChoice => "free_choice",
            Code::Urgent => "urgent",
            Code::ContinuesStay => "continues_stay",
            Code::Other => "other",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Code::NoMatch => "Ingen plads passer",
            Code::NoneInTime => "Ingen er ledig i tide",
            Code::FreeChoice => "Borgerens frie valg (SEL § 108, højst 10 % dyrere)",
            Code::Urgent => "Akut, tilbuddet er ikke godkendt endnu (SEL § 4, tre uger + tre uger)",
            Code::ContinuesStay => "Fortsætter et ophold, der er i gang",
            Code::Other => "Andet (skriv hvad)",
        }
    }

    pub fn from_key(key: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.key() == key)
    }

    /// Whether the law knows it for a paragraph: the free choice is of a long-term accommodation.
    pub fn is_of(self, paragraph: Paragraph) -> bool {
        self != Code::FreeChoice || paragraph == Paragraph::Sel108
    }

    /// Whether it must be said in words: always for "other", and when the receipt shows so many
    /// places that fitted and the code says that none did.
    pub fn needs_text(self, matches: i64) -> bool {
        match self {
            Code::Other => true,
            Code::NoMatch | Code::NoneInTime => matches > 0,
            Code::FreeChoice | Code::Urgent | Code::ContinuesStay => false,
        }
    }
}

/// A step after a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The operator was asked for a place of an entry.
    Asked,
    /// What was asked for is not asked for any more.
    Withdrawn,
    /// The operator said yes: the place is the municipality's.
    Accepted,
    /// The operator said no.
    Refused,
    /// A place was taken, whoever arranged it.
    Taken,
    /// A place was bought privately, with a code.
    BoughtPrivately,
    /// No place is needed any more.
    Dropped,
}

impl Step {
    pub const ALL: [Step; 7] = [
        Step::Asked,
        Step::Withdrawn,
        Step::Accepted,
        Step::Refused,
        Step::Taken,
        Step::BoughtPrivately,
        Step::Dropped,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Step::Asked => "asked",
            Step::Withdrawn => "withdrawn",
            Step::Accepted => "accepted",
            Step::Refused => "refused",
            Step::Taken => "taken",
            Step::BoughtPrivately => "bought_privately",
            Step::Dropped => "dropped",
        }
    }

    /// Danish, as history tells it.
    pub const fn label(self) -> &'static str {
        match self {
            Step::Asked => "Bad om pladsen",
            Step::Withdrawn => "Trak anmodningen tilbage",
            Step::Accepted => "Driftsherren sagde ja",
            Step::Refused => "Driftsherren sagde nej",
            Step::Taken => "Pladsen er taget",
            Step::BoughtPrivately => "Købt privat",
            Step::Dropped => "Ingen plads er nødvendig længere",
        }
    }

    pub fn from_key(key: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.key() == key)
    }
}

/// What a search has come to (valg).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    Asked,
    Taken,
    Refused,
    BoughtPrivately,
    Dropped,
}

impl Choice {
    pub const ALL: [Choice; 5] = [
        Choice::Asked,
        Choice::Taken,
        Choice::Refused,
        Choice::BoughtPrivately,
        Choice::Dropped,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Choice::Asked => "asked",
            Choice::Taken => "taken",
            Choice::Refused => "refused",
            Choice::BoughtPrivately => "bought_privately",
            Choice::Dropped => "dropped",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Choice::Asked => "bedt om plads",
            Choice::Taken => "plads taget",
            Choice::Refused => "afvist af driftsherren",
            Choice::BoughtPrivately => "købt privat",
            Choice::Dropped => "ikke nødvendig længere",
        }
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The data version that it made, which orders them.
    pub version: i64,
    /// The version of its search.
    pub search: i64,
    pub step: Step,
    /// Id of the entry that it is about, when it is about one.
    pub entry: Option<String>,
    /// Why it was bought privately; with no other step.
    pub code: Option<Code>,
    /// The day that it happened.
    pub on: Date,
    pub text: String,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for code in Code::ALL {
            assert_eq!(Code::from_key(code.key()), Some(code));
        }
        for step in Step::ALL {
            assert_eq!(Step::from_key(step.key()), Some(step));
        }
    }

    #[test]
    fn the_free_choice_is_of_long_term_accommodation_alone() {
        let allowed = |paragraph| Code::FreeChoice.is_of(paragraph);
        assert!(allowed(Paragraph::Sel108));
        assert!(!allowed(Paragraph::Sel107) && !allowed(Paragraph::Abl105));
        assert!(Code::Urgent.is_of(Paragraph::Sel107));
    }

    #[test]
    fn what_the_receipt_speaks_against_is_said_in_words() {
        assert!(Code::Other.needs_text(0));
        assert!(Code::NoMatch.needs_text(2) && !Code::NoMatch.needs_text(0));
        assert!(Code::NoneInTime.needs_text(1) && !Code::Urgent.needs_text(9));
    }
}
