//! `POST /ledige-pladser/ID`: what is done about an entry; the field `skridt` says what.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::entry::{After, render};
use super::sent::{FORM, Sent, Step};
use super::{mine, words};
use crate::changes::actor::Actor;
use crate::changes::places::{PlaceError, confirm, steps};
use crate::domain::places::Entry;
use crate::storage::data::areas;
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Does what a form asks for.
///
/// # Errors
/// [`AppError`]; what is refused is the page again: with the reason at the field, or with what
/// somebody else did meanwhile, and what was typed still there.
pub async fn take(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let step = Step::from_key(sent.get("skridt")).ok_or(AppError::Unreadable)?;
    let back = match sent.get("tilbage") {
        "mine" => format!("{}?bekraeftet=1", mine::ADDRESS),
        _ => format!("/ledige-pladser/{id}?gemt=ja"),
    };
    let actor = state.actor(viewer.who()?);
    let today = state.clock.today();
    let refused = state
        .blocking(move |state| {
            let mut after = After {
                step: Some(step),
                ..After::default()
            };
            let mut status = StatusCode::UNPROCESSABLE_ENTITY;
            if !viewer.looks_again() {
                let Err(error) = apply(state, &actor, id, step, &sent) else {
                    return Ok(None);
                };
                match error {
                    PlaceError::Fault(fault) => after.fault = Some(fault),
                    PlaceError::ChangedMeanwhile(entry) => {
                        status = StatusCode::CONFLICT;
                        after.meanwhile = meanwhile(state, &entry, &sent)?;
                    }
                    PlaceError::Ended => {
                        status = StatusCode::CONFLICT;
                        after.refused = Some(PlaceError::Ended.to_string());
                    }
                    other => return Err(other.into()),
                }
            }
            after.sent = sent.without_numbers();
            let shown = (id, today, false);
            let html = state.store.read(|db| render(db, &viewer, shown, after))?;
            Ok(Some((status, html)))
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some((status, html)) => (status, private(html)).into_response(),
    })
}

fn apply(
    state: &AppState,
    actor: &Actor,
    id: i64,
    step: Step,
    sent: &Sent,
) -> Result<Entry, PlaceError> {
    let (store, said) = (&state.store, sent.said());
    match step {
        Step::Confirm => confirm::one(store, actor, id, said.seen),
        Step::Rewrite => steps::rewrite(store, actor, id, &said, &sent.rewritten(), FORM),
        Step::Reserve => steps::reserve(store, actor, id, &said, sent.get("kommune"), FORM),
        Step::Take => steps::taken(store, actor, id, &said, sent.get("pladser"), FORM),
        Step::Close => steps::close(store, actor, id, &said, sent.get("aarsag"), FORM),
        Step::Free => steps::free(store, actor, id, &said, FORM),
    }
}

/// What was done since the form was shown.
fn meanwhile(state: &AppState, entry: &Entry, sent: &Sent) -> Result<Vec<String>, AppError> {
    let seen = sent.said().seen.unwrap_or(0);
    state.store.read(|db| {
        let areas = areas::all(db)?;
        Ok(words::since(entry, seen, &areas))
    })
}
