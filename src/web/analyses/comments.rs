//! The forms of the comments on a figure of an analysis: a new one, and an answer to one.

use axum::Form as Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::asked::Question;
use super::figure::{self, Wanted};
use crate::changes::comments::write::Figure as Found;
use crate::domain::comments::Address;
use crate::reports::others::folder;
use crate::storage::comments::kept;
use crate::web::comments::forms::{self, Reply};
use crate::web::comments::links;
use crate::web::comments::thread::{Form, Sent};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// What came of a form.
enum Came {
    Done(Address),
    /// The figure's page again, with what was not done, or is only shown again.
    Shown(StatusCode, String),
}

impl IntoResponse for Came {
    fn into_response(self) -> Response {
        match self {
            Came::Done(at) => Redirect::to(&links::figure(&at)).into_response(),
            Came::Shown(status, html) => (status, private(html)).into_response(),
        }
    }
}

/// Keeps a comment on the figure that the form names, as its writer saw it.
///
/// # Errors
/// [`AppError`]; what is refused is the figure's page again, with the reason.
pub async fn write(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response, AppError> {
    let (form, seen, pairs) = Form::taken(pairs);
    let (wanted, pairs) = Wanted::taken(pairs);
    let question = commented(&state, &viewer, name, pairs)?;
    let came = state.analysing(move |state| {
        let mut sent = Sent::of(&form);
        if !viewer.looks_again() {
            let actor = state.actor(viewer.who()?);
            let found = || found(state, (&question, &wanted));
            match forms::keep(&state.store, &actor, (&form, &seen), found)? {
                Ok(at) => return Ok(Came::Done(at)),
                Err(refused) => sent.refused = Some(refused),
            }
        }
        again(state, &viewer, (&question, &wanted), sent)
    });
    Ok(came.await?.into_response())
}

/// Keeps an answer to a comment on a figure that is told still.
///
/// # Errors
/// [`AppError`]; what is refused is the figure's page again, with the reason.
pub async fn reply(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((name, id)): Path<(String, String)>,
    Body(form): Body<Reply>,
) -> Result<Response, AppError> {
    let id = links::id(&id)?;
    let thread = state.read(move |db| Ok(kept::get(db, id)?)).await?;
    let at = thread.ok_or(AppError::NotFound)?.comment.at;
    if folder(&at.question) != Some(&name) {
        return Err(AppError::NotFound);
    }
    let question = commented(&state, &viewer, name, at.filters.clone())?;
    let wanted = Wanted::of(&at);
    let came = state.analysing(move |state| {
        let mut fault = None;
        if !viewer.looks_again() {
            let actor = state.actor(viewer.who()?);
            let guarded = found(state, (&question, &wanted))?.guarded;
            fault = forms::answer(&state.store, &actor, id, (&form, guarded))?;
            if fault.is_none() {
                return Ok(Came::Done(at));
            }
        }
        again(
            state,
            &viewer,
            (&question, &wanted),
            form.not_kept(id, fault),
        )
    });
    Ok(came.await?.into_response())
}

/// The analysis whose figure is commented on.
fn commented(
    state: &AppState,
    viewer: &Viewer,
    name: String,
    asked: Pairs,
) -> Result<Question, AppError> {
    let question = Question::new(state, viewer, name, asked)?;
    if question.analysis()?.is_for_readers() {
        Ok(question)
    } else {
        Err(AppError::NotFound)
    }
}

/// A figure as it is now, with what a comment on it keeps.
fn found(state: &AppState, (question, wanted): (&Question, &Wanted)) -> Result<Found, AppError> {
    let facts = state.store.read(|db| question.facts(db))?;
    let report = figure::answer(question, &facts)?;
    let figure = wanted.in_answer(&report)?;
    Ok(Found {
        link: format!("{}{}", state.site.address(), links::figure(&figure.at)),
        at: figure.at,
        said: figure.said,
        found_in: report.data_version,
        guarded: figure.guarded,
        rights: question.analysis()?.rights(),
        report: report.title,
    })
}

/// The figure's page with what was sent.
fn again(
    state: &AppState,
    viewer: &Viewer,
    (question, wanted): (&Question, &Wanted),
    sent: Sent,
) -> Result<Came, AppError> {
    let status = sent.status();
    let read = state.store.read(|db| figure::read(question, db, viewer))?;
    let html = figure::render(question, viewer, (wanted, None), (read, sent))?;
    Ok(Came::Shown(status, html))
}
