//! `/arbejdsplan/KEY/dokumenter`: a document is attached, and given again as a file, never shown.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::links;
use super::milestone::{After, Form, render};
use super::sent::Sent;
use crate::changes::workplan::{Attached, Whose, WorkplanError, attach};
use crate::domain::people::Right;
use crate::storage::workplan;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::kept::Kept;
use crate::web::page::private;
use crate::web::received;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Attaches a document.
///
/// # Errors
/// [`AppError`]; what is refused is the milestone's page with every fault at its field.
pub async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(key): Path<String>,
    kept: Option<Extension<Arc<Kept>>>,
    form: Option<Multipart>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let whose = Whose::of(who.standing)
        .ok_or_else(|| AppError::forbidden(Right::UpdateMilestones.refusal(who.standing)))?;
    let sent = match (kept, form) {
        (Some(Extension(kept)), _) => Attached {
            why: kept_words(&kept),
            ..Attached::default()
        },
        (None, Some(form)) => {
            let _turn = state.receiving().await?;
            read_form(form).await?
        }
        (None, None) => return Err(AppError::Unreadable),
    };
    let today = state.clock.today();
    let back = format!("{}?gemt=ja", links::milestone(&key));
    let refused = state
        .blocking(move |state| {
            let mut after = After {
                form: Some(Form::Document),
                ..After::default()
            };
            if !viewer.looks_again() {
                match attach(&state.store, &state.actor(&who), whose, &key, &sent) {
                    Ok(_) => return Ok(None),
                    Err(WorkplanError::Faults(faults)) => after.faults = faults,
                    Err(other) => return Err(other.into()),
                }
            }
            let pairs = vec![("hvorfor".to_owned(), sent.why)];
            after.sent = Sent(pairs).without_numbers();
            let shown = (key.as_str(), today, false);
            let html = state
                .store
                .read(|db| render(db, (&viewer, &state.analyses), shown, after))?;
            Ok(Some(html))
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}

/// What the browser was given again before a sign-in: the words, and not the file.
fn kept_words(kept: &Kept) -> String {
    let found = kept.fields.iter().find(|(name, _)| name == "hvorfor");
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

async fn read_form(mut form: Multipart) -> Result<Attached, AppError> {
    let mut sent = Attached::default();
    let refused =
        |error: axum::extract::multipart::MultipartError| received::refused(error.status());
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("fil") => {
                field
                    .file_name()
                    .unwrap_or_default()
                    .clone_into(&mut sent.file_name);
                sent.content = received::field(field).await.map_err(refused)?;
            }
            Some("hvorfor") => sent.why = field.text().await.map_err(refused)?,
            _ => {}
        }
    }
    Ok(sent)
}

/// Gives a document as a file.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not there.
pub async fn give(
    State(state): State<AppState>,
    viewer: Viewer,
    Path((key, id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let what = links::document(&key, &id);
    let found = state
        .read(move |db| Ok(workplan::document(db, &key, &id)?))
        .await?;
    let (document, content) = found.ok_or(AppError::NotFound)?;
    downloads::note(&state, &viewer, what).await?;
    let kind = document.kind.content_type();
    Ok(downloads::file(content, kind, Some(&document.name)))
}
