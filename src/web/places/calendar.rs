//! `/kalender/SECRET/ledige-pladser.ics`: the days that places are vacant from, for calendar programs, which
//! do not sign in. An address that does not hold is not found, like any other.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use crate::changes::people::calendars::{self, Feed};
use crate::domain::danish::danish_date;
use crate::domain::offers::Offer;
use crate::domain::places::fresh::days_between;
use crate::domain::places::{Entry, State as Stands};
use crate::export::ics::{self, Event};
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::places::words::staffed;
use crate::web::state::AppState;

/// Days that a day stays in the calendar after it has come, while nobody took the place.
const KEPT: i32 = 31;

/// Sends the calendar.
///
/// # Errors
/// [`AppError::NotFound`] for an address that was never made, was ended or replaced, or whose user is shut
/// out.
pub async fn show(
    State(state): State<AppState>,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let (today, address) = (state.clock.today(), state.site.address());
    let calendar = state
        .read(move |db| {
            let owner = calendars::owner(db, &secret, Feed::Vacancies)?;
            owner.ok_or(AppError::NotFound)?;
            Ok(ics::write("Ledige pladser", &events(db, today, &address)?))
        })
        .await?;
    let kind = (
        header::CONTENT_TYPE,
        HeaderValue::from_static(ics::CONTENT_TYPE),
    );
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(([kind, kept], calendar).into_response())
}

fn events(db: &mut Db, today: Date, address: &str) -> Result<Vec<Event>, AppError> {
    let now = storage::version(db)?;
    let offers: BTreeMap<String, Offer> = register::holding(db, now)?
        .into_iter()
        .map(|(id, offer)| (id, offer.value))
        .collect();
    let mut open = places::entries(db, Wanted::OpenOn(today), now)?;
    open.retain(|entry| days_between(entry.from(), today) <= KEPT);
    open.sort_by_key(|entry| (entry.from(), entry.id));
    let event = |entry: &Entry| {
        let offer = offers.get(&entry.about.offer_id)?;
        event(entry, offer, address)
    };
    Ok(open.iter().filter_map(event).collect())
}

fn event(entry: &Entry, offer: &Offer, address: &str) -> Option<Event> {
    let (terms, id) = (entry.terms(), entry.id);
    let places = entry.about.kind.counted(terms.places);
    let stands = match terms.state {
        Stands::Reserved => "reserveret",
        _ if terms.places == 1 => "ledig",
        _ => "ledige",
    };
    let mut told = vec![
        format!("{} efter {}", places, entry.about.paragraph.label()),
        format!("Driftsherre: {}", offer.operator),
    ];
    told.extend(staffed(terms).map(|words| format!("Pladsen er {words}")));
    told.extend(terms.to.map(|to| format!("Ledig til {}", danish_date(to))));
    Some(Event {
        uid: format!("opslag-{id}-fra@{}", host(address)),
        changed: entry.newest.at.parse().ok()?,
        day: terms.from,
        summary: format!("{places} {stands}: {}", offer.name),
        description: told.join("\n"),
        page: Some(format!("{address}/ledige-pladser/{id}")),
    })
}

/// The name of the service in its address.
fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, host)| host)
}
