//! The schemas of a meeting and of the items of its agenda.

use serde_json::{Map, Value as Json, json};

use crate::domain::meetings::{Code, MeetingKind, State};

/// Each by its name.
pub(super) fn add(schemas: &mut Map<String, Json>) {
    let states = State::ALL.map(State::key).into_iter().chain(["cancelled"]);
    let text = json!({ "type": "string" });
    schemas.insert(
        "Meeting".into(),
        json!({
            "type": "object",
            "required": ["id", "type", "name", "meetingState", "cancelled", "agendaItem"],
            "properties": {
                "id": text,
                "type": text,
                "name": text,
                "meetingState": { "type": "string", "enum": states.collect::<Vec<_>>() },
                "cancelled": { "type": "boolean" },
                "location": { "type": "object" },
                "agendaItem": { "type": "array", "items": { "$ref": "#/components/schemas/AgendaItem" } },
                "created": text,
                "web": text,
                "cockpit:heldOn": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
                "cockpit:kind": { "type": "string", "enum": MeetingKind::ALL.map(MeetingKind::key) },
                "cockpit:dataVersion": { "type": "integer" },
            },
        }),
    );
    let results = Code::ALL.map(|code| json!(code.key())).into_iter();
    schemas.insert(
        "AgendaItem".into(),
        json!({
            "type": "object",
            "required": ["id", "type", "meeting", "number", "order", "name", "public"],
            "properties": {
                "id": text,
                "type": text,
                "meeting": text,
                "number": text,
                "order": { "type": "integer" },
                "name": text,
                "public": { "type": "boolean", "const": true },
                "result": { "enum": results.chain([Json::Null]).collect::<Vec<_>>() },
                "resolutionText": { "type": ["string", "null"] },
                "cockpit:text": text,
                "cockpit:asks": text,
                "cockpit:late": { "type": "boolean" },
            },
        }),
    );
}
