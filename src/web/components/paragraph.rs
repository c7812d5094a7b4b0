//! `/paragraffer/KEY`: one paragraph or group across the municipalities.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::filters;
use crate::domain::report::{Report, Value};
use crate::reports::components::basis::{Basis, find_group};
use crate::reports::{self, Query};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, not_found, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::{TableView, items};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/paragraph.html")]
struct Page {
    layout: Layout,
    title: String,
    meaning: Option<&'static str>,
    filters: FilterForm,
    siblings: Vec<(String, String, bool)>,
    tables: Vec<TableView>,
    charts: Vec<ChartView>,
    notes: Vec<String>,
    downloads: Vec<(&'static str, Downloads)>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    Path(key): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = Query {
        group: Some(key),
        ..query(&pairs)?
    };
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, &query)).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let groups = areas::groups(db)?;
    let group =
        find_group(&groups, query.group.as_deref().unwrap_or_default()).map_err(not_found)?;
    let report = reports::components::paragraph::run(db, query)?;
    let basis = Basis::load(db, query)?;
    let links = Links {
        question: &crate::reports::components::PARAGRAPH,
        query,
    };
    let register = areas::all(db)?;
    let municipality = |name: &str| {
        let area = register.iter().find(|a| a.name == name && !a.is_kkr())?;
        Some(format!("/kommuner/{}", area.code))
    };
    let table = |title: &str, measure: &str| {
        TableView::by_year(title, &report, measure, &links).linked(municipality)
    };
    let page = Page {
        layout: Layout::load(
            db,
            viewer,
            format!("{}: {}", group.label, basis.area.name),
            "/paragraffer/TOTAL_107_108_105",
        )?,
        title: group.label.clone(),
        meaning: group.is_single().then(|| group.members[0].meaning()),
        filters: filters::load(
            db,
            &basis,
            query,
            &format!("/paragraffer/{}", group.key),
            false,
        )?,
        siblings: groups
            .iter()
            .map(|g| {
                (
                    format!("/paragraffer/{}", g.key),
                    g.label.clone(),
                    g.key == group.key,
                )
            })
            .collect(),
        tables: vec![
            table("Enhedsudgift", "unit_cost"),
            table("Udgift", "expenditure"),
            table("Helårspersoner", "full_year_persons"),
            table("Helårspersoner pr. 1.000 indbyggere", "persons_per_1000"),
            table("Udgift pr. indbygger", "expenditure_per_inhabitant"),
        ],
        charts: latest_unit_costs(&report).into_iter().collect(),
        notes: report.notes.clone(),
        downloads: vec![(
            "Tallene på siden",
            Downloads::new(&crate::reports::components::PARAGRAPH, query),
        )],
    };
    Ok(page.render()?)
}

/// The unit costs of the last year, side by side.
fn latest_unit_costs(report: &Report) -> Option<ChartView> {
    let last = report.filters.iter().find(|f| f.key == "to")?.value.clone();
    let bars: Vec<_> = items(&report.rows)
        .into_iter()
        .filter_map(|(key, name)| {
            let row = report.rows.rows.iter().find(|r| {
                r[0].value.key() == key
                    && matches!(r[1].value, Value::Year(y) if y.to_string() == last)
            })?;
            Some((name, report.rows.cell(row, "unit_cost")?.value.number()))
        })
        .filter(|(_, value)| value.is_some())
        .collect();
    (bars.len() > 1).then(|| ChartView::bars(&format!("Enhedsudgift {last}"), "kr.", &bars))
}
