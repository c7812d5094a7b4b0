//! Documents of several reports: a paper with a title, text and sections.
//!
//! A letter to the social supervision authority or a paper for the steering group is composed of
//! it: the words come from the caller, the figures from reports, and every table, note and source
//! looks as it does in the report's own file. A report alone is the smallest document.

use jiff::civil::Date;

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
