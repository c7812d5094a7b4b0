//! `/takster/papir/NAME`: a paper ready to send, as PDF or Excel.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::domain::period::Year;
use crate::export::Format;
use crate::export::document::{self, DocumentFormat};
use crate::papers::{self, Paper, Request};
use crate::reports::Query;
use crate::storage::log::{self, Action};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// Gives the paper `socialtilsyn-nord-2026.pdf`, `styregruppe-2026.xlsx` and the like.
///
/// # Errors
/// [`AppError::NotFound`] for a paper, year or ending that is not known.
pub async fn download(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let (paper, year, format) = read(&name).ok_or(AppError::NotFound)?;
    let contact = viewer.who()?.signature();
    let request = Request {
        paper,
        query: Query {
            year: Some(year),
            ..Query::default()
        },
        date: state.clock.today(),
        contact: contact.clone(),
    };
    let file = name.clone();
    let bytes = state
        .blocking(move |state| {
            let paper = state
                .store
                .read::<_, AppError>(|db| Ok(papers::compose(db, &request)?))?;
            let bytes = document::write(&paper, format).map_err(AppError::internal)?;
            // What has left the service is in the log.
            let (now, what) = (state.clock.now_text(), format!("/takster/papir/{name}"));
            state.store.write::<_, AppError>(|db| {
                Ok(log::append(
                    db,
                    &now,
                    &contact,
                    Action::Exported,
                    &what,
                    "",
                )?)
            })?;
            Ok(bytes)
        })
        .await?;
    Ok(attached(bytes, &file, format))
}

fn read(name: &str) -> Option<(Paper, Year, DocumentFormat)> {
    let (name, ending) = name.rsplit_once('.')?;
    let (paper, year) = name.rsplit_once('-')?;
    Some((
        Paper::from_key(paper)?,
        Year::parse(year)?,
        DocumentFormat::from_ending(ending)?,
    ))
}

fn attached(bytes: Vec<u8>, name: &str, format: DocumentFormat) -> Response {
    let kind = match format {
        DocumentFormat::Pdf => Format::Pdf.content_type(),
        DocumentFormat::Xlsx => Format::Xlsx.content_type(),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The name is one that was read above: letters, digits and hyphens.
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.extend(disposition.ok().map(|d| (header::CONTENT_DISPOSITION, d)));
    response
}
