//! For operators: alive, ready, measured.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::state::AppState;

/// Alive: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Ready: the database answers and has every migration.
pub async fn ready(State(state): State<AppState>) -> Response {
    let ready = state.blocking(|state| Ok(state.store.is_ready())).await;
    match ready {
        Ok(true) => "ok\n".into_response(),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is not ready\n",
        )
            .into_response(),
    }
}

/// The measures in Prometheus' text form, for this machine or an administrator's token.
pub async fn metrics(State(state): State<AppState>) -> Response {
    let text = state.measures.handle.render();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Counts requests by route and status, and how long they took. Routes, not addresses: an
/// address can hold what nobody should read in a measure.
pub async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    tracing::debug!(
        route,
        status,
        seconds = started.elapsed().as_secs_f64(),
        "answered"
    );
    metrics::with_local_recorder(&*state.measures.recorder, || {
        metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status)
            .increment(1);
        metrics::histogram!("http_request_seconds", "route" => route)
            .record(started.elapsed().as_secs_f64());
    });
    response
}
