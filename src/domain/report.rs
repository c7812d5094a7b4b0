//! The report: the one value that pages, JSON, CSV, Excel and PDF are made from.
//!
//! A report answers one question. Its cells carry their unit and, where they are computed, how:
//! the formula, the formula with the numbers put in, and the facts under it. Writers and pages
//! take nothing else, so they cannot disagree.

use rust_decimal::Decimal;

use super::number::{self, Exact, danish};
use super::period::Year;
use super::persons;

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The stable name of interfaces.md: `unit-costs`, `decomposition`, …
    pub name: &'static str,
    /// Danish title.
    pub title: String,
    /// What was asked, as it was understood: every filter with its value.
    pub filters: Vec<Filter>,
    /// The state of the data that the figures were read from.
    pub data_version: i64,
    /// True when any of the data is made up (`cockpit demo`): every view marks it.
    pub synthetic: bool,
    pub rows: Table,
    pub totals: Table,
    /// What a reader must know: missing figures with their reasons, assumptions. In Danish.
    pub notes: Vec<String>,
    pub sources: Vec<Source>,
    /// Pictures of the figures: every point stands in a row too.
    pub series: Vec<Chart>,
}

/// One filter of a report: key of interfaces.md, Danish label, value in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub key: &'static str,
    pub label: &'static str,
    /// As programs write it.
    pub value: String,
    /// As people read it, where that is another.
    words: Option<String>,
}

impl Filter {
    pub fn new(key: &'static str, label: &'static str, value: impl Into<String>) -> Filter {
        Filter {
            key,
            label,
            value: value.into(),
            words: None,
        }
    }

    /// The same filter, whose value people read in these words.
    #[must_use]
    pub fn in_words(self, words: impl Into<String>) -> Filter {
        Filter {
            words: Some(words.into()),
            ..self
        }
    }

    /// The value as people read it.
    pub fn words(&self) -> &str {
        self.words.as_deref().unwrap_or(&self.value)
    }
}

/// Columns and rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Each row has one cell for every column, in their order.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The position of a column.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }

    /// Some columns in this order, with every row.
    #[must_use]
    pub fn only(&self, keys: &[&str]) -> Table {
        let places: Vec<usize> = keys.iter().filter_map(|key| self.column(key)).collect();
        let row = |row: &Vec<Cell>| places.iter().map(|at| row[*at].clone()).collect();
        Table {
            columns: places.iter().map(|at| self.columns[*at].clone()).collect(),
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// The cell of a row under a column key.
    pub fn cell<'a>(&self, row: &'a [Cell], key: &str) -> Option<&'a Cell> {
        row.get(self.column(key)?)
    }
}

/// A column: stable key, Danish label, unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub label: String,
    pub unit: Unit,
    pub role: Role,
    /// Whether how a figure was made is worked out when it is asked for: then its cell has no
    /// derivation of its own.
    pub told: bool,
}

/// What a column is to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names the row: part of its identity.
    Names,
    /// Says something about it.
    Says,
    /// A figure, which leads to where it comes from.
    Figure,
}

impl Column {
    pub fn new(key: &'static str, label: impl Into<String>, unit: Unit) -> Column {
        Column {
            key,
            label: label.into(),
            unit,
            role: Role::Says,
            told: false,
        }
    }
}

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Text,
    Year,
    /// DKK with øre.
    Kroner,
    /// DKK, whole.
    WholeKroner,
    /// Full-year persons.
    Persons,
    Percent,
    /// Differs by row (reconciliation): the cell knows.
    Mixed,
    YesNo,
    Count,
}

impl Unit {
    /// The unit as JSON and column heads show it; empty for text.
    pub const fn label(self) -> &'static str {
        match self {
            Unit::Text | Unit::Mixed | Unit::YesNo => "",
            Unit::Year => "år",
            Unit::Kroner | Unit::WholeKroner => "kr.",
            Unit::Persons => "helårspersoner",
            Unit::Percent => "%",
            Unit::Count => "antal",
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    /// Where a computed figure comes from.
    pub derivation: Option<Box<Derivation>>,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::from(Value::Text(text.into()))
    }

    pub fn key(key: impl Into<String>, label: impl Into<String>) -> Cell {
        Cell::from(Value::Key {
            key: key.into(),
            label: label.into(),
        })
    }

    pub fn missing(reason: impl Into<String>) -> Cell {
        Cell::from(Value::Missing {
            reason: reason.into(),
        })
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        Cell {
            value,
            derivation: None,
        }
    }
}

/// A value with its kind. Numbers are already rounded to what is shown: nobody rounds again.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// A stable key for programs with the Danish label for people.
    Key {
        key: String,
        label: String,
    },
    Year(Year),
    /// DKK with two decimals.
    Kroner(Decimal),
    /// DKK, whole.
    WholeKroner(Decimal),
    /// One to four decimals.
    Persons(Decimal),
    /// Two decimals.
    Percent(Decimal),
    YesNo(bool),
    Count(i64),
    /// Nothing there, and that is as it should be (a change has no single year).
    Empty,
    /// A figure that cannot be computed: shown as "–" with its reason.
    Missing {
        reason: String,
    },
}

impl Value {
    /// As people read it, in Danish: "1.234.567,89", "−3,34", "–".
    pub fn danish(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Key { label, .. } => label.clone(),
            Value::Year(year) => year.to_string(),
            Value::Kroner(d) | Value::WholeKroner(d) | Value::Persons(d) | Value::Percent(d) => {
                danish(*d)
            }
            Value::YesNo(true) => "ja".to_owned(),
            Value::YesNo(false) => "nej".to_owned(),
            Value::Count(n) => danish(Decimal::from(*n)),
            Value::Empty => String::new(),
            Value::Missing { .. } => "\u{2013}".to_owned(),
        }
    }

    /// As programs name it: keys by key, the rest as text.
    pub fn key(&self) -> String {
        match self {
            Value::Key { key, .. } => key.clone(),
            other => other.danish(),
        }
    }

    /// The number, where there is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Kroner(d) | Value::WholeKroner(d) | Value::Persons(d) | Value::Percent(d) => {
                Some(*d)
            }
            Value::Count(n) => Some(Decimal::from(*n)),
            _ => None,
        }
    }
}

/// An exact amount of DKK, rounded to øre; "–" when it is too large to be one.
pub fn kroner(value: &Exact) -> Value {
    rounded_as(value, 2, Value::Kroner)
}

/// A change in percent, rounded to two decimals.
pub fn percent(value: &Exact) -> Value {
    rounded_as(value, 2, Value::Percent)
}

/// Persons, exact to the ten-thousandth, with the decimals they have.
pub fn persons(value: &Exact) -> Value {
    rounded_as(value, 4, |d| Value::Persons(persons::shortest(d)))
}

fn rounded_as(value: &Exact, decimals: u32, kind: fn(Decimal) -> Value) -> Value {
    number::rounded(value, decimals).map_or_else(
        || Value::Missing {
            reason: "Tallet er for stort til at blive vist.".to_owned(),
        },
        |d| kind(if d.is_zero() { d.abs() } else { d }),
    )
}

/// How a figure was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Derivation {
    /// The formula in words: "enhedsudgift = udgift / helårspersoner".
    pub formula: String,
    /// The formula with the numbers put in: "532.477.630,00 / 626,0 = 850.603,24".
    pub with_numbers: String,
    /// The facts under it.
    pub facts: Vec<FactRef>,
}

/// A stored fact by where it came from: number of the upload and line of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactRef {
    pub batch: i64,
    pub line: i64,
}

/// A stored value with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub at: FactRef,
    pub value: T,
}

/// A source of figures: an upload, or a published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The number of the upload, which is also the data version it made.
    pub batch: i64,
    pub file: String,
    pub sha256: String,
    /// RFC 3339, UTC.
    pub uploaded_at: String,
    pub uploaded_by: String,
}

/// A picture of figures that also stand in the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub key: String,
    pub title: String,
    pub kind: ChartKind,
    pub unit: Unit,
    pub labels: Vec<String>,
    pub lines: Vec<Line>,
}

impl Chart {
    /// Leaves out the labels at which there is nothing to see.
    pub fn without_empty_labels(&mut self) {
        let is_seen = |at: usize| {
            let points = self.lines.iter().filter_map(|line| line.points.get(at));
            points.flatten().any(|point| !point.is_zero())
        };
        let seen: Vec<usize> = (0..self.labels.len()).filter(|at| is_seen(*at)).collect();
        self.labels = seen.iter().map(|at| self.labels[*at].clone()).collect();
        for line in &mut self.lines {
            line.points = seen.iter().map(|at| line.points[*at]).collect();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    Line,
    Bar,
    /// Five lines (lowest, lower quartile, median, upper quartile, highest): a box for each label.
    Spread,
}

/// One line or set of bars; a point without a figure is a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub label: String,
    pub points: Vec<Option<Decimal>>,
}
