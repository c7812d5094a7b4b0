//! `/konto/andet-trin`: one's own second factor, switched on and off.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::second_step::Enrol;
use crate::changes::actor::Actor;
use crate::changes::people::second_factor::{self, Own};
use crate::changes::people::{AccountError, Identity};
use crate::changes::texts::Fault;
use crate::storage::Store;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

const HERE: &str = "/konto/andet-trin";

#[derive(Template)]
#[template(path = "people/factor.html")]
struct Page {
    layout: Layout,
    email: String,
    openid: bool,
    enrol: Option<Enrol>,
    /// How many recovery codes are left, and whether it is required; `None` when it is off.
    on: Option<(i64, bool)>,
    /// Recovery codes just made: shown this once.
    codes: Vec<String>,
    fault: Option<Fault>,
}

/// The form that begins it; without a debug form, which would hold the password.
#[derive(Deserialize)]
pub struct Begins {
    nuvaerende: String,
}

/// A code.
#[derive(Deserialize)]
pub struct Code {
    kode: String,
}

/// Shows how it stands.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, &viewer, (Vec::new(), None)).await
}

/// Begins a second factor, for whoever knows the password.
///
/// # Errors
/// [`AppError`]; a wrong password is the page again.
pub async fn begin(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<Begins>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let done = state
        .hashing(move |state| {
            let actor = state.actor(&who);
            Ok(second_factor::begin(
                &state.store,
                &actor,
                &who,
                &form.nuvaerende,
            ))
        })
        .await?;
    answered(&state, &viewer, done.map(|()| Vec::new())).await
}

/// Confirms it by its first code, and shows the recovery codes this once.
///
/// # Errors
/// [`AppError`]; a wrong code is the page again.
pub async fn confirm(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<Code>,
) -> Result<Response, AppError> {
    coded(&state, &viewer, form, second_factor::confirm).await
}

/// Switches it off, by a code.
///
/// # Errors
/// [`AppError`]; a wrong code is the page again.
pub async fn switch_off(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<Code>,
) -> Result<Response, AppError> {
    coded(&state, &viewer, form, |store, actor, who, code| {
        second_factor::switch_off(store, actor, who, code).map(|()| Vec::new())
    })
    .await
}

/// What a code does; the recovery codes that it makes.
type Change = fn(&Store, &Actor, &Identity, &str) -> Result<Vec<String>, AccountError>;

async fn coded(
    state: &AppState,
    viewer: &Viewer,
    form: Code,
    change: Change,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let done = state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(change(&state.store, &actor, &who, &form.kode))
        })
        .await?;
    answered(state, viewer, done).await
}

async fn answered(
    state: &AppState,
    viewer: &Viewer,
    done: Result<Vec<String>, AccountError>,
) -> Result<Response, AppError> {
    match done {
        Ok(codes) if codes.is_empty() => Ok(Redirect::to(HERE).into_response()),
        Ok(codes) => page(state, viewer, (codes, None)).await,
        Err(AccountError::Fault(fault)) => {
            let mut response = page(state, viewer, (Vec::new(), Some(fault))).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        // Nothing was begun: there is nothing to confirm or to switch off.
        Err(AccountError::BadLink) => Ok(Redirect::to(HERE).into_response()),
        Err(other) => Err(other.into()),
    }
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    (codes, fault): (Vec<String>, Option<Fault>),
) -> Result<Response, AppError> {
    let (who, viewer) = (viewer.who()?.clone(), viewer.clone());
    let html = state
        .read(move |db| {
            let own = second_factor::own(db, &who)?;
            let (mut enrol, mut on) = (None, None);
            match own {
                Own::Off => {}
                Own::Begun(secret) => enrol = Enrol::of(secret, &who.email),
                Own::On {
                    recovery_left,
                    required,
                } => on = Some((recovery_left, required)),
            }
            let page = Page {
                layout: Layout::load(db, &viewer, "Andet trin ved login", "/konto")?,
                email: who.email.clone(),
                openid: who.openid,
                enrol,
                on,
                codes,
                fault,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}
