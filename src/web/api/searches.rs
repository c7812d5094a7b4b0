//! `POST /api/v1/searches`: a search is made, and its receipt given with everything it showed.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::changes::searches::asked::Sent;
use crate::changes::searches::made;
use crate::domain::searches::{Match, Part, Search};
use crate::web::error::AppError;
use crate::web::searches::links;
use crate::web::state::AppState;
use crate::web::viewer::Viewer;

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    municipality: String,
    paragraph: String,
    target_group: String,
    /// As 2026-05-20.
    needed_from: String,
}

/// Makes a search: what is free now is kept with it for ever. Nothing about a citizen is asked or kept.
#[utoipa::path(
    post,
    path = "/api/v1/searches",
    operation_id = "search_places",
    tag = "searches",
    request_body(content = Object, content_type = "application/json", description = "what is needed, for which municipality"),
    responses(
        (status = 201, description = "the receipt, with everything that was free"),
        (status = 403, description = "the role may not search (application/problem+json)"),
        (status = 422, description = "a value means nothing, or a chef searches for another municipality (application/problem+json)"),
    )
)]
pub async fn create(
    State(state): State<AppState>,
    viewer: Viewer,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Result<Response, AppError> {
    let Json(asked) = asked.map_err(|_| AppError::Unreadable)?;
    let actor = state.actor(viewer.who()?);
    let sent = Sent {
        municipality: asked.municipality,
        paragraph: asked.paragraph,
        target_group: asked.target_group,
        needed_from: asked.needed_from.trim().parse().ok(),
    };
    let (search, found) = state
        .blocking(move |state| Ok(made::make(&state.store, &actor, &sent)?))
        .await?;
    Ok((StatusCode::CREATED, Json(receipt(&search, &found))).into_response())
}

fn receipt(search: &Search, found: &[Match]) -> Value {
    let of = |part: Part| {
        let list = found.iter().filter(|of| of.part == part);
        list.map(shown).collect::<Vec<_>>()
    };
    let asked = &search.asked;
    json!({
        "receipt": search.receipt.to_string(),
        "address": links::receipt(search.receipt),
        "searched_on": search.on.to_string(),
        "municipality": asked.municipality,
        "paragraph": asked.paragraph.key(),
        "target_group": asked.target_group,
        "needed_from": asked.needed_from.to_string(),
        "matches": search.matches,
        "fits": of(Part::Fits),
        "later": of(Part::Later),
        "one_more_group": of(Part::OneMoreGroup),
    })
}

fn shown(of: &Match) -> Value {
    let vacant = &of.vacant;
    json!({
        "id": vacant.entry,
        "offer_id": vacant.offer_id,
        "offer": vacant.offer,
        "operator": vacant.operator,
        "tier": of.tier().key(),
        "municipality": vacant.municipality,
        "distance": of.distance.key(),
        "places": vacant.places,
        "from": vacant.from.to_string(),
        "to": vacant.to.map(|day| day.to_string()),
        "staffed": vacant.staffed,
        "confirmed_on": vacant.confirmed_on.to_string(),
        "stale": vacant.stale,
        "tariff": vacant.tariff.map(|tariff| format!("{:.2}", tariff.amount.decimal())),
    })
}
