//! `/ledige-pladser/afsoegninger`: what searches come to by municipality and quarter, and the searches
//! that the reader may see.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::links::{self, LIST};
use crate::domain::people::Right;
use crate::reports::columns::Cols;
use crate::reports::offers::register::Register;
use crate::reports::searches::SEARCHES;
use crate::reports::searches::list::{self, Listed};
use crate::reports::searches::statistics::{self, Quarter};
use crate::reports::{Query, words};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::Downloads;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::KeyFigure;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::order::{Order, take_order};
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

static NUMBERS: Cols<Quarter> = &[
    &statistics::MUNICIPALITY,
    &statistics::QUARTER,
    &statistics::SEARCHES,
    &statistics::TAKEN,
    &statistics::REFUSED,
    &statistics::PRIVATE,
    &statistics::BEFORE,
    &statistics::SHARE,
];
static REASONS: Cols<Quarter> = &[
    &statistics::MUNICIPALITY,
    &statistics::QUARTER,
    &statistics::NO_MATCH,
    &statistics::NONE_IN_TIME,
    &statistics::FREE_CHOICE,
    &statistics::URGENT,
    &statistics::CONTINUES,
    &statistics::OTHER,
];

#[derive(Template)]
#[template(path = "searches/list.html")]
struct Page {
    layout: Layout,
    filters: FilterForm,
    cards: Vec<KeyFigure>,
    numbers: TableView,
    reasons: TableView,
    /// `None` for whoever sees numbers alone.
    searches: Option<TableView>,
    paging: Paging,
    may_search: bool,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

impl Page {
    fn search(&self) -> &'static str {
        links::SEARCH
    }
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
    let query = &Query {
        searches: viewer.reads_searches(),
        ..query.clone()
    };
    let register = Register::load(db, query)?;
    let mut answer = list::answer(db, &register, query)?;
    answer.rows = order.of(answer.rows, list::COLUMNS);
    let links = Links {
        question: &SEARCHES,
        query,
    };
    let paging = Paging::over(LIST, &order.with(query), page, answer.rows.len());
    let numbers = |caption: &str, shown| {
        let columns = (statistics::COLUMNS, shown);
        TableView::of(caption, columns, &answer.totals, &links, |_| None)
    };
    let may_search = viewer.may(Right::Search);
    let mut filters = FilterForm::of_register(db, &register, query, LIST, None)?;
    if filters.summary == "alle tilbud" {
        filters.summary = "alle afsøgninger".to_owned();
    }
    let page = Page {
        layout: Layout::load(db, viewer, "Afsøgninger", "/ledige-pladser")?,
        filters: if may_search {
            order.in_form(filters)
        } else {
            filters
        },
        cards: cards(&answer.totals),
        numbers: numbers("Afsøgninger og private køb", NUMBERS),
        reasons: numbers("Begrundelser for private køb", REASONS),
        searches: may_search.then(|| {
            let mut table = searches(&answer.rows, &paging, &links);
            order.heads(&mut table, list::COLUMNS, query, LIST);
            table
        }),
        paging,
        may_search,
        notes: answer.frame.notes,
        downloads: vec![Downloads::of_list("Afsøgninger", &SEARCHES, query, order)],
    };
    Ok(page.render()?)
}

fn searches(rows: &[Listed], paging: &Paging, links: &Links) -> TableView {
    let link = |row: &Listed| Some(links::receipt(row.search.receipt));
    let caption = paging.of_what("afsøgning", "afsøgninger");
    let columns = (list::COLUMNS, list::COLUMNS);
    TableView::of(caption, columns, paging.of(rows), links, link)
}

/// All quarters together.
fn cards(quarters: &[Quarter]) -> Vec<KeyFigure> {
    let sum = |of: fn(&Quarter) -> i64| quarters.iter().map(of).sum::<i64>();
    let (searches, private, before) = (
        sum(|q| q.searches),
        sum(|q| q.private),
        sum(|q| q.searched_before),
    );
    let share = statistics::share(before, private).value;
    let line = match share.lack() {
        Some(reason) => reason.into_owned(),
        None => format!("{before} af {private}"),
    };
    vec![
        KeyFigure {
            title: "Afsøgninger".to_owned(),
            figure: crate::domain::number::danish(searches.into()),
            unit: String::new(),
            lines: Vec::new(),
            list: None,
        },
        KeyFigure {
            title: "Private køb med en afsøgning før".to_owned(),
            figure: words::with_unit(&share),
            unit: String::new(),
            lines: vec![line],
            list: None,
        },
    ]
}
