//! Documents of several reports: a paper with a title, text and sections, written as PDF or Excel.
//!
//! A letter to the social supervision authority or a paper for the steering group is composed of
//! it: the words come from the caller, the figures from reports, and every table, note and source
//! looks as it does in the report's own file. A report alone is the smallest document.

use jiff::civil::Date;

use super::{ExportError, check_shape, pdf, xlsx};
use crate::domain::report::{Report, Source};

/// A paper. Every text is printed as it stands: nothing in it is markup.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    pub title: String,
    /// Who it is for: "Socialtilsyn Nord".
    pub addressee: Option<String>,
    /// The date it bears. Only what is passed in is printed, so that the same document gives the
    /// same bytes.
    pub date: Option<Date>,
    /// Paragraphs before the first section.
    pub lead: Vec<String>,
    pub sections: Vec<Section>,
}

/// A part of a document: heading, text, and a report where there is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Empty for a section without a heading.
    pub heading: String,
    pub paragraphs: Vec<String>,
    pub report: Option<Report>,
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

impl Document {
    /// The document that a report is on its own.
    pub fn of_report(report: &Report) -> Document {
        Document {
            title: report.title.clone(),
            sections: vec![Section {
                report: Some(report.clone()),
                ..Section::default()
            }],
            ..Document::default()
        }
    }

    /// The reports in it, in their order.
    pub fn reports(&self) -> impl Iterator<Item = &Report> {
        self.sections.iter().filter_map(|s| s.report.as_ref())
    }

    /// Whether any figure in it is made up: then the whole paper is marked.
    pub fn is_synthetic(&self) -> bool {
        self.reports().any(|report| report.synthetic)
    }

    /// The state of the data, when all reports were read from the same one.
    pub fn data_version(&self) -> Option<i64> {
        let mut versions = self.reports().map(|report| report.data_version);
        let first = versions.next()?;
        versions.all(|version| version == first).then_some(first)
    }

    /// The sources of all reports, each once, by upload.
    pub fn sources(&self) -> Vec<&Source> {
        let mut sources: Vec<&Source> = self.reports().flat_map(|r| &r.sources).collect();
        sources.sort_by_key(|source| source.batch);
        sources.dedup();
        sources
    }
}

/// Writes a document in one of the formats.
///
/// # Errors
/// [`ExportError`] when a report in it is malformed or breaks a limit of the format.
pub fn write(document: &Document, format: DocumentFormat) -> Result<Vec<u8>, ExportError> {
    for report in document.reports() {
        check_shape("rows", &report.rows)?;
        check_shape("totals", &report.totals)?;
    }
    match format {
        DocumentFormat::Pdf => pdf::write(document),
        DocumentFormat::Xlsx => xlsx::write_document(document),
    }
}
