//! `/data/NUMBER`: the receipt of an upload, and its withdrawal.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::data::BY;
use crate::import::Kind;
use crate::storage::Db;
use crate::storage::batches::{self, Batch};
use crate::uploads::{self, Receipt};
use crate::web::cached;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;

#[derive(Template)]
#[template(path = "pages/receipt.html")]
struct Page {
    layout: Layout,
    batch: Batch,
    kind: String,
    at: String,
    receipt: Option<Receipt>,
    withdrawn: Option<Withdrawn>,
}

struct Withdrawn {
    number: i64,
    by: String,
    at: String,
    why: String,
}

/// The form of a withdrawal.
#[derive(Debug, Deserialize)]
pub struct WhyForm {
    begrundelse: String,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    Path(number): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let number: i64 = number.parse().map_err(|_| AppError::NotFound)?;
    cached::page(&state, &uri, &headers, move |db| render(db, number)).await
}

fn render(db: &mut Db, number: i64) -> Result<String, AppError> {
    let batch = batches::get(db, number)?.ok_or(AppError::NotFound)?;
    let withdrawn = batch.withdrawn_number.map(|number| Withdrawn {
        number,
        by: batch.withdrawn_by.clone().unwrap_or_default(),
        at: batch
            .withdrawn_at
            .as_deref()
            .map(danish_time)
            .unwrap_or_default(),
        why: batch.withdrawn_why.clone().unwrap_or_default(),
    });
    let page = Page {
        layout: Layout::load(db, format!("Upload {number}"), "/data")?,
        kind: Kind::from_key(&batch.kind)
            .map_or_else(|| batch.kind.clone(), |k| k.label().to_owned()),
        at: danish_time(&batch.uploaded_at),
        receipt: Receipt::from_json(&batch.receipt),
        withdrawn,
        batch,
    };
    Ok(page.render()?)
}

/// Withdraws the upload and shows its receipt again.
///
/// # Errors
/// [`AppError`]
pub async fn withdraw(
    State(state): State<AppState>,
    Path(number): Path<String>,
    Form(form): Form<WhyForm>,
) -> Result<Response, AppError> {
    let number: i64 = number.parse().map_err(|_| AppError::NotFound)?;
    state
        .blocking(move |state| {
            Ok(uploads::withdraw(
                &state.store,
                state.clock,
                number,
                BY,
                &form.begrundelse,
            )?)
        })
        .await?;
    Ok(Redirect::to(&format!("/data/{number}")).into_response())
}
