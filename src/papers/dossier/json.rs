//! What a paper says, for programs: the words of OParl for a meeting and its agenda, and each report as
//! the API gives it.

use serde_json::{Value as Json, json};

use super::{Item, Paper};
use crate::domain::dossier::Part;
use crate::export::document::{Document, Front, KeyFigure, Section};
use crate::export::{ExportError, json as report};

/// One line of JSON with a line end.
///
/// # Errors
/// [`ExportError`] when a report is malformed.
pub fn write(paper: &Paper, part: Part, document: &Document) -> Result<Vec<u8>, ExportError> {
    let items =
        (paper.items.iter().enumerate()).filter(|(at, item)| part.has(*at, item.confidential));
    let items = items
        .map(|(_, item)| item)
        .zip(&document.sections)
        .map(|(item, section)| agenda_item(item, section))
        .collect::<Result<Vec<Json>, ExportError>>()?;
    let front = document.front.clone().unwrap_or_default();
    let mut meeting = json!({
        "type": "https://schema.oparl.org/1.1/Meeting",
        "id": front.number,
        "name": document.title,
        "start": paper.date.to_string(),
        "organization": paper.kind,
        "location": paper.place,
        "agendaItem": items,
        "figures": front.figures.iter().map(figure).collect::<Vec<_>>(),
        "parameters": parameters(&front),
        "data_version": paper.as_of,
    });
    if document.is_synthetic() {
        meeting["synthetic"] = json!(true);
    }
    let mut bytes = serde_json::to_vec(&meeting)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn agenda_item(item: &Item, section: &Section) -> Result<Json, ExportError> {
    let report = section.report.as_ref().map(report::tree).transpose()?;
    Ok(json!({
        "type": "https://schema.oparl.org/1.1/AgendaItem",
        "number": item.number,
        "name": item.heading,
        "public": !item.confidential,
        "presenter": item.presenter,
        "decision_asked": item.asked,
        "text": item.text,
        "report": report,
    }))
}

fn figure(figure: &KeyFigure) -> Json {
    json!({
        "label": figure.label,
        "value": report::value(&figure.value),
        "unit": figure.unit,
        "note": figure.note,
    })
}

fn parameters(front: &Front) -> Vec<Json> {
    let parameters = front.parameters.iter();
    let one = |(label, value): &(String, String)| json!({ "name": label, "value": value });
    parameters.map(one).collect()
}
