//! `/tilbud/ID`: one offer, its services over the years and what their tariffs are made of.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::filters::Shown;
use super::form::may_change;
use super::links::offer_address;
use crate::domain::offers::{Offer, Supervisor};
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Table, Value};
use crate::reports::Query;
use crate::reports::offers::register::Register;
use crate::reports::tariffs::of_year;
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, not_found, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::KeyFigure;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, encode};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "offers/offer.html")]
struct Page {
    layout: Layout,
    name: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    change: Option<String>,
    increases: Option<String>,
    tariffs: Option<Tariffs>,
    may_upload: bool,
}

/// What there is when the offer has tariffs.
struct Tariffs {
    filters: FilterForm,
    cards: Vec<KeyFigure>,
    tables: Vec<TableView>,
    charts: Vec<ChartView>,
    /// Occupancy and model, year by year.
    basis: Vec<TableView>,
    parts: Vec<TableView>,
    earlier_parts: Vec<TableView>,
    notes: Vec<String>,
    downloads: Vec<(&'static str, Downloads)>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let query = query(&pairs)?;
    // Only prices and the state of the data are chosen here.
    let query = Query {
        offer: Some(id),
        price_level: query.price_level,
        as_of: query.as_of,
        ..Query::default()
    };
    cached::page(&state, &asked, move |db, viewer| render(db, viewer, &query)).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let register = Register::load(db, query).map_err(not_found)?;
    let id = query.offer.as_deref().unwrap_or_default();
    let offer = register.get(id).ok_or(AppError::NotFound)?;
    let made = of_year::make(db, query, &register)?.filter(|m| !m.report.rows.rows.is_empty());
    let tariffs = match made {
        Some(made) => Some(of_tariffs(db, &register, made, query)?),
        None => None,
    };
    let page = Page {
        layout: Layout::load(db, viewer, offer.name.clone(), "/tilbud")?,
        name: offer.name.clone(),
        lead: format!(
            "Drives af {} ({}), ligger i {}",
            offer.operator,
            offer.form.label().to_lowercase(),
            register.area_name(&offer.municipality)
        ),
        facts: facts(&register, offer),
        change: may_change(viewer, &register.areas, offer)
            .then(|| format!("{}/ret", offer_address(id))),
        increases: (viewer.may(Right::ReadIncreases) && tariffs.is_some())
            .then(|| format!("/takster/stigninger?{}", encode([("offer", id)]))),
        tariffs,
        may_upload: viewer.may(Right::Upload),
    };
    Ok(page.render()?)
}

fn facts(register: &Register, offer: &Offer) -> Vec<(&'static str, String)> {
    let yes_no = |yes: bool| Value::YesNo(yes).danish();
    let paragraphs: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
    vec![
        ("Tilbuds-id", offer.id.clone()),
        ("Paragraffer", paragraphs.join(", ")),
        ("Målgrupper", register.group_names(&offer.target_groups)),
        ("Pladser", Value::Count(offer.places).danish()),
        ("Sælger pladser", yes_no(offer.sells_places)),
        ("I rammeaftalen", yes_no(offer.in_agreement)),
        ("Standardkontrakt", yes_no(offer.standard_contract)),
        (
            "Socialtilsyn",
            offer
                .supervisor
                .map_or("ikke oplyst", Supervisor::label)
                .to_owned(),
        ),
    ]
}

fn of_tariffs(
    db: &mut Db,
    register: &Register,
    made: of_year::Made,
    query: &Query,
) -> Result<Tariffs, AppError> {
    let (report, level) = (made.report, made.level);
    let shown = Shown {
        years: made.years,
        year: None,
        level,
    };
    let mut filters = FilterForm::of_register(
        db,
        register,
        query,
        &offer_address(query.offer.as_deref().unwrap_or_default()),
        Some(&shown),
    )?;
    filters
        .selects
        .retain(|s| matches!(s.name, "price-level" | "as-of"));
    filters.summary = level.label();
    let (parts, earlier_parts) = parts(&report, query);
    Ok(Tariffs {
        filters,
        cards: cards(&report.rows),
        tables: tables(&report, query, &level.label()),
        charts: charts(&report),
        basis: basis(&report, query),
        parts,
        earlier_parts,
        notes: report.notes.clone(),
        downloads: vec![(
            "Tilbuddets takster",
            Downloads::new(&crate::reports::tariffs::TARIFFS, query),
        )],
    })
}

fn year_of(table: &Table, row: &[Cell]) -> Option<Year> {
    match table.cell(row, "year")?.value {
        Value::Year(year) => Some(year),
        _ => None,
    }
}

/// The newest tariff of each service, and how it changed.
fn cards(rows: &Table) -> Vec<KeyFigure> {
    let text = |row: &[Cell], key: &str| {
        let cell = rows.cell(row, key);
        cell.map_or_else(String::new, |c| c.value.danish())
    };
    let newest = rows.rows.iter().filter_map(|row| year_of(rows, row)).max();
    let of_newest = |row: &&Vec<Cell>| year_of(rows, row) == newest;
    let card = |row: &Vec<Cell>| {
        let change = |words: &str, key: &str| match text(row, key).as_str() {
            "" | "\u{2013}" => None,
            percent => Some(format!("{words} {percent}\u{a0}%")),
        };
        KeyFigure {
            title: format!("{} {}", text(row, "service"), text(row, "year")),
            figure: text(row, "tariff"),
            unit: format!("kr. pr. {}", text(row, "unit")),
            lines: [
                change("Ændring fra året før:", "change_pct"),
                change("Realt:", "real_change_pct"),
            ]
            .into_iter()
            .flatten()
            .collect(),
            list: None,
        }
    };
    rows.rows.iter().filter(of_newest).map(card).collect()
}

/// A table of one column by year.
fn pivot(report: &Report, query: &Query, caption: &str, column: &str) -> TableView {
    let links = Links {
        question: &crate::reports::tariffs::TARIFFS,
        query,
    };
    TableView::pivot(caption, &report.rows, &["service", "unit"], column, &links)
}

fn tables(report: &Report, query: &Query, level: &str) -> Vec<TableView> {
    let pivot = |caption: &str, column: &str| pivot(report, query, caption, column);
    let mut tables = vec![pivot("Takst, som den er oplyst", "tariff")];
    if level != "løbende priser" {
        tables.push(pivot(&format!("Takst, {level}"), "real_tariff"));
    }
    tables.push(pivot("Ændring fra året før", "change_pct"));
    tables.push(pivot("Real ændring fra året før", "real_change_pct"));
    tables
}

/// What the tariffs were worked out with, year by year, where it is told.
fn basis(report: &Report, query: &Query) -> Vec<TableView> {
    let told = |column: &str| {
        let rows = report.rows.rows.iter();
        let cells = rows.filter_map(|row| report.rows.cell(row, column));
        cells
            .map(|cell| cell.value.danish())
            .any(|text| !text.is_empty())
    };
    [
        ("Forudsat belægning", "occupancy_pct"),
        ("Takstmodel", "model"),
    ]
    .into_iter()
    .filter(|(_, column)| told(column))
    .map(|(caption, column)| pivot(report, query, caption, column))
    .collect()
}

/// A line of one point is no picture.
fn charts(report: &Report) -> Vec<ChartView> {
    let drawn = report.series.iter().filter(|chart| {
        chart
            .lines
            .iter()
            .any(|l| l.points.iter().flatten().count() > 1)
    });
    drawn.map(ChartView::new).collect()
}

/// The parts of the newest year, and those of each year before.
fn parts(report: &Report, query: &Query) -> (Vec<TableView>, Vec<TableView>) {
    const COLUMNS: [&str; 6] = [
        "part",
        "service",
        "amount",
        "share_pct",
        "increase",
        "increase_share_pct",
    ];
    let totals = &report.totals;
    let links = Links {
        question: &crate::reports::tariffs::TARIFFS,
        query,
    };
    let mut years: Vec<Year> = totals
        .rows
        .iter()
        .filter_map(|r| year_of(totals, r))
        .collect();
    years.sort_unstable();
    years.dedup();
    let table = |year: &Year| {
        let of_year = |row: &&Vec<Cell>| year_of(totals, row) == Some(*year);
        let rows: Vec<Vec<Cell>> = totals.rows.iter().filter(of_year).cloned().collect();
        let caption = format!("Taksten i {year}, delt op");
        TableView::some(caption, (totals, &rows), &COLUMNS, &links, |_| None)
    };
    let newest = years.pop();
    let newest = newest.iter().map(table).collect();
    (newest, years.iter().rev().map(table).collect())
}
