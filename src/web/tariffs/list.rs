//! `/takster`: the tariffs of a year beside each other.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use super::nav::tariff_nav;
use crate::domain::people::Right;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{Cell, Report, Table};
use crate::reports::Query;
use crate::reports::offers::register::Register;
use crate::reports::tariffs::of_year::{self, ALL_GROUPS, Made};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::offers::filters::Shown;
use crate::web::offers::links::offer_address;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::KeyFigure;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

const ADDRESS: &str = "/takster";

/// Of the list; the tariff in another year's prices stands after the tariff where it differs.
const COLUMNS: [&str; 9] = [
    "offer",
    "service",
    "paragraph",
    "target_groups",
    "tariff",
    "unit",
    "from_median_pct",
    "place",
    "field_size",
];

const SPREAD: [&str; 9] = [
    "paragraph",
    "target_group",
    "unit",
    "field_size",
    "min",
    "lower_quartile",
    "median",
    "upper_quartile",
    "max",
];

#[derive(Template)]
#[template(path = "tariffs/list.html")]
struct Page {
    layout: Layout,
    title: String,
    siblings: Vec<(String, String, bool)>,
    /// Nothing where no tariff is loaded at all.
    shown: Option<Shows>,
    may_upload: bool,
}

struct Shows {
    filters: FilterForm,
    cards: Vec<KeyFigure>,
    spread: TableView,
    by_group: Option<TableView>,
    charts: Vec<ChartView>,
    table: TableView,
    paging: Paging,
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
    let page = take_page(&mut pairs)?;
    // One offer has a page of its own.
    pairs.retain(|(key, _)| key != "offer");
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, page)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query, page: usize) -> Result<String, AppError> {
    let register = Register::load(db, query)?;
    let made = of_year::make(db, query, &register)?;
    let siblings = match viewer.may(Right::ReadIncreases) {
        true => tariff_nav(ADDRESS),
        false => Vec::new(),
    };
    let page = Page {
        title: made
            .as_ref()
            .map_or("Takster".to_owned(), |m| m.report.title.clone()),
        layout: Layout::load(db, viewer, "Takster", ADDRESS)?,
        siblings,
        shown: match made {
            Some(made) => Some(shows(db, &register, made, query, page)?),
            None => None,
        },
        may_upload: viewer.may(Right::Upload),
    };
    Ok(page.render()?)
}

fn shows(
    db: &mut Db,
    register: &Register,
    made: Made,
    query: &Query,
    page: usize,
) -> Result<Shows, AppError> {
    let Made {
        report,
        years,
        year,
        level,
    } = made;
    let shown = Shown {
        years,
        year: Some(year),
        level,
    };
    let moved = level.level_for(year) != year;
    let paging = Paging::new(ADDRESS, query, page, report.rows.rows.len());
    let (all, by_group) = spreads(&report, query);
    Ok(Shows {
        filters: FilterForm::of_register(db, register, query, ADDRESS, Some(&shown))?,
        cards: cards(&report.totals),
        spread: all,
        by_group,
        charts: charts(&report),
        table: table(&report, &paging, query, moved.then_some(level)),
        paging,
        notes: report.notes.clone(),
        downloads: vec![(
            "Alle takster",
            Downloads::new(&crate::reports::tariffs::TARIFFS, query),
        )],
    })
}

/// The rows of the totals that stand for a whole paragraph and unit: those of all target groups,
/// or with one chosen its own.
fn whole(totals: &Table) -> Vec<Vec<Cell>> {
    let all = |row: &&Vec<Cell>| {
        let group = totals.cell(row, "target_group");
        group.is_some_and(|cell| cell.value.key() == ALL_GROUPS)
    };
    let rows: Vec<Vec<Cell>> = totals.rows.iter().filter(all).cloned().collect();
    match rows.is_empty() {
        true => totals.rows.clone(),
        false => rows,
    }
}

/// The median of each paragraph's most common unit.
fn cards(totals: &Table) -> Vec<KeyFigure> {
    let rows = whole(totals);
    let text = |row: &[Cell], key: &str| {
        let cell = totals.cell(row, key);
        cell.map_or_else(String::new, |c| c.value.danish())
    };
    let size = |row: &[Cell]| {
        totals
            .cell(row, "field_size")
            .and_then(|c| c.value.number())
    };
    let mut largest: Vec<&Vec<Cell>> = Vec::new();
    for row in &rows {
        match largest.iter_mut().find(|r| r[0].value == row[0].value) {
            Some(known) if size(row) > size(known) => *known = row,
            Some(_) => {}
            None => largest.push(row),
        }
    }
    let card = |row: &Vec<Cell>| KeyFigure {
        title: format!("{}, median", text(row, "paragraph")),
        figure: text(row, "median"),
        unit: format!("kr. pr. {}", text(row, "unit")),
        lines: vec![
            format!("fra {} til {} kr.", text(row, "min"), text(row, "max")),
            match text(row, "field_size").as_str() {
                "1" => "1 takst".to_owned(),
                size => format!("{size} takster"),
            },
        ],
        list: None,
    };
    largest.into_iter().map(card).collect()
}

fn spreads(report: &Report, query: &Query) -> (TableView, Option<TableView>) {
    let totals = &report.totals;
    let links = Links {
        question: &crate::reports::tariffs::TARIFFS,
        query,
    };
    let rows = whole(totals);
    let of = |caption: &str, rows: &[Vec<Cell>], keys: &[&str]| {
        TableView::some(caption, (totals, rows), keys, &links, |_| None)
    };
    let without_group: Vec<&str> = SPREAD
        .into_iter()
        .filter(|k| *k != "target_group")
        .collect();
    let all = of("Spredning efter paragraf og enhed", &rows, &without_group);
    let groups = &totals.rows[totals.rows.len().min(rows.len())..];
    let by_group = of(
        "Spredning efter paragraf, målgruppe og enhed",
        groups,
        &SPREAD,
    );
    (all, (!groups.is_empty()).then_some(by_group))
}

/// Where all tariffs are equal there is no spread to draw.
fn charts(report: &Report) -> Vec<ChartView> {
    let drawn = report.series.iter().filter(|chart| {
        let (first, last) = (chart.lines.first(), chart.lines.last());
        first.map(|l| &l.points) != last.map(|l| &l.points)
    });
    drawn.map(ChartView::new).collect()
}

fn table(report: &Report, paging: &Paging, query: &Query, moved: Option<PriceLevel>) -> TableView {
    let rows = &report.rows;
    let links = Links {
        question: &crate::reports::tariffs::TARIFFS,
        query,
    };
    let mut keys = COLUMNS.to_vec();
    if moved.is_some() {
        keys.insert(6, "real_tariff");
    }
    let link = |row: &[Cell]| Some(offer_address(&rows.cell(row, "offer_id")?.value.key()));
    let caption = format!("{} takster", paging.words);
    TableView::some(caption, (rows, paging.of(&rows.rows)), &keys, &links, link)
}
