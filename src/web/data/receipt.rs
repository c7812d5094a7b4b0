//! `/data/NUMBER`: the receipt of an upload, and its withdrawal.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::leads;
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{self, UploadError};
use crate::changes::kinds::Kind;
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::people::Right;
use crate::storage::Db;
use crate::storage::data::batches::{self, Batch};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, danish_time};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "data/receipt.html")]
struct Page {
    layout: Layout,
    batch: Batch,
    kind: String,
    at: String,
    receipt: Option<Receipt>,
    /// Where it leads on, while the upload holds.
    leads: Vec<Link>,
    withdrawn: Option<Withdrawn>,
    may_withdraw: bool,
    /// Whether the viewer may know what the file brought.
    told: bool,
    /// What was wrong with a withdrawal, and what it said.
    fault: Option<Fault>,
    why: String,
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
    #[serde(default)]
    begrundelse: String,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    Path(number): Path<String>,
    asked: Asked,
) -> Result<Response, AppError> {
    let number: i64 = number.parse().map_err(|_| AppError::NotFound)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, number, None)
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    number: i64,
    sent: Option<(Option<Fault>, String)>,
) -> Result<String, AppError> {
    let (fault, why) = sent.unzip();
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
    let told = is_told(viewer, &batch);
    let receipt = Receipt::from_json(&batch.receipt).filter(|_| told);
    let leads = match &receipt {
        Some(receipt) if withdrawn.is_none() => leads::of(db, receipt)?,
        _ => Vec::new(),
    };
    let page = Page {
        layout: Layout::load(db, viewer, format!("Upload {number}"), "/data")?,
        kind: Kind::from_key(&batch.kind)
            .map_or_else(|| batch.kind.clone(), |k| k.label().to_owned()),
        at: danish_time(&batch.uploaded_at),
        receipt,
        leads,
        told,
        may_withdraw: withdrawn.is_none() && viewer.brings(batch.owner.as_deref()),
        withdrawn,
        batch,
        fault: fault.flatten(),
        why: why.unwrap_or_default(),
    };
    Ok(page.render()?)
}

/// Whether the viewer may know the name of a file, and what it adds up to. Of a file about persons
/// only those may who could have brought it: chefs of the municipality that did, and the
/// secretariat of its own.
pub(super) fn is_told(viewer: &Viewer, batch: &Batch) -> bool {
    let about_persons = Kind::from_key(&batch.kind).is_none_or(Kind::is_about_persons);
    let brought = batch.owner.as_deref() == Some(viewer.bound_to().unwrap_or_default());
    !about_persons || (viewer.may(Right::Upload) && brought)
}

/// Withdraws the upload and shows its receipt again.
///
/// # Errors
/// [`AppError`]; what is refused is the receipt again, with the reason at the field.
pub async fn withdraw(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<WhyForm>,
) -> Result<Response, AppError> {
    let number: i64 = number.parse().map_err(|_| AppError::NotFound)?;
    let actor = state.actor(viewer.who()?);
    let refused = state
        .blocking(move |state| {
            let shown = |fault: Option<Fault>| {
                let sent = Some((fault, cpr::without(&form.begrundelse)));
                let page = state.store.read(|db| render(db, &viewer, number, sent));
                page.map(Some)
            };
            if viewer.looks_again() {
                return shown(None);
            }
            match uploads::withdraw(&state.store, &actor, number, &form.begrundelse) {
                Ok(_) => Ok(None),
                Err(UploadError::Fault(fault)) => shown(Some(fault)),
                Err(other) => Err(other.into()),
            }
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&format!("/data/{number}")).into_response(),
        Some(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}
