//! `GET /api/v1/log`, `.csv`, `.xlsx`: the log as files. That it was taken out stands in it.

use axum::extract::{Query as UrlQuery, State};
use axum::http::Uri;
use axum::response::Response;

use crate::export::{self, Format};
use crate::reports;
use crate::web::data::log::Wanted;
use crate::web::downloads;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

type Asked = (State<AppState>, Viewer, Uri, UrlQuery<Wanted>);

/// The log as JSON.
#[utoipa::path(
    get,
    path = "/api/v1/log",
    operation_id = "read_log",
    tag = "log",
    params(
        ("hvem" = Option<String>, Query, description = "a part of the account"),
        ("handling" = Option<String>, Query, description = "key of an action: signed_in, uploaded, exported, …"),
        ("tekst" = Option<String>, Query, description = "a part of the object or detail"),
        ("sag" = Option<String>, Query, description = "the whole pseudonym of a single case: who looked at it"),
        ("fra" = Option<String>, Query, description = "first day"),
        ("til" = Option<String>, Query, description = "last day"),
    ),
    responses(
        (status = 200, description = "the entries, the newest first; with .csv or .xlsx after the name as that file"),
        (status = 403, description = "only an administrator reads the log (application/problem+json)"),
    )
)]
pub async fn json(
    state: State<AppState>,
    viewer: Viewer,
    uri: Uri,
    wanted: UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    file((state, viewer, uri, wanted), Format::Json).await
}

/// The log as CSV.
pub async fn csv(
    state: State<AppState>,
    viewer: Viewer,
    uri: Uri,
    wanted: UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    file((state, viewer, uri, wanted), Format::Csv).await
}

/// The log as Excel.
pub async fn xlsx(
    state: State<AppState>,
    viewer: Viewer,
    uri: Uri,
    wanted: UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    file((state, viewer, uri, wanted), Format::Xlsx).await
}

async fn file(asked: Asked, format: Format) -> Result<Response, AppError> {
    let (State(state), viewer, uri, UrlQuery(wanted)) = asked;
    let search = wanted.search()?;
    // First, so that the file tells of itself.
    let told = match wanted.without_case().as_str() {
        "" => uri.path().to_owned(),
        query => format!("{}?{query}", uri.path()),
    };
    downloads::note(&state, &viewer, told).await?;
    let (bytes, name) = state
        .blocking(move |state| {
            let report = state.store.read::<_, AppError>(|db| {
                Ok(reports::data::log::run(
                    db,
                    &search,
                    reports::data::log::MOST,
                )?)
            })?;
            let bytes = export::write(&report, format).map_err(AppError::internal)?;
            Ok((bytes, export::file_name(&report, format)))
        })
        .await?;
    let name = (format != Format::Json).then_some(name.as_str());
    Ok(downloads::file(bytes, format.content_type(), name))
}
