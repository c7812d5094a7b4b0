//! A comment, the figure it belongs to, and what came of it.

use super::Said;

/// Key and value.
pub type Pair = (String, String);

/// The address of a figure, in the one way that it is written: two ways of asking the same question
/// have one address. A comment is never found by another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// Name of the question.
    pub question: String,
    /// The filters that the figure depends on, with what they came to where none was given.
    pub filters: Vec<Pair>,
    /// What names the row.
    pub row: Vec<Pair>,
    /// Key of the figure's column.
    pub column: String,
}

/// The receiver that is no municipality.
pub const SECRETARIAT: &str = "secretariat";

/// A comment (kommentar) as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The data version that it made: its number, and the state that the figure was said in.
    pub version: i64,
    pub at: Address,
    pub said: Said,
    pub text: String,
    /// Code of the writer's municipality; `None` of the secretariat.
    pub municipality: Option<String>,
    /// Whom it is for: codes of municipalities, [`SECRETARIAT`].
    pub receivers: Vec<String>,
    pub by: String,
    /// RFC 3339, UTC.
    pub written_at: String,
}

impl Comment {
    /// Whether somebody may resolve it, or choose it for the paper: whoever is bound to no
    /// municipality (the secretariat), and the municipality that wrote it.
    pub fn is_settled_by(&self, bound_to: Option<&str>) -> bool {
        bound_to.is_none() || bound_to == self.municipality.as_deref()
    }
}

/// What can come of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody answered.
    Replied,
    /// It is settled (løst); nothing is deleted.
    Resolved,
    Reopened,
    /// It goes with its figure into the paper of a meeting.
    IntoPaper,
    OutOfPaper,
}

impl Step {
    const ALL: [Step; 5] = [
        Step::Replied,
        Step::Resolved,
        Step::Reopened,
        Step::IntoPaper,
        Step::OutOfPaper,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Step::Replied => "replied",
            Step::Resolved => "resolved",
            Step::Reopened => "reopened",
            Step::IntoPaper => "into_paper",
            Step::OutOfPaper => "out_of_paper",
        }
    }

    pub fn from_key(key: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.key() == key)
    }
}

/// A step that somebody took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The data version that it made.
    pub version: i64,
    /// The comment's.
    pub comment: i64,
    pub step: Step,
    /// The answer; empty of other steps.
    pub text: String,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

/// A comment with what came of it, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    pub comment: Comment,
    pub events: Vec<Event>,
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Who resolved it and when; `None` while it is open.
    pub resolved: Option<&'a Event>,
    pub in_paper: bool,
}

impl Thread {
    /// Where it stands after all that came of it.
    pub fn standing(&self) -> Standing<'_> {
        let mut standing = Standing {
            resolved: None,
            in_paper: false,
        };
        for event in &self.events {
            match event.step {
                Step::Replied => {}
                Step::Resolved => standing.resolved = Some(event),
                Step::Reopened => standing.resolved = None,
                Step::IntoPaper => standing.in_paper = true,
                Step::OutOfPaper => standing.in_paper = false,
            }
        }
        standing
    }

    /// Whether nobody has resolved it.
    pub fn is_open(&self) -> bool {
        self.standing().resolved.is_none()
    }

    /// The answers.
    pub fn replies(&self) -> impl Iterator<Item = &Event> {
        let replies = self.events.iter();
        replies.filter(|event| event.step == Step::Replied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Value;

    fn thread(steps: &[Step]) -> Thread {
        let event = |(version, step): (i64, &Step)| Event {
            version,
            comment: 1,
            step: *step,
            text: String::new(),
            by: "x".to_owned(),
            at: String::new(),
        };
        Thread {
            comment: Comment {
                version: 1,
                at: Address {
                    question: "unit-costs".to_owned(),
                    filters: Vec::new(),
                    row: Vec::new(),
                    column: "expenditure".to_owned(),
                },
                said: Said::of(&Value::Count(1)).unwrap(),
                text: "x".to_owned(),
                municipality: Some("851".to_owned()),
                receivers: Vec::new(),
                by: "x".to_owned(),
                written_at: String::new(),
            },
            events: (2..).zip(steps).map(event).collect(),
        }
    }

    #[test]
    fn where_it_stands_follows_from_what_came_of_it() {
        use Step::{IntoPaper, OutOfPaper, Reopened, Replied, Resolved};
        let stands = |steps: &[Step]| {
            let thread = thread(steps);
            let standing = thread.standing();
            (standing.resolved.map(|by| by.version), standing.in_paper)
        };
        assert_eq!(stands(&[]), (None, false));
        assert_eq!(stands(&[Replied, Resolved]), (Some(3), false));
        assert_eq!(
            stands(&[IntoPaper, Resolved, Reopened, Replied]),
            (None, true)
        );
        assert_eq!(stands(&[IntoPaper, OutOfPaper]), (None, false));
        for step in Step::ALL {
            assert_eq!(Step::from_key(step.key()), Some(step));
        }
    }

    #[test]
    fn it_is_settled_by_whose_it_is_and_by_the_secretariat() {
        let own = thread(&[]).comment;
        assert!(own.is_settled_by(Some("851")));
        assert!(own.is_settled_by(None));
        assert!(!own.is_settled_by(Some("860")));
        let secretariats = Comment {
            municipality: None,
            ..own
        };
        assert!(secretariats.is_settled_by(None));
        assert!(!secretariats.is_settled_by(Some("851")));
    }
}
