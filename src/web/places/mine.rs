//! `/ledige-pladser/mine`: one's own open entries, confirmed one by one or all with one press.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::board::{Line, Registers};
use crate::changes::people::Identity;
use crate::changes::places::confirm;
use crate::domain::danish::counted;
use crate::storage::Db;
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
            let lines = own(db, who, today)?;
            let page = Page {
                layout: Layout::load(db, &viewer, "Mine opslag", "/ledige-pladser")?,
                waiting: lines.iter().filter(|line| !line.is_of_today).count(),
                lines,
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

/// Whoever's own entries, those that wait longest first.
fn own(db: &mut Db, who: &Identity, today: jiff::civil::Date) -> Result<Vec<Line>, AppError> {
    let mut own = confirm::own(db, who.bound_to(), &who.signature(), today)?;
    own.sort_by_key(|entry| (entry.confirmed_on(today), entry.from()));
    let registers = Registers::load(db)?;
    let line = |entry: &crate::domain::places::Entry| {
        let offer = registers.offers.get(&entry.about.offer_id)?;
        Some(Line::of(entry, offer, &registers, today))
    };
    Ok(own.iter().filter_map(line).collect())
}
