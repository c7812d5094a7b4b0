//! `/arbejdsplan/kalender`: the secret address of a calendar of due dates, made, replaced or ended; and
//! `/kalender/SECRET/arbejdsplan.ics`, which calendar programs fetch without a sign-in.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::{links, words};
use crate::changes::people::calendars::{self, Feed};
use crate::domain::workplan::Tracked;
use crate::export::ics::{self, Event};
use crate::storage::people::calendars as kept;
use crate::storage::{self, Db, workplan};
use crate::web::error::AppError;
use crate::web::page::{back, private};
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "workplan/calendar.html")]
struct Page {
    layout: Layout,
    /// When one's own address was made.
    made: Option<String>,
    /// An address that was just made; shown this once.
    address: Option<String>,
}

/// Shows whether one has an address.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    page(&state, &viewer, None).await
}

/// Makes an address instead of the one there was.
///
/// # Errors
/// [`AppError`]
pub async fn make(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let actor = state.actor(&who);
    let secret = state
        .blocking(move |state| Ok(calendars::make(&state.store, &actor, &who, Feed::Workplan)?))
        .await?;
    let address = format!("{}{}", state.site.address(), Feed::Workplan.path(&secret));
    page(&state, &viewer, Some(address)).await
}

/// Ends the address.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn end(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let actor = state.actor(&who);
    let ended = state
        .blocking(move |state| Ok(calendars::end(&state.store, &actor, &who, Feed::Workplan)?))
        .await?;
    back(ended, links::CALENDAR)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    address: Option<String>,
) -> Result<Response, AppError> {
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let made = kept::of_user(db, &viewer.who()?.user_id, Feed::Workplan.key())?;
            let page = Page {
                layout: Layout::load(db, &viewer, "Arbejdsplanens frister", links::BOARD)?,
                made: made.as_deref().map(danish_time),
                address,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

/// Sends the calendar.
///
/// # Errors
/// [`AppError::NotFound`] for an address that was never made, was ended or replaced, or whose user is shut
/// out.
pub async fn give(
    State(state): State<AppState>,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let address = state.site.address();
    let calendar = state
        .read(move |db| {
            let owner = calendars::owner(db, &secret, Feed::Workplan)?;
            owner.ok_or(AppError::NotFound)?;
            Ok(ics::write("Arbejdsplanens frister", &events(db, &address)?))
        })
        .await?;
    let kind = (
        header::CONTENT_TYPE,
        HeaderValue::from_static(ics::CONTENT_TYPE),
    );
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(([kind, kept], calendar).into_response())
}

/// The due date of every milestone of every plan.
fn events(db: &mut Db, address: &str) -> Result<Vec<Event>, AppError> {
    let now = storage::version(db)?;
    let plans = workplan::plans(db, now)?;
    let all = plans.iter().flat_map(|kept| {
        let added = moment(&kept.at);
        let own = kept.milestones.iter();
        own.map(move |tracked| event(tracked, added, address))
    });
    let mut events: Vec<Event> = all.collect();
    events.sort_by(|a, b| (a.day, &a.uid).cmp(&(b.day, &b.uid)));
    Ok(events)
}

/// A stored moment; the beginning of time for the plan that a database starts with, which has none.
fn moment(at: &str) -> Timestamp {
    at.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn event(tracked: &Tracked, added: Timestamp, address: &str) -> Event {
    let (stands, milestone) = (tracked.newest(), &tracked.milestone);
    let last = tracked.updates.last();
    let done = words::done_of_all(&stands);
    Event {
        uid: format!("milepael-{}@{}", milestone.key, host(address)),
        changed: last.map_or(added, |update| moment(&update.at)),
        day: stands.due,
        summary: format!("{}: {}", stands.status.label(), milestone.title),
        description: format!(
            "Ansvarlig: {}\nLeverancer færdige: {done}\n{}",
            stands.owner.label(),
            tracked.focus_area.title
        ),
        page: Some(format!("{address}{}", links::milestone(&milestone.key))),
    }
}

/// The name of the service in its address.
fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}
