//! `/analyser`: the catalogue, and the folders that are left out because of their faults.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::links::{self, may_open};
use crate::analyses::catalogue::{Broken, Catalogue};
use crate::reports::Query;
use crate::reports::workplan::{WORKPLAN, list};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::projections::links::{MODELS, Model};
use crate::web::state::AppState;
use crate::web::view::Link;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;
use crate::web::workplan::links::titles;

#[derive(Template)]
#[template(path = "analyses/list.html")]
struct Page {
    layout: Layout,
    cards: Vec<Card>,
    models: Vec<ModelCard>,
    broken: Vec<Broken>,
}

/// An analysis of the catalogue.
struct Card {
    link: Link,
    question: String,
    milestones: Vec<Link>,
}

/// A model, beside the analyses.
struct ModelCard {
    model: &'static Model,
    milestones: Vec<Link>,
}

/// Shows the page.
///
/// # Errors
/// The database's own.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    let catalogue = state.analyses.clone();
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &catalogue)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, catalogue: &Catalogue) -> Result<String, AppError> {
    let plan = if viewer.may(WORKPLAN.right) {
        list::answer(db, &Query::default())?.rows
    } else {
        Vec::new()
    };
    let open = catalogue.analyses.iter().filter(|of| may_open(viewer, of));
    let cards = open.map(|of| Card {
        link: Link::to(links::analysis(of.name), &of.title),
        question: of.question.clone(),
        milestones: titles(&plan, |key| of.milestones.iter().any(|one| one == key)),
    });
    let models = MODELS.into_iter().map(|model| ModelCard {
        model,
        milestones: titles(&plan, |key| model.milestones.contains(&key)),
    });
    let page = Page {
        layout: Layout::load(db, viewer, "Analyser", links::ALL)?,
        cards: cards.collect(),
        models: models.collect(),
        broken: catalogue.broken.clone(),
    };
    Ok(page.render()?)
}
