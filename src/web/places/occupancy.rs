//! `/ledige-pladser/belaegning`: how much of what could be let was let, by operator and offer, and
//! what one point of it is worth.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use jiff::civil::Date;

use super::nav::places_nav;
use crate::domain::danish::danish_date;
use crate::domain::period::{Quarter, Year};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::places::by_quarter;
use crate::reports::places::incentive::{self, All, Worth};
use crate::reports::places::occupancy::{self, Sum, Used};
use crate::reports::places::{BY_QUARTER, INCENTIVE, OCCUPANCY};
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::data::areas;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::offers::links::offer_address;
use crate::web::page::{Pairs, query};
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::filters::{Choice, FilterForm, Select};
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::order::{Order, take_order};
use crate::web::view::paging::{Paging, take_page};
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

const HERE: &str = "/ledige-pladser/belaegning";

#[derive(Template)]
#[template(path = "places/occupancy.html")]
struct Page {
    layout: Layout,
    siblings: Vec<Link>,
    filters: FilterForm,
    /// The whole region in a sentence.
    lead: String,
    /// All that have logged, quarter by quarter over the years.
    trend: TableView,
    chart: Option<ChartView>,
    operators: TableView,
    offers: TableView,
    paging: Paging,
    incentive: TableView,
    worth_more: usize,
    assumptions: &'static str,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Of the list of offers.
static OF_OFFERS: Cols<Used> = &[
    &occupancy::OFFER,
    &occupancy::AVAILABLE,
    &occupancy::VACANT,
    &occupancy::OCCUPANCY_PCT,
    &occupancy::ASSUMED,
    &occupancy::COST,
];

/// What a choice is called that leaves nothing out.
const ALL: &str = "Alle";

/// Services of the last table; the rest is in the file.
const WORTH: usize = 25;

/// Shows the page.
///
/// # Errors
/// [`AppError`]: a filter that means nothing.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(mut pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let side = take_page(&mut pairs)?;
    let order = take_order(&mut pairs);
    let query = query(&pairs)?;
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, &query, (today, &order, side))
    })
    .await
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
    (today, order, side): (Date, &Order, usize),
) -> Result<String, AppError> {
    let counted = OCCUPANCY.asked_today(query.clone(), today);
    let of_all_years = Query {
        municipality: query.municipality.clone(),
        as_of: query.as_of,
        on: counted.on,
        ..Query::default()
    };
    let mut used = occupancy::answer(db, &counted)?;
    let worth = incentive::answer(db, query)?;
    let newest = used.rows.iter().map(|row| row.quarter).max();
    let mut last = std::mem::take(&mut used.rows);
    // Of the others there is nothing to see; the file has them.
    last.retain(|row| Some(row.quarter) == newest && row.vacant.is_some());
    let last = order.of(last, occupancy::COLUMNS);
    let paging = Paging::over(HERE, &order.with(query), side, last.len());
    let links = Links {
        question: &OCCUPANCY,
        query: &counted,
    };
    let remarks = Remarks::load(db, viewer, &links)?;
    let words = newest.map_or_else(String::new, |quarter| {
        format!("{}. kvartal {}", quarter.number(), quarter.year)
    });
    let (quarters, chart) = trend(db, viewer, &of_all_years)?;
    let page = Page {
        layout: Layout::load(db, viewer, "Belægning", "/ledige-pladser")?,
        siblings: places_nav(HERE, query),
        lead: lead(&used, &words, counted.on.unwrap_or(today)),
        trend: quarters,
        chart,
        operators: remarks.on(operators(&used.totals, newest, &words, &links)),
        offers: remarks.on(offers(paging.of(&last), &words, &links, (order, query))),
        incentive: worth_table(db, viewer, &worth, query)?,
        worth_more: worth.rows.len().saturating_sub(WORTH),
        assumptions: incentive::ASSUMPTIONS,
        notes: used.frame.notes.clone(),
        downloads: vec![
            Downloads::of_list("Belægning", &OCCUPANCY, query, order),
            Downloads::new("Kvartal for kvartal", &BY_QUARTER, &of_all_years),
            Downloads::new("Værdien af ét point", &INCENTIVE, query),
        ],
        filters: order.in_form(filters(db, query, today)?),
        paging,
    };
    Ok(page.render()?)
}

/// What all that have logged come to in the newest quarter.
fn lead(used: &Answer<Used, Sum>, words: &str, on: Date) -> String {
    let all = used.totals.iter().rev().find(|sum| sum.operator.is_none());
    let Some(all) = all else {
        return "Der er ikke registreret ledige pladser i perioden, så belægningen kendes ikke."
            .to_owned();
    };
    let share = occupancy::SUM_OCCUPANCY.of(all).value.danish();
    let vacant = occupancy::SUM_VACANT.of(all).value.danish();
    format!(
        "I {words} er {share} % af pladserne brugt i de tilbud, der har registreret, talt til {}. {vacant} pladsdøgn stod tomme.",
        danish_date(on)
    )
}

/// Every quarter of all that have logged, the newest first, and the picture of them.
fn trend(
    db: &mut Db,
    viewer: &Viewer,
    query: &Query,
) -> Result<(TableView, Option<ChartView>), AppError> {
    const SHOWN: [&Col<by_quarter::Row>; 3] = [
        &by_quarter::QUARTER,
        &by_quarter::VACANT,
        &by_quarter::OCCUPANCY_PCT,
    ];
    let links = Links {
        question: &BY_QUARTER,
        query,
    };
    let quarters = by_quarter::answer(db, query)?;
    let columns = (by_quarter::COLUMNS, &SHOWN[..]);
    let newest_first = quarters.totals.iter().rev();
    let caption = "Alle, der har registreret, det nyeste kvartal først";
    let table = TableView::of(caption, columns, newest_first, &links, |_| None);
    let drawn = (by_quarter::COLUMNS, &by_quarter::OCCUPANCY_PCT);
    let chart = quarters.frame.series.first().map(|chart| {
        let leads = links.leads(drawn, quarters.totals.iter().map(Some));
        ChartView::from_zero(chart).leading_on(&[leads])
    });
    Ok((Remarks::load(db, viewer, &links)?.on(table), chart))
}

fn operators(sums: &[Sum], newest: Option<Quarter>, words: &str, links: &Links<'_>) -> TableView {
    const SHOWN: [&Col<Sum>; 5] = [
        &occupancy::SUM_OPERATOR,
        &occupancy::SUM_AVAILABLE,
        &occupancy::SUM_VACANT,
        &occupancy::SUM_OCCUPANCY,
        &occupancy::SUM_COST,
    ];
    // The most empty first: that is what the page is looked at for.
    let mut rows: Vec<&Sum> = sums
        .iter()
        .filter(|sum| sum.operator.is_some() && Some(sum.quarter) == newest)
        .collect();
    rows.sort_by_key(|sum| std::cmp::Reverse(sum.days.vacant));
    let columns = (occupancy::TOTALS, &SHOWN[..]);
    let caption = format!("Flest tomme pladsdøgn først, {words}");
    TableView::of(caption, columns, rows, links, |_| None)
}

fn offers(
    rows: &[Used],
    words: &str,
    links: &Links<'_>,
    // As it was asked: today is not kept in an address.
    (order, query): (&Order, &Query),
) -> TableView {
    let columns = (occupancy::COLUMNS, OF_OFFERS);
    let caption = format!("Tilbud, {words}");
    let mut table = TableView::of(caption, columns, rows, links, |row| {
        Some(offer_address(&row.offer_id))
    });
    order.heads(&mut table, OF_OFFERS, query, HERE);
    table
}

fn worth_table(
    db: &mut Db,
    viewer: &Viewer,
    worth: &Answer<Worth, All>,
    query: &Query,
) -> Result<TableView, AppError> {
    let links = Links {
        question: &INCENTIVE,
        query,
    };
    let shown = worth.rows.iter().take(WORTH);
    let columns = (incentive::COLUMNS, incentive::SHOWN);
    let table = TableView::of(
        "Ét procentpoint belægning",
        columns,
        shown,
        &links,
        |_| None,
    );
    Ok(Remarks::load(db, viewer, &links)?.on(table))
}

fn filters(db: &mut Db, query: &Query, today: Date) -> Result<FilterForm, ReportError> {
    let year = query.year.map(|year| year.to_string()).unwrap_or_default();
    let present = i64::from(today.year());
    let years = (present - 4..=present).rev().filter_map(Year::new);
    let mut choices = vec![Choice::of("", "I år", year.is_empty())];
    choices.extend(years.map(|one| {
        let one = one.to_string();
        let chosen = one == year;
        Choice::of(one.clone(), one, chosen)
    }));
    let quarters = (1i8..=4).map(|number| {
        let words = format!("{number}. kvartal");
        Choice::of(number.to_string(), words, query.quarter == Some(number))
    });
    let asked = query.municipality.clone().unwrap_or_default();
    let homes = areas::home(db)?;
    let municipalities = homes.iter().map(|area| {
        let chosen = area.code == asked || area.name == asked;
        Choice::of(area.code.clone(), area.name.clone(), chosen)
    });
    let with = |first: Choice, rest: &mut dyn Iterator<Item = Choice>| {
        let mut choices = vec![first];
        choices.extend(rest);
        choices
    };
    let selects = vec![
        Select {
            name: "year",
            label: "År",
            choices,
        },
        Select {
            name: "quarter",
            label: "Kvartal",
            choices: with(Choice::of("", ALL, query.quarter.is_none()), &mut {
                quarters
            }),
        },
        Select {
            name: "municipality",
            label: "Beliggende i",
            choices: with(Choice::of("", ALL, asked.is_empty()), &mut {
                municipalities
            }),
        },
    ];
    let chosen = selects.iter().flat_map(|select| &select.choices);
    // That every quarter and municipality is shown goes without saying.
    let is_said = |choice: &&Choice| choice.selected && choice.label != ALL;
    let words: Vec<&str> = chosen
        .filter(is_said)
        .map(|choice| choice.label.as_str())
        .collect();
    Ok(FilterForm {
        word: None,
        kept: Vec::new(),
        summary: words.join(", "),
        action: HERE.to_owned(),
        selects,
    })
}
