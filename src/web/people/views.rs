//! `/visninger`: the pages that one keeps under a name, with their filters.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::changes::people::{AccountError, views};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::storage::people::views as stored;
use crate::web::error::AppError;
use crate::web::page::{back, local, private};
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

pub const VIEWS: &str = "/visninger";

#[derive(Template)]
#[template(path = "people/views.html")]
struct Page {
    layout: Layout,
    views: Vec<Row>,
    /// What was sent and is not kept yet.
    form: Option<View>,
    fault: Option<Fault>,
}

struct Row {
    id: String,
    name: String,
    address: String,
    made: String,
}

/// The form beside the filters of a page.
#[derive(Debug, Clone, Deserialize)]
pub struct View {
    navn: String,
    adresse: String,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, &viewer, None, None).await
}

/// Keeps a page under a name.
///
/// # Errors
/// [`AppError`]
pub async fn save(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<View>,
) -> Result<Response, AppError> {
    if viewer.looks_again() {
        return refused(&state, &viewer, form, None).await;
    }
    let who = viewer.who()?.clone();
    let sent = form.clone();
    let done = state
        .blocking(move |state| {
            let view = (&*sent.navn, &*sent.adresse);
            Ok(views::save(&state.store, &state.actor(&who), &who, view))
        })
        .await?;
    match done {
        Ok(()) => Ok(Redirect::to(VIEWS).into_response()),
        Err(AccountError::Fault(fault)) => refused(&state, &viewer, form, Some(fault)).await,
        Err(other) => Err(other.into()),
    }
}

/// Ends one of one's own.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not one's own, as for one that is not there.
pub async fn end(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ended = state
        .blocking(move |state| Ok(views::end(&state.store, &state.actor(&who), &who, &id)?))
        .await?;
    back(ended, VIEWS)
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    form: View,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let form = View {
        navn: cpr::without(&form.navn),
        adresse: cpr::without(&form.adresse),
    };
    let mut response = page(state, viewer, Some(form), fault).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    form: Option<View>,
    fault: Option<Fault>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let row = |view: stored::SavedView| Row {
                made: danish_time(&view.made_at),
                address: local(&view.address).to_owned(),
                name: view.name,
                id: view.id,
            };
            let page = Page {
                layout: Layout::load(db, &viewer, "Gemte visninger", VIEWS)?,
                views: stored::of_user(db, &who.user_id)?
                    .into_iter()
                    .map(row)
                    .collect(),
                form,
                fault,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}
