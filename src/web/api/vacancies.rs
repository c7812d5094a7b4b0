//! `GET/POST /api/v1/vacancies`, `POST /api/v1/vacancies/ID/confirm`: vacant places for scripts.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::body::{Whole, json, read};
use crate::changes::places::log::{Reads, Written};
use crate::changes::places::{confirm, log};
use crate::domain::money::Money;
use crate::domain::number::Convention;
use crate::domain::places::Entry;
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// How a script writes: dates as 2027-02-01, amounts with a point.
const SCRIPT: Reads = Reads {
    date: |text| text.parse().ok(),
    numbers: Convention::Point,
};

/// A new entry; what is left out is filled in from the offer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewVacancy {
    offer_id: String,
    /// `place` or `dwelling`; a place without it.
    kind: Option<String>,
    places: Whole,
    /// Today without it.
    from: Option<String>,
    to: Option<String>,
    paragraph: Option<String>,
    target_groups: Option<Vec<String>>,
    staffed: Option<bool>,
    reason: Option<String>,
    contact: Option<String>,
    rent_per_month: Option<String>,
    /// Ids of entries that may be the same places and are not.
    #[serde(default)]
    beside: Vec<Whole>,
}

impl NewVacancy {
    fn written(self) -> Written {
        let yes = |yes: bool| if yes { "ja" } else { "nej" };
        Written {
            offer: self.offer_id,
            kind: self.kind.unwrap_or_default(),
            places: self.places.0.to_string(),
            from: self.from.unwrap_or_default(),
            to: self.to.unwrap_or_default(),
            paragraph: self.paragraph.unwrap_or_default(),
            target_groups: self.target_groups.unwrap_or_default(),
            staffed: self.staffed.map_or("", yes).to_owned(),
            reason: self.reason.unwrap_or_default(),
            contact: self.contact.unwrap_or_default(),
            rent: self.rent_per_month.unwrap_or_default(),
            seen: self.beside.iter().map(|id| id.0).collect(),
        }
    }
}

/// What whoever confirms has seen.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Confirms {
    /// The entry's `version` as it was read: an entry that was changed since is not confirmed.
    version: Option<Whole>,
}

/// An entry as scripts read it: the columns of the report `vacancies`, and what else is said.
#[derive(Debug, Serialize)]
struct Vacancy {
    id: i64,
    offer_id: String,
    offer: String,
    operator: String,
    kind: &'static str,
    paragraph: &'static str,
    target_groups: Vec<String>,
    places: i64,
    state: &'static str,
    reserved_for: Option<String>,
    staffed: Option<bool>,
    from: String,
    to: Option<String>,
    confirmed_on: String,
    stale: bool,
    rent_per_month: Option<String>,
    reason: String,
    contact: String,
    /// The data version of the newest change of it.
    version: i64,
}

#[derive(Debug, Serialize)]
struct Open {
    data_version: i64,
    on: String,
    vacancies: Vec<Vacancy>,
}

/// Every open entry, those that begin later too.
#[utoipa::path(
    get,
    path = "/api/v1/vacancies",
    operation_id = "list_vacancies",
    tag = "vacancies",
    responses((status = 200, description = "every open entry as it is today; those that begin later too")),
)]
pub async fn list(State(state): State<AppState>) -> Result<Response, AppError> {
    let today = state.clock.today();
    let open = state
        .read(move |db| {
            let data_version = storage::version(db)?;
            let entries = places::entries(db, Wanted::OpenOn(today), data_version)?;
            Ok(Open {
                data_version,
                on: today.to_string(),
                vacancies: described(db, &entries, today)?,
            })
        })
        .await?;
    json(StatusCode::OK, &open)
}

/// Logs vacant places or dwellings.
#[utoipa::path(
    post,
    path = "/api/v1/vacancies",
    operation_id = "log_vacancy",
    tag = "vacancies",
    request_body(content = Object, content_type = "application/json", description = "the entry; offer_id and places must be there"),
    responses(
        (status = 201, description = "the entry; it is stored"),
        (status = 403, description = "the role may not log, or not of this offer (application/problem+json)"),
        (status = 409, description = "entries stand there that may be the same places: name them in `beside` if they are not (application/problem+json)"),
        (status = 422, description = "a value means nothing, or the offer has not so many places (application/problem+json)"),
    ),
)]
pub async fn create(
    State(state): State<AppState>,
    viewer: Viewer,
    body: Bytes,
) -> Result<Response, AppError> {
    let new: NewVacancy = read(&body)?;
    let actor = state.actor(viewer.who()?);
    let entry = state
        .blocking(move |state| {
            let entry = log::log(&state.store, &actor, &new.written(), SCRIPT)?;
            one(state, entry)
        })
        .await?;
    json(StatusCode::CREATED, &entry)
}

/// Says that an entry is as it was; twice on one day is once.
#[utoipa::path(
    post,
    path = "/api/v1/vacancies/{id}/confirm",
    operation_id = "confirm_vacancy",
    tag = "vacancies",
    params(("id" = i64, Path, description = "the entry")),
    request_body(content = Object, content_type = "application/json", description = "nothing, or the `version` that was read"),
    responses(
        (status = 200, description = "the entry, confirmed today"),
        (status = 403, description = "the role may not confirm, or not of this offer (application/problem+json)"),
        (status = 404, description = "no such entry (application/problem+json)"),
        (status = 409, description = "it was changed since that version, or has ended (application/problem+json)"),
    ),
)]
pub async fn confirm(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, AppError> {
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    let said: Confirms = if body.is_empty() {
        Confirms::default()
    } else {
        read(&body)?
    };
    let actor = state.actor(viewer.who()?);
    let entry = state
        .blocking(move |state| {
            let entry = confirm::one(
                &state.store,
                &actor,
                id,
                said.version.map(|version| version.0),
            )?;
            one(state, entry)
        })
        .await?;
    json(StatusCode::OK, &entry)
}

fn one(state: &AppState, entry: Entry) -> Result<Option<Vacancy>, AppError> {
    let today = state.clock.today();
    let described = state
        .store
        .read::<_, AppError>(|db| described(db, &[entry], today))?;
    Ok(described.into_iter().next())
}

/// Entries with what their offers are called.
fn described(db: &mut Db, entries: &[Entry], today: Date) -> Result<Vec<Vacancy>, AppError> {
    let now = storage::version(db)?;
    let offers = register::holding(db, now)?;
    let vacancy = |entry: &Entry| {
        let offer = &offers.get(&entry.about.offer_id)?.value;
        let terms = entry.terms();
        Some(Vacancy {
            id: entry.id,
            offer_id: offer.id.clone(),
            offer: offer.name.clone(),
            operator: offer.operator.clone(),
            kind: entry.about.kind.key(),
            paragraph: entry.about.paragraph.key(),
            target_groups: terms.target_groups.clone(),
            places: terms.places,
            state: terms.state.key(),
            reserved_for: terms.reserved_for.clone(),
            staffed: terms.staffed,
            from: terms.from.to_string(),
            to: terms.to.map(|to| to.to_string()),
            confirmed_on: entry.confirmed_on(today).to_string(),
            stale: entry.is_stale(today),
            rent_per_month: terms
                .rent
                .map(Money::decimal)
                .map(|d: Decimal| d.to_string()),
            reason: terms.reason.clone(),
            contact: terms.contact.clone(),
            version: entry.version(),
        })
    };
    Ok(entries.iter().filter_map(vacancy).collect())
}
