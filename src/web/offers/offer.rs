//! `/tilbud/ID`: one offer, its services over the years and what their tariffs are made of.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};

use axum::response::Response;

use super::filters::Shown;
use super::form::may_change;
use super::links::offer_address;
use crate::domain::number::danish;
use crate::domain::offers::{Offer, Supervisor};
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{Chart, Value};
use crate::domain::tariffs::TariffParts;
use crate::reports::Query;
use crate::reports::columns::{Col, Cols};
use crate::reports::filters::{AS_OF, PRICE_LEVEL};
use crate::reports::offers::register::Register;
use crate::reports::tariffs::TARIFFS;
use crate::reports::tariffs::of_offer::{self, CHANGE, MODEL, OCCUPANCY, REAL_CHANGE};
use crate::reports::tariffs::parts::{self, PartRow};
use crate::reports::tariffs::row::{self, REAL_TARIFF, Row, SERVICE, TARIFF};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::components::links::municipality;
use crate::web::error::AppError;
use crate::web::page::{Pairs, not_found, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::KeyFigure;
use crate::web::view::layout::Layout;
use crate::web::view::links::{Leads, Links};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, encode};
use crate::web::viewer::Viewer;

static PART_COLUMNS: Cols<PartRow> = &[
    &parts::PART,
    &parts::SERVICE,
    &parts::AMOUNT,
    &parts::SHARE,
    &parts::INCREASE,
    &parts::INCREASE_SHARE,
];

#[derive(Template)]
#[template(path = "offers/offer.html")]
struct Page {
    layout: Layout,
    name: String,
    lead: String,
    /// Where it lies, and the page of that municipality.
    place: String,
    place_page: Option<String>,
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
    downloads: Vec<Downloads>,
}

/// Shows the page.
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
    let tariffs = of_tariffs((db, viewer), &register, offer, query)?;
    let page = Page {
        layout: Layout::load(db, viewer, offer.name.clone(), "/tilbud")?,
        name: offer.name.clone(),
        lead: format!(
            "Drives af {} ({}), ligger i",
            offer.operator,
            offer.form.label().to_lowercase()
        ),
        place: register.area_name(&offer.municipality).to_owned(),
        // Who reads no figures has no page of a municipality.
        place_page: viewer
            .may(Right::ReadFigures)
            .then(|| municipality(&offer.municipality)),
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

/// What there is when the offer has tariffs.
fn of_tariffs(
    (db, viewer): (&mut Db, &Viewer),
    register: &Register,
    offer: &Offer,
    query: &Query,
) -> Result<Option<Tariffs>, AppError> {
    let Some(asked) = row::Asked::read(db, query, register)? else {
        return Ok(None);
    };
    let answer = of_offer::answer(db, query, (register, &offer.id), &asked)?;
    if answer.rows.is_empty() {
        return Ok(None);
    }
    let level = asked.level;
    let shown = Shown {
        years: asked.years,
        year: None,
        level,
    };
    let action = offer_address(&offer.id);
    let mut filters = FilterForm::of_register(db, register, query, &action, Some(&shown))?;
    let offered = [PRICE_LEVEL.key, AS_OF.key];
    filters.selects.retain(|s| offered.contains(&s.name));
    filters.summary = level.label();
    let links = Links {
        question: &TARIFFS,
        query,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let on = |tables: Vec<TableView>| tables.into_iter().map(|t| remarks.on(t)).collect();
    let (parts, earlier_parts) = parts_by_year(&answer.totals, &links);
    Ok(Some(Tariffs {
        filters,
        cards: cards(&answer.rows),
        charts: charts(&answer.frame.series, &answer.rows, &links),
        tables: on(tables(&answer.rows, &links, level)),
        basis: basis(&answer.rows, &links),
        parts: on(parts),
        earlier_parts: on(earlier_parts),
        notes: answer.frame.notes,
        downloads: vec![Downloads::new("Tilbuddets takster", &TARIFFS, query)],
    }))
}

/// The newest tariff of each service, and how it changed.
fn cards(rows: &[Row]) -> Vec<KeyFigure> {
    let newest = rows.iter().map(|row| row.tariff.year).max();
    let change = |words: &str, value: &Value| {
        let percent = value.number().map(|_| value.danish());
        percent.map(|percent| format!("{words} {percent}\u{a0}%"))
    };
    let card = |row: &Row| KeyFigure {
        title: format!("{} {}", row.tariff.service, row.tariff.year),
        figure: danish(row.tariff.amount.decimal()),
        unit: format!("kr. pr. {}", row.tariff.unit.label()),
        lines: [
            change("Ændring fra året før:", &CHANGE.of(row).value),
            change("Realt:", &REAL_CHANGE.of(row).value),
        ]
        .into_iter()
        .flatten()
        .collect(),
        list: None,
    };
    let rows = rows.iter();
    rows.filter(|row| Some(row.tariff.year) == newest)
        .map(card)
        .collect()
}

/// A table of one column by year: a row for each service and unit.
fn by_year(caption: &str, column: &Col<Row>, rows: &[Row], links: &Links) -> TableView {
    let of = |row| {
        let (service, unit) = of_offer::service(row);
        ((service, unit), format!("{service}, pr. {}", unit.label()))
    };
    let of_row = (SERVICE.label, of, |row: &Row| row.tariff.year);
    TableView::over_years(caption, (of_offer::COLUMNS, column), rows, of_row, links)
}

fn tables(rows: &[Row], links: &Links, level: PriceLevel) -> Vec<TableView> {
    let table = |caption: &str, column| by_year(caption, column, rows, links);
    let mut tables = vec![table("Takst, som den er oplyst", &TARIFF)];
    if level != PriceLevel::Current {
        let caption = format!("Takst, {}", level.label());
        tables.push(table(&caption, &REAL_TARIFF));
    }
    tables.push(table("Ændring fra året før", &CHANGE));
    tables.push(table("Real ændring fra året før", &REAL_CHANGE));
    tables
}

/// What the tariffs were worked out with, year by year, where it is told.
fn basis(rows: &[Row], links: &Links) -> Vec<TableView> {
    let told = |is: fn(&TariffParts) -> bool| {
        let mut parts = rows.iter().filter_map(|row| row.tariff.parts.as_deref());
        parts.any(is)
    };
    let occupancy = told(|parts| parts.occupancy.is_some())
        .then(|| by_year("Forudsat belægning", &OCCUPANCY, rows, links));
    let model = told(|parts| parts.model.as_ref().is_some_and(|model| !model.is_empty()))
        .then(|| by_year("Takstmodel", &MODEL, rows, links));
    occupancy.into_iter().chain(model).collect()
}

/// A line of one point is no picture. The page asks for no year: the rows are those that the pictures are of.
fn charts(series: &[Chart], rows: &[Row], links: &Links) -> Vec<ChartView> {
    let drawn = series
        .iter()
        .zip(of_offer::services(rows))
        .filter(|(chart, _)| chart.lines.iter().any(|line| line.numbers().count() > 1));
    let views = drawn.map(|(chart, (_, own))| {
        let lead = |column| links.leads((of_offer::COLUMNS, column), own.iter().copied());
        let lines = chart.lines.iter().zip(of_offer::LINES);
        let leads: Vec<Leads> = lines.map(|(_, column)| lead(column)).collect();
        ChartView::new(chart).leading_on(&leads)
    });
    views.collect()
}

/// The parts of the newest year, and those of each year before.
fn parts_by_year(rows: &[PartRow], links: &Links) -> (Vec<TableView>, Vec<TableView>) {
    let mut years: Vec<Year> = rows.iter().map(|row| row.year).collect();
    years.sort_unstable();
    years.dedup();
    let table = |year: &Year| {
        let rows = rows.iter().filter(|row| row.year == *year);
        let caption = format!("Taksten i {year}, delt op");
        TableView::of(caption, (parts::COLUMNS, PART_COLUMNS), rows, links, |_| {
            None
        })
    };
    let newest = years.pop();
    let newest = newest.iter().map(table).collect();
    (newest, years.iter().rev().map(table).collect())
}
