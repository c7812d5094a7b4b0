//! `costly-cases?detail=case`: the cases of the own municipality. It is never cached, and each look is
//! in the log, as on the pages.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::changes::cases::looks::{Look, look};
use crate::domain::cases::Sees;
use crate::domain::people::Right;
use crate::export::{self, Format};
use crate::reports::{Query, Question};
use crate::web::answer::saved_as;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// The cases that the viewer may see.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever sees no cases.
pub async fn show(
    state: &AppState,
    viewer: &Viewer,
    (question, query): (&'static Question, Query),
    format: Format,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let own = who.bound_to().filter(|_| viewer.may(Right::OwnCases));
    let Some(own) = own.map(str::to_owned) else {
        return Err(AppError::Forbidden {
            message: "Sagerne selv ses kun af den kommune, de hører til.".to_owned(),
        });
    };
    let (name, bytes) = state
        .blocking(move |state| {
            let query = Query {
                municipality: Some(query.municipality.unwrap_or_else(|| own.clone())),
                sees: Sees::Own(own.clone()),
                ..query
            };
            let list = Look {
                municipality: &own,
                case: None,
            };
            look(&state.store, &state.actor(&who), list, |db| {
                let report = (question.report)(db, &query)?;
                let bytes = export::write(&report, format).map_err(AppError::internal)?;
                Ok::<_, AppError>((export::file_name(&report, format), bytes))
            })
        })
        .await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let kind = HeaderValue::from_static(format.content_type());
    headers.insert(header::CONTENT_TYPE, kind);
    if format != Format::Json
        && let Some(saved) = saved_as(&name)
    {
        headers.insert(header::CONTENT_DISPOSITION, saved);
    }
    Ok((headers, bytes).into_response())
}
