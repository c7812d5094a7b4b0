//! The life of a meeting: planned → sent → held → closed, and each step back.

/// How far a meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Its agenda is being prepared (planlagt).
    Planned,
    /// Its paper was sent (udsendt).
    Sent,
    /// It was held (holdt): what was decided is written down.
    Held,
    /// Its decisions are final (afsluttet).
    Closed,
}

impl State {
    pub const ALL: [State; 4] = [State::Planned, State::Sent, State::Held, State::Closed];

    pub const fn key(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Sent => "sent",
            State::Held => "held",
            State::Closed => "closed",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            State::Planned => "planlagt",
            State::Sent => "udsendt",
            State::Held => "holdt",
            State::Closed => "afsluttet",
        }
    }

    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Where a step leads; `None` for one that cannot be taken.
    pub const fn after(self, step: Step) -> Option<State> {
        match (self, step) {
            (State::Planned, Step::Send) | (State::Held, Step::Back) => Some(State::Sent),
            (State::Sent, Step::Hold) | (State::Closed, Step::Back) => Some(State::Held),
            (State::Held, Step::Close) => Some(State::Closed),
            (State::Sent, Step::Back) => Some(State::Planned),
            _ => None,
        }
    }

    /// The step forward.
    pub const fn next(self) -> Option<Step> {
        match self {
            State::Planned => Some(Step::Send),
            State::Sent => Some(Step::Hold),
            State::Held => Some(Step::Close),
            State::Closed => None,
        }
    }
}

/// A step of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The paper is sent, and frozen.
    Send,
    /// The meeting was held.
    Hold,
    /// What was decided is final.
    Close,
    /// One step back, with who and why.
    Back,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::Send, Step::Hold, Step::Close, Step::Back];

    pub const fn key(self) -> &'static str {
        match self {
            Step::Send => "send",
            Step::Hold => "hold",
            Step::Close => "close",
            Step::Back => "back",
        }
    }

    pub fn from_key(key: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.key() == key)
    }
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// The data version that it made.
    pub version: i64,
    pub meeting: String,
    pub step: Step,
    /// Where it led.
    pub state: State,
    /// Of a step back; empty of one forward.
    pub why: String,
    pub by: String,
    /// RFC 3339, UTC.
    pub at: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_a_way_back() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(state));
            if let Some(step) = state.next() {
                let next = state.after(step).expect("a step forward");
                assert!(next > state);
                assert_eq!(next.after(Step::Back), Some(state));
            }
        }
        assert_eq!(State::Planned.after(Step::Back), None);
        assert_eq!(State::Closed.next(), None);
        for step in Step::ALL {
            assert_eq!(Step::from_key(step.key()), Some(step));
        }
    }

    #[test]
    fn no_step_is_skipped() {
        assert_eq!(State::Planned.after(Step::Hold), None);
        assert_eq!(State::Planned.after(Step::Close), None);
        assert_eq!(State::Sent.after(Step::Close), None);
        assert_eq!(State::Sent.after(Step::Send), None);
    }
}
