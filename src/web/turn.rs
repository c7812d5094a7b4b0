//! Work in the background that is done one at a time, and how it goes: known to this instance alone,
//! and gone with it.

use std::sync::{Arc, Mutex, PoisonError};

/// How it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    #[default]
    Idle,
    /// Somebody's work is done since then (RFC 3339, UTC).
    Since(String),
    /// The last work, which began then, did not end well.
    Failed(String),
}

/// Whose turn it is.
#[derive(Debug, Default)]
pub struct Turn(Mutex<Progress>);

impl Turn {
    pub fn progress(&self) -> Progress {
        self.lock(|progress| progress.clone())
    }

    /// Takes the turn; nothing when somebody has it.
    pub fn take(self: &Arc<Turn>, began: String) -> Option<Running> {
        let is_taken = self.lock(|progress| {
            let is_taken = matches!(progress, Progress::Since(_));
            if !is_taken {
                *progress = Progress::Since(began.clone());
            }
            is_taken
        });
        (!is_taken).then(|| Running {
            turn: self.clone(),
            became: Progress::Failed(began),
        })
    }

    fn lock<T>(&self, work: impl FnOnce(&mut Progress) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The turn, as long as this is there. Work that does not say that it is done has failed.
#[derive(Debug)]
pub struct Running {
    turn: Arc<Turn>,
    became: Progress,
}

impl Running {
    pub fn done(mut self) {
        self.became = Progress::Idle;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let became = std::mem::take(&mut self.became);
        self.turn.lock(|progress| *progress = became);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_turn_until_it_is_done_or_gone() {
        let turn = Arc::new(Turn::default());
        let first = turn.take("a".to_owned()).expect("nobody has it");
        assert!(turn.take("b".to_owned()).is_none());
        assert_eq!(turn.progress(), Progress::Since("a".to_owned()));
        first.done();
        assert_eq!(turn.progress(), Progress::Idle);
        drop(turn.take("c".to_owned()).expect("it was given back"));
        assert_eq!(turn.progress(), Progress::Failed("c".to_owned()));
        assert!(turn.take("d".to_owned()).is_some());
    }
}
