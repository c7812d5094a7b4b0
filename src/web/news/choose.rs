//! The forms of `/konto` about news: which, how often by mail, a figure that is let go.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::changes::news as changes;
use crate::domain::news::{Kind, Rhythm};
use crate::web::error::AppError;
use crate::web::page::{Pairs, back};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Keeps what is ticked; a kind that is not for the role is left out.
///
/// # Errors
/// [`AppError`]
pub async fn choose(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let holds = |name: &str, value: &str| pairs.iter().any(|(k, v)| k == name && v == value);
    let wanted: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| holds("nyhed", kind.key()))
        .collect();
    let rhythm = Rhythm::ALL
        .into_iter()
        .find(|rhythm| holds("rytme", rhythm.key()));
    state
        .blocking(move |state| {
            let actor = state.actor(&who);
            let choice = (&wanted[..], rhythm.unwrap_or_default());
            Ok(changes::choose(&state.store, &actor, &who, choice)?)
        })
        .await?;
    Ok(Redirect::to("/konto?gemt=nyheder#nyheder").into_response())
}

/// Follows a figure no more.
///
/// # Errors
/// [`AppError::NotFound`] for a figure that one does not follow.
pub async fn unfollow(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ended = state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(changes::unfollow(&state.store, &actor, &who, &id)?)
        })
        .await?;
    back(ended, "/konto#tal")
}
