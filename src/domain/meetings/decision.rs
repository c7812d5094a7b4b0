//! What a meeting decided (beslutning), and what is noted of it afterwards.

use jiff::civil::Date;

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Godkendt.
    Approved,
    /// Taget til efterretning.
    Noted,
    /// Udsat: the next meeting gets a new item that refers back.
    Postponed,
    /// Afvist.
    Rejected,
    /// Something else, which the text says.
    Other,
}

impl Code {
    pub const ALL: [Code; 5] = [
        Code::Approved,
        Code::Noted,
        Code::Postponed,
        Code::Rejected,
        Code::Other,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Code::Approved => "approved",
            Code::Noted => "noted",
            Code::Postponed => "postponed",
            Code::Rejected => "rejected",
            Code::Other => "other",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Code::Approved => "Godkendt",
            Code::Noted => "Taget til efterretning",
            Code::Postponed => "Udsat",
            Code::Rejected => "Afvist",
            Code::Other => "Andet (skriv hvad)",
        }
    }

    /// Danish, of a decision that was made.
    pub const fn past(self) -> &'static str {
        match self {
            Code::Other => "Andet",
            code => code.label(),
        }
    }

    pub fn from_key(key: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.key() == key)
    }

    /// Whether it says nothing without words.
    pub const fn needs_text(self) -> bool {
        matches!(self, Code::Other)
    }
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The data version that it made.
    pub version: i64,
    pub code: Code,
    /// As it stands in the minutes; may be empty where the code says it.
    pub text: String,
    /// What is to be done after the meeting, and by whom; empty for nothing.
    pub follow_up: String,
    /// When that is to be done.
    pub due: Option<Date>,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// Something that was decided or written is corrected (rettelse).
    Correction,
    /// What was to be done is done.
    Done,
    /// It was not done after all.
    Reopened,
}

impl NoteKind {
    pub const ALL: [NoteKind; 3] = [NoteKind::Correction, NoteKind::Done, NoteKind::Reopened];

    pub const fn key(self) -> &'static str {
        match self {
            NoteKind::Correction => "correction",
            NoteKind::Done => "done",
            NoteKind::Reopened => "reopened",
        }
    }

    /// Danish, as history tells it.
    pub const fn label(self) -> &'static str {
        match self {
            NoteKind::Correction => "Rettelse",
            NoteKind::Done => "Gjort",
            NoteKind::Reopened => "Åbnet igen",
        }
    }

    pub fn from_key(key: &str) -> Option<NoteKind> {
        NoteKind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A dated note under an item. It is never changed either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The data version that it made.
    pub version: i64,
    pub kind: NoteKind,
    pub text: String,
    /// The day, in Denmark.
    pub on: Date,
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
        for kind in NoteKind::ALL {
            assert_eq!(NoteKind::from_key(kind.key()), Some(kind));
        }
        assert!(Code::Other.needs_text() && !Code::Noted.needs_text());
        assert_eq!(Code::Other.past(), "Andet");
    }
}
