//! CSV for Danish Excel: UTF-8 with byte order mark, ";" between fields, decimal comma, CRLF.
//!
//! One table: its heading on the first line, a row on each line after it, and nothing before or
//! behind, so that whatever reads tables reads this one (pandas with `sep=';', decimal=','`). A
//! figure that is missing is an empty field, so that a column of figures holds figures alone; one that
//! is masked is the word for it, which no program takes for a figure or for nothing. Totals,
//! notes with the reasons of gaps, and sources stand in JSON, Excel and PDF. Synthetic data is told
//! by a last column, in every row: nobody may miss that, and the table stays a table.

use csv::{Terminator, WriterBuilder};

use super::shared::{digits, heading, one_break};
use super::{ExportError, SYNTHETIC_MARK};
use crate::domain::report::{MASKED, Report, Value};

/// Without it Excel takes the file for Windows-1252 and shows "Ã¥r".
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The heading of the column that tells of synthetic data.
const SYNTHETIC_HEADING: &str = "Datagrundlag";

/// The rows of the report as CSV.
///
/// # Errors
/// [`ExportError::Csv`]; writing into memory has no other cause.
pub fn write(report: &Report) -> Result<Vec<u8>, ExportError> {
    let mark = |text: &str| report.synthetic.then(|| text.to_owned());
    let heads = report.rows.columns.iter().map(|c| defused(&heading(c)));
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(heads.chain(mark(SYNTHETIC_HEADING)))?;
    for row in &report.rows.rows {
        let fields = row.iter().map(|cell| field(&cell.value));
        writer.write_record(fields.chain(mark(SYNTHETIC_MARK)))?;
    }
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()).into())
}

/// A cell as Excel reads it back: no grouping, an ordinary hyphen for minus.
fn field(value: &Value) -> String {
    match value {
        Value::Text(text) => defused(text),
        Value::Key { label, .. } => defused(label),
        Value::Count(n) | Value::Place { place: n, .. } => n.to_string(),
        Value::Kroner(_) | Value::WholeKroner(_) | Value::Persons(_) | Value::Percent(_) => {
            digits(value).unwrap_or_default().replace('.', ",")
        }
        Value::Year(_) | Value::YesNo(_) => value.danish(),
        Value::Empty | Value::Missing { .. } => String::new(),
        Value::Masked { .. } => MASKED.to_owned(),
    }
}

/// Excel runs a text that begins like a formula, whoever typed it into an upload. An apostrophe
/// before it makes it a text again. Numbers do not pass here: "-3,34" stays a number.
pub(super) fn defused(text: &str) -> String {
    let text = one_break(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\n']) {
        format!("'{text}")
    } else {
        text.into_owned()
    }
}
