//! `GET /api/v1/meetings/ID`: the public part of a meeting, after OParl 1.1 (schema.oparl.org): the properties of a
//! Meeting and of its AgendaItems that there is something to say of. What OParl has no word for bears our prefix.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::domain::markdown::{self, Block};
use crate::domain::meetings::{Item, Meeting};
use crate::storage::meetings::{self, items};
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::state::AppState;

/// Shows a meeting: without an agenda while that is not sent, and without what is confidential.
///
/// # Errors
/// [`AppError::NotFound`] for a meeting that is not there.
#[utoipa::path(
    get,
    path = "/api/v1/meetings/{id}",
    operation_id = "show_meeting",
    tag = "meetings",
    params(("id" = String, Path, description = "the id of a meeting, as the report `meetings` has it")),
    responses(
        (status = 200, description = "the public part of the meeting, after OParl 1.1"),
        (status = 403, description = "the role may not see meetings (application/problem+json)"),
        (status = 404, description = "no such meeting (application/problem+json)"),
    )
)]
pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let shown = state.read(move |db| meeting(db, &id)).await?;
    Ok(Json(shown).into_response())
}

fn meeting(db: &mut Db, id: &str) -> Result<Value, AppError> {
    let version = storage::version(db)?;
    let of = meetings::get(db, id, version)?.ok_or(AppError::NotFound)?;
    let items = if of.is_public() {
        items::of_meeting(db, id, version)?
    } else {
        Vec::new()
    };
    let public = items
        .iter()
        .filter(|item| item.is_on() && !item.wording.confidential);
    let mut shown = Map::new();
    let state = if of.is_on() {
        of.state.key()
    } else {
        "cancelled"
    };
    for (key, value) in [
        ("id", json!(address(&of))),
        ("type", json!("https://schema.oparl.org/1.1/Meeting")),
        ("name", json!(of.title)),
        ("meetingState", json!(state)),
        ("cancelled", json!(!of.is_on())),
        ("cockpit:heldOn", json!(of.date.to_string())),
        ("cockpit:kind", json!(of.kind.key())),
        (
            "agendaItem",
            public.map(|item| agenda_item(&of, item)).collect(),
        ),
        ("created", json!(of.added_at)),
        ("web", json!(crate::web::meetings::links::meeting(&of.id))),
        ("cockpit:dataVersion", json!(version)),
    ] {
        shown.insert(key.to_owned(), value);
    }
    if !of.place.is_empty() {
        let location =
            json!({ "type": "https://schema.oparl.org/1.1/Location", "description": of.place });
        shown.insert("location".to_owned(), location);
    }
    Ok(Value::Object(shown))
}

fn address(of: &Meeting) -> String {
    format!("/api/v1/meetings/{}", of.id)
}

fn agenda_item(of: &Meeting, item: &Item) -> Value {
    let decision = item.decision.as_ref();
    json!({
        "id": format!("{}#{}", address(of), item.id),
        "type": "https://schema.oparl.org/1.1/AgendaItem",
        "meeting": address(of),
        "number": item.number.to_string(),
        "order": item.number - 1,
        "name": item.wording.heading,
        "public": true,
        "result": decision.map(|decision| decision.code.key()),
        "resolutionText": decision.map(|decision| decision.text.as_str()),
        "cockpit:text": text(&item.wording.text),
        "cockpit:asks": text(&item.wording.asks),
        "cockpit:late": item.late,
    })
}

/// A text without its form, a block a line.
fn text(of: &str) -> String {
    let lines = markdown::blocks(of)
        .into_iter()
        .flat_map(|block| match block {
            Block::Heading { spans, .. } | Block::Paragraph(spans) => vec![markdown::plain(&spans)],
            Block::List { items, .. } => items.iter().map(|item| markdown::plain(item)).collect(),
        });
    lines.collect::<Vec<_>>().join("\n")
}
