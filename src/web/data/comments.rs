//! The forms of the comments on a figure: a new one, and an answer to one.

use axum::Form as Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::origin;
use crate::changes::comments::write::Figure as Found;
use crate::domain::comments::Address;
use crate::reports::FigureAt;
use crate::reports::comments::address::{self, Figure};
use crate::reports::origin as figures;
use crate::storage::Db;
use crate::storage::comments::kept;
use crate::web::comments::forms::{self, Reply};
use crate::web::comments::links;
use crate::web::comments::thread::{Form, Sent};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Keeps a comment on the figure that the form names, as its writer saw it.
///
/// # Errors
/// [`AppError`]; what is refused is the figure's page again, with the reason.
pub async fn write(
    State(state): State<AppState>,
    viewer: Viewer,
    Body(pairs): Body<Pairs>,
) -> Result<Response, AppError> {
    let (form, seen, address) = Form::taken(pairs);
    let which = origin::wanted(address)?;
    may_see(&viewer, &which)?;
    let mut sent = Sent::of(&form);
    if viewer.looks_again() {
        return again(&state, viewer, which, sent).await;
    }
    let actor = state.actor(viewer.who()?);
    let figure = which.clone();
    let kept = state
        .blocking(move |state| {
            let found = || state.store.read(|db| found(db, state, &figure));
            forms::keep(&state.store, &actor, (&form, &seen), found)
        })
        .await?;
    match kept {
        Ok(at) => return Ok(Redirect::to(&links::figure(&at)).into_response()),
        Err(refused) => sent.refused = Some(refused),
    }
    again(&state, viewer, which, sent).await
}

/// Refuses whoever may not see the figure at all.
fn may_see(viewer: &Viewer, which: &FigureAt) -> Result<(), AppError> {
    let right = which.question.right;
    if viewer.may(right) {
        Ok(())
    } else {
        Err(AppError::forbidden(right.refusal(viewer.who()?.standing)))
    }
}

/// A figure as it is now, with what a comment on it keeps.
fn found(db: &mut Db, state: &AppState, which: &FigureAt) -> Result<Found, AppError> {
    let origin = figures::find(db, which)?.ok_or(AppError::NotFound)?;
    let figure = Figure::find(db, which, &origin.report)?.ok_or(AppError::NotFound)?;
    Ok(Found {
        link: format!("{}{}", state.site.address(), links::figure(&figure.at)),
        at: figure.at,
        said: figure.said,
        found_in: origin.report.data_version,
        guarded: figure.guarded,
        rights: vec![which.question.right],
        report: origin.report.title,
    })
}

/// Keeps an answer to a comment on a figure that is told still.
///
/// # Errors
/// [`AppError`]; what is refused is the figure's page again, with the reason.
pub async fn reply(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Body(form): Body<Reply>,
) -> Result<Response, AppError> {
    let id = links::id(&id)?;
    let (at, which) = state.read(move |db| commented(db, id)).await?;
    may_see(&viewer, &which)?;
    let mut fault = None;
    if !viewer.looks_again() {
        let actor = state.actor(viewer.who()?);
        let (figure, form) = (which.clone(), form.clone());
        fault = state
            .blocking(move |state| {
                let guarded = state.store.read(|db| found(db, state, &figure))?.guarded;
                forms::answer(&state.store, &actor, id, (&form, guarded))
            })
            .await?;
        if fault.is_none() {
            return Ok(Redirect::to(&links::figure(&at)).into_response());
        }
    }
    again(&state, viewer, which, form.not_kept(id, fault)).await
}

/// The figure of a comment.
fn commented(db: &mut Db, id: i64) -> Result<(Address, FigureAt), AppError> {
    let thread = kept::get(db, id)?.ok_or(AppError::NotFound)?;
    let at = thread.comment.at;
    let which = address::figure_at(&at).map_err(|_| AppError::NotFound)?;
    Ok((at, which))
}

/// The figure's page with what was not done, or is only shown again.
async fn again(
    state: &AppState,
    viewer: Viewer,
    which: FigureAt,
    sent: Sent,
) -> Result<Response, AppError> {
    let status = sent.status();
    let html = state
        .read(move |db| origin::render(db, &viewer, (&which, None), sent))
        .await?;
    Ok((status, private(html)).into_response())
}
