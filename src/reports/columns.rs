//! Columns: a head and the cell under it are one thing, so that no row can be ragged and no column
//! be named by a word that does not exist.
//!
//! A question describes its columns once, over its own row type. Pages and papers print with the
//! same descriptions, in the order and number that their readers need.

use crate::domain::report::{Cell, Column, Report, Role, Table, Unit, Value};

/// A column of rows of `R`.
pub struct Col<R: 'static> {
    /// Stable: the key in JSON and in the address of a figure.
    pub key: &'static str,
    /// Danish heading.
    pub label: &'static str,
    pub unit: Unit,
    /// Whether it names the row, says something, or is a figure.
    pub role: Role,
    /// Whether how a figure was made is worked out when it is asked for (its cell does not carry it).
    pub told: bool,
    /// Whether a cell may hold nothing. A figure may always: it is one that cannot be computed.
    pub optional: bool,
    /// The keys that its cells hold, where they are fixed; none where they are not.
    pub keys: fn() -> Vec<&'static str>,
    pub cell: fn(&R) -> Cell,
}

/// Some columns of one kind of row.
pub type Cols<R> = &'static [&'static Col<R>];

impl<R> Col<R> {
    const fn new(
        role: Role,
        (key, label, unit): (&'static str, &'static str, Unit),
        cell: fn(&R) -> Cell,
    ) -> Col<R> {
        Col {
            key,
            label,
            unit,
            role,
            told: false,
            optional: matches!(role, Role::Figure),
            keys: Vec::new,
            cell,
        }
    }

    /// A column that names the row: together these are the row's identity, and part of the address
    /// of each of its figures.
    pub const fn names(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        cell: fn(&R) -> Cell,
    ) -> Col<R> {
        Col::new(Role::Names, (key, label, unit), cell)
    }

    /// A column that says something about the row.
    pub const fn says(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        cell: fn(&R) -> Cell,
    ) -> Col<R> {
        Col::new(Role::Says, (key, label, unit), cell)
    }

    /// A column of figures, each with its origin.
    pub const fn figure(
        key: &'static str,
        label: &'static str,
        unit: Unit,
        cell: fn(&R) -> Cell,
    ) -> Col<R> {
        Col::new(Role::Figure, (key, label, unit), cell)
    }

    /// The same column, whose figures are told about when somebody asks.
    #[must_use]
    pub const fn told(mut self) -> Col<R> {
        self.told = true;
        self
    }

    /// The same column, whose cells may hold nothing.
    #[must_use]
    pub const fn optional(mut self) -> Col<R> {
        self.optional = true;
        self
    }

    /// The same column, whose cells hold one of these keys.
    #[must_use]
    pub const fn one_of(mut self, keys: fn() -> Vec<&'static str>) -> Col<R> {
        self.keys = keys;
        self
    }

    /// Its head.
    pub fn head(&self) -> Column {
        Column {
            key: self.key,
            label: self.label.to_owned(),
            unit: self.unit,
            role: self.role,
            told: self.told,
        }
    }

    /// Its cell of a row.
    pub fn of(&self, row: &R) -> Cell {
        (self.cell)(row)
    }
}

/// The heads of columns.
pub fn heads<R>(columns: &[&Col<R>]) -> Vec<Column> {
    columns.iter().map(|column| column.head()).collect()
}

/// The table of some columns and rows.
pub fn table<'a, R: 'a>(columns: &[&Col<R>], rows: impl IntoIterator<Item = &'a R>) -> Table {
    let row = |row: &'a R| columns.iter().map(|column| column.of(row)).collect();
    Table {
        columns: heads(columns),
        rows: rows.into_iter().map(row).collect(),
    }
}

/// What names a row, for the address of its figures.
pub fn names<R>(columns: &[&Col<R>], row: &R) -> Vec<(&'static str, String)> {
    let naming = columns.iter().filter(|c| c.role == Role::Names);
    naming
        .map(|c| (c.key, c.of(row).value))
        .filter(|(_, value)| *value != Value::Empty)
        .map(|(key, value)| (key, value.key()))
        .collect()
}

/// Gives a column of a table another heading: that of the members that were asked for, or one that
/// names the region beside.
pub fn relabel<R>(table: &mut Table, column: &Col<R>, label: &str) {
    let head = table.columns.iter_mut().find(|head| head.key == column.key);
    if let Some(head) = head {
        label.clone_into(&mut head.label);
    }
}

/// An answer as it is shown: typed rows and totals, and the frame that a report of them has: its
/// title, filters, data version, notes, sources and pictures.
pub struct Answer<R: 'static, T: 'static = ()> {
    pub frame: Report,
    pub rows: Vec<R>,
    pub totals: Vec<T>,
}

impl<R, T> Answer<R, T> {
    /// A frame without rows.
    pub fn empty(frame: Report) -> Answer<R, T> {
        Answer {
            frame,
            rows: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// The report under some columns.
    pub fn report(&self, rows: &[&Col<R>], totals: &[&Col<T>]) -> Report {
        Report {
            rows: table(rows, &self.rows),
            totals: table(totals, &self.totals),
            ..self.frame.clone()
        }
    }
}
