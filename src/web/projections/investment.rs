//! `/analyser/investering`: what an investment is worth, and the occupancy that carries an offer.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::assumed::{Field, Pick, milestones, models};
use super::links::INVESTMENT as HERE;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::reports::Query;
use crate::reports::projections::break_even::{self, FIXED, PLACES, TARIFF, VARIABLE};
use crate::reports::projections::investment::{self, Terms};
use crate::reports::projections::{BREAK_EVEN, INVESTMENT};
use crate::reports::words::with_unit;
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::layout::Layout;
use crate::web::view::links::Links;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "projections/investment.html")]
struct Page {
    layout: Layout,
    here: &'static str,
    siblings: Vec<Link>,
    milestones: Vec<Link>,
    no_picks: Vec<Pick>,
    investment_lead: String,
    investment_fields: Vec<Field>,
    investment_kept: Vec<(&'static str, String)>,
    investment_chart: Option<ChartView>,
    outcome: TableView,
    course: TableView,
    carries_lead: String,
    carries_fields: Vec<Field>,
    carries_kept: Vec<(&'static str, String)>,
    carries_chart: Option<ChartView>,
    shares: TableView,
    notes: Vec<String>,
    downloads: Vec<Downloads>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: an assumption that means nothing, in words.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    cached::of_query(&state, &asked, &pairs, render).await
}

fn render(db: &mut Db, viewer: &Viewer, query: &Query) -> Result<String, AppError> {
    let invested = investment::answer(db, query)?;
    let carried = break_even::answer(db, query)?;
    let of_investment = Links {
        question: &INVESTMENT,
        query,
    };
    let of_offer = Links {
        question: &BREAK_EVEN,
        query,
    };
    let mut notes = invested.frame.notes.clone();
    notes.extend(carried.frame.notes.clone());
    notes.dedup();
    let page = Page {
        layout: Layout::load(db, viewer, "Investering og belægning", "/analyser")?,
        here: HERE.address,
        siblings: models(&HERE),
        milestones: milestones(db, viewer, &HERE)?,
        no_picks: Vec::new(),
        investment_lead: invested.totals.first().map(told).unwrap_or_default(),
        investment_fields: investment_fields(&Terms::of(query)),
        investment_kept: INVESTMENT.pairs(query),
        investment_chart: invested.frame.series.first().map(ChartView::new),
        outcome: TableView::of(
            "Hvad det bliver til",
            (investment::TOTALS, investment::TOTALS),
            &invested.totals,
            &of_investment,
            |_| None,
        ),
        course: TableView::of(
            "År for år",
            (investment::COLUMNS, investment::COLUMNS),
            &invested.rows,
            &of_investment,
            |_| None,
        ),
        carries_lead: carried.totals.first().map(carries).unwrap_or_default(),
        carries_fields: carries_fields(query),
        carries_kept: BREAK_EVEN.pairs(query),
        carries_chart: carried.frame.series.first().map(ChartView::new),
        shares: TableView::of(
            "Resultat efter belægning",
            (break_even::COLUMNS, break_even::COLUMNS),
            &carried.rows,
            &of_offer,
            |_| None,
        ),
        notes,
        downloads: vec![
            Downloads::new("Investering", &INVESTMENT, query),
            Downloads::new("Belægning", &BREAK_EVEN, query),
        ],
    };
    Ok(page.render()?)
}

fn written(money: Money) -> String {
    danish(money.decimal().normalize())
}

fn investment_fields(terms: &Terms) -> Vec<Field> {
    let rate = Some(terms.rate);
    vec![
        Field::new("amount", "Investering", written(terms.amount), "kr."),
        Field::new("saving", "Besparelse pr. år", written(terms.saving), "kr."),
        Field::percent("rate", "Rente", rate, "0 til 25 % om året"),
        Field::new("years", "År", terms.years.to_string(), "1 til 50"),
    ]
}

fn carries_fields(query: &Query) -> Vec<Field> {
    let of = &query.assumed;
    let money = |asked: Option<Money>, else_: Money| written(asked.unwrap_or(else_));
    vec![
        Field::new(
            "places",
            "Pladser",
            of.places.unwrap_or(PLACES).to_string(),
            "1 til 500",
        ),
        Field::new(
            "fixed",
            "Faste udgifter pr. år",
            money(of.fixed, FIXED),
            "kr.",
        ),
        Field::new(
            "variable",
            "Variabel udgift pr. døgn",
            money(of.variable, VARIABLE),
            "kr.",
        ),
        Field::new("tariff", "Takst pr. døgn", money(of.tariff, TARIFF), "kr."),
    ]
}

fn told(outcome: &investment::Outcome) -> String {
    let value = with_unit(&investment::VALUE.of(outcome).value);
    let yearly = with_unit(&investment::ANNUITY.of(outcome).value);
    let when = match outcome.paid_back {
        Some(year) => format!("tjent hjem efter {year} år"),
        None => "ikke tjent hjem i perioden".to_owned(),
    };
    format!(
        "Investeringen er {when}: nutidsværdi {value} i alt. Som lån koster den {yearly} om året."
    )
}

fn carries(offer: &crate::domain::projections::break_even::Offer) -> String {
    let cell = break_even::CARRIES.of(offer);
    match cell.value.lack() {
        Some(why) => why.into_owned(),
        None => format!(
            "Tilbuddet går i nul ved en belægning på {}.",
            with_unit(&cell.value)
        ),
    }
}
