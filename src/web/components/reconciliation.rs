//! `/afstemning`: which printed figures follow from their parts, in words.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use crate::reports::Query;
use crate::reports::components::RECONCILIATION;
use crate::reports::components::against;
use crate::reports::components::basis::Basis;
use crate::reports::components::reconciliation::{self, Printed};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/reconciliation.html")]
struct Page {
    layout: Layout,
    area: String,
    all: usize,
    findings: Vec<String>,
    table: TableView,
    against: TableView,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::of_query(&state, &asked, &pairs, render).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let basis = Basis::load(db, query)?;
    let answer = reconciliation::of(db, &basis, query)?;
    let links = Links {
        question: &RECONCILIATION,
        query,
    };
    let mut table = TableView::of(
        "Alle trykte tal",
        (reconciliation::COLUMNS, reconciliation::COLUMNS),
        &answer.rows,
        &links,
        |_| None,
    );
    for (shown, row) in table.rows.iter_mut().zip(&answer.rows) {
        shown.class = if row.is_off() { "off" } else { "" };
    }
    let mut against = TableView::of(
        "Indberettet samlet mod summen af kommunerne",
        (against::COLUMNS, against::COLUMNS),
        &answer.totals,
        &links,
        |_| None,
    );
    for (shown, row) in against.rows.iter_mut().zip(&answer.totals) {
        shown.class = if row.agrees() { "" } else { "off" };
    }
    let remarks = Remarks::load(db, viewer, &links)?;
    let page = Page {
        layout: Layout::load(db, viewer, "Afstemning af trykte tal", "/afstemning")?,
        area: basis.area.name,
        all: answer.rows.len(),
        findings: answer.rows.iter().filter_map(Printed::finding).collect(),
        table: remarks.on(table),
        against: remarks.on(against),
        notes: answer.frame.notes,
        downloads: vec![Downloads::new("Afstemningen", &RECONCILIATION, query)],
    };
    Ok(page.render()?)
}
