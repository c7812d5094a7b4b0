//! `/kommuner/CODE`: one municipality across the paragraphs, against its region.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::filters;
use crate::domain::area::HOME;
use crate::reports::components::basis::{Basis, members_of};
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
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/municipality.html")]
struct Page {
    layout: Layout,
    name: String,
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
    Path(code): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = Query {
        area: Some(code),
        ..query(&pairs)?
    };
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, &query)).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let basis = Basis::load(db, query).map_err(not_found)?;
    let area = basis.area.clone();
    // One address for one municipality: its code.
    if area.is_kkr() || query.area.as_deref() != Some(&area.code) {
        return Err(AppError::NotFound);
    }
    let report = reports::components::municipality::run(db, query)?;
    let links = Links {
        question: &crate::reports::components::MUNICIPALITY,
        query,
    };
    let table = |title: &str, measure: &str| TableView::by_year(title, &report, measure, &links);
    let register = areas::all(db)?;
    let region = register
        .iter()
        .find(|a| Some(&a.code) == area.kkr.as_ref())
        .or_else(|| register.iter().find(|a| a.code == HOME));
    let siblings = region.map(|r| members_of(&register, r)).unwrap_or_default();
    let page = Page {
        layout: Layout::load(db, viewer, format!("{} Kommune", area.name), "")?,
        name: area.name.clone(),
        filters: filters::load(
            db,
            &basis,
            query,
            &format!("/kommuner/{}", area.code),
            false,
        )?,
        siblings: siblings
            .into_iter()
            .map(|a| (format!("/kommuner/{}", a.code), a.name, a.code == area.code))
            .collect(),
        tables: vec![
            table("Enhedsudgift", "unit_cost"),
            table("Enhedsudgift i regionen", "region_unit_cost"),
            table("Forskel til regionens enhedsudgift", "difference_pct"),
            table("Udgift", "expenditure"),
            table("Helårspersoner", "full_year_persons"),
            table("Helårspersoner pr. 1.000 indbyggere", "persons_per_1000"),
            table("Udgift pr. indbygger", "expenditure_per_inhabitant"),
        ],
        charts: report
            .series
            .iter()
            .flat_map(ChartView::each_line)
            .collect(),
        notes: report.notes.clone(),
        downloads: vec![(
            "Tallene på siden",
            Downloads::new(&crate::reports::components::MUNICIPALITY, query),
        )],
    };
    Ok(page.render()?)
}
