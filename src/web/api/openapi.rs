//! `GET /api/openapi.json`: the API described from its own handlers.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;

use crate::web::error::AppError;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cost cockpit",
        description = "Reports and imports of the specialised social-care area for adults."
    ),
    paths(super::reports::show, super::imports::create, super::log::json)
)]
struct Api;

/// The description as a value, for the reading page.
pub fn description() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// The OpenAPI document.
pub async fn document() -> Result<Response, AppError> {
    let json = description().to_json().map_err(AppError::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}
