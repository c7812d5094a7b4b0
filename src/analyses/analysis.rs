//! An analysis as its folder says it: a question, its parameters, one query, its columns.

use super::given::Case;
use super::kind::Kind;
use super::view::View;
use crate::domain::markdown::Block;
use crate::domain::people::Right;
use crate::domain::report::Role;
use crate::storage::analyses::Datum;

/// An analysis. Its texts are read once in the life of the service, so the keys that reports
/// carry are kept for good.
pub struct Analysis {
    /// The folder's name, and the address of its page.
    pub name: &'static str,
    pub title: String,
    pub question: String,
    /// Keys of the milestones that it is evidence of.
    pub milestones: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub columns: Vec<Column>,
    pub chart: Option<Picture>,
    /// What a reader must know, on the page and in every file.
    pub notes: Vec<String>,
    /// Method and limits.
    pub method: Vec<Block>,
    pub sql: String,
    /// The views that the query reads.
    pub views: Vec<&'static View>,
    /// Whether it depends on the day.
    pub of_today: bool,
    pub cases: Vec<Case>,
}

/// What can be asked of it.
pub struct Parameter {
    pub key: &'static str,
    pub label: &'static str,
    pub allowed: Allowed,
    /// What holds when nothing is said; the newest year where it is of years.
    pub default: String,
}

/// The values that a parameter may have.
pub enum Allowed {
    /// The years that a view has.
    YearsOf(&'static View),
    /// These, each with its Danish words.
    OneOf(Vec<(String, String)>),
    /// A whole number from the first to the second.
    Between(i64, i64),
    /// Some of the municipalities that the view `areas` has; all of them where nothing is said.
    Municipalities,
}

/// A column of the answer.
pub struct Column {
    pub key: &'static str,
    pub label: String,
    pub kind: Kind,
    pub part: Part,
    /// Danish words of its keys, for a text that is one of some.
    pub labels: Vec<(String, String)>,
    /// Whether it is masked where its row is.
    pub masked: bool,
    /// Why there is no figure, where there is none.
    pub missing: String,
}

/// What a column is to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Shown(Role),
    /// It tells whether the row is masked, and is not shown.
    Mask,
}

/// What is drawn: the figures of some columns over the words of another.
pub struct Picture {
    pub title: String,
    pub kind: Drawn,
    /// Position of the column that labels are taken from.
    pub over: usize,
    /// Positions of the columns that are drawn.
    pub figures: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    Line,
    Bar,
}

impl Analysis {
    /// What whoever opens it must be allowed.
    pub fn rights(&self) -> Vec<Right> {
        let mut rights = vec![Right::ReadAnalyses];
        for view in &self.views {
            if !rights.contains(&view.right) {
                rights.push(view.right);
            }
        }
        rights
    }

    /// Whether anything of it can be masked.
    pub fn masks(&self) -> bool {
        self.columns.iter().any(|column| column.masked)
    }
}

/// Every municipality, as a parameter says it.
pub const ALL: &str = "all";

impl Allowed {
    /// A value as the query gets it; nothing where it is not allowed. `years` are those that a
    /// view has.
    pub fn datum(&self, text: &str, years: &[i64]) -> Option<Datum> {
        let whole = || text.parse::<i64>().ok();
        match self {
            Allowed::YearsOf(_) => whole().filter(|y| years.contains(y)).map(Datum::Whole),
            Allowed::OneOf(choices) => choices
                .iter()
                .find(|(value, _)| value == text)
                .map(|(value, _)| Datum::Text(value.clone())),
            Allowed::Between(least, most) => whole()
                .filter(|number| (least..=most).contains(&number))
                .map(Datum::Whole),
            // Which there are is in the tables: read with them.
            Allowed::Municipalities => (text == ALL).then(|| Datum::Text(ALL.to_owned())),
        }
    }

    /// What is allowed, in Danish.
    pub fn words(&self, years: &[i64]) -> String {
        match self {
            Allowed::YearsOf(_) if years.is_empty() => "Der er ingen år med tal endnu.".to_owned(),
            Allowed::YearsOf(_) => {
                let years: Vec<String> = years.iter().map(i64::to_string).collect();
                format!("Vælg et af årene {}.", years.join(", "))
            }
            Allowed::OneOf(choices) => {
                let values: Vec<&str> = choices.iter().map(|(value, _)| value.as_str()).collect();
                format!("Vælg en af {}.", values.join(", "))
            }
            Allowed::Between(least, most) => {
                format!("Skriv et helt tal fra {least} til {most}.")
            }
            Allowed::Municipalities => {
                "Vælg blandt områdets kommuner, eller lad alle være med.".to_owned()
            }
        }
    }
}
