//! `/tilbud`: the register of offers, and how far the demands of the workplan are met.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use super::links::offer_address;
use crate::domain::people::Right;
use crate::domain::report::{Cell, Report, Table};
use crate::reports::offers::list::{self, Missing};
use crate::reports::offers::register::Register;
use crate::reports::{Query, words};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::{FoldedList, KeyFigure};
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

/// Who is missing is listed so far; the files hold all.
const LISTED: usize = 100;

const COLUMNS: [&str; 10] = [
    "offer",
    "operator",
    "form",
    "municipality",
    "paragraphs",
    "target_groups",
    "places",
    "in_agreement",
    "standard_contract",
    "supervisor",
];

#[derive(Template)]
#[template(path = "offers/list.html")]
struct Page {
    layout: Layout,
    filters: FilterForm,
    demands: Vec<KeyFigure>,
    table: TableView,
    paging: Paging,
    empty: bool,
    may_upload: bool,
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
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, page)
    })
    .await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query, page: usize) -> Result<String, AppError> {
    let register = Register::load(db, query)?;
    let (report, missing) = list::with_missing(db, &register)?;
    let rows = &report.rows;
    let paging = Paging::new("/tilbud", query, page, rows.rows.len());
    let page = Page {
        layout: Layout::load(db, viewer, "Tilbud", "/tilbud")?,
        filters: FilterForm::of_register(db, &register, query, "/tilbud", None)?,
        demands: demands(&report, &missing),
        table: table(rows, &paging, query),
        empty: register.offers.is_empty(),
        paging,
        may_upload: viewer.may(Right::Upload),
        notes: report.notes.clone(),
        downloads: vec![(
            "Alle tilbud",
            Downloads::new(&crate::reports::offers::OFFERS, query),
        )],
    };
    Ok(page.render()?)
}

fn table(rows: &Table, paging: &Paging, query: &Query) -> TableView {
    let links = Links {
        question: &crate::reports::offers::OFFERS,
        query,
    };
    let link = |row: &[Cell]| Some(offer_address(&rows.cell(row, "offer_id")?.value.key()));
    let caption = format!("{} tilbud", paging.words);
    TableView::some(
        caption,
        (rows, paging.of(&rows.rows)),
        &COLUMNS,
        &links,
        link,
    )
}

/// A key figure for each demand: how many of how many, and who is missing.
fn demands(report: &Report, missing: &[Missing]) -> Vec<KeyFigure> {
    let totals = &report.totals;
    let figure = |row: &Vec<Cell>| {
        let cell = |key: &str| totals.cell(row, key).map(|c| &c.value);
        let text = |key: &str| cell(key).map_or_else(String::new, |value| value.danish());
        let reason = match cell("met_pct") {
            Some(crate::domain::report::Value::Missing { reason }) => Some(reason.clone()),
            _ => None,
        };
        let list = missing.iter().find(|m| row[0].value.key() == m.demand);
        KeyFigure {
            title: text("demand"),
            figure: match reason {
                Some(_) => text("met_pct"),
                None => cell("met_pct").map_or_else(String::new, words::with_unit),
            },
            unit: String::new(),
            lines: vec![reason.unwrap_or_else(|| format!("{} af {}", text("met"), text("of")))],
            list: list.and_then(folded),
        }
    };
    totals.rows.iter().map(figure).collect()
}

fn folded(missing: &Missing) -> Option<FoldedList> {
    let all = missing.offers.len();
    (all > 0).then(|| FoldedList {
        summary: format!("{all} mangler"),
        items: missing
            .offers
            .iter()
            .take(LISTED)
            .map(|(id, name)| (offer_address(id), name.clone()))
            .collect(),
        rest: (all > LISTED).then(|| {
            format!(
                "\u{2026} og {} flere. Alle står i filerne nederst på siden.",
                all - LISTED
            )
        }),
    })
}
