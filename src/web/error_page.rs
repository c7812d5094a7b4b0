//! How a refusal is shown: as a page, or as problem JSON under `/api/`. An internal error shows its
//! request id and nothing else; its cause goes to the log.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;

use super::error::{AppError, Entry};
use super::kept::Kept;
use super::page::{self, Pages};
use super::people::sign_in;
use super::state::AppState;
use super::view::encode;
use super::view::layout::Layout;
use super::viewer::Viewer;
use crate::domain::people::Right;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    layout: Layout,
    detail: Option<&'a str>,
    message: &'a str,
    way_out: (&'a str, &'a str),
    request_id: Option<&'a str>,
}

/// The middleware that turns an [`AppError`] into a page, or into problem JSON under `/api/`.
pub async fn render(
    State((state, pages)): State<(AppState, Pages)>,
    request: Request,
    next: Next,
) -> Response {
    let for_scripts = request.uri().path().starts_with("/api/");
    let wanted = if request.method() == Method::GET {
        Some(request.uri().to_string())
    } else {
        // A button was pressed: its page is shown again after the sign-in, or the nearest that can be.
        let from = page::came_from(request.headers(), &state.site);
        from.map(|address| pages.nearest(address))
    };
    let response = next.run(request).await;
    let told = response.extensions().get::<AppError>().cloned();
    let Some(error) = told.or_else(|| bare(&response)) else {
        return response;
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let retry_after = error.retry_after();
    let viewer: Viewer = response.extensions().get().cloned().unwrap_or_default();
    let kept = response.extensions().get::<Arc<Kept>>().cloned();
    let mut rendered = match kept {
        Some(kept) => sign_in_first(&state, &kept).await,
        None => dress(&state, for_scripts, wanted, error, viewer).await,
    };
    if let Some(seconds) = retry_after {
        rendered
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = allow {
        rendered.headers_mut().insert(header::ALLOW, allow);
    }
    rendered
}

/// What the framework answered in its own words: a body that it could not read, a method that the
/// address does not take.
fn bare(response: &Response) -> Option<AppError> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(AppError::Method),
        StatusCode::PAYLOAD_TOO_LARGE if plain => Some(AppError::TooLarge),
        StatusCode::BAD_REQUEST
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY
            if plain =>
        {
            Some(AppError::Unreadable)
        }
        _ => None,
    }
}

async fn dress(
    state: &AppState,
    for_scripts: bool,
    wanted: Option<String>,
    error: AppError,
    viewer: Viewer,
) -> Response {
    let entry = error.entry();
    let request_id = match &error {
        AppError::Internal { cause } => {
            let id = state.request_id();
            tracing::error!(request_id = %id, cause = %cause, "internal error");
            Some(id)
        }
        _ => None,
    };
    if for_scripts {
        return problem(&error, &entry, request_id);
    }
    if matches!(error, AppError::NotSignedIn) {
        return to_sign_in(wanted.as_deref());
    }
    // The way out of what a role may not see is what it may.
    let entry = Entry {
        way_out: match entry.way_out.0 {
            "/" if viewer.start_page() != "/" => (viewer.start_page(), "Gå til forsiden"),
            "/data" if !viewer.may(Right::ReadFigures) => (viewer.start_page(), "Gå til forsiden"),
            _ => entry.way_out,
        },
        ..entry
    };
    // The frame needs the database; when that is what failed, the page stands without it.
    let title = entry.title;
    let frame = viewer.clone();
    let layout = if error.is_storage() {
        Err(AppError::Away)
    } else {
        state
            .read(move |db| Ok(Layout::load(db, &frame, title, "")?))
            .await
    };
    let mut layout = layout.unwrap_or_else(|_| Layout::bare(&viewer, title));
    // There is no form here.
    layout.again = false;
    page(layout, &error, &entry, request_id)
}

/// Signing in comes first, and what was typed comes with it.
async fn sign_in_first(state: &AppState, kept: &Kept) -> Response {
    match sign_in::page_with(state, kept).await {
        Ok(page) => page,
        Err(_) => to_sign_in(None),
    }
}

/// Signing in comes first, and then what was wanted.
fn to_sign_in(wanted: Option<&str>) -> Response {
    match wanted {
        None | Some("/") => Redirect::to("/log-ind").into_response(),
        Some(address) => {
            let query = encode([("naeste", address)]);
            Redirect::to(&format!("/log-ind?{query}")).into_response()
        }
    }
}

fn problem(error: &AppError, entry: &Entry, request_id: Option<String>) -> Response {
    let mut body = json!({
        "type": "about:blank",
        "title": entry.title,
        "status": entry.status.as_u16(),
        "detail": error.detail().unwrap_or(entry.message),
    });
    if let Some(id) = request_id {
        body["instance"] = json!(id);
    }
    if let AppError::Invalid { rows, .. } = error
        && !rows.is_empty()
    {
        body["errors"] = json!(rows);
    }
    let mut response = (entry.status, body.to_string()).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if entry.status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

fn page(layout: Layout, error: &AppError, entry: &Entry, request_id: Option<String>) -> Response {
    let page = ErrorPage {
        layout,
        detail: error.detail(),
        message: entry.message,
        way_out: entry.way_out,
        request_id: request_id.as_deref(),
    };
    match page.render() {
        Ok(html) => (entry.status, Html(html)).into_response(),
        Err(_) => (entry.status, entry.title).into_response(),
    }
}
