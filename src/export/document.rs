//! Documents of several reports: a paper with a title, text and sections.
//!
//! A letter to the social supervision authority or a paper for the steering group is composed of
//! it: the words come from the caller, the figures from reports, and every table, note and source
//! looks as it does in the report's own file. A report alone is the smallest document.

use jiff::civil::Date;

use crate::domain::report::{Report, Source, Value};

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
    /// What makes it a meeting's paper.
    pub front: Option<Front>,
}

/// The first page of a meeting's paper (dagsordenspapir), and what its last says: on what the figures
/// rest. With it the document has contents, and its wide tables stand in annexes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Front {
    /// The paper's number: "KKR-2025-06-20".
    pub number: String,
    /// The beginning of the hash of what the paper says: "3f2a 9c11 04be".
    pub print: String,
    /// Kind of meeting, date, place.
    pub facts: Vec<(String, String)>,
    /// What is to be decided: the item it belongs to, and the words.
    pub asked: Vec<(String, String)>,
    /// The figures that matter.
    pub figures: Vec<KeyFigure>,
    /// The limits that the figures were worked out with: name, and value with its day and source.
    pub parameters: Vec<(String, String)>,
    /// The state of the data that every figure was read from.
    pub data_version: i64,
}

/// A figure that stands alone, large.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    pub label: String,
    pub value: Value,
    /// Behind the figure: "kr.", "%", "ydelser".
    pub unit: &'static str,
    /// What it is of, and what a reader must know.
    pub note: String,
}

/// A part of a document: heading, text, and a report where there is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Empty for a section without a heading.
    pub heading: String,
    /// Labels and values under the heading: who presents it.
    pub facts: Vec<(String, String)>,
    pub paragraphs: Vec<String>,
    pub report: Option<Report>,
    /// The keys of the columns that a reader of the text needs; none for all. In a meeting's paper the
    /// whole table then stands in an annex.
    pub shown: Vec<&'static str>,
    /// Under the report: what is too long for a column of it.
    pub cards: Vec<Card>,
}

/// What is said about one row of a table, at length (forklaring).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    /// What names the row: "Bakkehuset, Hovedydelse".
    pub heading: String,
    /// Labels and values, short ones.
    pub facts: Vec<(String, String)>,
    pub text: String,
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
