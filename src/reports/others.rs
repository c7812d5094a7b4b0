//! What can be asked beside the questions of reports: analyses, whose folders this floor does not know.
//! Whoever knows them ([`Others`]) asks them for what is said about a figure, and what moved since a paper.

use jiff::civil::Date;

use super::ReportError;
use crate::domain::people::Right;
use crate::domain::report::Report;
use crate::storage::Db;

/// Before the name of an analysis, wherever it stands among names of questions: none of them has such a name.
pub const ANALYSIS: &str = "analyse:";

/// The name of a folder, of an address that is an analysis'.
pub fn folder(question: &str) -> Option<&str> {
    question.strip_prefix(ANALYSIS)
}

/// What is known of an analysis before it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What whoever sees its figures must be allowed.
    pub rights: Vec<Right>,
    /// Whether its figures are under the disclosure rule.
    pub guarded: bool,
}

/// What came of asking one.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    Answer(Box<Report>),
    /// What was asked is not among what can be asked any more, a year without figures: no row of it is left.
    Nothing,
    /// It cannot be asked: it is no more, not for every reader, or its query was stopped. Nothing is known of its
    /// figures then, not even that they are gone.
    Unknown,
}

impl Came {
    pub fn report(&self) -> Option<&Report> {
        if let Came::Answer(report) = self {
            Some(report)
        } else {
            None
        }
    }
}

/// The analyses that there are.
pub trait Others {
    /// One by its folder's name; `None` of one that is no more.
    fn known(&self, name: &str) -> Option<Known>;

    /// What one of a name answers every reader about a day, asked with these parameters.
    ///
    /// # Errors
    /// The database's own.
    fn ask(
        &self,
        db: &mut Db,
        asked: (&str, &[(String, String)]),
        day: Date,
    ) -> Result<Came, ReportError>;
}
