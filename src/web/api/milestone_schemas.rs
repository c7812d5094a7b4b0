//! The schemas of milestones: one as it stands, and what an update takes.

use serde_json::{Map, Value as Json, json};

use super::body::LARGEST;
use crate::domain::workplan::{Owner, Progress, Status};

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// Each by its name.
pub(super) fn add(schemas: &mut Map<String, Json>) {
    schemas.insert("Milestone".into(), milestone());
    schemas.insert("MilestoneUpdate".into(), update());
}

fn progress() -> Json {
    json!({ "type": "string", "enum": Progress::ALL.map(Progress::key) })
}

fn milestone() -> Json {
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer" });
    let deliverable = json!({
        "type": "object",
        "required": ["number", "title", "progress"],
        "properties": { "number": count, "title": text, "progress": progress() },
    });
    let properties = json!({
        "milestone": text,
        "title": text,
        "plan": text,
        "period": text,
        "focus_area": text,
        "owner": { "type": "string", "enum": Owner::ALL.map(Owner::label) },
        "status": { "type": "string", "enum": Status::ALL.map(Status::key) },
        "due": { "type": "string", "pattern": DAY },
        "overdue": { "type": "boolean", "description": "its due date is past, and it is neither done nor dropped" },
        "deliverables": count,
        "deliverables_done": count,
        "progress": { "type": "array", "items": deliverable },
        "version": { "type": "integer", "minimum": 0, "maximum": LARGEST, "description": "the data version of its newest update, 0 for none: send it with the next" },
    });
    let members = properties.as_object().into_iter().flatten();
    let keys: Vec<&String> = members.map(|(key, _)| key).collect();
    json!({ "type": "object", "required": keys, "properties": properties })
}

fn update() -> Json {
    let number =
        json!({ "type": "integer", "minimum": 1, "maximum": 50, "description": "the first is 1" });
    let deliverable = json!({
        "type": "object",
        "required": ["number", "progress"],
        "properties": { "number": number, "progress": progress() },
        "additionalProperties": false,
    });
    let one_of = |keys: Vec<&'static str>| {
        let keys: Vec<Option<&str>> = keys.into_iter().map(Some).chain([None]).collect();
        json!({ "enum": keys })
    };
    json!({
        "type": "object",
        "required": ["why"],
        "properties": {
            "version": { "type": ["integer", "null"], "minimum": 0, "maximum": LARGEST, "description": "the version that was read: 409 when it was updated since" },
            "status": one_of(Status::ALL.map(Status::key).to_vec()),
            "due": { "type": ["string", "null"], "pattern": DAY, "description": "from the first day of its half-year to five years after it" },
            "owner": one_of(Owner::ALL.map(Owner::key).to_vec()),
            "why": { "type": "string", "minLength": 1, "maxLength": 2000, "description": "what happened, and why" },
            "deliverables": { "type": ["array", "null"], "items": deliverable, "maxItems": 50 },
        },
        "additionalProperties": false,
    })
}
