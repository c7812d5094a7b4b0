//! The report: the one value that pages, JSON, CSV, Excel and PDF are made from.
//!
//! A report answers one question. Its cells carry their unit and, where they are computed, how:
//! the formula, the formula with the numbers put in, and the facts under it. Writers and pages
//! take nothing else, so they cannot disagree.

mod chart;
mod value;

pub use chart::{Chart, ChartKind, Line, Point};
pub use value::{MASKED, Value, kroner, percent, persons, whole_kroner};

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
    /// True for a question whose figures can be masked: every row in JSON then tells which of its
    /// keys are. A masked cell in any other report is refused by the writers.
    pub masks: bool,
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
    /// Where a computed figure comes from, as it was put in; read with [`Cell::derivation`].
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

    /// A figure with how it was made: the formula, the formula with the numbers put in, and the facts
    /// under it.
    pub fn told(
        value: Value,
        formula: impl Into<String>,
        with_numbers: impl Into<String>,
        facts: Vec<FactRef>,
    ) -> Cell {
        Cell {
            value,
            derivation: Some(Box::new(Derivation {
                formula: formula.into(),
                with_numbers: with_numbers.into(),
                facts,
            })),
        }
    }

    /// A figure that may not be told ([`Value::Masked`]), without anything that it was made of.
    pub fn masked(reason: impl Into<String>) -> Cell {
        Cell::from(Value::Masked {
            reason: reason.into(),
        })
    }

    /// Where a computed figure comes from; never of a masked one, since its formula would tell it.
    pub fn derivation(&self) -> Option<&Derivation> {
        self.derivation
            .as_deref()
            .filter(|_| !self.value.is_masked())
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
