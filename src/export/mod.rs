//! Writers: a [`Report`] in, the bytes of a file out.
//!
//! Pure: no clock, no disk, no database; the same report gives the same bytes. Each format is one
//! file ([`json`], [`csv`], [`xlsx`], [`pdf`]) and takes nothing but the report, so that no two of them can
//! disagree. What they share (digits, headings, the complete notes) is in `shared`. A paper made of
//! several reports with words around them is a [`document`].

pub mod csv;
pub mod document;
pub mod json;
pub mod pdf;
pub mod plain;
mod shared;
pub mod xlsx;

use thiserror::Error;

use document::Document;

use crate::domain::report::{Report, Table};

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
        match ending {
            "pdf" => Some(DocumentFormat::Pdf),
            "xlsx" => Some(DocumentFormat::Xlsx),
            _ => None,
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
    check_shape("rows", &report.rows)?;
    check_shape("totals", &report.totals)?;
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
        check_shape("rows", &report.rows)?;
        check_shape("totals", &report.totals)?;
    }
    match format {
        DocumentFormat::Pdf => pdf::write(document),
        DocumentFormat::Xlsx => xlsx::write_document(document),
    }
}

/// The name of the file: report and data version, so that two downloads of different data never
/// bear one name: `unit-costs-v7.xlsx`.
pub fn file_name(report: &Report, format: Format) -> String {
    format!(
        "{}-v{}.{}",
        report.name,
        report.data_version,
        format.extension()
    )
}

fn check_shape(name: &'static str, table: &Table) -> Result<(), ExportError> {
    let columns = table.columns.len();
    match table.rows.iter().position(|row| row.len() != columns) {
        None => Ok(()),
        Some(at) => Err(ExportError::Ragged {
            table: name,
            row: at + 1,
            cells: table.rows[at].len(),
            columns,
        }),
    }
}
