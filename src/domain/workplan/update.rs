//! What was said of a milestone: each word dated and signed, none ever changed.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// How a milestone is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Planned,
    InProgress,
    AtRisk,
    Done,
    Dropped,
}

impl Status {
    pub const ALL: [Status; 5] = [
        Status::Planned,
        Status::InProgress,
        Status::AtRisk,
        Status::Done,
        Status::Dropped,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Status::Planned => "planned",
            Status::InProgress => "in_progress",
            Status::AtRisk => "at_risk",
            Status::Done => "done",
            Status::Dropped => "dropped",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Status::Planned => "Planlagt",
            Status::InProgress => "I gang",
            Status::AtRisk => "I risiko",
            Status::Done => "Færdig",
            Status::Dropped => "Opgivet",
        }
    }

    pub fn from_key(key: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether nothing more is waited for: such a one is never overdue.
    pub const fn is_closed(self) -> bool {
        matches!(self, Status::Done | Status::Dropped)
    }
}

/// How far a deliverable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Progress {
    NotBegun,
    Begun,
    Done,
}

impl Progress {
    pub const ALL: [Progress; 3] = [Progress::NotBegun, Progress::Begun, Progress::Done];

    pub const fn key(self) -> &'static str {
        match self {
            Progress::NotBegun => "not_begun",
            Progress::Begun => "begun",
            Progress::Done => "done",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Progress::NotBegun => "Ikke begyndt",
            Progress::Begun => "I gang",
            Progress::Done => "Færdig",
        }
    }

    pub fn from_key(key: &str) -> Option<Progress> {
        Progress::ALL.into_iter().find(|of| of.key() == key)
    }
}

/// What an update changes; nothing of it is a note alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub status: Option<Status>,
    pub due: Option<Date>,
    pub owner: Option<super::Owner>,
    /// By the number of the deliverable, the first is 1.
    pub progress: BTreeMap<usize, Progress>,
}

/// A dated update (opdatering).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The data version that it made.
    pub version: i64,
    /// The day in Denmark on which it was said.
    pub on: Date,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
    pub why: String,
    pub change: Change,
}
