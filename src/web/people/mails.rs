//! `POST /konto/mails`: which mails one wants.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::changes::people::wishes;
use crate::domain::mail::Wish;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Keeps those that are ticked; one that is not for the role is left out.
///
/// # Errors
/// [`AppError`]
pub async fn choose(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ticked = |wish: &Wish| pairs.iter().any(|(k, v)| k == "mail" && v == wish.key());
    let wanted: Vec<Wish> = Wish::ALL.into_iter().filter(ticked).collect();
    state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(wishes::set(&state.store, &actor, &who, &wanted)?)
        })
        .await?;
    Ok(Redirect::to("/konto?gemt=mails#mails").into_response())
}
