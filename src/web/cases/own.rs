//! `/enkeltsager/egne`: the single cases of a head of department's own municipality.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;

use super::links::{OWN, PUBLISHED, own_case};
use super::words;
use crate::changes::cases::looks::{Look, look};
use crate::domain::cases::PartChange;
use crate::domain::danish::danish_date;
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, Unit};
use crate::reports::cases::at_median::Asked;
use crate::reports::cases::own::{self, Own};
use crate::reports::cases::own_row::OwnCase;
use crate::reports::columns::{Col, Cols};
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::filters::{Choice, FilterForm, Select};
use crate::web::view::layout::Layout;
use crate::web::view::order::{Order, take_order};
use crate::web::view::table::Head;
use crate::web::viewer::Viewer;

/// What the list can be sorted by. The years' costs are columns of their own: that of the year asked for
/// stands for them.
static SORTED: Cols<OwnCase> = &[
    &Col::names("case", "Sag", Unit::Text, |case| {
        Cell::text(words::short(&case.key.case))
    }),
    &Col::figure("cost", "Udgift", Unit::Kroner, |case| kroner(case.cost())),
    &Col::figure("refund", "Refusion", Unit::Kroner, |case| {
        kroner(case.refund.map(|refund| refund.amount))
    }),
    &Col::figure("net", "Netto", Unit::Kroner, |case| kroner(case.net())),
    &Col::figure("change", "Ændret fra året før", Unit::Kroner, |case| {
        kroner(case.change())
    }),
    &Col::says("next", "Gennemgang", Unit::Text, |case| {
        let next = case.review.as_ref().and_then(|review| review.next);
        next.map_or_else(|| Cell::missing(""), |day| Cell::text(day.to_string()))
    }),
];

fn kroner(money: Option<Money>) -> Cell {
    money.map_or_else(
        || Cell::missing(""),
        |money| report::kroner(&money.exact()).into(),
    )
}

#[derive(Template)]
#[template(path = "cases/own.html")]
struct Page {
    layout: Layout,
    municipality: String,
    year: Option<Year>,
    every: bool,
    filters: FilterForm,
    heads: Vec<Head>,
    /// As it comes: nothing else is asked for.
    sorted_by_cost: bool,
    /// How many there are, whatever is looked for.
    all: usize,
    /// The word that is looked for.
    word: String,
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

/// The newest review of a case.
struct NewestReview {
    on: String,
    note: String,
}

/// A case on the list.
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
    UrlQuery(mut pairs): UrlQuery<Pairs>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let order = take_order(&mut pairs);
    let wanted = |key: &str| {
        let found = pairs.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (year, shown) = (wanted("year"), wanted("vis"));
    let html = state
        .blocking(move |state| {
            let municipality = who.bound_to().ok_or(AppError::NotFound)?;
            let asked = own::Asked {
                municipality: municipality.to_owned(),
                year: year.parse().ok().and_then(Year::new),
                every: shown == EVERY,
                today: state.clock.today(),
            };
            let list = Look {
                municipality,
                case: None,
            };
            look(&state.store, &state.actor(&who), list, |db| {
                render(db, &viewer, &asked, &order)
            })
        })
        .await?;
    Ok(private(html))
}

/// Also what is not costly.
const EVERY: &str = "alle";

fn render(
    db: &mut Db,
    viewer: &Viewer,
    asked: &own::Asked,
    order: &Order,
) -> Result<String, AppError> {
    let mut answer = own::answer(db, asked)?;
    let years = shown_years(&answer);
    let by_column = Order {
        word: String::new(),
        ..order.clone()
    };
    answer.cases = by_column.of(answer.cases, SORTED);
    let cases = answer.cases.iter().filter(|case| has(order, &answer, case));
    let rows: Vec<Row> = cases.map(|case| row(&answer, case, &years)).collect();
    let page = Page {
        layout: Layout::load(db, viewer, "Egne enkeltsager", PUBLISHED)?,
        municipality: answer.municipality.clone(),
        year: answer.year,
        every: asked.every,
        filters: order.in_form(filters(&answer, asked.every)),
        heads: heads(order, &answer, asked.every, &years),
        sorted_by_cost: order.column.is_none(),
        all: answer.cases.len(),
        word: order.word.clone(),
        rows,
        at_median: answer.at_median.as_ref().map(at_median),
        overdue: answer.cases.iter().filter(|case| case.overdue).count(),
        notes: answer.notes,
    };
    Ok(page.render()?)
}

/// Whether a case has the word that is looked for: in its pseudonym, whole as it is in the files, or in
/// what the list says of it.
fn has(order: &Order, answer: &Own, case: &OwnCase) -> bool {
    let word = order.word.to_lowercase();
    let mut said = vec![
        case.key.case.to_string(),
        words::status(case.status).to_owned(),
        words::paragraphs(&case.paragraphs()),
    ];
    said.extend(offers(answer, case));
    said.extend(case.review.as_ref().map(|review| review.note.clone()));
    said.iter().any(|text| text.to_lowercase().contains(&word))
}

/// The heads of the list, each leading to the list in its order where it has one.
fn heads(order: &Order, answer: &Own, every: bool, years: &[Year]) -> Vec<Head> {
    let shown = every.then(|| ("vis", EVERY.to_owned()));
    let year = answer.year.map(|year| ("year", year.to_string()));
    let filters: Vec<_> = year.into_iter().chain(shown).collect();
    let head = |label: String, num: bool, key: &str| Head {
        label,
        unit: "",
        num,
        sorted: (!key.is_empty()).then(|| order.by_column(key, filters.clone(), OWN)),
    };
    let newest = years.last();
    let each = years.iter().map(|year| {
        let key = if Some(year) == newest { "cost" } else { "" };
        head(year.to_string(), true, key)
    });
    let of = |words: &str| match newest {
        Some(year) => format!("{words} {year}"),
        None => words.to_owned(),
    };
    let first = [
        head("Sag".to_owned(), false, "case"),
        head("Paragraf og tilbud".to_owned(), false, ""),
    ];
    let last = [
        head(of("Refusion"), true, "refund"),
        head(of("Netto"), true, "net"),
        head("Ændret fra året før".to_owned(), false, "change"),
        head("Gennemgang".to_owned(), false, "next"),
    ];
    first.into_iter().chain(each).chain(last).collect()
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
