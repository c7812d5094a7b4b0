//! JSON: the shape that others script against (`docs/API.md`). A change of it is a new version.
//!
//! Decimals are strings, because a JSON number is read as a float by most clients; years and
//! counts are numbers; a figure that is missing is `null` and its reason stands in the notes. So is one
//! that is masked; its row names it in `masked`, the last member of each row of such a report.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::ExportError;
use super::shared::{complete_notes, digits};
use crate::domain::period::Year;
use crate::domain::report::{Cell, Column, Filter, Report, Source, Table, Unit, Value};

/// The whole document, in the order of its keys.
#[derive(Serialize)]
struct Document<'a> {
    report: &'static str,
    filters: Map<String, Json>,
    data_version: i64,
    columns: Vec<ColumnOut<'a>>,
    rows: Vec<Map<String, Json>>,
    totals: Vec<Map<String, Json>>,
    notes: Vec<String>,
    sources: Vec<SourceOut<'a>>,
    /// Last and only when true: a document of real data has exactly the published keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    synthetic: Option<bool>,
}

#[derive(Serialize)]
struct ColumnOut<'a> {
    key: &'static str,
    label: &'a str,
    unit: &'static str,
}

impl<'a> From<&'a Column> for ColumnOut<'a> {
    fn from(column: &'a Column) -> Self {
        ColumnOut {
            key: column.key,
            label: &column.label,
            unit: column.unit.label(),
        }
    }
}

#[derive(Serialize)]
struct SourceOut<'a> {
    batch: i64,
    file: &'a str,
    sha256: &'a str,
    uploaded_at: &'a str,
    uploaded_by: &'a str,
}

impl<'a> From<&'a Source> for SourceOut<'a> {
    fn from(source: &'a Source) -> Self {
        SourceOut {
            batch: source.batch,
            file: &source.file,
            sha256: &source.sha256,
            uploaded_at: &source.uploaded_at,
            uploaded_by: &source.uploaded_by,
        }
    }
}

/// The report as one line of JSON with a line end, so that it also reads well on a terminal.
///
/// # Errors
/// [`ExportError::Json`]; serialization into memory has no other cause.
pub fn write(report: &Report) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec(&document(report))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The same document as a part of another.
///
/// # Errors
/// [`ExportError::Json`], which has no cause but memory.
pub fn tree(report: &Report) -> Result<Json, ExportError> {
    Ok(serde_json::to_value(document(report))?)
}

fn document(report: &Report) -> Document<'_> {
    Document {
        report: report.name,
        filters: report.filters.iter().map(filter).collect(),
        data_version: report.data_version,
        columns: report.rows.columns.iter().map(ColumnOut::from).collect(),
        rows: objects(&report.rows, report.masks),
        totals: objects(&report.totals, report.masks),
        notes: complete_notes(report),
        sources: report.sources.iter().map(SourceOut::from).collect(),
        synthetic: report.synthetic.then_some(true),
    }
}

fn filter(filter: &Filter) -> (String, Json) {
    (filter.key.to_owned(), Json::from(filter.value.as_str()))
}

fn objects(table: &Table, masks: bool) -> Vec<Map<String, Json>> {
    let keys = || table.columns.iter().map(|column| column.key);
    let object = |row: &Vec<Cell>| {
        let of = |(key, cell): (&str, &Cell)| (key.to_owned(), value(&cell.value));
        let masked = masks.then(|| {
            let cells = keys().zip(row).filter(|(_, cell)| cell.value.is_masked());
            let keys: Vec<&str> = cells.map(|(key, _)| key).collect();
            ("masked".to_owned(), Json::from(keys))
        });
        keys().zip(row).map(of).chain(masked).collect()
    };
    table.rows.iter().map(object).collect()
}

/// The JSON Schema of a value of this unit, where there is one.
pub fn schema(unit: Unit) -> Json {
    let decimal = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match unit {
        Unit::Text => json!({ "type": "string" }),
        Unit::Year => {
            json!({ "type": "integer", "minimum": Year::FIRST.number(), "maximum": Year::LAST.number() })
        }
        Unit::Kroner | Unit::Percent => decimal(r"^-?[0-9]+\.[0-9]{2}$"),
        Unit::WholeKroner => decimal("^-?[0-9]+$"),
        Unit::Persons => decimal(r"^-?[0-9]+\.[0-9]{1,4}$"),
        Unit::Mixed => decimal(r"^-?[0-9]+(\.[0-9]{1,4})?$"),
        Unit::YesNo => json!({ "type": "boolean" }),
        Unit::Count => json!({ "type": "integer" }),
    }
}

/// A value as it stands in JSON.
pub fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Key { key, .. } => Json::from(key.as_str()),
        Value::Year(year) => Json::from(year.number()),
        Value::YesNo(yes) => Json::from(*yes),
        Value::Count(n) | Value::Place { place: n, .. } => Json::from(*n),
        Value::Kroner(_) | Value::WholeKroner(_) | Value::Persons(_) | Value::Percent(_) => {
            digits(value).map_or(Json::Null, Json::from)
        }
        Value::Empty | Value::Missing { .. } | Value::Masked { .. } => Json::Null,
    }
}
