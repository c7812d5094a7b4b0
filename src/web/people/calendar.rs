//! `POST /konto/kalender`: the secret address of one's own calendar, made, replaced or ended.

use axum::extract::State;
use axum::response::Response;

use super::account::{More, page};
use crate::changes::people::calendars::{self, Feed};
use crate::web::error::AppError;
use crate::web::page::back;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Makes an address, and shows it this once; the one before stops working.
///
/// # Errors
/// [`AppError`]
pub async fn make(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let secret = state
        .blocking(move |state| {
            let actor = state.actor(&who);
            let feed = Feed::Vacancies;
            Ok(calendars::make(&state.store, &actor, &who, feed)?)
        })
        .await?;
    let path = Feed::Vacancies.path(&secret);
    let address = format!("{}{path}", state.site.address());
    page(&state, &viewer, More::calendar(address)).await
}

/// Ends it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn end(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ended = state
        .blocking(move |state| {
            let actor = state.actor(&who);
            let feed = Feed::Vacancies;
            Ok(calendars::end(&state.store, &actor, &who, feed)?)
        })
        .await?;
    back(ended, "/konto")
}
