//! The forms of a receipt: ask for a place, take it back, answer, and write down what was chosen.

use axum::Form as Sent;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::links::{self, SEARCH};
use super::receipt::{self, Form, Refused};
use super::{search, words};
use crate::changes::searches::chosen::{self, Written};
use crate::changes::searches::{SearchError, requests};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::searches::Receipt;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

/// A question: the entry, and what the operator is told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Question {
    plads: String,
    besked: String,
}

/// An answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    plads: String,
    svar: String,
    svartekst: String,
}

/// A choice.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    valg: String,
    kode: String,
    dato: String,
    tekst: String,
}

/// What came of a step: done, or what can be put right, or what was done meanwhile.
enum Came {
    Done,
    Wrong(Fault),
    Meanwhile(String),
}

fn came<T>(done: Result<T, SearchError>) -> Result<Came, AppError> {
    match done {
        Ok(_) => Ok(Came::Done),
        Err(SearchError::Fault(fault)) => Ok(Came::Wrong(fault)),
        Err(SearchError::Meanwhile(what)) => Ok(Came::Meanwhile(words::meanwhile(&what))),
        Err(other) => Err(other.into()),
    }
}

/// The receipt after a step: as it is now, or again with what was refused.
async fn shown(
    state: &AppState,
    viewer: Viewer,
    (of, came, mut refused): (Receipt, Came, Refused),
) -> Result<Response, AppError> {
    match came {
        Came::Done => return Ok(Redirect::to(&links::receipt(of)).into_response()),
        Came::Wrong(fault) => refused.fault = Some(fault),
        Came::Meanwhile(words) => refused.problem = Some(words),
    }
    receipt::again(state, viewer, of, refused).await
}

fn number(text: &str) -> Result<Receipt, AppError> {
    Receipt::parse(text).ok_or(AppError::NotFound)
}

/// Asks the operator for a place.
///
/// # Errors
/// [`AppError`]; what is refused is the receipt again, with the reason.
pub async fn ask(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    Sent(form): Sent<Question>,
) -> Result<Response, AppError> {
    let of = number(&name)?;
    let refused = Refused {
        asked: Some((form.plads.clone(), cpr::without(&form.besked))),
        ..Refused::default()
    };
    if viewer.looks_again() {
        return receipt::again(&state, viewer, of, refused).await;
    }
    let actor = state.actor(viewer.who()?);
    let done = state
        .blocking(move |state| {
            let asked = (of, form.plads.as_str());
            came(requests::ask(&state.store, &actor, asked, &form.besked))
        })
        .await?;
    shown(&state, viewer, (of, done, refused)).await
}

/// Takes a question back.
///
/// # Errors
/// [`AppError`]; when it was answered meanwhile, the receipt says so.
pub async fn withdraw(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    Sent(form): Sent<Question>,
) -> Result<Response, AppError> {
    let of = number(&name)?;
    let actor = state.actor(viewer.who()?);
    let done = state
        .blocking(move |state| {
            let asked = (of, form.plads.as_str());
            came(requests::withdraw(&state.store, &actor, asked))
        })
        .await?;
    shown(&state, viewer, (of, done, Refused::default())).await
}

/// Answers for the operator.
///
/// # Errors
/// [`AppError`]; what is refused is the page of searches again, with the reason.
pub async fn answer(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    Sent(form): Sent<Answer>,
) -> Result<Response, AppError> {
    let of = number(&name)?;
    let mut refused = search::Refused {
        of: (name, form.plads.clone()),
        text: cpr::without(&form.svartekst),
        ..search::Refused::default()
    };
    if viewer.looks_again() {
        return search::answer_again(&state, viewer, refused).await;
    }
    let yes = match form.svar.as_str() {
        "ja" => true,
        "nej" => false,
        _ => return Err(AppError::invalid("Svar ja eller nej.")),
    };
    let actor = state.actor(viewer.who()?);
    let done = state
        .blocking(move |state| {
            let asked = (of, form.plads.as_str());
            let answer = (yes, form.svartekst.as_str());
            came(requests::answer(&state.store, &actor, asked, answer))
        })
        .await?;
    match done {
        Came::Done => return Ok(Redirect::to(SEARCH).into_response()),
        Came::Wrong(fault) => refused.fault = Some(fault),
        Came::Meanwhile(words) => refused.problem = Some(words),
    }
    search::answer_again(&state, viewer, refused).await
}

/// Keeps what was chosen.
///
/// # Errors
/// [`AppError`]; what is refused is the receipt again, with the reason at the field.
pub async fn choose(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
    Sent(form): Sent<Chosen>,
) -> Result<Response, AppError> {
    let of = number(&name)?;
    let refused = Refused {
        chosen: Some(Form {
            choice: form.valg.clone(),
            code: form.kode.clone(),
            on: cpr::without(&form.dato),
            text: cpr::without(&form.tekst),
        }),
        ..Refused::default()
    };
    if viewer.looks_again() {
        return receipt::again(&state, viewer, of, refused).await;
    }
    let actor = state.actor(viewer.who()?);
    let written = Written {
        choice: form.valg,
        code: form.kode,
        on: read_date(&form.dato),
        text: form.tekst,
    };
    let done = state
        .blocking(move |state| came(chosen::choose(&state.store, &actor, of, &written)))
        .await?;
    shown(&state, viewer, (of, done, refused)).await
}
