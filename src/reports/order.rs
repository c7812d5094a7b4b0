//! The order of a list, and a word that is looked for in it: the same on a page and in its files.

use std::cmp::Ordering;

use super::columns::{Col, Cols};
use super::error::ReportError;
use crate::domain::cpr;
use crate::domain::danish::danish_order;
use crate::domain::report::{Filter, Report, Value};

/// A longer word finds nothing that a shorter one would not.
const LONGEST: usize = 80;

/// What is asked of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// Key of a column; the order of the list itself when none is named.
    pub column: Option<String>,
    /// From the highest.
    pub falling: bool,
    /// Empty when every row is wanted.
    pub word: String,
}

impl Order {
    /// Takes the name of a column; with a hyphen before it from the highest.
    pub fn by(&mut self, column: &str) {
        self.falling = column.starts_with('-');
        self.column = Some(column.trim_start_matches('-').to_owned());
    }

    /// Takes the word that is looked for, without a personal number: it is shown, and written into the log
    /// with what is taken out.
    pub fn with_word(&mut self, word: &str) {
        let word = cpr::without(word.trim());
        self.word = word.chars().take(LONGEST).collect();
    }

    /// The column as it is asked for: "-places".
    pub fn sort(&self) -> Option<String> {
        let sign = if self.falling { "-" } else { "" };
        self.column.as_ref().map(|key| format!("{sign}{key}"))
    }

    /// The word, when there is one.
    pub fn search(&self) -> Option<String> {
        Some(self.word.clone()).filter(|word| !word.is_empty())
    }

    /// Whether a column or a word is asked for: the list is not as it comes then.
    pub fn is_asked(&self) -> bool {
        self.column.is_some() || !self.word.is_empty()
    }

    /// The rows that have the word under one of the columns, in the order asked for. What is missing
    /// comes last either way, and equals stay as the list has them.
    pub fn of<R>(&self, mut rows: Vec<R>, columns: Cols<R>) -> Vec<R> {
        if let Some(has) = self.finder() {
            rows.retain(|row| columns.iter().any(|col| has(&col.of(row).value)));
        }
        let named = |col: &&&Col<R>| self.column.as_deref() == Some(col.key);
        match columns.iter().find(named) {
            Some(col) => self.sorted(rows, |row| col.of(row).value),
            None => rows,
        }
    }

    /// The same of a report that is made: what leaves as a file holds the rows that a page of it shows.
    ///
    /// # Errors
    /// [`ReportError::BadFilter`] for a column that the report does not have.
    pub fn apply(&self, report: &mut Report) -> Result<(), ReportError> {
        if let Some(has) = self.finder() {
            let rows = &mut report.rows.rows;
            rows.retain(|row| row.iter().any(|cell| has(&cell.value)));
            let told = Filter::new("search", "Søgt efter", self.word.clone());
            report.filters.push(told);
            if !report.totals.rows.is_empty() {
                let note = format!(
                    "Rækkerne er dem, der indeholder »{}«; summer og fordelinger er af alle.",
                    self.word
                );
                report.notes.push(note);
            }
        }
        let Some(asked) = self.sort() else {
            return Ok(());
        };
        let place = self
            .column
            .as_deref()
            .and_then(|key| report.rows.column(key));
        let Some(place) = place else {
            let keys = report.rows.columns.iter().map(|column| column.key);
            let keys: Vec<&str> = keys.collect();
            let problem = format!(
                "Skriv en kolonnes nøgle, med bindestreg foran for at få det højeste først: {}.",
                keys.join(", ")
            );
            return Err(ReportError::BadFilter {
                key: "sort",
                found: asked,
                problem,
            });
        };
        let rows = std::mem::take(&mut report.rows.rows);
        report.rows.rows = self.sorted(rows, |row| row[place].value.clone());
        let label = report.rows.columns[place].label.to_lowercase();
        let way = if self.falling {
            ", det højeste først"
        } else {
            ""
        };
        let told = Filter::new("sort", "Sorteret efter", asked);
        report.filters.push(told.in_words(format!("{label}{way}")));
        Ok(())
    }

    /// What tells whether a value has the word.
    fn finder(&self) -> Option<impl Fn(&Value) -> bool + use<>> {
        let word = self.search()?.to_lowercase();
        Some(move |value: &Value| value.danish().to_lowercase().contains(&word))
    }

    fn sorted<R>(&self, rows: Vec<R>, value: impl Fn(&R) -> Value) -> Vec<R> {
        let order = danish_order();
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|row| {
                let value = value(&row);
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Cell, Table, Unit};
    use crate::reports::columns;

    type Row = (&'static str, Option<i64>);

    static NAME: Col<Row> = Col::names("name", "Navn", Unit::Text, |row| Cell::text(row.0));
    static PLACES: Col<Row> = Col::figure("places", "Pladser", Unit::Count, |row| match row.1 {
        Some(count) => Value::Count(count).into(),
        None => Cell::missing("Ikke oplyst."),
    });
    static COLUMNS: Cols<Row> = &[&NAME, &PLACES];

    fn rows() -> Vec<Row> {
        vec![("Ærø", Some(2)), ("Vejle", None), ("Aalborg", Some(10))]
    }

    fn asked(column: &str, word: &str) -> Order {
        let mut order = Order::default();
        if !column.is_empty() {
            order.by(column);
        }
        order.with_word(word);
        order
    }

    fn report() -> Report {
        Report {
            name: "list",
            title: "Liste".to_owned(),
            filters: Vec::new(),
            data_version: 1,
            synthetic: false,
            masks: false,
            rows: columns::table(COLUMNS, &rows()),
            totals: Table::default(),
            notes: Vec::new(),
            sources: Vec::new(),
            series: Vec::new(),
        }
    }

    /// The names of a page's list and of the report's rows: they are the same.
    fn names(column: &str, word: &str) -> String {
        let order = asked(column, word);
        let listed = order.of(rows(), COLUMNS);
        let listed: Vec<String> = listed.iter().map(|row| row.0.to_owned()).collect();
        let mut report = report();
        if order.apply(&mut report).is_ok() {
            let first = report.rows.rows.iter().map(|row| row[0].value.danish());
            assert_eq!(first.collect::<Vec<_>>(), listed);
        }
        listed.join(" ")
    }

    #[test]
    fn names_are_sorted_as_danes_do_and_figures_as_numbers_with_the_missing_last() {
        assert_eq!(names("", ""), "Ærø Vejle Aalborg");
        assert_eq!(names("name", ""), "Vejle Ærø Aalborg");
        assert_eq!(names("places", ""), "Ærø Aalborg Vejle");
        assert_eq!(names("-places", ""), "Aalborg Ærø Vejle");
        assert_eq!(names("no_such", ""), "Ærø Vejle Aalborg");
    }

    #[test]
    fn a_word_is_found_in_any_column_whatever_its_case() {
        assert_eq!(names("", " ærø "), "Ærø");
        assert_eq!(names("", "10"), "Aalborg");
        assert_eq!(names("", "x"), "");
    }

    #[test]
    fn a_file_tells_how_it_is_cut_and_refuses_a_column_that_it_does_not_have() {
        let mut cut = report();
        asked("-places", "a").apply(&mut cut).unwrap();
        let told: Vec<_> = cut.filters.iter().map(|f| (f.key, f.words())).collect();
        assert_eq!(
            told,
            [("search", "a"), ("sort", "pladser, det højeste først")]
        );
        let refused = asked("-pladser", "").apply(&mut report()).unwrap_err();
        assert!(refused.to_string().contains("name, places"), "{refused}");
    }
}
