//! `/`: the development at a glance, what drives it, and every figure behind it.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use super::filters;
use crate::domain::number::danish;
use crate::domain::report::{Report, Value};
use crate::reports::components::basis::Basis;
use crate::reports::components::decomposition::USUAL_GROUP;
use crate::reports::{self, Query};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "components/cockpit.html")]
struct Page {
    layout: Layout,
    filters: FilterForm,
    cards: Vec<Card>,
    drivers: Drivers,
    measures: Vec<MeasureView>,
    notes: Vec<String>,
    disagreements: usize,
    downloads: Vec<(&'static str, Downloads)>,
}

/// A key figure of the group "Samlet".
struct Card {
    title: &'static str,
    figure: String,
    unit: &'static str,
    year: String,
    link: Option<String>,
    changes: Vec<Change>,
}

/// A change in words: colour never tells it alone.
struct Change {
    words: String,
    class: &'static str,
}

/// What drives the change.
struct Drivers {
    words: Option<String>,
    table: TableView,
    charts: Vec<ChartView>,
}

/// One measure: its table and its pictures.
struct MeasureView {
    title: &'static str,
    table: TableView,
    charts: Vec<ChartView>,
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
    let basis = Basis::load(db, query)?;
    let report = reports::components::unit_costs::run(db, query)?;
    let drivers = reports::components::decomposition::run(db, query)?;
    let links = Links {
        question: &crate::reports::components::UNIT_COSTS,
        query,
    };
    let mut notes = report.notes.clone();
    notes.extend(
        drivers
            .notes
            .iter()
            .filter(|n| !report.notes.contains(n))
            .cloned(),
    );
    let page = Page {
        layout: Layout::load(db, viewer, format!("Cockpit: {}", basis.area.name), "/")?,
        filters: filters::load(db, &basis, query, "/", true)?,
        cards: cards(&report, &links),
        drivers: drivers_view(&drivers, query),
        measures: measures(&report, &links),
        notes,
        disagreements: disagreements(db, query)?,
        downloads: vec![
            (
                "Udgift, personer og enhedsudgift",
                Downloads::new(&crate::reports::components::UNIT_COSTS, query),
            ),
            (
                "Hvad driver udviklingen",
                Downloads::new(&crate::reports::components::DECOMPOSITION, query),
            ),
        ],
    };
    Ok(page.render()?)
}

fn cards(report: &Report, links: &Links) -> Vec<Card> {
    [
        ("Udgift", "expenditure", "kr."),
        ("Helårspersoner", "full_year_persons", ""),
        ("Enhedsudgift", "unit_cost", "kr."),
    ]
    .into_iter()
    .filter_map(|(title, measure, unit)| card(report, links, title, measure, unit))
    .collect()
}

fn card(
    report: &Report,
    links: &Links,
    title: &'static str,
    measure: &str,
    unit: &'static str,
) -> Option<Card> {
    let table = TableView::by_year("", report, measure, links);
    let years = table
        .heads
        .iter()
        .filter(|h| h.unit != "%" && h.num)
        .count();
    let place = crate::web::view::table::items(&report.rows)
        .iter()
        .position(|(key, _)| key == USUAL_GROUP)?;
    let row = table.rows.get(place)?;
    let last = row.cells.get(years.checked_sub(1)?)?;
    let changes = table.heads[years + 1..]
        .iter()
        .zip(&row.cells[years..])
        .filter(|(_, cell)| cell.note.is_none())
        .map(|(head, cell)| change(&head.label, &cell.text))
        .collect();
    Some(Card {
        title,
        figure: last.text.clone(),
        unit: if last.note.is_some() { "" } else { unit },
        year: table.heads[years].label.clone(),
        link: last.link.clone(),
        changes,
    })
}

fn change(span: &str, percent: &str) -> Change {
    let (words, class) = match percent.strip_prefix('\u{2212}') {
        Some(fall) => (format!("{span}: faldet {fall} %"), "down"),
        None if percent == "0,00" => (format!("{span}: uændret"), ""),
        None => (format!("{span}: steget {percent} %"), "up"),
    };
    Change { words, class }
}

fn drivers_view(report: &Report, query: &Query) -> Drivers {
    let links = Links {
        question: &crate::reports::components::DECOMPOSITION,
        query,
    };
    let class = |row: &[crate::domain::report::Cell]| {
        if row[0].value.key() == "total" {
            "strong"
        } else {
            ""
        }
    };
    Drivers {
        words: driver_words(report),
        table: TableView::plain(
            "Ændringen i udgiften, delt op i hele kroner",
            &report.rows,
            &links,
            class,
        ),
        charts: report.series.iter().map(ChartView::new).collect(),
    }
}

/// "Udgiften er steget 34,1 mio. kr. fra 2022 til 2024. …"
fn driver_words(report: &Report) -> Option<String> {
    let row = report.totals.rows.first()?;
    let part = |key: &str| report.totals.cell(row, key).and_then(|c| c.value.number());
    let millions = |kroner: rust_decimal::Decimal| {
        danish(
            crate::domain::number::rounded(
                &(crate::domain::number::from_decimal(kroner)
                    / crate::domain::number::exact(1_000_000, 0)),
                1,
            )
            .unwrap_or_default(),
        )
    };
    let change = part("change")?;
    let filter = |key: &str| {
        report
            .filters
            .iter()
            .find(|f| f.key == key)
            .map(|f| f.value.clone())
    };
    let direction = if change.is_sign_negative() {
        "faldet"
    } else {
        "steget"
    };
    let driver = |key: &str, more: &str, less: &str| {
        let kroner = part(key)?;
        let words = if kroner.is_sign_negative() {
            less
        } else {
            more
        };
        Some(format!("{words} {} mio. kr.", signed(&millions(kroner))))
    };
    Some(format!(
        "Udgiften er {direction} {} mio. kr. fra {} til {}: {}, {} og {}",
        millions(change.abs()),
        filter("from")?,
        filter("to")?,
        driver("volume", "flere borgere", "færre borgere")?,
        driver(
            "mix",
            "forskydning mod dyrere tilbud",
            "forskydning mod billigere tilbud"
        )?,
        driver("unit_cost", "dyrere pladser", "billigere pladser")?
    ))
}

fn signed(number: &str) -> String {
    if number.starts_with('\u{2212}') {
        number.to_owned()
    } else {
        format!("+{number}")
    }
}

fn measures(report: &Report, links: &Links) -> Vec<MeasureView> {
    let keys = [
        ("Enhedsudgift", "unit_cost"),
        ("Udgift", "expenditure"),
        ("Helårspersoner", "full_year_persons"),
    ];
    keys.into_iter()
        .map(|(title, measure)| {
            let level = report
                .filters
                .iter()
                .find(|f| f.key == "price-level")
                .map_or("", |f| f.value.as_str());
            let caption = match (measure, level) {
                ("full_year_persons", _) => title.to_owned(),
                (_, "current") => format!("{title}, løbende priser"),
                (_, year) => format!("{title}, {year}-p/l"),
            };
            let chart = report.series.iter().find(|c| c.key == measure);
            let table = TableView::by_year(caption, report, measure, links);
            MeasureView {
                title,
                table: table.linked(paragraph_page),
                charts: chart.map(ChartView::each_line).unwrap_or_default(),
            }
        })
        .collect()
}

/// The page of a paragraph or group, by the words that name it.
fn paragraph_page(name: &str) -> Option<String> {
    let key = crate::domain::paragraph::Paragraph::parse(name).map_or(USUAL_GROUP, |p| p.key());
    Some(format!("/paragraffer/{key}"))
}

/// How many printed figures do not follow from their parts.
fn disagreements(db: &mut Db, query: &Query) -> Result<usize, AppError> {
    let only = Query {
        area: query.area.clone(),
        as_of: query.as_of,
        ..Query::default()
    };
    let report = reports::components::reconciliation::run(db, &only)?;
    let off = |row: &&Vec<_>| {
        report
            .rows
            .cell(row, "agrees")
            .is_some_and(|c| c.value == Value::YesNo(false))
    };
    Ok(report.rows.rows.iter().filter(off).count())
}
