//! A table that somebody brings to a meeting: its columns with their kind and its cells, exact.
//! [`checked`] works its totals and percentages out again, [`shown`] makes a table of a report of it.

mod checked;
mod shown;

use rust_decimal::Decimal;

pub use checked::{Finding, Rule};

/// At most so many columns and rows: a table of a paper, not a file of facts.
pub const COLUMNS_AT_MOST: usize = 16;
pub const ROWS_AT_MOST: usize = 200;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Text,
    Number,
    /// In percent: 97 is 97 %.
    Percent,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Text, Kind::Number, Kind::Percent];

    pub const fn key(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::Percent => "percent",
        }
    }

    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As it stands in the file.
    pub label: String,
    pub kind: Kind,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(Decimal),
}

impl Cell {
    /// The number, where there is one.
    pub const fn number(&self) -> Option<Decimal> {
        match self {
            Cell::Number(number) => Some(*number),
            Cell::Empty | Cell::Text(_) => None,
        }
    }
}

/// A table (tabel).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the last row adds the others up (I alt).
    pub has_total: bool,
    /// Whether a chart is shown beside it.
    pub chart: bool,
}

impl Table {
    /// The rows that are no total.
    pub fn parts(&self) -> &[Vec<Cell>] {
        let parts = self.rows.len() - usize::from(self.has_total && !self.rows.is_empty());
        &self.rows[..parts]
    }

    /// The row that adds the others up.
    pub fn total(&self) -> Option<&[Cell]> {
        let last = self.rows.last().filter(|_| self.has_total);
        last.map(Vec::as_slice)
    }

    /// What a row is called: its first text.
    pub fn name_of(&self, row: usize) -> &str {
        let cells = self.rows.get(row).map_or(&[][..], Vec::as_slice);
        let texts = cells.iter().filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            Cell::Empty | Cell::Number(_) => None,
        });
        texts.into_iter().next().unwrap_or_default()
    }

    /// The places of the columns of a kind.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(move |(_, column)| column.kind == kind)
            .map(|(at, _)| at)
    }
}
