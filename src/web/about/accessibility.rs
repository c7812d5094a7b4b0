//! `/tilgaengelighed`: the statement of accessibility that the law asks for.

use askama::Template;
use axum::extract::State;

use axum::response::Response;

use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;

#[derive(Template)]
#[template(path = "about/accessibility.html")]
struct Page {
    layout: Layout,
}

/// Shows the page.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        let layout = Layout::load(db, viewer, "Tilgængelighedserklæring", "/tilgaengelighed")?;
        Ok(Page { layout }.render()?)
    })
    .await
}
