//! `/ledige-pladser/ny`: the form that logs vacant places, and what becomes of it.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use super::board::{Line, Registers};
use super::sent::{FORM, Sent};
use crate::changes::people::Identity;
use crate::changes::places::{PlaceError, log, offers_of};
use crate::changes::texts::Fault;
use crate::domain::danish::danish_order;
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{Entry, PlaceKind};
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "places/log.html")]
struct Page {
    layout: Layout,
    sent: Sent,
    fault: Option<Fault>,
    /// Entries that may be the same places.
    overlaps: Vec<Line>,
    /// What can be chosen while one types, one's own first.
    offers: Vec<String>,
    kinds: Vec<Choice>,
    paragraphs: Vec<Choice>,
    staffed: Vec<Choice>,
    /// Something that is folded away was filled in, or is wrong.
    unfolded: bool,
}

/// What the form is shown after.
#[derive(Default)]
struct After {
    sent: Sent,
    fault: Option<Fault>,
    overlaps: Vec<Entry>,
}

/// Shows the empty form.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let today = state.clock.today();
    let begun = [("pladser", "1".to_owned()), ("fra", today.to_string())];
    let begun = begun.map(|(name, value)| (name.to_owned(), value));
    let after = After {
        sent: Sent(begun.into()),
        ..After::default()
    };
    let html = state
        .read(move |db| render(db, &viewer, today, after))
        .await?;
    Ok(private(html))
}

/// Keeps what was filled in.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field, or with the
/// entries that may be the same places.
pub async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let today = state.clock.today();
    let done = state
        .blocking(move |state| {
            let mut after = After {
                sent: Sent(pairs),
                ..After::default()
            };
            if !viewer.looks_again() {
                match log::log(&state.store, &actor, &after.sent.written(), FORM) {
                    Ok(entry) => return Ok(Ok(entry.id)),
                    Err(PlaceError::Fault(fault)) => after.fault = Some(fault),
                    Err(PlaceError::Overlaps(entries)) => after.overlaps = entries,
                    Err(other) => return Err(other.into()),
                }
            }
            after.sent = after.sent.without_numbers();
            let html = state.store.read(|db| render(db, &viewer, today, after))?;
            Ok(Err(html))
        })
        .await?;
    Ok(match done {
        Ok(id) => Redirect::to(&format!("/ledige-pladser/{id}?gemt=ja")).into_response(),
        Err(html) => (StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response(),
    })
}

fn render(db: &mut Db, viewer: &Viewer, today: Date, after: After) -> Result<String, AppError> {
    let who = viewer.who()?.clone();
    let registers = Registers::load(db)?;
    let After {
        sent,
        fault,
        overlaps,
    } = after;
    let overlaps = overlaps.iter().filter_map(|entry| {
        let offer = registers.offers.get(&entry.about.offer_id)?;
        Some(Line::of(entry, offer, &registers, today))
    });
    let folded = [
        "til",
        "paragraf",
        "maalgrupper",
        "bemandet",
        "aarsag",
        "kontakt",
        "husleje_md",
    ];
    let is_wrong = |name: &&str| fault.as_ref().is_some_and(|f| f.field.name == *name);
    let page = Page {
        unfolded: folded
            .iter()
            .any(|name| is_wrong(name) || !sent.get(name).is_empty()),
        overlaps: overlaps.collect(),
        offers: suggested(db, &who, today)?,
        kinds: PlaceKind::ALL
            .map(|kind| {
                let chosen = sent.get("type") == kind.label();
                let first = sent.get("type").is_empty() && kind == PlaceKind::Place;
                Choice::of(kind.label(), kind.label(), chosen || first)
            })
            .into(),
        paragraphs: Paragraph::ALL
            .map(|p| Choice::of(p.key(), p.label(), p.key() == sent.get("paragraf")))
            .into(),
        staffed: staffed(sent.get("bemandet")),
        layout: Layout::load(db, viewer, "Meld ledigt", "/ledige-pladser")?,
        sent,
        fault,
    };
    Ok(page.render()?)
}

/// Ja and nej.
pub(super) fn staffed(chosen: &str) -> Vec<Choice> {
    ["ja", "nej"]
        .map(|word| Choice::of(word, word, word == chosen))
        .into()
}

/// The offers that one may log of: a chef the own municipality's, others first those that they
/// logged of before.
fn suggested(db: &mut Db, who: &Identity, today: Date) -> Result<Vec<String>, AppError> {
    let mut offers = offers_of(db, who.bound_to())?;
    let mut before = std::collections::BTreeSet::new();
    if who.bound_to().is_none() {
        let now = storage::version(db)?;
        let by = who.signature();
        let known = places::entries(db, Wanted::OpenOn(today), now)?;
        let mine = known.into_iter().filter(|e| e.steps().any(|s| s.by == by));
        before.extend(mine.map(|entry| entry.about.offer_id));
    }
    let order = danish_order();
    offers.sort_by(|a, b| {
        let not_before = |id: &String| !before.contains(id);
        (not_before(&a.id).cmp(&not_before(&b.id))).then_with(|| order(&[&a.name], &[&b.name]))
    });
    let named = offers
        .iter()
        .map(|offer| format!("{} ({})", offer.name, offer.id));
    Ok(named.collect())
}
