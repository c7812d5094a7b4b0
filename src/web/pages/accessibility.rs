//! `/tilgaengelighed`: the statement of accessibility that the law asks for.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::web::cached;
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct Page {
    layout: Layout,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    cached::page(&state, &uri, &headers, |db| {
        let layout = Layout::load(db, "Tilgængelighedserklæring", "/tilgaengelighed")?;
        Ok(Page { layout }.render()?)
    })
    .await
}
