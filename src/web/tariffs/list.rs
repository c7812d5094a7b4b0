//! `/takster`: the tariffs of a year beside each other.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};

use axum::response::{IntoResponse, Redirect, Response};

use super::nav::tariff_nav;
use crate::domain::danish::counted;
use crate::domain::paragraph::Paragraph;
use crate::domain::people::Right;
use crate::domain::report::Chart;
use crate::reports::Query;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::tariffs::TARIFFS;
use crate::reports::tariffs::of_year::{self, FROM_MEDIAN, PLACE};
use crate::reports::tariffs::row::{
    self, OFFER, PARAGRAPH, REAL_TARIFF, Row, SERVICE, TARGET_GROUPS, TARIFF, UNIT,
};
use crate::reports::tariffs::spread::{self, Spread};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::offers::filters::Shown;
use crate::web::offers::links::offer_as_asked;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::FilterForm;
use crate::web::view::key_figure::KeyFigure;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::order::{Order, take_order};
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link, encode};
use crate::web::viewer::Viewer;

const ADDRESS: &str = "/takster";

/// Of the list; the tariff in another year's prices stands after the tariff where it differs.
static COLUMNS: Cols<Row> = &[
    &OFFER,
    &SERVICE,
    &PARAGRAPH,
    &TARGET_GROUPS,
    &TARIFF,
    &UNIT,
    &FROM_MEDIAN,
    &PLACE,
];
static MOVED: Cols<Row> = &[
    &OFFER,
    &SERVICE,
    &PARAGRAPH,
    &TARGET_GROUPS,
    &TARIFF,
    &UNIT,
    &REAL_TARIFF,
    &FROM_MEDIAN,
    &PLACE,
];

static SPREAD: Cols<Spread> = &[
    &spread::PARAGRAPH,
    &spread::UNIT,
    &spread::FIELD_SIZE,
    &spread::LOWEST,
    &spread::LOWER_QUARTILE,
    &spread::MEDIAN,
    &spread::UPPER_QUARTILE,
    &spread::HIGHEST,
];
static SPREAD_BY_GROUP: Cols<Spread> = &[
    &spread::PARAGRAPH,
    &spread::TARGET_GROUP,
    &spread::UNIT,
    &spread::FIELD_SIZE,
    &spread::LOWEST,
    &spread::LOWER_QUARTILE,
    &spread::MEDIAN,
    &spread::UPPER_QUARTILE,
    &spread::HIGHEST,
];

#[derive(Template)]
#[template(path = "tariffs/list.html")]
struct Page {
    layout: Layout,
    title: String,
    siblings: Vec<Link>,
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
    if let Some(offer) = &query.offer {
        // The tariffs of one offer have a page of their own.
        let address = offer_as_asked(offer, &query);
        return Ok(Redirect::to(&address).into_response());
    }
    cached::page(&state, &asked, move |db, viewer| {
        render(db, viewer, &query, (&order, page))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    listed: (&Order, usize),
) -> Result<String, AppError> {
    let register = Register::load(db, query)?;
    let asked = row::Asked::read(db, query, &register)?;
    let answer = match &asked {
        Some(asked) => Some(of_year::answer(db, &register, asked)?),
        None => None,
    };
    let siblings = if viewer.may(Right::ReadIncreases) {
        tariff_nav(ADDRESS, query)
    } else {
        Vec::new()
    };
    let page = Page {
        title: answer
            .as_ref()
            .map_or("Takster".to_owned(), |a| a.frame.title.clone()),
        layout: Layout::load(db, viewer, "Takster", ADDRESS)?,
        siblings,
        shown: match asked.zip(answer) {
            Some(made) => Some(shows((db, viewer), &register, made, query, listed)?),
            None => None,
        },
        may_upload: viewer.may(Right::Upload),
    };
    Ok(page.render()?)
}

fn shows(
    (db, viewer): (&mut Db, &Viewer),
    register: &Register,
    (asked, answer): (row::Asked, Answer<Row, Spread>),
    query: &Query,
    (order, page): (&Order, usize),
) -> Result<Shows, AppError> {
    let (year, level) = (asked.year, asked.level);
    let shown = Shown {
        years: asked.years,
        year: Some(year),
        level,
    };
    let to = level.level_for(year);
    // Without an index number the whole column would be empty; the notes say why.
    let columns = if to != year && register.index.factor(year, to).is_ok() {
        MOVED
    } else {
        COLUMNS
    };
    let links = Links {
        question: &TARIFFS,
        query,
    };
    let rows = order.of(answer.rows, of_year::COLUMNS);
    let paging = Paging::over(ADDRESS, &order.with(query), page, rows.len());
    let remarks = Remarks::load(db, viewer, &links)?;
    let (whole, by_group) = spread::whole(&answer.totals);
    let spread = |caption: &str, rows: &[Spread], shown| {
        let columns = (spread::COLUMNS, shown);
        remarks.on(TableView::of(caption, columns, rows, &links, |_| None))
    };
    let form = FilterForm::of_register(db, register, query, ADDRESS, Some(&shown))?;
    let mut table = remarks.on(TableView::of(
        paging.of_what("takst", "takster"),
        (of_year::COLUMNS, columns),
        paging.of(&rows),
        &links,
        |row| Some(offer_as_asked(&row.tariff.offer_id, query)),
    ));
    order.heads(&mut table, columns, query, ADDRESS);
    Ok(Shows {
        filters: order.in_form(form),
        cards: cards(whole),
        spread: spread("Spredning efter paragraf og enhed", whole, SPREAD),
        by_group: (!by_group.is_empty()).then(|| {
            let caption = "Spredning efter paragraf, målgruppe og enhed";
            spread(caption, by_group, SPREAD_BY_GROUP)
        }),
        charts: charts(&answer.frame.series, query),
        table,
        paging,
        notes: answer.frame.notes,
        downloads: vec![Downloads::of_list("Takster", &TARIFFS, query, order)],
    })
}

/// The median of each paragraph's most common unit.
fn cards(rows: &[Spread]) -> Vec<KeyFigure> {
    let mut largest: Vec<&Spread> = Vec::new();
    for row in rows {
        match largest.iter_mut().find(|r| r.paragraph == row.paragraph) {
            Some(known) if row.field.size() > known.field.size() => *known = row,
            Some(_) => {}
            None => largest.push(row),
        }
    }
    let card = |row: &Spread| {
        let text = |column: &Col<Spread>| column.of(row).value.danish();
        KeyFigure {
            title: format!("{}, median", row.paragraph.label()),
            figure: text(&spread::MEDIAN),
            unit: format!("kr. pr. {}", row.unit.label()),
            lines: vec![
                format!(
                    "fra {} til {} kr.",
                    text(&spread::LOWEST),
                    text(&spread::HIGHEST)
                ),
                counted(row.field.size(), "takst", "takster"),
            ],
            list: None,
        }
    };
    largest.into_iter().map(card).collect()
}

/// Where all tariffs are equal there is no spread to draw. A box leads to the tariffs of its paragraph.
fn charts(series: &[Chart], query: &Query) -> Vec<ChartView> {
    let drawn = series.iter().filter(|chart| {
        let (first, last) = (chart.lines.first(), chart.lines.last());
        first.map(|l| &l.points) != last.map(|l| &l.points)
    });
    let of = |label: &String| {
        let asked = Query {
            paragraph: Paragraph::parse(label),
            ..query.clone()
        };
        format!("{ADDRESS}?{}#liste", encode(asked.pairs()))
    };
    let leading = |chart: &Chart| {
        let addresses: Vec<String> = chart.labels.iter().map(of).collect();
        ChartView::new(chart).leading(&addresses)
    };
    drawn.map(leading).collect()
}
