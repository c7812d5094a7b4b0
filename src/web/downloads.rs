//! Files that leave the service: they carry a name, no cache keeps them, and the log tells of them.

use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use tokio::sync::oneshot;

use super::answer::saved_as;
use super::error::AppError;
use super::notes::{Note, Writer};
use super::state::AppState;
use super::viewer::Viewer;
use crate::storage::data::log::{self, Action};

/// After a transaction for several requests the next one waits so long for more of them: a
/// transaction costs about as much as answering a request, however many entries it writes.
/// Whoever comes alone does not wait.
const GATHERING: Duration = Duration::from_micros(400);

/// Writes into the log what the viewer takes out, whoever made it and however often.
///
/// # Errors
/// [`AppError`]: nobody asked, or the log cannot be written. Then nothing may leave.
pub async fn note(state: &AppState, viewer: &Viewer, what: String) -> Result<(), AppError> {
    let who = viewer.who()?.signature();
    let (written, told) = oneshot::channel();
    if state.notes.add(Note { who, what, written }) {
        let state = state.clone();
        tokio::task::spawn_blocking(move || {
            let _writer = Writer(&state.notes);
            loop {
                let notes = state.notes.take();
                if notes.is_empty() {
                    break;
                }
                let several = notes.len() > 1;
                write(&state, notes);
                if several {
                    std::thread::sleep(GATHERING);
                }
            }
        });
    }
    told.await.unwrap_or_else(|e| Err(AppError::internal(e)))
}

/// One transaction. The same thing taken out by the same account at the same moment is one entry
/// that says how often.
fn write(state: &AppState, notes: Vec<Note>) {
    let mut times: Vec<(&str, &str, usize)> = Vec::new();
    for note in &notes {
        let same = times
            .iter_mut()
            .find(|(who, what, _)| *who == note.who && *what == note.what);
        match same {
            Some((_, _, count)) => *count += 1,
            None => times.push((&note.who, &note.what, 1)),
        }
    }
    let now = state.clock.now_text();
    let done = state.store.write::<_, AppError>(|db| {
        for (who, what, count) in times {
            let detail = match count {
                1 => String::new(),
                count => format!("{count} gange"),
            };
            log::append(db, &now, who, Action::Exported, what, &detail)?;
        }
        Ok(())
    });
    for note in notes {
        // Whoever is gone is not told.
        let _ = note.written.send(done.clone());
    }
}

/// A file that is made for one request. `name` is what a browser saves it under: letters, digits,
/// hyphens and an ending; without it the browser shows the file.
pub fn file(bytes: Vec<u8>, content_type: &'static str, name: Option<&str>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = name.and_then(saved_as);
    headers.extend(disposition.map(|value| (header::CONTENT_DISPOSITION, value)));
    response
}
