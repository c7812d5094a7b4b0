//! `/data`: upload a file, and every upload there has been.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::receipt::is_told;
use super::templates::Explained;
use crate::changes::components::ComponentFile;
use crate::changes::data::receipt::Receipt;
use crate::changes::data::uploads::{self, Upload, UploadError};
use crate::changes::kinds::Kind;
use crate::changes::people::Identity;
use crate::changes::texts::{Fault, Field};
use crate::domain::cpr;
use crate::domain::number::Convention;
use crate::domain::people::Right;
use crate::import::{Amounts, Cancel, Options, RowError};
use crate::storage::Db;
use crate::storage::data::batches::{self, Batch};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::kept::Kept;
use crate::web::received;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// What stands for what the viewer may not know.
const MASKED: &str = "\u{25cf}";
const KIND: Field = Field::new("type", "filens indhold");
const FILE: Field = Field::new("fil", "fil");

#[derive(Template)]
#[template(path = "data/uploads.html")]
struct Page {
    layout: Layout,
    form: Chosen,
    fault: Option<Fault>,
    kinds: Vec<Choice>,
    explained: Vec<Explained>,
    decimals: [Choice; 3],
    amounts: [Choice; 4],
    uploads: Vec<UploadRow>,
    outcome: Option<Outcome>,
    may_upload: bool,
}

/// What the form says of the file; it stands there again beside what came of it.
struct Chosen {
    kind: Kind,
    decimal: Option<Convention>,
    amounts: Option<Amounts>,
    sheet: String,
}

impl Chosen {
    fn first() -> Chosen {
        Chosen {
            kind: Kind::of(&ComponentFile),
            decimal: None,
            amounts: None,
            sheet: String::new(),
        }
    }

    fn options(&self) -> Options {
        Options {
            sheet: Some(self.sheet.clone()).filter(|sheet| !sheet.is_empty()),
            decimal: self.decimal,
            amounts: self.amounts,
            ..Options::default()
        }
    }

    fn decimals(&self) -> [Choice; 3] {
        let choice = |which: Option<Convention>, words: &str| {
            let key = which.map_or("", Convention::key);
            Choice::of(key, words, which == self.decimal)
        };
        [
            choice(None, "Som filen selv viser"),
            choice(Some(Convention::Comma), "Decimalkomma (1.234,50)"),
            choice(Some(Convention::Point), "Decimalpunktum (1234.50)"),
        ]
    }

    fn amounts(&self) -> [Choice; 4] {
        let choice = |which: Option<Amounts>, words: &str| {
            let key = which.map_or("", Amounts::key);
            Choice::of(key, words, which == self.amounts)
        };
        [
            choice(None, "Hele kroner, som filen siger"),
            choice(Some(Amounts::Kroner), "Hele kroner"),
            choice(Some(Amounts::Thousands), "1.000 kr."),
            choice(Some(Amounts::Millions), "Mio. kr."),
        ]
    }
}

/// One line of the list of uploads.
struct UploadRow {
    number: i64,
    kind: String,
    file: String,
    /// Nothing where the viewer may not know it; the name is masked then too.
    rows: Option<i64>,
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
    /// The form itself is wrong.
    Wrong(Fault),
}

/// The form as it was sent.
struct Sent {
    chosen: Chosen,
    file_name: String,
    bytes: Vec<u8>,
    store: bool,
    /// What is not a kind of file that there is.
    fault: Option<Fault>,
}

impl Sent {
    fn nothing() -> Sent {
        Sent {
            chosen: Chosen::first(),
            file_name: String::new(),
            bytes: Vec::new(),
            store: false,
            fault: Some(KIND.fault("Vælg, hvad filen indeholder.")),
        }
    }

    /// Takes what a field that is no file says.
    fn hear(&mut self, name: &str, value: &str) {
        let chosen = &mut self.chosen;
        match (name, value.trim()) {
            ("type", key) => {
                if let Some(kind) = Kind::from_key(key) {
                    (chosen.kind, self.fault) = (kind, None);
                }
            }
            ("tal", key) => chosen.decimal = Convention::from_key(key),
            ("beloeb", key) => chosen.amounts = Amounts::from_key(key),
            ("ark", sheet) => chosen.sheet = sheet.to_owned(),
            ("handling", action) => self.store = action == "gem",
            _ => {}
        }
    }
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        render(db, viewer, Chosen::first(), None)
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
    kept: Option<Extension<Arc<Kept>>>,
    form: Option<Multipart>,
) -> Result<Response, AppError> {
    if let Some(Extension(kept)) = kept {
        return again(&state, &viewer, &kept).await;
    }
    let form = form.ok_or(AppError::Unreadable)?;
    let who = viewer.who()?.clone();
    let turn = state.receiving().await?;
    let sent = read_form(form).await?;
    let (chosen, outcome) = state
        .uploading(move |state, cancel| Ok((take(state, &who, &sent, cancel)?, sent.chosen)))
        .await
        .map(|(outcome, chosen)| (chosen, outcome))?;
    drop(turn);
    if let Outcome::Receipt(receipt) = &outcome
        && let Some(number) = receipt.number
    {
        return Ok(Redirect::to(&format!("/data/{number}")).into_response());
    }
    page(&state, &viewer, chosen, outcome).await
}

/// The form as it was sent before a sign-in, without its file: that the browser is given again.
async fn again(state: &AppState, viewer: &Viewer, kept: &Kept) -> Result<Response, AppError> {
    let mut sent = Sent::nothing();
    for (name, value) in &kept.fields {
        sent.hear(name, value);
    }
    let wrong = Outcome::Wrong(FILE.fault("Vælg filen igen. Den blev ikke sendt med."));
    page(state, viewer, sent.chosen, wrong).await
}

fn take(
    state: &AppState,
    who: &Identity,
    sent: &Sent,
    cancel: Cancel,
) -> Result<Outcome, AppError> {
    if let Some(fault) = &sent.fault {
        return Ok(Outcome::Wrong(fault.clone()));
    }
    let upload = Upload {
        kind: sent.chosen.kind,
        file_name: &sent.file_name,
        bytes: &sent.bytes,
        options: Options {
            cancel,
            ..sent.chosen.options()
        },
    };
    let (store, actor) = (&state.store, state.actor(who));
    let done = if sent.store {
        uploads::import(store, &actor, &upload)
    } else {
        uploads::dry_run(store, &actor, &upload)
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
    chosen: Chosen,
    outcome: Outcome,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let status = match &outcome {
        Outcome::Receipt(_) => StatusCode::OK,
        Outcome::Refused { .. } | Outcome::Unusable(_) | Outcome::Wrong(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let html = state
        .read(move |db| render(db, &viewer, chosen, Some(outcome)))
        .await?;
    Ok((status, Html(html)).into_response())
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    form: Chosen,
    outcome: Option<Outcome>,
) -> Result<String, AppError> {
    let bound = viewer.bound_to().is_some();
    // What is no municipality's own a chef does not bring.
    let brought = || {
        let all = Kind::ALL.iter().copied();
        all.filter(move |k| !(bound && k.is_nobodys_own()))
    };
    let fault = match &outcome {
        Some(Outcome::Wrong(fault)) => Some(fault.clone()),
        _ => None,
    };
    let page = Page {
        layout: Layout::load(db, viewer, "Data", "/data")?,
        explained: brought().map(Explained::of).collect(),
        kinds: brought()
            .map(|k| Choice::of(k.key(), k.label(), k == form.kind))
            .collect(),
        uploads: batches::all(db)?
            .into_iter()
            .map(|batch| row(viewer, batch))
            .collect(),
        decimals: form.decimals(),
        amounts: form.amounts(),
        form,
        fault,
        outcome,
        may_upload: viewer.may(Right::Upload),
    };
    Ok(page.render()?)
}

fn row(viewer: &Viewer, batch: Batch) -> UploadRow {
    let told = is_told(viewer, &batch);
    UploadRow {
        number: batch.number,
        kind: Kind::from_key(&batch.kind)
            .map_or_else(|| batch.kind.clone(), |k| k.label().to_owned()),
        file: if told {
            batch.file_name
        } else {
            MASKED.to_owned()
        },
        rows: told.then_some(batch.rows_kept),
        by: batch.uploaded_by,
        at: danish_time(&batch.uploaded_at),
        withdrawn: batch.withdrawn_at.map(|at| danish_time(&at)),
    }
}

async fn read_form(mut form: Multipart) -> Result<Sent, AppError> {
    let broken = |e: MultipartError| received::refused(e.status());
    let mut sent = Sent::nothing();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == FILE.name {
            sent.file_name = field.file_name().unwrap_or_default().to_owned();
            sent.bytes = received::field(field).await.map_err(broken)?;
            continue;
        }
        let value = field.text().await.map_err(broken)?;
        sent.hear(&name, &value);
    }
    if sent.file_name.is_empty() && sent.fault.is_none() {
        sent.fault = Some(FILE.fault("Vælg en fil først."));
    }
    Ok(sent)
}
