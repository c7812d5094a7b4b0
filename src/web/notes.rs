//! What leaves the service and is not in the log yet: see [`super::downloads`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::error::AppError;

/// What is to be written into the log before it may leave.
///
/// Requests that come while an entry is written are written together in the next transaction: a
/// transaction for each would make them wait for each other, and the readers for all of them.
#[derive(Default)]
pub struct Notes(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    notes: Vec<Note>,
    /// Whether somebody is writing already, who will take these too.
    writing: bool,
}

pub(super) struct Note {
    pub(super) who: String,
    pub(super) what: String,
    pub(super) written: oneshot::Sender<Result<(), AppError>>,
}

impl Notes {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether whoever adds it has to write.
    pub(super) fn add(&self, note: Note) -> bool {
        let mut waiting = self.lock();
        waiting.notes.push(note);
        !std::mem::replace(&mut waiting.writing, true)
    }

    /// What waits; nothing ends the writing.
    pub(super) fn take(&self) -> Vec<Note> {
        let mut waiting = self.lock();
        waiting.writing = !waiting.notes.is_empty();
        std::mem::take(&mut waiting.notes)
    }
}

/// Ends the writing whatever happens: whoever waits is told, and the next one writes.
pub(super) struct Writer<'a>(pub(super) &'a Notes);

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            *self.0.lock() = Waiting::default();
        }
    }
}
