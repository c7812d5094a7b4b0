//! `/enkeltsager/egne/{case}`: one single case with every line, and the form of a review.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::links::{PUBLISHED, own_case};
use super::words::{self, short};
use crate::changes::cases::looks::{Look, look};
use crate::changes::cases::reviews::{self, ReviewError, Written};
use crate::changes::people::Identity;
use crate::changes::texts::{Fault, Field};
use crate::domain::cases::{CaseKey, CaseLine, PartChange, Review};
use crate::domain::danish::{MONTHS, danish_date};
use crate::domain::money::Money;
use crate::domain::number::{self, danish};
use crate::domain::period::Year;
use crate::domain::report::Located;
use crate::domain::{cpr, fold};
use crate::reports::cases::own_case::{self, Asked, WholeCase};
use crate::reports::cases::own_row::OwnCase;
use crate::storage::Db;
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::{danish_time, read_date};
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "cases/own_case.html")]
struct Page {
    layout: Layout,
    address: String,
    name: String,
    municipality: String,
    /// The newest year, and what became of the case in it.
    newest: Option<Newest>,
    years: Vec<YearRow>,
    changes: Vec<ChangeRow>,
    asked: Option<AtMedian>,
    lines: Vec<LineRow>,
    reviews: Vec<ReviewView>,
    /// When it is due, and whether that is past.
    due: Option<Due>,
    form: Sent,
    fault: Option<Fault>,
    /// The form is open: it was sent and not done, or there is no review yet.
    unfolded: bool,
    notes: Vec<String>,
}

impl Page {
    fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

/// The newest year, and what became of the case in it.
struct Newest {
    year: Year,
    status: &'static str,
}

/// The next review.
struct Due {
    day: String,
    is_past: bool,
}

/// The parts of a year at the region's median tariff.
struct AtMedian {
    year: Year,
    parts: Vec<AskedRow>,
}

struct YearRow {
    year: Year,
    status: &'static str,
    cost: String,
    refund: String,
    net: String,
    change: String,
}

struct ChangeRow {
    paragraph: &'static str,
    place: String,
    before: String,
    now: String,
    difference: String,
}

/// A part at the region's median tariff.
struct AskedRow {
    paragraph: &'static str,
    place: String,
    cost: String,
    /// Tariff, median, how many it is of, and what the part would cost; or why not.
    figures: Result<[String; 4], String>,
}

struct LineRow {
    year: Year,
    month: &'static str,
    paragraph: &'static str,
    supplier: &'static str,
    offer: String,
    cost: String,
    under_67: &'static str,
    /// Number of the upload and line of its file.
    upload: i64,
    line: i64,
}

struct ReviewView {
    on: String,
    next: Option<String>,
    note: String,
    by: String,
    at: String,
}

/// The form of a review, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    dato: String,
    naeste: String,
    notat: String,
}

impl Sent {
    /// The form before anybody has written in it.
    fn first(today: Date) -> Sent {
        Sent {
            dato: today.to_string(),
            ..Sent::default()
        }
    }

    fn written(&self) -> Result<Written, Fault> {
        let day = |field: Field, text: &str| {
            let words = "Skriv en dato, for eksempel 20-05-2026.";
            read_date(text).ok_or_else(|| field.fault(words))
        };
        Ok(Written {
            on: day(reviews::ON, &self.dato)?,
            next: match self.naeste.trim() {
                "" => None,
                text => Some(day(reviews::NEXT, text)?),
            },
            note: self.notat.clone(),
        })
    }

    /// A CPR-like number is not even sent back to whoever wrote it.
    fn without_numbers(&self) -> Sent {
        Sent {
            dato: cpr::without(&self.dato),
            naeste: cpr::without(&self.naeste),
            notat: cpr::without(&self.notat),
        }
    }
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(case): Path<String>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let html = state
        .blocking(move |state| {
            let key = own_key(&who, &case)?;
            shown(state, &viewer, &key, (None, None))
        })
        .await?;
    Ok(private(html))
}

/// Keeps a review.
///
/// # Errors
/// [`AppError`]; what is refused is the page again, with the reason at the field.
pub async fn review(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(case): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let key = own_key(viewer.who()?, &case)?;
    let back = format!("{}#gennemgange", own_case(&key));
    let actor = state.actor(viewer.who()?);
    let refused = state
        .blocking(move |state| {
            if viewer.looks_again() {
                let again = (Some(sent.without_numbers()), None);
                return shown(state, &viewer, &key, again).map(Some);
            }
            let written = sent.written().map_err(ReviewError::from);
            match written.and_then(|written| reviews::add(&state.store, &actor, &key, &written)) {
                Ok(()) => Ok(None),
                Err(ReviewError::Fault(fault)) => {
                    let again = (Some(sent.without_numbers()), Some(fault));
                    shown(state, &viewer, &key, again).map(Some)
                }
                Err(other) => Err(other.into()),
            }
        })
        .await?;
    Ok(match refused {
        None => Redirect::to(&back).into_response(),
        Some(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}

/// A case of the municipality that somebody is bound to; whoever is bound to none has none.
fn own_key(who: &Identity, case: &str) -> Result<CaseKey, AppError> {
    let municipality = who.bound_to().ok_or(AppError::NotFound)?;
    Ok(CaseKey {
        municipality: municipality.into(),
        case: fold::key(case).into(),
    })
}

/// The page, and the look at it in the log.
fn shown(
    state: &AppState,
    viewer: &Viewer,
    key: &CaseKey,
    form: (Option<Sent>, Option<Fault>),
) -> Result<String, AppError> {
    let one = Look {
        municipality: &key.municipality,
        case: Some(&key.case),
    };
    let today = state.clock.today();
    let actor = state.actor(viewer.who()?);
    look(&state.store, &actor, one, |db| {
        render(db, viewer, (key, today), form)
    })
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    (key, today): (&CaseKey, Date),
    (sent, fault): (Option<Sent>, Option<Fault>),
) -> Result<String, AppError> {
    let whole = own_case::answer(db, key, today)?.ok_or(AppError::NotFound)?;
    let name = format!("Sag {}", short(&key.case));
    let newest = whole.years.first();
    let review = newest.and_then(|case| case.review.as_ref());
    let page = Page {
        layout: Layout::load(db, viewer, name.clone(), PUBLISHED)?,
        address: own_case(key),
        name,
        newest: newest.map(|case| Newest {
            year: case.year,
            status: words::status(case.status),
        }),
        years: whole.years.iter().map(year).collect(),
        changes: newest.map_or_else(Vec::new, |case| changes(&whole, case)),
        asked: asked(&whole),
        lines: whole
            .lines
            .iter()
            .rev()
            .map(|of| line(&whole, of))
            .collect(),
        due: review.and_then(|review| {
            Some(Due {
                day: danish_date(review.next?),
                is_past: review.is_overdue(today),
            })
        }),
        reviews: whole.reviews.iter().map(told).collect(),
        municipality: whole.municipality,
        notes: whole.notes,
        unfolded: sent.is_some() || whole.reviews.is_empty(),
        form: sent.unwrap_or_else(|| Sent::first(today)),
        fault,
    };
    Ok(page.render()?)
}

fn year(case: &OwnCase) -> YearRow {
    let change = case.change();
    YearRow {
        year: case.year,
        status: words::status(case.status),
        cost: exact(case.cost()),
        refund: words::refund(case),
        net: words::net(case),
        change: change.map_or_else(|| words::NONE.to_owned(), words::signed),
    }
}

fn changes(whole: &WholeCase, case: &OwnCase) -> Vec<ChangeRow> {
    let row = |part: PartChange| ChangeRow {
        paragraph: part.paragraph.label(),
        place: words::place(&whole.offers, part.offer.as_deref(), part.supplier),
        before: exact(Some(part.before)),
        now: exact(Some(part.after)),
        difference: words::signed(part.difference()),
    };
    case.changes().into_iter().map(row).collect()
}

fn asked(whole: &WholeCase) -> Option<AtMedian> {
    let (year, parts) = whole.at_median.as_ref()?;
    let row = |Asked { part, at_median }: &Asked| AskedRow {
        paragraph: part.paragraph.label(),
        place: words::place(&whole.offers, part.offer.as_deref(), part.supplier),
        cost: words::whole(part.cost),
        figures: match at_median {
            Ok(at) => Ok([
                exact(Some(at.tariff)),
                number::rounded(&at.median, 2).map_or_else(String::new, danish),
                at.tariffs.to_string(),
                words::whole_of(&at.cost),
            ]),
            Err(why) => Err(words::not_asked(*why)),
        },
    };
    Some(AtMedian {
        year: *year,
        parts: parts.iter().map(row).collect(),
    })
}

fn line(whole: &WholeCase, of: &Located<CaseLine>) -> LineRow {
    let line = &of.value;
    let month = line.month.map(usize::from).and_then(|m| m.checked_sub(1));
    LineRow {
        year: line.year,
        month: month
            .and_then(|m| MONTHS.get(m))
            .copied()
            .unwrap_or(words::NONE),
        paragraph: line.paragraph.label(),
        supplier: line.supplier.label(),
        offer: line
            .offer
            .as_deref()
            .map_or(words::NONE, |id| whole.offers.of(id))
            .to_owned(),
        cost: exact(Some(line.cost)),
        under_67: match line.under_67 {
            Some(true) => "ja",
            Some(false) => "nej",
            None => "ikke oplyst",
        },
        upload: of.at.batch,
        line: of.at.line,
    }
}

fn told(review: &Review) -> ReviewView {
    ReviewView {
        on: danish_date(review.on),
        next: review.next.map(danish_date),
        note: review.note.clone(),
        by: review.by.clone(),
        at: danish_time(&review.at),
    }
}

fn exact(money: Option<Money>) -> String {
    money.map_or_else(|| words::NONE.to_owned(), |money| danish(money.decimal()))
}
