//! `/hjaelp`: the guide (`docs/GUIDE.md`), each of its sections at an anchor of its own.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::domain::address::anchor;
use crate::domain::markdown::{self, Block};
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;

/// The guide as it stands in the repository.
const GUIDE: &str = include_str!("../../../docs/GUIDE.md");

#[derive(Template)]
#[template(path = "about/help.html")]
struct Page {
    layout: Layout,
    lead: Vec<Block>,
    sections: Vec<Section>,
}

struct Section {
    id: String,
    heading: String,
    blocks: Vec<Block>,
}

/// What stands before the first section, and the sections. Pictures are the repository's alone: the pages are
/// what they show.
fn read(guide: &str) -> (Vec<Block>, Vec<Section>) {
    let kept = guide
        .lines()
        .filter(|line| !line.starts_with("![") && !line.starts_with("# "));
    let text: Vec<&str> = kept.collect();
    let text = text.join("\n");
    let mut parts = text.split("\n## ");
    let lead = markdown::blocks(parts.next().unwrap_or_default());
    let section = |part: &str| {
        let (heading, text) = part.split_once('\n').unwrap_or((part, ""));
        Section {
            id: anchor(heading),
            heading: heading.to_owned(),
            blocks: markdown::blocks(text),
        }
    };
    (lead, parts.map(section).collect())
}

/// Shows the guide.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        let (lead, sections) = read(GUIDE);
        let layout = Layout::load(db, viewer, "Vejledning", "/hjaelp")?;
        Ok(Page {
            layout,
            lead,
            sections,
        }
        .render()?)
    })
    .await
}
