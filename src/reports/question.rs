//! A question: what page, API, command line, help and rights know of a report, said once.

use jiff::civil::Date;

use super::error::ReportError;
use super::filters::{Filter, Query, Values};
use super::shape::Shape;
use crate::domain::people::Right;
use crate::domain::report::Report;
use crate::storage::Db;

/// One question that can be asked by its name. Its subject lists it, [`super::SUBJECTS`] joins the lists.
pub struct Question {
    /// Stable: in addresses, on the command line, in JSON.
    pub name: &'static str,
    /// What one row is, for scripts: docs/API.md, OpenAPI and `--help` tell it.
    pub row: &'static str,
    /// Who may ask. There is no default: a question without a right does not compile.
    pub right: Right,
    /// The filters it has; any other is refused by name.
    pub filters: &'static [&'static Filter],
    /// What its rows and totals hold: one shape, or one for each way to ask.
    pub shapes: fn() -> Vec<Shape>,
    pub report: fn(&mut Db, &Query) -> Result<Report, ReportError>,
}

impl Question {
    /// Reads the question's own filters.
    ///
    /// # Errors
    /// [`ReportError::UnknownFilter`] for a filter of another question, [`ReportError::BadFilter`]
    /// for a value that means nothing.
    pub fn query<K: AsRef<str>, V: AsRef<str>>(
        &self,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Query, ReportError> {
        Query::read(self.filters, pairs)
    }

    /// The query as it is asked today: a question about a day that is not given is about today. A
    /// question has no clock; whoever asks it for somebody has.
    #[must_use]
    pub fn asked_today(&self, query: Query, today: Date) -> Query {
        let is_about_a_day = self.is_about_a_day();
        Query {
            on: query.on.or(Some(today).filter(|_| is_about_a_day)),
            ..query
        }
    }

    /// Whether its answer depends on the day that it is asked.
    pub fn is_about_a_day(&self) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|filter| filter.values == Values::DayOrToday)
    }

    /// Of a query, the pairs that this question takes.
    pub fn pairs(&self, query: &Query) -> Vec<(&'static str, String)> {
        query.pairs_of(self.filters)
    }
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Question").field(&self.name).finish()
    }
}

/// The address of a figure: the question with its filters, the values that name the row, the
/// column. "Where from" asks with it.
#[derive(Debug, Clone)]
pub struct FigureAt {
    pub question: &'static Question,
    pub query: Query,
    /// Key and value of each column that names the row: ("group", "SEL_107"), ("year", "2022").
    pub row: Vec<(String, String)>,
    /// Key of the figure's column.
    pub column: String,
}

impl FigureAt {
    /// The value of a column that names the row; empty when it has none.
    pub fn name(&self, key: &str) -> &str {
        let found = self.row.iter().find(|(k, _)| k == key);
        found.map_or("", |(_, value)| value)
    }
}
