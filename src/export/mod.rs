//! Writers: a [`Report`] in, the bytes of a file out.
//!
//! Pure: no clock, no disk, no database; the same report gives the same bytes. Each format is one
//! file ([`json`], [`csv`], [`xlsx`], [`pdf`]) and takes nothing but the report, so that no two of them can
//! disagree. What they share (digits, headings, the complete notes) is in `shared`. A paper made of
//! several reports with words around them is a [`document`]; on a [`terminal`] a report is read as text.
//! [`ics`] is no report: days for the calendars of others.

pub mod csv;
pub mod document;
pub mod ics;
pub mod json;
pub mod pdf;
pub mod plain;
mod shared;
pub mod terminal;
pub mod xlsx;

use thiserror::Error;

use document::Document;

use crate::domain::report::{Chart, Report};

/// The mark of made-up data (`cockpit demo`) in every file that people read.
pub const SYNTHETIC_MARK: &str = "SYNTETISKE DATA";

/// A form that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Csv,
    Xlsx,
    Pdf,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Json, Format::Csv, Format::Xlsx, Format::Pdf];

    /// The format of a `--format` value or of the ending of an address; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.extension() == key)
    }

    /// The ending of a file name, which is also the key of the format.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Pdf => "pdf",
        }
    }

    /// The value of the `Content-Type` header.
    pub const fn content_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Pdf => "application/pdf",
        }
    }
}

/// A form that a document can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    Pdf,
    Xlsx,
}

impl DocumentFormat {
    /// The format of a file's ending; `None` for an unknown one.
    pub fn from_ending(ending: &str) -> Option<DocumentFormat> {
        let all = [DocumentFormat::Pdf, DocumentFormat::Xlsx];
        all.into_iter().find(|format| format.ending() == ending)
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            DocumentFormat::Pdf => "pdf",
            DocumentFormat::Xlsx => "xlsx",
        }
    }
}

/// Why a report could not be written. Each is a fault of ours, never of the reader's.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Written out, such a row would put figures under the wrong heading.
    #[error("row {row} of the {table} has {cells} cells under {columns} columns")]
    Ragged {
        table: &'static str,
        row: usize,
        cells: usize,
        columns: usize,
    },
    /// Its JSON would hide that something is hidden.
    #[error("row {row} of the {table} has a masked figure in a report that masks none")]
    Masked { table: &'static str, row: usize },
    #[error("the JSON could not be written")]
    Json(#[from] serde_json::Error),
    #[error("the CSV could not be written")]
    Csv(#[from] ::csv::Error),
    #[error("the workbook could not be written")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error("the PDF could not be set: {0}")]
    Pdf(String),
}

/// Writes a report in one of the formats.
///
/// # Errors
/// [`ExportError`] when the report is malformed or breaks a limit of the format.
pub fn write(report: &Report, format: Format) -> Result<Vec<u8>, ExportError> {
    check_shape(report)?;
    match format {
        Format::Json => json::write(report),
        Format::Csv => csv::write(report),
        Format::Xlsx => xlsx::write(report),
        Format::Pdf => pdf::write(&Document::of_report(report)),
    }
}

/// Writes a document in one of the formats.
///
/// # Errors
/// [`ExportError`] when a report in it is malformed or breaks a limit of the format.
pub fn write_document(document: &Document, format: DocumentFormat) -> Result<Vec<u8>, ExportError> {
    for report in document.reports() {
        check_shape(report)?;
    }
    match format {
        DocumentFormat::Pdf => pdf::write(document),
        DocumentFormat::Xlsx => xlsx::write_document(document),
    }
}

/// The name of the file says what it holds: the report's title, what it was narrowed to, and the
/// data version, so that two downloads of different data never bear one name:
/// `takststigninger-over-5-i-2026-nominelt-aalborg-datastand-38.xlsx`.
pub fn file_name(report: &Report, format: Format) -> String {
    let narrowed = NARROWING.iter().filter_map(|key| {
        let filter = report.filters.iter().find(|filter| filter.key == *key)?;
        Some(filter.words()).filter(|words| !report.title.contains(words))
    });
    let words = [report.title.as_str()].into_iter().chain(narrowed);
    let mut name = named(words);
    if report.synthetic {
        name.push_str("-syntetisk");
    }
    let version = report.data_version;
    format!("{name}-datastand-{version}.{}", format.extension())
}

/// The name of a document's file: title, who it is for, its date.
pub fn document_name(document: &Document, format: DocumentFormat) -> String {
    let addressee = document.addressee.as_deref();
    let addressee = addressee.filter(|to| !document.title.contains(to));
    let date = document.date.map(|date| date.to_string());
    let mark = document.is_synthetic().then_some("syntetisk");
    let words = [document.title.as_str()].into_iter().chain(addressee);
    let name = named(words.chain(mark).chain(date.as_deref()));
    format!("{name}.{}", format.ending())
}

/// The name of the file of a template: `skabelon-takster.xlsx`.
pub fn template_name(title: &str) -> String {
    let name = named(["skabelon", title]);
    format!("{name}.{}", Format::Xlsx.extension())
}

/// The filters that choose what a report is of, in the order of a file's name.
const NARROWING: [&str; 11] = [
    "area",
    "municipality",
    "paragraph",
    "target-group",
    "supervisor",
    "offer",
    "year",
    "from",
    "to",
    "price-level",
    "by",
];

/// The longest name, in letters: with folder and ending it still fits wherever files are kept.
const LONGEST_NAME: usize = 120;

/// Words as a file's name takes them: small letters, digits and hyphens.
fn named<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut name = String::new();
    for letter in words.into_iter().flat_map(|w| w.chars().chain([' '])) {
        match letter.to_lowercase().next().unwrap_or(letter) {
            'æ' => name.push_str("ae"),
            'ø' => name.push_str("oe"),
            'å' => name.push_str("aa"),
            plain if plain.is_ascii_alphanumeric() => name.push(plain),
            _ if name.ends_with('-') || name.is_empty() => {}
            _ => name.push('-'),
        }
        if name.len() >= LONGEST_NAME {
            break;
        }
    }
    name.trim_end_matches('-').to_owned()
}

fn check_shape(report: &Report) -> Result<(), ExportError> {
    for (table, of) in [("rows", &report.rows), ("totals", &report.totals)] {
        let columns = of.columns.len();
        for (row, cells) in (1..).zip(&of.rows) {
            if cells.len() != columns {
                return Err(ExportError::Ragged {
                    table,
                    row,
                    cells: cells.len(),
                    columns,
                });
            }
            if !report.masks && cells.iter().any(|cell| cell.value.is_masked()) {
                return Err(ExportError::Masked { table, row });
            }
        }
    }
    let masked = |chart: &Chart| {
        chart
            .lines
            .iter()
            .flat_map(|line| &line.points)
            .any(|p| p.is_masked())
    };
    if !report.masks
        && let Some(at) = report.series.iter().position(masked)
    {
        return Err(ExportError::Masked {
            table: "series",
            row: at + 1,
        });
    }
    Ok(())
}
