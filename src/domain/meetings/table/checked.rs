//! Totals and percentages, worked out again: what does not follow from the other numbers is found.
//!
//! A total is the sum of its column. Which two columns a percentage is made of is told by the table
//! itself: those that give it in most rows (at least two of three, and at least three rows). A total
//! of percentages that are made of no two columns is their plain average. Whatever cannot be told so
//! is not judged.

use num_traits::Zero as _;
use rust_decimal::Decimal;

use super::{Cell, Kind, Table};
use crate::domain::number::{self, Exact, danish};

/// How a figure follows from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The sum of the column.
    Sum,
    /// One column in percent of another, by their places.
    Share { part: usize, whole: usize },
    /// The plain average of the column.
    Mean,
}

/// A figure that does not follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub row: usize,
    pub column: usize,
    pub shown: Decimal,
    /// Rounded to one decimal more than what is shown.
    pub computed: Decimal,
    pub rule: Rule,
}

impl Finding {
    /// What does not follow, in Danish.
    pub fn words(&self) -> String {
        let (shown, computed) = (danish(self.shown), danish(self.computed.normalize()));
        match self.rule {
            Rule::Sum => format!("følger ikke af tallene: {shown} er {computed}"),
            Rule::Share { .. } => format!("følger ikke af tallene: {shown} % er {computed} %"),
            Rule::Mean => {
                format!("følger ikke af tallene: {shown} % er i gennemsnit {computed} %")
            }
        }
    }
}

impl Table {
    /// The figures that do not follow from the others, by row and column.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = self.wrong_sums();
        for column in self.of_kind(Kind::Percent) {
            match self.share(column) {
                Some(rule) => found.extend(self.wrong_shares(column, rule)),
                None => found.extend(self.wrong_mean(column)),
            }
        }
        found.sort_by_key(|finding| (finding.row, finding.column));
        found
    }

    /// What was worked out again, a sentence each, in Danish.
    pub fn worked_out(&self) -> Vec<String> {
        let label = |at: usize| self.columns[at].label.as_str();
        let shares = self.of_kind(Kind::Percent).filter_map(|column| {
            let (part, whole) = self.share(column)?;
            Some(format!(
                "»{}« er regnet efter som »{}« af »{}«.",
                label(column),
                label(part),
                label(whole)
            ))
        });
        let sums = self
            .has_sum()
            .then(|| "Summerne er regnet efter.".to_owned());
        sums.into_iter().chain(shares).collect()
    }

    fn number(&self, row: usize, column: usize) -> Option<Exact> {
        let cell = self.rows.get(row)?.get(column)?;
        cell.number().map(number::from_decimal)
    }

    fn shown(&self, row: usize, column: usize) -> Option<Decimal> {
        self.rows.get(row)?.get(column).and_then(Cell::number)
    }

    /// The numbers of a column that are no total.
    fn parts_of(&self, column: usize) -> Vec<Exact> {
        let rows = 0..self.parts().len();
        rows.filter_map(|row| self.number(row, column)).collect()
    }

    fn has_sum(&self) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let mut columns = self.of_kind(Kind::Number);
        self.has_total && columns.any(|column| self.shown(last, column).is_some())
    }

    fn wrong_sums(&self) -> Vec<Finding> {
        let Some(row) = self.rows.len().checked_sub(1).filter(|_| self.has_total) else {
            return Vec::new();
        };
        let wrong = |column: usize| {
            let (shown, parts) = (self.shown(row, column)?, self.parts_of(column));
            let sum: Exact = parts.iter().sum();
            let differs = !parts.is_empty() && sum != number::from_decimal(shown);
            let computed = number::rounded(&sum, more(shown)).filter(|_| differs)?;
            Some(Finding {
                row,
                column,
                shown,
                computed,
                rule: Rule::Sum,
            })
        };
        self.of_kind(Kind::Number).filter_map(wrong).collect()
    }

    /// The two columns that a percentage is made of; `None` when no two are, or more than one pair
    /// could be.
    fn share(&self, column: usize) -> Option<(usize, usize)> {
        let numbers: Vec<usize> = self.of_kind(Kind::Number).collect();
        let mut best: Option<((usize, usize), usize)> = None;
        let mut tied = false;
        for part in &numbers {
            for whole in numbers.iter().filter(|whole| *whole != part) {
                let pair = (*part, *whole);
                let told: Vec<bool> = self
                    .told(column, pair)
                    .map(|(_, agrees, _)| agrees)
                    .collect();
                let agree = told.iter().filter(|agrees| **agrees).count();
                if told.len() < 3 || agree * 3 < told.len() * 2 {
                    continue;
                }
                let most = best.map_or(0, |(_, most)| most);
                tied = agree == most;
                if agree > most {
                    best = Some((pair, agree));
                }
            }
        }
        best.filter(|_| !tied).map(|(pair, _)| pair)
    }

    /// Of each row that has all three: whether the percentage agrees, and what it is.
    fn told(
        &self,
        column: usize,
        (part, whole): (usize, usize),
    ) -> impl Iterator<Item = (usize, bool, Exact)> {
        (0..self.rows.len()).filter_map(move |row| {
            let shown = self.shown(row, column)?;
            let (part, whole) = (self.number(row, part)?, self.number(row, whole)?);
            if whole.is_zero() {
                return None;
            }
            let percent = part / whole * number::exact(100, 0);
            let rounded = number::rounded(&percent, shown.scale())?;
            Some((row, rounded == shown, percent))
        })
    }

    fn wrong_shares(&self, column: usize, pair: (usize, usize)) -> Vec<Finding> {
        let (part, whole) = pair;
        let wrong = self.told(column, pair).filter(|(_, agrees, _)| !agrees);
        wrong
            .filter_map(|(row, _, percent)| {
                let shown = self.shown(row, column)?;
                Some(Finding {
                    row,
                    column,
                    shown,
                    computed: number::rounded(&percent, more(shown))?,
                    rule: Rule::Share { part, whole },
                })
            })
            .collect()
    }

    fn wrong_mean(&self, column: usize) -> Option<Finding> {
        let row = self.rows.len().checked_sub(1).filter(|_| self.has_total)?;
        let (shown, parts) = (self.shown(row, column)?, self.parts_of(column));
        let count = i64::try_from(parts.len()).ok().filter(|count| *count > 1)?;
        let mean = parts.iter().sum::<Exact>() / number::exact(count, 0);
        let differs = number::rounded(&mean, shown.scale())? != shown;
        let computed = number::rounded(&mean, more(shown)).filter(|_| differs)?;
        Some(Finding {
            row,
            column,
            shown,
            computed,
            rule: Rule::Mean,
        })
    }
}

/// One decimal more than what is shown.
const fn more(shown: Decimal) -> u32 {
    shown.scale() + 1
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;

    /// A table of rows of numbers, each with its name before them.
    fn table(kinds: &[Kind], rows: &[(&str, &[&str])], has_total: bool) -> Table {
        let columns = kinds.iter().enumerate().map(|(at, kind)| Column {
            label: format!("k{at}"),
            kind: *kind,
        });
        let name = Column {
            label: "navn".to_owned(),
            kind: Kind::Text,
        };
        let cell = |text: &&str| text.parse().map_or(Cell::Empty, Cell::Number);
        let row = |(name, cells): &(&str, &[&str])| {
            let name = Cell::Text((*name).to_owned());
            std::iter::once(name)
                .chain(cells.iter().map(cell))
                .collect()
        };
        Table {
            columns: std::iter::once(name).chain(columns).collect(),
            rows: rows.iter().map(row).collect(),
            has_total,
            chart: false,
        }
    }

    const SURVEY: [Kind; 3] = [Kind::Number, Kind::Number, Kind::Percent];

    #[test]
    fn what_follows_is_not_marked() {
        let rows: [(&str, &[&str]); 4] = [
            ("Hovedstaden", &["57", "35", "61"]),
            ("Sjælland", &["31", "22", "71"]),
            ("Syddanmark", &["30", "23", "77"]),
            ("I alt", &["118", "80", "68"]),
        ];
        let table = table(&SURVEY, &rows, true);
        assert_eq!(table.findings(), []);
        assert_eq!(
            table.worked_out(),
            [
                "Summerne er regnet efter.",
                "»k2« er regnet efter som »k1« af »k0«."
            ]
        );
    }

    #[test]
    fn a_sum_and_a_share_that_do_not_follow_are_marked_with_what_they_are() {
        let rows: [(&str, &[&str]); 5] = [
            ("a", &["57", "35", "61"]),
            ("b", &["31", "22", "71"]),
            ("c", &["30", "23", "77"]),
            ("d", &["29", "28", "97"]),
            ("I alt", &["148", "108", "73"]),
        ];
        let table = table(&SURVEY, &rows, true);
        let words: Vec<String> = table.findings().iter().map(Finding::words).collect();
        assert_eq!(table.findings()[0].row, 4);
        assert_eq!(words, ["følger ikke af tallene: 148 er 147"]);
        let rows: [(&str, &[&str]); 4] = [
            ("a", &["57", "35", "61"]),
            ("b", &["31", "22", "71"]),
            ("c", &["30", "23", "77"]),
            ("d", &["29", "28", "97.0"]),
        ];
        let table = self::table(&SURVEY, &rows, false);
        let words: Vec<String> = table.findings().iter().map(Finding::words).collect();
        assert_eq!(words, ["følger ikke af tallene: 97,0 % er 96,55 %"]);
    }

    #[test]
    fn a_total_of_percentages_without_parts_is_their_average() {
        let goals: Vec<(&str, &[&str])> = vec![
            ("1", &["100"]),
            ("2", &["82"]),
            ("3", &["87"]),
            ("I alt", &["97"]),
        ];
        let table = table(&[Kind::Percent], &goals, true);
        let words: Vec<String> = table.findings().iter().map(Finding::words).collect();
        assert_eq!(
            words,
            ["følger ikke af tallene: 97 % er i gennemsnit 89,7 %"]
        );
    }

    #[test]
    fn what_cannot_be_told_is_not_judged() {
        // Two rows are too few, and a norm is no share of anything here.
        let rows: [(&str, &[&str]); 3] = [
            ("a", &["10", "5", "8"]),
            ("b", &["20", "4", "8"]),
            ("c", &["0", "4", "9"]),
        ];
        assert_eq!(table(&SURVEY, &rows, false).findings(), []);
        let none: [(&str, &[&str]); 0] = [];
        assert_eq!(table(&SURVEY, &none, true).findings(), []);
    }
}
