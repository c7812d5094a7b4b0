//! `/tilbud`: the register of offers, and how far the demands of the workplan are met.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::Response;

use super::links::{offer_address, offer_as_asked};
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::reports::columns::Cols;
use crate::reports::offers::OFFERS;
use crate::reports::offers::demands::{self, Counted, Demand};
use crate::reports::offers::list::{self, Listed};
use crate::reports::offers::register::Register;
use crate::reports::{Query, words};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::{FoldedList, KeyFigure};
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::order::{Order, take_order};
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

const ADDRESS: &str = "/tilbud";

/// Who is missing is listed so far; the files hold all.
const LISTED: usize = 100;

static COLUMNS: Cols<Listed> = &[
    &list::OFFER,
    &list::OPERATOR,
    &list::FORM,
    &list::MUNICIPALITY,
    &list::PARAGRAPHS,
    &list::TARGET_GROUPS,
    &list::PLACES,
    &list::IN_AGREEMENT,
    &list::STANDARD_CONTRACT,
    &list::SUPERVISOR,
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
    downloads: Vec<Downloads>,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let page = take_page(&mut pairs)?;
    let order = take_order(&mut pairs);
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, (&order, page))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (order, page): (&Order, usize),
) -> Result<String, AppError> {
    let register = Register::load(db, query)?;
    let answer = list::answer(db, &register)?;
    let rows = order.of(answer.rows, list::COLUMNS);
    let paging = Paging::over(ADDRESS, &order.with(query), page, rows.len());
    let form = FilterForm::of_register(db, &register, query, ADDRESS, None)?;
    let mut table = table(db, viewer, (&rows, &paging), query)?;
    order.heads(&mut table, COLUMNS, query, ADDRESS);
    let page = Page {
        layout: Layout::load(db, viewer, "Tilbud", ADDRESS)?,
        filters: order.in_form(form),
        demands: answer.totals.iter().map(demand).collect(),
        table,
        empty: register.offers.is_empty(),
        paging,
        may_upload: viewer.may(Right::Upload),
        notes: answer.frame.notes,
        downloads: vec![Downloads::of_list("Tilbud", &OFFERS, query, order)],
    };
    Ok(page.render()?)
}

fn table(
    db: &mut Db,
    viewer: &Viewer,
    (rows, paging): (&[Listed], &Paging),
    query: &Query,
) -> Result<TableView, AppError> {
    let links = Links {
        question: &OFFERS,
        query,
    };
    let link = |row: &Listed| Some(offer_as_asked(&row.offer.id, query));
    let caption = paging.of_what("tilbud", "tilbud");
    let columns = (list::COLUMNS, COLUMNS);
    let table = TableView::of(caption, columns, paging.of(rows), &links, link);
    Ok(Remarks::load(db, viewer, &links)?.on(table))
}

/// A key figure for a demand: how many of how many, and who is missing.
fn demand(demand: &Demand) -> KeyFigure {
    let share = demands::MET_PERCENT.of(demand).value;
    let line = match (share.lack(), &demand.counted) {
        (Some(reason), _) => reason.into_owned(),
        (_, Err(reason)) => (*reason).to_owned(),
        (_, Ok(counted)) => {
            let count = |n: usize| danish(n.into());
            format!("{} af {}", count(counted.met()), count(counted.of))
        }
    };
    KeyFigure {
        title: demand.demanded.label().to_owned(),
        figure: words::with_unit(&share),
        unit: String::new(),
        lines: vec![line],
        list: demand.counted.as_ref().ok().and_then(folded),
    }
}

fn folded(counted: &Counted) -> Option<FoldedList> {
    let all = counted.missing.len();
    (all > 0).then(|| FoldedList {
        summary: format!("{all} mangler"),
        items: counted
            .missing
            .iter()
            .take(LISTED)
            .map(|offer| Link::to(offer_address(&offer.id), &offer.name))
            .collect(),
        rest: (all > LISTED).then(|| {
            format!(
                "\u{2026} og {} flere. Alle står i filerne nederst på siden.",
                all - LISTED
            )
        }),
    })
}
