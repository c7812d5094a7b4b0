//! The forms of the comments on a figure: a new one, and an answer to one.

use axum::Form as Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::origin;
use crate::changes::actor::Actor;
use crate::changes::comments::write::Figure as Found;
use crate::changes::comments::{CommentError, steps, write as changes};
use crate::changes::texts::Fault;
use crate::domain::comments::Address;
use crate::domain::cpr;
use crate::reports::FigureAt;
use crate::reports::comments::address::{self, Figure};
use crate::reports::origin as figures;
use crate::storage::Db;
use crate::storage::comments::kept;
use crate::web::comments::links;
use crate::web::comments::thread::{Form, MOVED, Refused, Sent};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// How often a figure is looked up again when somebody else changed something meanwhile.
const ATTEMPTS: usize = 4;

/// What came of a form.
enum Came {
    Done(Address),
    Wrong(Fault),
    Moved,
}

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
    let done = state
        .blocking(move |state| keep(state, &actor, &figure, (&form, &seen)))
        .await?;
    let (fault, problem) = match done {
        Came::Done(at) => return Ok(Redirect::to(&links::figure(&at)).into_response()),
        Came::Wrong(fault) => (Some(fault), None),
        Came::Moved => (None, Some(MOVED.to_owned())),
    };
    sent.refused = Some(Refused {
        reply: None,
        fault,
        problem,
    });
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

fn keep(
    state: &AppState,
    actor: &Actor,
    which: &FigureAt,
    (form, seen): (&Form, &str),
) -> Result<Came, AppError> {
    let written = form.written();
    for _ in 0..ATTEMPTS {
        let figure = state.store.read(|db| found(db, state, which))?;
        if figure.said.to_string() != seen {
            return Ok(Came::Moved);
        }
        match changes::write(&state.store, actor, &figure, &written) {
            Ok(comment) => return Ok(Came::Done(comment.at)),
            Err(CommentError::Changed) => {}
            Err(CommentError::Fault(fault)) => return Ok(Came::Wrong(fault)),
            Err(other) => return Err(other.into()),
        }
    }
    Err(CommentError::Changed.into())
}

/// An answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reply {
    svar: String,
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
    let mut refused = Refused {
        reply: Some((id, cpr::without(&form.svar))),
        fault: None,
        problem: None,
    };
    if !viewer.looks_again() {
        let actor = state.actor(viewer.who()?);
        let figure = which.clone();
        let done = state
            .blocking(move |state| {
                let found = state.store.read(|db| found(db, state, &figure))?;
                let answer = (form.svar.as_str(), found.guarded);
                match steps::reply(&state.store, &actor, id, answer) {
                    Ok(()) => Ok(None),
                    Err(CommentError::Fault(fault)) => Ok(Some(fault)),
                    Err(other) => Err(other.into()),
                }
            })
            .await?;
        match done {
            None => return Ok(Redirect::to(&links::figure(&at)).into_response()),
            fault => refused.fault = fault,
        }
    }
    let sent = Sent {
        form: Form::default(),
        refused: Some(refused),
    };
    again(&state, viewer, which, sent).await
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
    let moved = sent.refused.as_ref().is_some_and(|of| of.problem.is_some());
    let status = if moved {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let html = state
        .read(move |db| origin::render(db, &viewer, (&which, None), sent))
        .await?;
    Ok((status, private(html)).into_response())
}
