//! An item of the agenda (dagsordenspunkt): what is brought before a meeting.

use super::calendar::Meeting;
use super::decision::{Code, Decision, Note, NoteKind};
use super::life::State;
use super::table::Table;

/// What an item shows after its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing: its text is all.
    Text,
    /// A report: a question by its name, with its own filters as an address has them.
    Report {
        question: String,
        filters: Vec<(String, String)>,
    },
    /// An analysis of the catalogue by its name, with the parameters that were given: of the others the usual values
    /// hold until the paper is sent.
    Analysis {
        name: String,
        parameters: Vec<(String, String)>,
    },
    /// A table that somebody brought.
    Table(Table),
}

impl Content {
    pub const KEYS: [&str; 4] = ["text", "report", "analysis", "table"];

    pub const fn key(&self) -> &'static str {
        match self {
            Content::Text => "text",
            Content::Report { .. } => "report",
            Content::Analysis { .. } => "analysis",
            Content::Table(_) => "table",
        }
    }

    pub const fn table(&self) -> Option<&Table> {
        match self {
            Content::Table(table) => Some(table),
            Content::Text | Content::Report { .. } | Content::Analysis { .. } => None,
        }
    }
}

/// What is written of an item: all that a new wording replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub heading: String,
    /// Markdown, the safe subset of [`crate::domain::markdown`]; may be empty.
    pub text: String,
    pub content: Content,
    /// The decision that is asked for (indstilling); empty for none.
    pub asks: String,
    /// Empty when nobody is named.
    pub presenter: String,
    /// How long it is meant to take.
    pub minutes: Option<i64>,
    /// Left out of the public paper (fortroligt).
    pub confidential: bool,
}

/// An item of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable: the data version that added it and a number in it, "412-1".
    pub id: String,
    /// Id of its meeting.
    pub meeting: String,
    /// Its place on the agenda, the first is 1. It is kept once the paper was sent.
    pub number: i64,
    /// The data version that wrote it as it is.
    pub version: i64,
    pub wording: Wording,
    /// Added after the paper was sent (tillægspunkt).
    pub late: bool,
    /// Id of the item that an earlier meeting postponed.
    pub postponed_from: Option<String>,
    /// Why it was taken off after the paper was sent; its number stays.
    pub withdrawn: Option<String>,
    pub decision: Option<Decision>,
    /// Decisions that a later one replaced, the oldest first.
    pub replaced: Vec<Decision>,
    /// The oldest first.
    pub notes: Vec<Note>,
}

impl Item {
    /// Whether it is on the agenda.
    pub fn is_on(&self) -> bool {
        self.withdrawn.is_none()
    }

    /// Whether its wording may change: not once it is decided, and of what was sent only while the
    /// meeting is prepared again. A late item may be written until the meeting was held, unless it
    /// was sent too.
    pub fn may_be_written(&self, meeting: &Meeting, last_sent: Option<i64>) -> bool {
        let unsent = last_sent.is_none_or(|sent| self.version > sent);
        let open = match meeting.state {
            State::Planned => true,
            State::Sent => self.late && unsent,
            State::Held | State::Closed => false,
        };
        meeting.is_on() && self.is_on() && self.decision.is_none() && open
    }

    /// Whether a decision asks for something that has not been done. A postponed item is open until
    /// its successor is decided.
    pub fn is_open(&self, successor_decided: bool) -> bool {
        let Some(decision) = &self.decision else {
            return false;
        };
        let step = |note: &&Note| note.kind != NoteKind::Correction;
        let last = self.notes.iter().rfind(step);
        let done = last.is_some_and(|note| note.kind == NoteKind::Done);
        let asks = if decision.code == Code::Postponed {
            !successor_decided
        } else {
            !decision.follow_up.is_empty()
        };
        asks && !done
    }
}

/// Whether the order of a meeting's items may change: until its paper was sent the first time.
pub fn may_be_moved(meeting: &Meeting) -> bool {
    meeting.is_on() && meeting.state == State::Planned && meeting.first_sent.is_none()
}

/// Whether a new item may be added: until the meeting was held.
pub fn takes_items(meeting: &Meeting) -> bool {
    meeting.is_on() && matches!(meeting.state, State::Planned | State::Sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meetings::calendar::MeetingKind;
    use jiff::civil::date;

    fn meeting(state: State) -> Meeting {
        Meeting {
            id: "m".to_owned(),
            version: 1,
            date: date(2025, 6, 20),
            title: "KKR".to_owned(),
            place: String::new(),
            kind: MeetingKind::Kkr,
            state,
            first_sent: (state != State::Planned).then_some(5),
            added_by: String::new(),
            added_at: String::new(),
            cancelled: None,
        }
    }

    fn item(version: i64, late: bool) -> Item {
        Item {
            id: "2-1".to_owned(),
            meeting: "m".to_owned(),
            number: 1,
            version,
            wording: Wording {
                heading: "Punkt".to_owned(),
                text: String::new(),
                content: Content::Text,
                asks: String::new(),
                presenter: String::new(),
                minutes: None,
                confidential: false,
            },
            late,
            postponed_from: None,
            withdrawn: None,
            decision: None,
            replaced: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn decided(code: Code, follow_up: &str) -> Decision {
        Decision {
            version: 9,
            code,
            text: "Godkendt.".to_owned(),
            follow_up: follow_up.to_owned(),
            due: None,
            by: String::new(),
            at: String::new(),
        }
    }

    #[test]
    fn what_was_sent_is_written_only_when_the_meeting_is_taken_back() {
        let sent = item(2, false);
        assert!(sent.may_be_written(&meeting(State::Planned), None));
        assert!(!sent.may_be_written(&meeting(State::Sent), Some(5)));
        assert!(sent.may_be_written(&meeting(State::Planned), Some(5)));
        let late = item(6, true);
        assert!(late.may_be_written(&meeting(State::Sent), Some(5)));
        assert!(!late.may_be_written(&meeting(State::Sent), Some(8)));
        assert!(!late.may_be_written(&meeting(State::Held), Some(5)));
    }

    #[test]
    fn a_decided_item_is_not_written_whatever_the_state() {
        let mut item = item(2, false);
        item.decision = Some(decided(Code::Approved, ""));
        assert!(!item.may_be_written(&meeting(State::Planned), None));
    }

    #[test]
    fn items_are_moved_until_the_paper_was_sent_the_first_time() {
        assert!(may_be_moved(&meeting(State::Planned)));
        let again = Meeting {
            first_sent: Some(5),
            ..meeting(State::Planned)
        };
        assert!(!may_be_moved(&again));
        assert!(takes_items(&again) && takes_items(&meeting(State::Sent)));
        assert!(!takes_items(&meeting(State::Held)));
    }

    #[test]
    fn what_a_decision_asks_for_is_open_until_it_is_done() {
        let mut item = item(2, false);
        assert!(!item.is_open(false));
        item.decision = Some(decided(Code::Approved, ""));
        assert!(!item.is_open(false));
        item.decision = Some(decided(Code::Approved, "Sekretariatet indhenter tal."));
        assert!(item.is_open(false));
        let note = |kind| Note {
            version: 10,
            kind,
            text: String::new(),
            on: date(2025, 7, 1),
            by: String::new(),
            at: String::new(),
        };
        item.notes = vec![note(NoteKind::Done), note(NoteKind::Correction)];
        assert!(!item.is_open(false));
        item.notes.push(note(NoteKind::Reopened));
        assert!(item.is_open(false));
        item.notes.clear();
        item.decision = Some(decided(Code::Postponed, ""));
        assert!(item.is_open(false) && !item.is_open(true));
    }
}
