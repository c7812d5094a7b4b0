//! `/kommuner/CODE`: one municipality across the paragraphs, against its region.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::by_year::ByYear;
use super::filters;
use crate::domain::area::HOME;
use crate::domain::components::reconciliation::Measure;
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::components::MUNICIPALITY;
use crate::reports::components::basis::{Basis, members_of};
use crate::reports::components::items;
use crate::reports::components::municipality::{self, BesideRegion};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, not_found, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/municipality.html")]
struct Page {
    layout: Layout,
    name: String,
    filters: FilterForm,
    siblings: Vec<Link>,
    tables: Vec<TableView>,
    charts: Vec<ChartView>,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Shows the page.
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
    let beside = municipality::of(db, &basis, query)?;
    let answer = &beside.answer;
    let links = Links {
        question: &MUNICIPALITY,
        query,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let by_year = ByYear {
        columns: municipality::COLUMNS,
        rows: &answer.rows,
        change_columns: items::OF_GROUPS,
        changes: &answer.totals,
        links: &links,
    };
    let table = |title: &str, column: &'static Col<BesideRegion>, changes: Option<Measure>| {
        remarks.on(by_year.table(title, column, changes))
    };
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
            .map(|a| Link::to(format!("/kommuner/{}", a.code), a.name).current(a.code == area.code))
            .collect(),
        tables: vec![
            table(
                "Enhedsudgift",
                &municipality::UNIT_COST,
                Some(Measure::UnitCost),
            ),
            table(
                "Enhedsudgift i regionen",
                &municipality::REGION_UNIT_COST,
                None,
            ),
            table(
                "Forskel til regionens enhedsudgift",
                &municipality::DIFFERENCE,
                None,
            ),
            table(
                "Udgift",
                &municipality::EXPENDITURE,
                Some(Measure::Expenditure),
            ),
            table(
                "Helårspersoner",
                &municipality::PERSONS,
                Some(Measure::FullYearPersons),
            ),
            table(
                "Helårspersoner pr. 1.000 indbyggere",
                &municipality::PERSONS_PER_1000,
                None,
            ),
            table("Udgift pr. indbygger", &municipality::PER_INHABITANT, None),
        ],
        charts: answer
            .frame
            .series
            .iter()
            .flat_map(ChartView::each_line)
            .collect(),
        notes: answer.frame.notes.clone(),
        downloads: vec![Downloads::new("Tallene på siden", &MUNICIPALITY, query)],
    };
    Ok(page.render()?)
}
