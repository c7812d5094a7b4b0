//! From a figure to the page that tells where it comes from.

use super::encode;
use crate::domain::report::{Cell, Column};
use crate::reports::{Query, Question};

/// What links of a table lead to: the report and its filters.
pub struct Links<'a> {
    pub question: &'static Question,
    pub query: &'a Query,
}

impl Links<'_> {
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
        let mut pairs: Vec<(String, &str)> = vec![("rapport".to_owned(), self.question.name)];
        pairs.extend(
            names
                .iter()
                .map(|(key, value)| (format!("r.{key}"), value.as_str())),
        );
        pairs.push(("kolonne".to_owned(), column.key));
        let filters = self.question.pairs(self.query);
        pairs.extend(filters.iter().map(|(k, v)| ((*k).to_owned(), v.as_str())));
        let pairs = pairs.iter().map(|(k, v)| (k.as_str(), *v));
        Some(format!("/hvorfra?{}", encode(pairs)))
    }
}
