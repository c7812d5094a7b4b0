//! `/takster/papir/NAME`: a paper ready to send, as PDF or Excel.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::period::Year;
use crate::export::{self, DocumentFormat, Format};
use crate::papers::{self, Paper, Request};
use crate::web::downloads;
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
    let request = Request {
        paper,
        year,
        date: state.clock.today(),
        contact: viewer.who()?.signature(),
    };
    let bytes = state
        .blocking(move |state| {
            let paper = state
                .store
                .read::<_, AppError>(|db| Ok(papers::compose(db, &request)?))?;
            export::write_document(&paper, format).map_err(AppError::internal)
        })
        .await?;
    downloads::note(&state, &viewer, format!("/takster/papir/{name}")).await?;
    let kind = match format {
        DocumentFormat::Pdf => Format::Pdf.content_type(),
        DocumentFormat::Xlsx => Format::Xlsx.content_type(),
    };
    Ok(downloads::file(bytes, kind, Some(&name)))
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
