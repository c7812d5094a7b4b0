//! `/takster/stigninger`: the tariffs that rose by more than the limit, by operator.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::filters;
use super::nav::tariff_nav;
use crate::domain::number::{self, danish};
use crate::domain::report;
use crate::domain::tariffs::TariffBasis;
use crate::reports::Query;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::tariffs::apart::{self, NotCompared};
use crate::reports::tariffs::distribution::{self, Step};
use crate::reports::tariffs::increase::{self, Increase};
use crate::reports::tariffs::increases::{self, Asked, OfYear};
use crate::reports::tariffs::sums::{self, Sum, Whose};
use crate::reports::tariffs::{APART as APART_QUESTION, DISTRIBUTION, INCREASES};
use crate::storage::Db;
use crate::web::cached::{self, Asked as AskedBy};
use crate::web::error::AppError;
use crate::web::follow_up::links::address;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::order::{Order, take_order};
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::{RowView, TableView};
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

const HERE: &str = "/takster/stigninger";

static SHOWN: Cols<Increase> = &[
    &increase::OFFER,
    &increase::CHANGE,
    &increase::OLD,
    &increase::NEW,
    &increase::REAL_CHANGE,
    &increase::PER_YEAR,
    &increase::FOLLOW_UP,
];

/// Services that are not compared and shown on the page; the rest is in the file.
const APART: usize = 50;

#[derive(Template)]
#[template(path = "tariffs/increases.html")]
struct Page {
    layout: Layout,
    siblings: Vec<Link>,
    title: String,
    filters: FilterForm,
    cards: Vec<Card>,
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
    downloads: Vec<Downloads>,
}

/// A figure that the page begins with.
struct Card {
    figure: String,
    unit: &'static str,
    /// What it counts.
    words: &'static str,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: AskedBy,
) -> Result<Response, AppError> {
    let side = take_page(&mut pairs)?;
    let order = take_order(&mut pairs);
    let query = query(&pairs)?;
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, (&order, side))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (order, side): (&Order, usize),
) -> Result<String, AppError> {
    let mut year = increases::of_year(db, query)?;
    let rows = order.of(std::mem::take(&mut year.increases.rows), increase::COLUMNS);
    year.increases.rows = rows;
    let paging = Paging::over(HERE, &order.with(query), side, year.increases.rows.len());
    let shown = year.apart.rows.len().min(APART);
    let summary = (summary(year.asked.as_ref()), HERE);
    let page = Page {
        layout: Layout::load(db, viewer, year.title.clone(), "/takster")?,
        siblings: tariff_nav(HERE, query),
        filters: order.in_form(filters::load(db, query, summary, (&year.years, true))?),
        cards: cards(&year.increases.totals),
        list: list((db, viewer), &year.increases, (order, &paging), query)?,
        chart: chart(&year),
        spread: spread((db, viewer), &year.distribution.rows, query)?,
        apart: apart_view((db, viewer), &year.apart.rows[..shown], query)?,
        apart_more: year.apart.rows.len() - shown,
        limit: year.limit,
        incomparable: year.incomparable,
        notes: year.notes,
        downloads: vec![
            Downloads::of_list("Stigninger", &INCREASES, query, order),
            Downloads::new("Fordeling", &DISTRIBUTION, query),
            Downloads::new("Ikke sammenlignet", &APART_QUESTION, query),
        ],
        paging,
        title: year.title,
    };
    Ok(page.render()?)
}

fn summary(asked: Option<&Asked>) -> String {
    let Some(asked) = asked else {
        return "alle kommuner".to_owned();
    };
    let place = match &asked.place {
        None => "alle kommuner".to_owned(),
        Some(name) => format!("beliggende i {name}"),
    };
    let basis = match asked.basis {
        TariffBasis::Real => "realt",
        TariffBasis::Nominal => "nominelt",
    };
    format!("{}, over {} %, {basis}, {place}", asked.year, asked.limit)
}

/// How many lie in each step: a count of the page itself, which leads nowhere.
fn chart(year: &OfYear) -> Option<ChartView> {
    let limit = &year.asked.as_ref()?.limit;
    let chart = year.distribution.frame.series.first()?;
    Some(ChartView::distribution(chart, &format!("Grænse {limit} %")))
}

/// The figures of all increases.
fn cards(sums: &[Sum]) -> Vec<Card> {
    let Some(all) = sums.iter().find(|sum| sum.whose == Whose::All) else {
        return Vec::new();
    };
    let text = |column: &Col<Sum>| column.of(all).value.danish();
    let card = |figure, unit, words| Card {
        figure,
        unit,
        words,
    };
    let kroner = match whole_kroner(all) {
        Some(kroner) => (kroner, "kr."),
        None => (text(&sums::PER_YEAR), ""),
    };
    vec![
        card(text(&sums::INCREASES), "", "Stigninger over grænsen"),
        card(
            text(&sums::OPEN),
            "",
            "Mangler indberetning eller drøftelse",
        ),
        card(
            kroner.0,
            kroner.1,
            "Højst pr. år, hvis alle pladser er taget",
        ),
    ]
}

/// Øre beside a sum of millions only hide it; the file has them. Half a krone is rounded away from
/// zero. `None` when there is no number.
fn whole_kroner(sum: &Sum) -> Option<String> {
    let kroner = sum.figures.as_ref().ok()?.kroner_per_year()?;
    // From the amount as it is shown elsewhere, in øre: the two must not round apart.
    let shown = report::kroner(kroner).number()?;
    number::rounded(&number::from_decimal(shown), 0).map(danish)
}

/// The increases of this page: each operator's under its own sum, or in the order that is asked for.
fn list(
    (db, viewer): (&mut Db, &Viewer),
    answer: &Answer<Increase, Sum>,
    (order, paging): (&Order, &Paging),
    query: &Query,
) -> Result<TableView, AppError> {
    let links = Links {
        question: &INCREASES,
        query,
    };
    let rows = paging.of(&answer.rows);
    let caption = if order.is_asked() {
        "Stigninger"
    } else {
        "Stigninger efter driftsherre"
    };
    let all = (increase::COLUMNS, SHOWN);
    let mut view = TableView::of(caption, all, rows, &links, |row| {
        Some(address(&row.rise.case()))
    });
    order.heads(&mut view, SHOWN, query, HERE);
    let shown: Vec<RowView> = view.rows.drain(..).collect();
    let mut above = None;
    for (mut shown, row) in shown.into_iter().zip(rows) {
        let operator = &row.rise.offer.operator;
        if !order.is_asked() && above != Some(operator) {
            let group = operator_row(&answer.totals, operator);
            view.rows.push(group);
            above = Some(operator);
        }
        shown.name = row.rise.name();
        view.rows.push(shown);
    }
    Ok(Remarks::load(db, viewer, &links)?.on(view))
}

fn operator_row(sums: &[Sum], operator: &str) -> RowView {
    let own = |sum: &&Sum| matches!(&sum.whose, Whose::Operator(name) if name == operator);
    let sum = sums.iter().find(own);
    let figures = sum.and_then(|sum| sum.figures.as_ref().ok());
    let count = match figures.map_or(0, |f| f.increases) {
        1 => "1 stigning".to_owned(),
        many => format!("{} stigninger", danish(many.into())),
    };
    let name = match operator {
        "" => "Tilbud, der ikke længere står på listen",
        name => name,
    };
    let open = match figures.map_or(0, |f| f.open) {
        0 => "ingen åbne".to_owned(),
        1 => "1 åben".to_owned(),
        many => format!("{} åbne", danish(many.into())),
    };
    let per_year = sum.map(|sum| sums::PER_YEAR.of(sum).value.danish());
    let figures = [
        (&increase::PER_YEAR, per_year.unwrap_or_default()),
        (&increase::FOLLOW_UP, open),
    ];
    TableView::group_row(format!("{name}: {count}"), SHOWN, &figures)
}

/// The steps from the first that has services to the last.
fn spread(
    (db, viewer): (&mut Db, &Viewer),
    steps: &[Step],
    query: &Query,
) -> Result<TableView, AppError> {
    let filled = |step: &Step| step.count != 0;
    let first = steps.iter().position(filled).unwrap_or(0);
    let last = steps.iter().rposition(filled).map_or(0, |at| at + 1);
    let links = Links {
        question: &DISTRIBUTION,
        query,
    };
    let table = TableView::of(
        "Antal ydelser efter ændring",
        (distribution::COLUMNS, distribution::COLUMNS),
        &steps[first..last],
        &links,
        |_| None,
    );
    Ok(Remarks::load(db, viewer, &links)?.on(table))
}

fn apart_view(
    (db, viewer): (&mut Db, &Viewer),
    rows: &[NotCompared],
    query: &Query,
) -> Result<TableView, AppError> {
    const SHOWN: [&Col<NotCompared>; 4] =
        [&apart::OFFER, &apart::EXPLANATION, &apart::OLD, &apart::NEW];
    let links = Links {
        question: &APART_QUESTION,
        query,
    };
    let all = (apart::COLUMNS, &SHOWN[..]);
    let caption = "Nye, lukkede og ændrede ydelser";
    let mut view = TableView::of(caption, all, rows, &links, |_| None);
    for (shown, row) in view.rows.iter_mut().zip(rows) {
        shown.name = row.name();
    }
    Ok(Remarks::load(db, viewer, &links)?.on(view))
}
