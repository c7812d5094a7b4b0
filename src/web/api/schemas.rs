//! The schemas that the description of the API names: what a report is, made of the columns of its
//! question, a receipt, and a refusal.

use serde_json::{Map, Value as Json, json};

use crate::domain::danish::capitalised;
use crate::export::json as written;
use crate::reports::data::log;
use crate::reports::marks::KEY as MARKS;
use crate::reports::shape::{Member, Shape};
use crate::reports::{self, Question};

/// Every schema by its name.
pub(super) fn all() -> Json {
    let mut schemas = Map::new();
    for question in reports::questions() {
        let keys: Vec<&str> = question.filters.iter().map(|filter| filter.key).collect();
        report(&mut schemas, question.name, &keys, &(question.shapes)());
    }
    let entries = Shape::without_totals(log::COLUMNS);
    report(&mut schemas, log::NAME, &[], &[entries]);
    let any = reports::questions().map(|question| reference(&name(question)));
    schemas.insert("Report".into(), json!({ "anyOf": any.collect::<Vec<_>>() }));
    schemas.insert("Column".into(), column());
    schemas.insert("Source".into(), source());
    schemas.insert("Receipt".into(), receipt());
    schemas.insert("RowError".into(), row_error());
    schemas.insert("Problem".into(), problem());
    super::vacancy_schemas::add(&mut schemas);
    super::meeting_schemas::add(&mut schemas);
    super::milestone_schemas::add(&mut schemas);
    schemas.insert("SearchAsked".into(), search_asked());
    schemas.insert("Search".into(), search());
    schemas.insert("SearchMatch".into(), search_match());
    Json::Object(schemas)
}

/// The name of a question's schema: `unit-costs` is `UnitCosts`.
pub(super) fn name(question: &Question) -> String {
    pascal(question.name)
}

fn pascal(name: &str) -> String {
    name.split('-').map(capitalised).collect()
}

/// A schema by its name.
pub(super) fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schema of a report, with those of its rows and totals: `UnitCosts`, `UnitCostsRow`,
/// `UnitCostsTotal`. One that can be asked in several ways is any of several, the second of them
/// with rows of `TariffsRow2`.
fn report(schemas: &mut Map<String, Json>, key: &str, filters: &[&str], shapes: &[Shape]) {
    let name = pascal(key);
    let mut any = Vec::new();
    for (number, shape) in (1..).zip(shapes) {
        let number = if number == 1 {
            String::new()
        } else {
            number.to_string()
        };
        let mut list = |kind: &str, members: &[Member]| {
            if members.is_empty() {
                return json!({ "type": "array", "items": { "type": "object" }, "maxItems": 0 });
            }
            let item = format!("{name}{kind}{number}");
            let list = json!({ "type": "array", "items": reference(&item) });
            schemas.insert(item, object(members, shape.masks));
            list
        };
        let (rows, totals) = (list("Row", &shape.rows), list("Total", &shape.totals));
        any.push(document(key, filters, &rows, &totals));
    }
    let whole = match any.len() {
        1 => any.remove(0),
        _ => json!({ "anyOf": any }),
    };
    schemas.insert(name, whole);
}

/// Decimals are texts with a point; a figure that cannot be computed is null, and `notes` says why.
fn document(key: &str, filters: &[&str], rows: &Json, totals: &Json) -> Json {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let filter = |key: &&str| ((*key).to_owned(), json!({ "type": "string" }));
    let filters: Map<String, Json> = filters.iter().map(filter).collect();
    json!({
        "type": "object",
        "description": "Decimals are texts with a point; a figure that cannot be computed is null, and notes says why; one that may not be told is null, and its key stands in the row's masked",
        "required": ["report", "filters", "data_version", "columns", "rows", "totals", "notes", "sources"],
        "properties": {
            "report": { "type": "string", "enum": [key] },
            "filters": {
                "type": "object",
                "description": "as they were understood: those that were given, and what stands where none was",
                "properties": filters,
                "additionalProperties": { "type": "string" },
            },
            "data_version": { "type": "integer" },
            "columns": { "type": "array", "items": reference("Column") },
            "rows": rows,
            "totals": totals,
            "notes": texts,
            "sources": { "type": "array", "items": reference("Source") },
            "synthetic": { "type": "boolean", "description": "there, and true, when any of the data is made up" },
        },
    })
}

/// A row or total: every column of the question is there.
fn object(members: &[Member], masks: bool) -> Json {
    let mut keys: Vec<&str> = members.iter().map(|member| member.key).collect();
    let property = |member: &Member| (member.key.to_owned(), value(member));
    let mut properties: Map<String, Json> = members.iter().map(property).collect();
    if masks {
        let figures = members.iter().filter(|member| member.optional);
        let figures: Vec<&str> = figures.map(|member| member.key).collect();
        let list = json!({ "type": "array", "items": { "type": "string", "enum": figures }, "description": "the keys that are masked in this row" });
        properties.insert("masked".into(), list);
        keys.push("masked");
    }
    let marks = json!({ "type": ["string", "null"], "description": "there when any figure of the table is marked: its key and its letters (f provisional, b break, d other definition, s estimate, u uncertain), as expenditure:f unit_cost:fb" });
    properties.insert(MARKS.into(), marks);
    json!({ "type": "object", "required": keys, "properties": properties })
}

/// What a cell of a column holds, with its Danish heading and its unit.
fn value(member: &Member) -> Json {
    let mut schema = written::schema(member.unit);
    let unit = member.unit.label();
    schema["description"] = match unit {
        "" => json!(member.label),
        _ => json!(format!("{} ({unit})", member.label)),
    };
    if !member.keys.is_empty() {
        schema["enum"] = json!(member.keys);
    }
    if member.optional {
        schema["type"] = json!([schema["type"], "null"]);
        if let Some(Json::Array(keys)) = schema.get_mut("enum") {
            keys.push(Json::Null);
        }
    }
    schema
}

fn column() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["key", "label", "unit"],
        "properties": { "key": text, "label": text, "unit": text },
    })
}

/// An upload that figures were read from.
fn source() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["batch", "file", "sha256", "uploaded_at", "uploaded_by"],
        "properties": {
            "batch": { "type": "integer" },
            "file": text, "sha256": text, "uploaded_at": text, "uploaded_by": text,
        },
    })
}

fn receipt() -> Json {
    let (text, count) = (
        json!({ "type": "string" }),
        json!({ "type": "integer", "minimum": 0 }),
    );
    let list = json!({ "type": "array", "items": { "type": "object" } });
    json!({
        "type": "object",
        "required": ["dry_run", "kind", "file_name", "sha256", "rows_in", "rows_kept", "new", "changed", "unchanged"],
        "properties": {
            "number": { "type": ["integer", "null"], "description": "of the upload; null when nothing was stored" },
            "dry_run": { "type": "boolean" },
            "kind": text, "file_name": text, "sha256": text, "bytes": count, "read_as": text,
            "sheet": { "type": ["string", "null"] },
            "uploaded_by": text, "uploaded_at": text,
            "rows_in": count, "rows_kept": count, "new": count, "changed": count, "unchanged": count,
            "skipped": list, "sums": list, "changes": list,
            "same_as": { "type": ["integer", "null"], "description": "the upload of the same content that stands already" },
            "notes": { "type": "array", "items": { "type": "string" } },
        },
    })
}

/// What a search asks.
fn search_asked() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["paragraph", "target_group", "needed_from"],
        "additionalProperties": false,
        "properties": {
            "municipality": { "type": "string", "description": "code or name; a chef's own when left out" },
            "paragraph": { "type": "string", "description": "SEL_107, SEL_108, ABL_105 or SEL_85" },
            "target_group": { "type": "string", "description": "code or name" },
            "needed_from": text,
        },
    })
}

/// A receipt with everything that it showed.
fn search() -> Json {
    let (text, list) = (
        json!({ "type": "string" }),
        json!({ "type": "array", "items": reference("SearchMatch") }),
    );
    json!({
        "type": "object",
        "required": ["receipt", "address", "searched_on", "municipality", "paragraph", "target_group", "needed_from", "matches", "fits", "later", "one_more_group"],
        "properties": {
            "receipt": { "type": "string", "pattern": "^AF-[0-9]{4}-[0-9]{6,}$" },
            "address": { "type": "string", "description": "path of the receipt's page" },
            "searched_on": text, "municipality": text, "paragraph": text, "target_group": text, "needed_from": text,
            "matches": { "type": "integer", "minimum": 0, "description": "how many are in fits" },
            "fits": list, "later": list, "one_more_group": list,
        },
    })
}

/// An entry that a search showed, as it was then; the order of the lists is the order to look in.
fn search_match() -> Json {
    let (text, flag) = (json!({ "type": "string" }), json!({ "type": "boolean" }));
    json!({
        "type": "object",
        "required": ["id", "offer_id", "offer", "operator", "tier", "municipality", "distance", "places", "from", "to", "staffed", "confirmed_on", "stale", "tariff"],
        "properties": {
            "id": text, "offer_id": text, "offer": text, "operator": text,
            "tier": { "type": "string", "enum": ["in_agreement", "outside_agreement", "private"] },
            "municipality": text,
            "distance": { "type": "string", "enum": ["own", "neighbour", "region", "elsewhere"] },
            "places": { "type": "integer", "minimum": 1 },
            "from": text, "to": { "type": ["string", "null"] },
            "staffed": { "type": ["boolean", "null"] },
            "confirmed_on": text, "stale": flag,
            "tariff": { "type": ["string", "null"], "pattern": "^[0-9]+\\.[0-9]{2}$", "description": "kroner a day; null when it is not known" },
        },
    })
}

fn row_error() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["code", "found", "problem", "remedy"],
        "properties": {
            "line": { "type": ["integer", "null"] },
            "column": { "type": ["string", "null"], "description": "the column's key" },
            "heading": { "type": ["string", "null"], "description": "the column's heading as the file writes it" },
            "letter": { "type": ["string", "null"], "description": "the column's letter in a spreadsheet" },
            "code": text, "found": text, "problem": text, "remedy": text,
        },
    })
}

fn problem() -> Json {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": "RFC 9457; title and detail are Danish",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text, "title": text, "status": { "type": "integer" }, "detail": text, "instance": text,
            "errors": { "type": "array", "items": { "$ref": "#/components/schemas/RowError" } },
        },
    })
}
