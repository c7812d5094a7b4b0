//! `/takster/stigninger`: the tariffs that rose by more than the limit, by operator.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::filters;
use super::nav::tariff_nav;
use crate::domain::follow_up::CaseKey;
use crate::domain::number::{self, danish};
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Table};
use crate::reports::tariffs::increases::NOT_COMPARED;
use crate::reports::{self, Query};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::follow_up::links::address;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::table::{RowView, TableView};
use crate::web::viewer::Viewer;

/// Services that are not compared and shown on the page; the rest is in the file.
const APART: usize = 50;

#[derive(Template)]
#[template(path = "tariffs/increases.html")]
struct Page {
    layout: Layout,
    siblings: Vec<(String, String, bool)>,
    title: String,
    filters: FilterForm,
    /// Figure, unit and what it counts.
    cards: Vec<(String, &'static str, &'static str)>,
    list: TableView,
    paging: Paging,
    chart: Option<ChartView>,
    spread: TableView,
    limit: Option<String>,
    /// Why there is no list, when nothing can be compared.
    incomparable: Option<String>,
    apart: TableView,
    apart_more: usize,
    notes: Vec<String>,
    downloads: Vec<(&'static str, Downloads)>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let side = take_page(&mut pairs)?;
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, side)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query, side: usize) -> Result<String, AppError> {
    const HERE: &str = "/takster/stigninger";
    let year = reports::tariffs::increases::of_year(db, query)?;
    let (report, spread, apart) = (year.increases, year.distribution, year.apart);
    let paging = Paging::new(HERE, query, side, report.rows.rows.len());
    let shown = apart.rows.rows.len().min(APART);
    let title = report.title.clone();
    let page = Page {
        layout: Layout::load(db, viewer, title.clone(), "/takster")?,
        siblings: tariff_nav(HERE),
        filters: filters::load(db, query, (summary(&report), HERE), (&year.years, true))?,
        cards: cards(&report),
        list: list(&report, &paging),
        chart: spread.series.first().map(|c| {
            ChartView::distribution(c, &format!("Grænse {} %", filter(&report, "threshold")))
        }),
        spread: spread_view(&spread.rows),
        limit: year.limit,
        incomparable: year.incomparable,
        apart: apart_view(&apart.rows, shown),
        apart_more: apart.rows.rows.len() - shown,
        notes: notes(&report),
        downloads: vec![
            (
                "Stigninger",
                Downloads::new(&crate::reports::tariffs::INCREASES, query),
            ),
            (
                "Fordeling",
                Downloads::new(&crate::reports::tariffs::DISTRIBUTION, query),
            ),
            (
                "Ikke sammenlignet",
                Downloads::new(&crate::reports::tariffs::APART, query),
            ),
        ],
        paging,
        title,
    };
    Ok(page.render()?)
}

/// A filter as the report understood it, with a decimal comma.
fn filter(report: &Report, key: &str) -> String {
    let found = report.filters.iter().find(|f| f.key == key);
    found.map_or_else(String::new, |f| f.value.replace('.', ","))
}

fn summary(report: &Report) -> String {
    let place = match filter(report, "municipality") {
        name if name.is_empty() => "alle kommuner".to_owned(),
        name => format!("beliggende i {name}"),
    };
    match filter(report, "year") {
        year if year.is_empty() => place,
        year => format!(
            "{year}, over {} %, {}, {place}",
            filter(report, "threshold"),
            match filter(report, "basis").as_str() {
                "real" => "realt",
                _ => "nominelt",
            }
        ),
    }
}

/// The figures of the row "I alt".
fn cards(report: &Report) -> Vec<(String, &'static str, &'static str)> {
    let Some(all) = report.totals.rows.last() else {
        return Vec::new();
    };
    let text = |key: &str| {
        let cell = report.totals.cell(all, key);
        cell.map_or_else(String::new, |c| c.value.danish())
    };
    let (kroner, unit) = match whole_kroner(report.totals.cell(all, "kroner_per_year")) {
        Some(kroner) => (kroner, "kr."),
        None => (text("kroner_per_year"), ""),
    };
    vec![
        (text("increases"), "", "Stigninger over grænsen"),
        (text("open"), "", "Mangler indberetning eller drøftelse"),
        (kroner, unit, "Højst pr. år, hvis alle pladser er taget"),
    ]
}

/// Øre beside a sum of millions only hide it; the file has them. Half a krone is rounded away from
/// zero. `None` when there is no number.
fn whole_kroner(cell: Option<&Cell>) -> Option<String> {
    let kroner = number::from_decimal(cell?.value.number()?);
    number::rounded(&kroner, 0).map(danish)
}

fn key(table: &Table, row: &[Cell], column: &str) -> String {
    table
        .cell(row, column)
        .map_or_else(String::new, |c| c.value.key())
}

fn words(table: &Table, row: &[Cell], column: &str) -> String {
    table
        .cell(row, column)
        .map_or_else(String::new, |c| c.value.danish())
}

/// The increases of this page, each operator's under its own sum.
fn list(report: &Report, paging: &Paging) -> TableView {
    let table = Table {
        columns: report.rows.columns.clone(),
        rows: paging.of(&report.rows.rows).to_vec(),
    };
    let mut view = TableView::columns(
        "Stigninger efter driftsherre",
        &table,
        &[
            "offer",
            "change_pct",
            "old",
            "new",
            "real_change_pct",
            "kroner_per_year",
            "follow_up",
        ],
    );
    let year = filter(report, "year");
    let rows: Vec<RowView> = view.rows.drain(..).collect();
    let mut above = None;
    for (mut shown, row) in rows.into_iter().zip(&table.rows) {
        let operator = words(&table, row, "operator");
        if above.as_ref() != Some(&operator) {
            view.rows.push(operator_row(&view, report, &operator));
            above = Some(operator);
        }
        shown.name = format!("{}, {}", shown.name, words(&table, row, "service"));
        shown.link = Year::parse(&year).map(|year| {
            address(&CaseKey {
                offer_id: key(&table, row, "offer_id"),
                service: key(&table, row, "service"),
                year,
            })
        });
        view.rows.push(shown);
    }
    view
}

fn operator_row(view: &TableView, report: &Report, operator: &str) -> RowView {
    let totals = &report.totals;
    let sum = totals
        .rows
        .iter()
        .find(|row| key(totals, row, "operator") == operator);
    let text = |column: &str| sum.map_or_else(String::new, |row| words(totals, row, column));
    let count = match text("increases").as_str() {
        "1" => "1 stigning".to_owned(),
        many => format!("{many} stigninger"),
    };
    let name = match operator {
        "" => "Ikke i registret",
        name => name,
    };
    let open = match text("open").as_str() {
        "0" => "ingen åbne".to_owned(),
        "1" => "1 åben".to_owned(),
        many => format!("{many} åbne"),
    };
    let figures = [
        ("Kroner pr. år", text("kroner_per_year")),
        ("Opfølgning", open),
    ];
    view.group_row(format!("{name}: {count}"), &figures)
}

/// The steps from the first that has services to the last.
fn spread_view(table: &Table) -> TableView {
    let filled = |row: &Vec<Cell>| words(table, row, "services") != "0";
    let first = table.rows.iter().position(filled).unwrap_or(0);
    let last = table.rows.iter().rposition(filled).map_or(0, |at| at + 1);
    let table = Table {
        columns: table.columns.clone(),
        rows: table.rows[first..last].to_vec(),
    };
    let columns = ["step", "services", "above_threshold"];
    TableView::columns("Antal ydelser efter ændring", &table, &columns)
}

fn apart_view(table: &Table, shown: usize) -> TableView {
    let table = Table {
        columns: table.columns.clone(),
        rows: table.rows[..shown].to_vec(),
    };
    let mut view = TableView::columns(
        "Nye, lukkede og ændrede ydelser",
        &table,
        &["offer", "explanation", "old", "new"],
    );
    for (shown, row) in view.rows.iter_mut().zip(&table.rows) {
        shown.name = format!("{}, {}", shown.name, words(&table, row, "service"));
    }
    view
}

/// What is not compared and the limit have their own places on the page.
fn notes(report: &Report) -> Vec<String> {
    let elsewhere = |note: &&String| note.starts_with(NOT_COMPARED) || note.starts_with("Grænsen");
    let notes = report.notes.iter().filter(|n| !elsewhere(n));
    notes.cloned().collect()
}
