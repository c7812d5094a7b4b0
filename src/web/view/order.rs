//! The order of a list, and a word that is looked for in it: both stand in the address, so that they
//! hold without a script, through its pages, and for whoever it is sent to.

use std::cmp::Ordering;

use super::encode;
use super::filters::{FilterForm, WORD};
use super::table::{Sorted, TableView};
use crate::domain::danish::danish_order;
use crate::reports::Query;
use crate::reports::columns::{Col, Cols};

/// The part of the address that names the column (orden); with a hyphen before it from the highest.
const ORDER: &str = "orden";
/// A longer word finds nothing that a shorter one would not.
const LONGEST: usize = 80;

/// What was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Key of a column; that of the list itself when none is named, or none that it has.
    column: Option<String>,
    falling: bool,
    word: String,
}

/// Takes order and word off the pairs of an address; the rest are filters.
pub fn take_order(pairs: &mut Vec<(String, String)>) -> Order {
    let mut order = Order::default();
    let ours = |key: &str| [ORDER, WORD].contains(&key);
    for (key, value) in pairs.extract_if(.., |(key, _)| ours(key)) {
        if key == WORD {
            order.word = value.trim().chars().take(LONGEST).collect();
        } else if !value.is_empty() {
            order.falling = value.starts_with('-');
            order.column = Some(value.trim_start_matches('-').to_owned());
        }
    }
    order
}

impl Order {
    /// Whether a column or a word is asked for: the list is not as it comes then.
    pub fn is_asked(&self) -> bool {
        self.column.is_some() || !self.word.is_empty()
    }

    /// The rows that have the word under one of the columns, in the order asked for. What is missing
    /// comes last either way, and equals stay as the list has them.
    pub fn of<R>(&self, mut rows: Vec<R>, columns: Cols<R>) -> Vec<R> {
        if !self.word.is_empty() {
            let word = self.word.to_lowercase();
            let has =
                |row: &R, col: &&Col<R>| col.of(row).value.danish().to_lowercase().contains(&word);
            rows.retain(|row| columns.iter().any(|col| has(row, col)));
        }
        let Some(col) = self.column(columns) else {
            return rows;
        };
        let order = danish_order();
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let value = col.of(&row).value;
                (value.lack().is_some(), value.number(), value.danish(), row)
            })
            .collect();
        keyed.sort_by(|a, b| {
            let by = match (&a.1, &b.1) {
                (Some(x), Some(y)) => x.cmp(y),
                _ => order(&[&a.2], &[&b.2]),
            };
            let by = if self.falling { by.reverse() } else { by };
            match a.0.cmp(&b.0) {
                Ordering::Equal => by,
                lacks => lacks,
            }
        });
        keyed.into_iter().map(|(.., row)| row).collect()
    }

    fn column<R>(&self, columns: Cols<R>) -> Option<&'static Col<R>> {
        let key = self.column.as_deref()?;
        columns.iter().find(|col| col.key == key).copied()
    }

    /// Filters with order and word behind them, as an address has them.
    pub fn with(&self, query: &Query) -> Vec<(&'static str, String)> {
        let mut pairs = query.pairs();
        pairs.extend(self.pairs());
        pairs
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let sign = if self.falling { "-" } else { "" };
        let column = self
            .column
            .iter()
            .map(|key| (ORDER, format!("{sign}{key}")));
        let word = (!self.word.is_empty()).then(|| (WORD, self.word.clone()));
        column.chain(word).collect()
    }

    /// Makes each head of a table lead to the list in its order, the other way round where it is in
    /// that already.
    pub fn heads<R>(&self, table: &mut TableView, columns: Cols<R>, query: &Query, action: &str) {
        for (head, col) in table.heads.iter_mut().zip(columns) {
            let now = self.column.as_deref() == Some(col.key);
            let next = Order {
                column: Some(col.key.to_owned()),
                falling: now && !self.falling,
                word: self.word.clone(),
            };
            let pairs = next.with(query);
            let pairs = encode(pairs.iter().map(|(key, value)| (*key, value.as_str())));
            head.sorted = Some(Sorted {
                address: format!("{action}?{pairs}#liste"),
                aria: match (now, self.falling) {
                    (false, _) => "none",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                },
            });
        }
    }

    /// The form of the page with a field for the word; what it is sorted by stays.
    #[must_use]
    pub fn in_form(&self, form: FilterForm) -> FilterForm {
        let kept = self.pairs().into_iter().filter(|(key, _)| *key == ORDER);
        let summary = match self.word.as_str() {
            "" => form.summary.clone(),
            word => format!("{}, »{word}«", form.summary),
        };
        FilterForm {
            summary,
            word: Some(self.word.clone()),
            kept: kept.collect(),
            ..form
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Cell, Unit, Value};

    type Row = (&'static str, Option<i64>);

    static NAME: Col<Row> = Col::names("name", "Navn", Unit::Text, |row| Cell::text(row.0));
    static PLACES: Col<Row> = Col::figure("places", "Pladser", Unit::Count, |row| match row.1 {
        Some(count) => Value::Count(count).into(),
        None => Cell::missing("Ikke oplyst."),
    });
    static COLUMNS: Cols<Row> = &[&NAME, &PLACES];

    fn names(asked: &[(&str, &str)]) -> String {
        let mut pairs = asked
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let order = take_order(&mut pairs);
        assert!(pairs.is_empty());
        let rows = vec![("Ærø", Some(2)), ("Vejle", None), ("Aalborg", Some(10))];
        let rows = order.of(rows, COLUMNS);
        rows.iter().map(|row| row.0).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_are_sorted_as_danes_do_and_figures_as_numbers_with_the_missing_last() {
        assert_eq!(names(&[]), "Ærø Vejle Aalborg");
        assert_eq!(names(&[("orden", "name")]), "Vejle Ærø Aalborg");
        assert_eq!(names(&[("orden", "places")]), "Ærø Aalborg Vejle");
        assert_eq!(names(&[("orden", "-places")]), "Aalborg Ærø Vejle");
        assert_eq!(names(&[("orden", "no_such")]), "Ærø Vejle Aalborg");
    }

    #[test]
    fn a_word_is_found_in_any_column_whatever_its_case() {
        assert_eq!(names(&[("ord", " ærø ")]), "Ærø");
        assert_eq!(names(&[("ord", "10")]), "Aalborg");
        assert_eq!(names(&[("ord", "x")]), "");
    }
}
