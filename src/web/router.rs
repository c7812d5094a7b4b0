//! Every URL on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::error::{self, AppError};
use super::state::AppState;
use super::{api, health, security};

/// A file may fill 20 MiB; a form around it a little more.
const UPLOAD_LIMIT: usize = 21 * 1024 * 1024;

/// The whole service.
pub fn router(state: AppState) -> Router {
    let uploads = Router::new()
        .route("/api/v1/imports/{kind}", post(api::imports::create))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    Router::new()
        .route("/api/v1/reports/{name}", get(api::reports::show))
        .route("/api/openapi.json", get(api::openapi::document))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .merge(uploads)
        .fallback(async || AppError::NotFound)
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(AppError::internal("a handler panicked"))
        }))
        .layer(from_fn(security::guard))
        .layer(from_fn_with_state(state.clone(), error::render))
        .layer(from_fn_with_state(state.clone(), health::count))
        .layer(from_fn(security::headers))
        .with_state(state)
}
