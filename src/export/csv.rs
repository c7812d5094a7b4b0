//! CSV for Danish Excel: UTF-8 with byte order mark, ";" between fields, decimal comma, CRLF.
//!
//! The table of rows comes first, so that whatever reads the file finds the header on its first
//! line; the totals and what the report is follow below, a blank line before each. Only the mark
//! of synthetic data goes above: nobody may miss that.

use csv::{Terminator, WriterBuilder};

use super::shared::{about, digits, heading};
use super::{ExportError, SYNTHETIC_MARK};
use crate::domain::report::{Report, Table, Value};

/// Without it Excel takes the file for Windows-1252 and shows "Ã¥r".
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The report as CSV.
///
/// # Errors
/// [`ExportError::Csv`]; writing into memory has no other cause.
pub fn write(report: &Report) -> Result<Vec<u8>, ExportError> {
    let mut out = BYTE_ORDER_MARK.to_vec();
    if report.synthetic {
        section(&mut out, [vec![SYNTHETIC_MARK.to_owned()]])?;
    }
    table(&mut out, &report.rows)?;
    if !report.totals.columns.is_empty() {
        blank_line(&mut out);
        table(&mut out, &report.totals)?;
    }
    blank_line(&mut out);
    let lines = about(report).into_iter();
    section(
        &mut out,
        lines.map(|(label, value)| vec![defused(&label), defused(&value)]),
    )?;
    Ok(out)
}

fn table(out: &mut Vec<u8>, table: &Table) -> Result<(), ExportError> {
    let header = table.columns.iter().map(|c| defused(&heading(c))).collect();
    let rows = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| field(&cell.value)).collect());
    section(out, std::iter::once(header).chain(rows))
}

/// The parts differ in width, so each is written by a writer of its own.
fn section(
    out: &mut Vec<u8>,
    records: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), ExportError> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(out);
    for record in records {
        writer.write_record(record)?;
    }
    writer.flush().map_err(csv::Error::from)?;
    Ok(())
}

fn blank_line(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\r\n");
}

/// A cell as Excel reads it back: no grouping, an ordinary hyphen for minus.
fn field(value: &Value) -> String {
    match value {
        Value::Text(text) => defused(text),
        Value::Key { label, .. } => defused(label),
        Value::Count(n) => n.to_string(),
        Value::Kroner(_) | Value::WholeKroner(_) | Value::Persons(_) | Value::Percent(_) => {
            digits(value).unwrap_or_default().replace('.', ",")
        }
        Value::Year(_) | Value::YesNo(_) | Value::Empty | Value::Missing { .. } => value.danish(),
    }
}

/// Excel runs a text that begins like a formula, whoever typed it into an upload. An apostrophe
/// before it makes it a text again. Numbers do not pass here: "-3,34" stays a number.
pub(super) fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
