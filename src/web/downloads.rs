//! Files that leave the service: they carry a name, no cache keeps them, and the log tells of them.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::answer::saved_as;
use super::error::AppError;
use super::state::AppState;
use super::viewer::Viewer;
use crate::storage::data::log::{self, Action};

/// Writes into the log what the viewer takes out, whoever made it and however often.
///
/// # Errors
/// [`AppError`]: nobody asked, or the log cannot be written. Then nothing may leave.
pub async fn note(state: &AppState, viewer: &Viewer, what: String) -> Result<(), AppError> {
    let who = viewer.who()?.signature();
    state
        .blocking(move |state| {
            let now = state.clock.now_text();
            state.store.write::<_, AppError>(|db| {
                Ok(log::append(db, &now, &who, Action::Exported, &what, "")?)
            })
        })
        .await
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
