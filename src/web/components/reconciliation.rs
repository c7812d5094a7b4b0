//! `/afstemning`: which printed figures follow from their parts, in words.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use crate::domain::report::{Cell, Report, Table, Value};
use crate::reports::{self, Query};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
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
    downloads: Vec<(&'static str, Downloads)>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, &query)).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let report = reports::components::reconciliation::run(db, query)?;
    let links = Links {
        question: &crate::reports::components::RECONCILIATION,
        query,
    };
    let off = |table: &Table, row: &[Cell]| {
        table
            .cell(row, "agrees")
            .is_some_and(|c| c.value == Value::YesNo(false))
    };
    let class = |table: &'static str| {
        let table = if table == "rows" {
            &report.rows
        } else {
            &report.totals
        };
        move |row: &[Cell]| if off(table, row) { "off" } else { "" }
    };
    let findings = report
        .rows
        .rows
        .iter()
        .filter(|r| off(&report.rows, r))
        .map(|r| finding(&report, r))
        .collect();
    let page = Page {
        layout: Layout::load(db, viewer, "Afstemning af trykte tal", "/afstemning")?,
        area: report
            .filters
            .iter()
            .find(|f| f.key == "area")
            .map_or_else(String::new, |f| f.value.clone()),
        all: report.rows.rows.len(),
        findings,
        table: TableView::plain("Alle trykte tal", &report.rows, &links, class("rows")),
        against: TableView::plain(
            "Indberettet samlet mod summen af kommunerne",
            &report.totals,
            &links,
            class("totals"),
        ),
        notes: report.notes.clone(),
        downloads: vec![(
            "Afstemningen",
            Downloads::new(&crate::reports::components::RECONCILIATION, query),
        )],
    };
    Ok(page.render()?)
}

/// "Samlet, enhedsudgift 2024: trykt 908.543, genberegnet 908.699,73 (mellem … og …). …"
fn finding(report: &Report, row: &[Cell]) -> String {
    let text = |key: &str| {
        report
            .rows
            .cell(row, key)
            .map_or_else(String::new, |c| c.value.danish())
    };
    let when = match text("year").as_str() {
        "" => format!("ændring {}\u{2013}{} i %", text("from"), text("to")),
        year => year.to_owned(),
    };
    let explanation = match text("explanation").as_str() {
        "" => "Ingen af de sædvanlige fejl forklarer det.".to_owned(),
        words => words.to_owned(),
    };
    format!(
        "{}, {} {when}: trykt {}, genberegnet {} (afrundingen tillader {} til {}). {explanation}",
        text("group"),
        text("measure").to_lowercase(),
        text("published"),
        text("recomputed"),
        text("low"),
        text("high")
    )
}
