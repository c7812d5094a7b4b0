//! `/enkeltsager/egne`: the single cases of a head of department's own municipality.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use serde::Deserialize;

use super::links::{OWN, PUBLISHED, own_case};
use super::words;
use crate::changes::cases::looks::{Look, look};
use crate::domain::cases::PartChange;
use crate::domain::danish::danish_date;
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::reports::cases::at_median::Asked;
use crate::reports::cases::own::{self, Own};
use crate::reports::cases::own_row::OwnCase;
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::{Choice, FilterForm, Select};
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    year: String,
    vis: String,
}

#[derive(Template)]
#[template(path = "cases/own.html")]
struct Page {
    layout: Layout,
    municipality: String,
    year: Option<Year>,
    years: Vec<Year>,
    every: bool,
    filters: FilterForm,
    rows: Vec<Row>,
    overdue: usize,
    at_median: Option<AtMedianView>,
    notes: Vec<String>,
}

/// What the costly cases would cost at the median.
struct AtMedianView {
    cases: usize,
    of: usize,
    cost: String,
    at_median: String,
    /// How much less or more, in words.
    difference: String,
}

/// A case on the list.
/// The newest review of a case.
struct NewestReview {
    on: String,
    note: String,
}

struct Row {
    address: String,
    name: String,
    status: &'static str,
    paragraphs: String,
    offers: Vec<String>,
    costs: Vec<String>,
    refund: String,
    net: String,
    change: String,
    /// What most of it is, in words.
    mostly: Option<String>,
    review: Option<NewestReview>,
    next: Option<String>,
    overdue: bool,
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(wanted): UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let html = state
        .blocking(move |state| {
            let municipality = who.bound_to().ok_or(AppError::NotFound)?;
            let asked = own::Asked {
                municipality: municipality.to_owned(),
                year: wanted.year.parse().ok().and_then(Year::new),
                every: wanted.vis == EVERY,
                today: state.clock.today(),
            };
            let list = Look {
                municipality,
                case: None,
            };
            look(&state.store, &state.actor(&who), list, |db| {
                render(db, &viewer, &asked)
            })
        })
        .await?;
    Ok(private(html))
}

/// Also what is not costly.
const EVERY: &str = "alle";

fn render(db: &mut Db, viewer: &Viewer, asked: &own::Asked) -> Result<String, AppError> {
    let answer = own::answer(db, asked)?;
    let years = shown_years(&answer);
    let page = Page {
        layout: Layout::load(db, viewer, "Egne enkeltsager", PUBLISHED)?,
        municipality: answer.municipality.clone(),
        year: answer.year,
        every: asked.every,
        filters: filters(&answer, asked.every),
        rows: answer
            .cases
            .iter()
            .map(|case| row(&answer, case, &years))
            .collect(),
        years,
        at_median: answer.at_median.as_ref().map(at_median),
        overdue: answer.cases.iter().filter(|case| case.overdue).count(),
        notes: answer.notes,
    };
    Ok(page.render()?)
}

/// The year and the three before it, of those that have lines.
fn shown_years(answer: &Own) -> Vec<Year> {
    let to = answer.year.into_iter();
    let until = to.flat_map(|year| answer.years.iter().copied().filter(move |y| *y <= year));
    let all: Vec<Year> = until.collect();
    all[all.len().saturating_sub(4)..].to_vec()
}

fn filters(answer: &Own, every: bool) -> FilterForm {
    let words = if every { "alle sager" } else { "dyre sager" };
    let year = |year: &Year| {
        let text = year.to_string();
        Choice::of(text.clone(), text, answer.year == Some(*year))
    };
    FilterForm {
        word: None,
        kept: Vec::new(),
        summary: answer
            .year
            .map_or_else(String::new, |year| format!("{year}, {words}")),
        action: OWN.to_owned(),
        selects: vec![
            Select {
                name: "year",
                label: "År",
                choices: answer.years.iter().rev().map(year).collect(),
            },
            Select {
                name: "vis",
                label: "Sager",
                choices: vec![
                    Choice::of("", "Dyre sager og ophørte", !every),
                    Choice::of(EVERY, "Alle sager", every),
                ],
            },
        ],
    }
}

fn row(answer: &Own, case: &OwnCase, years: &[Year]) -> Row {
    let costs = case.costs.iter().filter(|(year, _)| years.contains(year));
    let review = case.review.as_ref();
    Row {
        address: own_case(&case.key),
        name: words::short(&case.key.case),
        status: words::status(case.status),
        paragraphs: words::paragraphs(&case.paragraphs()),
        offers: offers(answer, case),
        costs: costs.map(|(_, cost)| words::or_none(*cost)).collect(),
        refund: words::refund(case),
        net: words::net(case),
        change: case
            .change()
            .map_or_else(|| words::NONE.to_owned(), words::signed),
        mostly: mostly(answer, case),
        review: review.map(|review| NewestReview {
            on: danish_date(review.on),
            note: review.note.clone(),
        }),
        next: review.and_then(|review| review.next).map(danish_date),
        overdue: case.overdue,
    }
}

fn at_median(asked: &Asked) -> AtMedianView {
    let difference = &asked.at_median - asked.cost.exact();
    let less = difference < Money::ZERO.exact();
    let amount = words::whole_of(&if less { -difference } else { difference });
    AtMedianView {
        cases: asked.cases,
        of: asked.of,
        cost: words::whole(asked.cost),
        at_median: words::whole_of(&asked.at_median),
        difference: format!("{amount} kr. {}", if less { "mindre" } else { "mere" }),
    }
}

/// Its offers, each once.
fn offers(answer: &Own, case: &OwnCase) -> Vec<String> {
    let parts = case.known().into_iter().flat_map(|case| &case.parts);
    let mut offers: Vec<String> = parts
        .filter_map(|part| part.offer.as_deref())
        .map(|id| answer.offers.of(id).to_owned())
        .collect();
    offers.dedup();
    offers
}

/// The part that changed most, where there is more than one.
fn mostly(answer: &Own, case: &OwnCase) -> Option<String> {
    let changes = case.changes();
    let changed = |part: &&PartChange| part.difference().oere() != 0;
    let largest = changes.iter().find(changed)?;
    if changes.len() < 2 {
        return None;
    }
    let place = words::place(&answer.offers, largest.offer.as_deref(), largest.supplier);
    let difference = words::signed(largest.difference());
    Some(format!("{}, {place}: {difference}", largest.paragraph))
}
