//! The schemas of vacant places: an entry, the list of them, and what a new one takes.

use serde_json::{Map, Value as Json, json};

use super::body::LARGEST;
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{PlaceKind, State};

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const AMOUNT: &str = "^[0-9]+(\\.[0-9]{1,2})?$";

/// Each by its name.
pub(super) fn add(schemas: &mut Map<String, Json>) {
    schemas.insert("Vacancy".into(), vacancy());
    schemas.insert("NewVacancy".into(), new_vacancy());
    schemas.insert(
        "OpenVacancies".into(),
        json!({
            "type": "object",
            "required": ["data_version", "on", "vacancies"],
            "properties": {
                "data_version": { "type": "integer" },
                "on": { "type": "string", "pattern": DAY },
                "vacancies": { "type": "array", "items": { "$ref": "#/components/schemas/Vacancy" } },
            },
        }),
    );
    schemas.insert(
        "ConfirmedVacancy".into(),
        json!({
            "type": "object",
            "properties": { "version": { "type": ["integer", "null"], "minimum": 0, "maximum": LARGEST } },
            "additionalProperties": false,
        }),
    );
}

fn vacancy() -> Json {
    let text = json!({ "type": "string" });
    let day = json!({ "type": "string", "pattern": DAY });
    let properties = json!({
        "id": { "type": "integer", "minimum": 1, "maximum": LARGEST },
        "offer_id": text,
        "offer": text,
        "operator": text,
        "kind": { "type": "string", "enum": PlaceKind::ALL.map(PlaceKind::key) },
        "paragraph": { "type": "string", "enum": Paragraph::ALL.map(Paragraph::key) },
        "target_groups": { "type": "array", "items": text },
        "places": { "type": "integer" },
        "state": { "type": "string", "enum": State::ALL.map(State::key) },
        "reserved_for": { "type": ["string", "null"], "description": "code of a municipality" },
        "staffed": { "type": ["boolean", "null"], "description": "null when nobody said" },
        "from": day,
        "to": { "type": ["string", "null"], "pattern": DAY },
        "confirmed_on": day,
        "stale": { "type": "boolean", "description": "not confirmed for more than 14 days" },
        "rent_per_month": { "type": ["string", "null"], "pattern": AMOUNT },
        "reason": text,
        "contact": text,
        "version": { "type": "integer", "minimum": 0, "maximum": LARGEST, "description": "the data version of its newest change: send it with a confirmation" },
    });
    let keys: Vec<&String> = properties
        .as_object()
        .into_iter()
        .flatten()
        .map(|(k, _)| k)
        .collect();
    json!({ "type": "object", "required": keys, "properties": properties })
}

fn new_vacancy() -> Json {
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    json!({
        "type": "object",
        "required": ["offer_id", "places"],
        "properties": {
            "offer_id": { "type": "string" },
            "kind": { "enum": ["place", "dwelling", null] },
            "places": { "type": "integer", "minimum": 1, "maximum": 9999 },
            "from": { "type": ["string", "null"], "pattern": DAY, "description": "today without it" },
            "to": { "type": ["string", "null"], "pattern": DAY },
            "paragraph": { "type": ["string", "null"], "description": "the offer's first without it" },
            "target_groups": { "type": ["array", "null"], "items": { "type": "string" }, "description": "the offer's without it" },
            "staffed": maybe("boolean"),
            "reason": maybe("string"),
            "contact": maybe("string"),
            "rent_per_month": { "type": ["string", "null"], "pattern": AMOUNT, "description": "of a dwelling" },
            "beside": { "type": "array", "items": { "type": "integer", "minimum": 1, "maximum": LARGEST }, "description": "ids of entries that may be the same places and are not" },
        },
        "additionalProperties": false,
    })
}
