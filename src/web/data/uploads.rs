//! `/data`: upload a file, and every upload there has been.

use askama::Template;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::changes::components::ComponentFile;
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{self, Upload, UploadError};
use crate::changes::kinds::Kind;
use crate::changes::people::Identity;
use crate::domain::cpr;
use crate::domain::number::Convention;
use crate::domain::people::Right;
use crate::import::{Amounts, Options, RowError};
use crate::storage::Db;
use crate::storage::data::batches::{self, Batch};
use crate::web::api::imports::too_large_or_invalid;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "data/uploads.html")]
struct Page {
    layout: Layout,
    kinds: Vec<(&'static str, &'static str, bool)>,
    uploads: Vec<UploadRow>,
    outcome: Option<Outcome>,
    may_upload: bool,
}

/// One line of the list of uploads.
struct UploadRow {
    number: i64,
    kind: String,
    file: String,
    rows: i64,
    by: String,
    at: String,
    withdrawn: Option<String>,
}

/// What came of a file that was sent.
enum Outcome {
    /// A dry run, or a file that stood already.
    Receipt(Box<Receipt>),
    Refused {
        file: String,
        errors: Vec<RowError>,
    },
    Unusable(String),
}

/// The form as it was sent.
struct Sent {
    kind: Kind,
    file_name: String,
    bytes: Bytes,
    options: Options,
    store: bool,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        render(db, viewer, Kind::of(&ComponentFile), None)
    })
    .await
}

/// Takes a file: tries it, or stores it and goes to its receipt.
///
/// # Errors
/// [`AppError`]; a refused file is a page with every error.
pub async fn upload(
    State(state): State<AppState>,
    viewer: Viewer,
    form: Multipart,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let turn = state.receiving().await?;
    let sent = match read_form(form).await {
        Ok(sent) => sent,
        Err(AppError::Invalid { message, .. }) => {
            return page(
                &state,
                &viewer,
                Kind::of(&ComponentFile),
                Outcome::Unusable(message),
            )
            .await;
        }
        Err(other) => return Err(other),
    };
    let kind = sent.kind;
    let outcome = state
        .uploading(move |state| take(state, &who, sent))
        .await?;
    drop(turn);
    if let Outcome::Receipt(receipt) = &outcome
        && let Some(number) = receipt.number
    {
        return Ok(Redirect::to(&format!("/data/{number}")).into_response());
    }
    page(&state, &viewer, kind, outcome).await
}

fn take(state: &AppState, who: &Identity, sent: Sent) -> Result<Outcome, AppError> {
    let upload = Upload {
        kind: sent.kind,
        file_name: &sent.file_name,
        bytes: &sent.bytes,
        options: sent.options,
    };
    let (store, actor) = (&state.store, state.actor(who));
    let done = match sent.store {
        true => uploads::import(store, &actor, &upload),
        false => uploads::dry_run(store, &actor, &upload),
    };
    match done {
        Ok(receipt) => Ok(Outcome::Receipt(Box::new(receipt))),
        Err(UploadError::Refused(errors)) => Ok(Outcome::Refused {
            file: cpr::without(&sent.file_name),
            errors,
        }),
        Err(error @ UploadError::NobodysOwn(_)) => Ok(Outcome::Unusable(error.to_string())),
        Err(other) => Err(other.into()),
    }
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    kind: Kind,
    outcome: Outcome,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let status = match &outcome {
        Outcome::Receipt(_) => StatusCode::OK,
        Outcome::Refused { .. } | Outcome::Unusable(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let html = state
        .read(move |db| render(db, &viewer, kind, Some(outcome)))
        .await?;
    Ok((status, Html(html)).into_response())
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    chosen: Kind,
    outcome: Option<Outcome>,
) -> Result<String, AppError> {
    let bound = viewer
        .0
        .as_ref()
        .is_some_and(|who| who.bound_to().is_some());
    let page = Page {
        layout: Layout::load(db, viewer, "Data", "/data")?,
        kinds: Kind::ALL
            .iter()
            .copied()
            // What is no municipality's own a chef does not bring.
            .filter(|k| !(bound && k.is_nobodys_own()))
            .map(|k| (k.key(), k.label(), k == chosen))
            .collect(),
        uploads: batches::all(db)?.into_iter().map(row).collect(),
        outcome,
        may_upload: viewer.may(Right::Upload),
    };
    Ok(page.render()?)
}

fn row(batch: Batch) -> UploadRow {
    UploadRow {
        number: batch.number,
        kind: Kind::from_key(&batch.kind)
            .map_or_else(|| batch.kind.clone(), |k| k.label().to_owned()),
        file: batch.file_name,
        rows: batch.rows_kept,
        by: batch.uploaded_by,
        at: danish_time(&batch.uploaded_at),
        withdrawn: batch.withdrawn_at.map(|at| danish_time(&at)),
    }
}

async fn read_form(mut form: Multipart) -> Result<Sent, AppError> {
    let broken = |e: MultipartError| too_large_or_invalid(e.status());
    let (mut kind, mut file, mut options, mut store) = (None, None, Options::default(), false);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "fil" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            file = Some((file_name, field.bytes().await.map_err(broken)?));
            continue;
        }
        let value = field.text().await.map_err(broken)?;
        match (name.as_str(), value.trim()) {
            ("type", key) => kind = Kind::from_key(key),
            ("tal", "comma") => options.decimal = Some(Convention::Comma),
            ("tal", "point") => options.decimal = Some(Convention::Point),
            ("beloeb", key) => options.amounts = Amounts::from_key(key),
            ("ark", sheet) if !sheet.is_empty() => options.sheet = Some(sheet.to_owned()),
            ("handling", action) => store = action == "gem",
            _ => {}
        }
    }
    let kind =
        kind.ok_or_else(|| AppError::invalid("Vælg, hvilken slags tal filen indeholder."))?;
    match file {
        Some((file_name, bytes)) if !file_name.is_empty() => Ok(Sent {
            kind,
            file_name,
            bytes,
            options,
            store,
        }),
        _ => Err(AppError::invalid("Vælg en fil først.")),
    }
}
