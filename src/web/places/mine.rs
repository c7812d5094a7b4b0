//! `/ledige-pladser/mine`: one's own open entries, confirmed one by one or all with one press. Whoever is
//! bound to no municipality may confirm those of others too: one by one, and only those that wait for it.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::board::{Line, Registers};
use crate::changes::people::Identity;
use crate::changes::places::confirm;
use crate::domain::danish::counted;
use crate::domain::places::Entry;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

pub(super) const ADDRESS: &str = "/ledige-pladser/mine";

#[derive(Template)]
#[template(path = "places/mine.html")]
struct Page {
    layout: Layout,
    lines: Vec<Line>,
    /// Of others, those that wait to be confirmed.
    others: Vec<Line>,
    /// How many are not confirmed today.
    waiting: usize,
    /// What was just done.
    done: Option<String>,
}

/// What was just done, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    bekraeftet: Option<usize>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(after): UrlQuery<After>,
    viewer: Viewer,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    let html = state
        .read(move |db| {
            let who = viewer.who()?;
            let (lines, others) = open(db, who, today)?;
            let page = Page {
                layout: Layout::load(db, &viewer, "Mine opslag", "/ledige-pladser")?,
                waiting: lines.iter().filter(|line| !line.is_of_today).count(),
                lines,
                others,
                done: after.bekraeftet.map(|count| {
                    let entries = counted(count, "opslag er", "opslag er");
                    format!("{entries} bekræftet.")
                }),
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

/// Confirms all of one's own.
///
/// # Errors
/// [`AppError`]
pub async fn confirm(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let count = state
        .blocking(move |state| Ok(confirm::all_own(&state.store, &actor)?))
        .await?;
    Ok(Redirect::to(&format!("{ADDRESS}?bekraeftet={count}")).into_response())
}

/// Whoever's own entries, and those of others that wait and may be confirmed; what waits longest first.
fn open(db: &mut Db, who: &Identity, today: Date) -> Result<(Vec<Line>, Vec<Line>), AppError> {
    let own = confirm::own(db, who.bound_to(), &who.signature(), today)?;
    let mut others = Vec::new();
    if who.bound_to().is_none() {
        let now = storage::version(db)?;
        others = places::entries(db, Wanted::OpenOn(today), now)?;
        others.retain(|of| of.waits(today) && own.iter().all(|known| known.id != of.id));
    }
    let registers = Registers::load(db)?;
    let lines = |mut entries: Vec<Entry>| {
        entries.sort_by_key(|entry| (entry.confirmed_on(today), entry.from()));
        let line = |entry: &Entry| {
            let offer = registers.offers.get(&entry.about.offer_id)?;
            Some(Line::of(entry, offer, &registers, today))
        };
        entries.iter().filter_map(line).collect()
    };
    Ok((lines(own), lines(others)))
}
