//! What is done about a comment by one press: it is resolved or open again, or chosen for the paper.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::links::{self, LIST};
use crate::changes::actor::Actor;
use crate::changes::comments::{CommentError, steps};
use crate::reports::comments::answers::About;
use crate::storage::Store;
use crate::storage::comments::kept;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// The form around a button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    /// The page to go back to: "liste", or the figure's.
    fra: String,
    /// Whether it goes into the paper: "ja" or "nej".
    med: String,
}

type Step = fn(&Store, &Actor, i64, bool) -> Result<(), CommentError>;

/// Resolves a comment.
///
/// # Errors
/// [`AppError`]: another municipality's, or none that is there.
pub async fn resolve(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<Pressed>,
) -> Result<Response, AppError> {
    take(&state, &viewer, &id, (steps::resolve, true), &form.fra).await
}

/// Opens a resolved comment again.
///
/// # Errors
/// [`AppError`]: another municipality's, or none that is there.
pub async fn reopen(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<Pressed>,
) -> Result<Response, AppError> {
    take(&state, &viewer, &id, (steps::resolve, false), &form.fra).await
}

/// Chooses a comment for the paper of a meeting, or takes it out.
///
/// # Errors
/// [`AppError`]: another municipality's, or none that is there.
pub async fn into_paper(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<Pressed>,
) -> Result<Response, AppError> {
    let chosen = match form.med.as_str() {
        "ja" => true,
        "nej" => false,
        _ => return Err(AppError::invalid("Svar ja eller nej.")),
    };
    take(&state, &viewer, &id, (steps::into_paper, chosen), &form.fra).await
}

/// Takes a step, and leads back to where the button was.
async fn take(
    state: &AppState,
    viewer: &Viewer,
    id: &str,
    (step, value): (Step, bool),
    from: &str,
) -> Result<Response, AppError> {
    let id = links::id(id)?;
    let thread = state.read(move |db| Ok(kept::get(db, id)?)).await?;
    let at = thread.ok_or(AppError::NotFound)?.comment.at;
    let about = About::of(&at.question, Some(&*state.analyses));
    if !about.rights.into_iter().all(|right| viewer.may(right)) {
        return Err(AppError::NotFound);
    }
    let actor = state.actor(viewer.who()?);
    state
        .blocking(move |state| Ok(step(&state.store, &actor, id, value)?))
        .await?;
    let back = if from == "liste" {
        format!("{LIST}#liste")
    } else {
        links::figure(&at)
    };
    Ok(Redirect::to(&back).into_response())
}
