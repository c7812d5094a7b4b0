//! From a figure to the page that tells where it comes from.

use super::encode;
use crate::domain::report::{Cell, Column, Role};
use crate::reports::columns::{self, Col, Cols};
use crate::reports::{Query, Question};

/// Where the points of a line lead, each to its figure's own page; none where there is no figure.
pub type Leads = Vec<Option<String>>;

/// What links of a table or picture lead to: the report and its filters.
pub struct Links<'a> {
    pub question: &'static Question,
    pub query: &'a Query,
}

impl Links<'_> {
    /// Where the points of a line lead that shows one column of typed rows, each as its figure in a table:
    /// the row of each point, where it has one. `all` are the columns of the question.
    pub fn leads<'r, R>(
        &self,
        (all, column): (Cols<R>, &Col<R>),
        rows: impl IntoIterator<Item = Option<&'r R>>,
    ) -> Leads {
        let head = column.head();
        let lead = |row: &R| self.figure(&columns::names(all, row), &head, &column.of(row));
        rows.into_iter().map(|row| row.and_then(lead)).collect()
    }

    /// The page that tells where a figure of a row comes from, given what names the row; none for a
    /// figure that is not computed, and none for a masked one.
    pub(super) fn figure(
        &self,
        names: &[(&'static str, String)],
        column: &Column,
        cell: &Cell,
    ) -> Option<String> {
        if cell.derivation().is_none() && !(cell.value.number().is_some() && column.told) {
            return None;
        }
        Some(self.address(names, column))
    }

    /// What the page of a figure would be that has none: it is masked, or cannot be computed.
    pub(super) fn place(
        &self,
        names: &[(&'static str, String)],
        column: &Column,
        cell: &Cell,
    ) -> Option<String> {
        let lacks = column.role == Role::Figure && cell.value.lack().is_some();
        lacks.then(|| self.address(names, column))
    }

    fn address(&self, names: &[(&'static str, String)], column: &Column) -> String {
        let filters = self.question.pairs(self.query);
        let row = names.iter().map(|(key, value)| (*key, value.as_str()));
        let filters = filters.iter().map(|(key, value)| (*key, value.as_str()));
        origin((self.question.name, column.key), row, filters)
    }
}

/// The page that tells where a figure comes from: question and column, what names its row, filters.
pub fn origin<'a>(
    (question, column): (&'a str, &'a str),
    row: impl Iterator<Item = (&'a str, &'a str)>,
    filters: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let own = |(key, value): (&str, &'a str)| (key.to_owned(), value);
    let pairs = [own(("rapport", question))].into_iter();
    let pairs = pairs.chain(row.map(|(key, value)| (format!("r.{key}"), value)));
    let pairs = pairs
        .chain([own(("kolonne", column))])
        .chain(filters.map(own));
    format!("/hvorfra?{}", encode(pairs))
}
