//! `/kommuner/CODE`: one municipality across the paragraphs, against its region.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use jiff::civil::Date;

use super::by_year::ByYear;
use super::links::{KEPT, keeping, municipality as municipality_page};
use super::story::{self, Told};
use super::{compare, drivers as driven, filters};
use crate::domain::area::HOME;
use crate::domain::components::reconciliation::Measure;
use crate::domain::period::Year;
use crate::reports::Query;
use crate::reports::columns::Col;
use crate::reports::components::MUNICIPALITY;
use crate::reports::components::basis::{Basis, members_of};
use crate::reports::components::decomposition::{self, USUAL_GROUP};
use crate::reports::components::items::{self, ItemYear as _};
use crate::reports::components::municipality::{
    self, BesideRegion, DIFFERENCE, WHOLE_REGION_UNIT_COST, WHOLE_UNIT_COST,
};
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
    /// How far from the region, and what drives it.
    lead: Vec<String>,
    compare: String,
    told: Vec<Told>,
    /// No figure of it has come in.
    no_figures: bool,
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
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, &query, today)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query, today: Date) -> Result<String, AppError> {
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
    let tables = [
        table(
            "Enhedsudgift",
            &municipality::WHOLE_UNIT_COST,
            Some(Measure::UnitCost),
        ),
        table(
            "Enhedsudgift i regionen",
            &municipality::WHOLE_REGION_UNIT_COST,
            None,
        ),
        table(
            "Forskel til regionens enhedsudgift",
            &municipality::DIFFERENCE,
            None,
        ),
        table(
            "Udgift",
            &municipality::WHOLE_EXPENDITURE,
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
    ];
    let page = Page {
        layout: Layout::load(db, viewer, format!("{} Kommune", area.name), "")?,
        name: area.name.clone(),
        filters: filters::load(db, &basis, query, &municipality_page(&area.code), false)?,
        siblings: siblings
            .into_iter()
            .map(|a| {
                let address = keeping(municipality_page(&a.code), &KEPT, query);
                Link::to(address, a.name).current(a.code == area.code)
            })
            .collect(),
        charts: beside_region(&by_year, (&area.name, &beside.region), &basis.years),
        tables: tables.into(),
        no_figures: answer.rows.is_empty(),
        lead: lead(db, &basis, query, &answer.rows)?,
        compare: keeping(compare::address(&[&area.code]), &KEPT, query),
        told: story::told(db, viewer, (&area.code, &area.name), today)?,
        notes: answer.frame.notes.clone(),
        downloads: vec![Downloads::new("Tallene på siden", &MUNICIPALITY, query)],
    };
    Ok(page.render()?)
}

/// What the page begins with: how the unit cost lies beside the region's, and what drives the costs.
fn lead(
    db: &mut Db,
    basis: &Basis,
    query: &Query,
    rows: &[BesideRegion],
) -> Result<Vec<String>, AppError> {
    let drivers = decomposition::of(db, basis, query)?;
    let group = rows.iter().filter(|row| row.item().key == USUAL_GROUP);
    let newest = group
        .rev()
        .find(|row| WHOLE_UNIT_COST.of(row).value.number().is_some());
    let beside = newest.map(|row| {
        let [own, region, far] = [&WHOLE_UNIT_COST, &WHOLE_REGION_UNIT_COST, &DIFFERENCE]
            .map(|column| column.of(row).value.danish());
        let year = row.year();
        format!("Enhedsudgiften {year} er {own} kr. mod regionens {region} kr. ({far} %).")
    });
    let driven = drivers.whole().zip(drivers.span);
    let driven = driven.map(|(whole, span)| driven::words(whole, span));
    Ok(beside.into_iter().chain(driven).collect())
}

/// The unit cost of each paragraph with the region's beside it, from nought; each point leads to its
/// figure, as in the tables of both.
fn beside_region(
    by_year: &ByYear<'_, BesideRegion>,
    (own, region): (&str, &str),
    years: &[Year],
) -> Vec<ChartView> {
    let mut charts = Vec::new();
    // One row of each item, which has all its years; the sum of the others first.
    let rows = by_year.rows.iter();
    let first = rows.filter(|row| Some(&row.year()) == years.first());
    let mut first: Vec<&BesideRegion> = first.collect();
    first.sort_by_key(|row| !row.item().is_sum());
    for row in first {
        let lines = [
            row.item().line(own, Measure::UnitCost, years),
            row.region().line(region, Measure::UnitCost, years),
        ];
        let title = format!("Enhedsudgift, {}", row.item().label);
        let labels: Vec<String> = years.iter().map(Year::to_string).collect();
        if years.len() > 1 && lines.iter().any(|line| line.numbers().count() > 1) {
            let leads = [&WHOLE_UNIT_COST, &WHOLE_REGION_UNIT_COST]
                .map(|column| by_year.leads(&row.item().key, column, years));
            let chart = ChartView::from_nought(&title, "kr.", &labels, &lines);
            charts.push(chart.leading_on(&leads));
        }
    }
    charts
}
