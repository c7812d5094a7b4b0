//! The header row: which row it is, and which column of the file holds what.

use super::amounts;
use super::columns::{Column, Layout};
use super::errors::RowError;
use super::faults::Errors;
use super::messages;
use super::reading::rows::{Row, Value};
use crate::domain::fold::tidy;

/// Where the columns of a kind stand in one file.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The place of each column of the kind, in the kind's order.
    places: Vec<Option<usize>>,
    /// The column of the kind at each place, as far as the last header that is not empty.
    columns: Vec<Option<usize>>,
    /// The headings as the file writes them, by place.
    headings: Vec<String>,
    /// Headings of our own exports that are passed over, and their places.
    passed: Vec<(usize, String)>,
    /// The names of each column of the kind, folded once: each row is held against them.
    names: Vec<[String; 2]>,
    /// Cells of the header row, empty ones at its end included.
    cells: usize,
}

impl Header {
    /// Where a column of the kind stands; `None` when the file does not have it.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }

    /// Which column of the kind stands at a place.
    pub(super) fn column_at(&self, place: usize) -> Option<usize> {
        self.columns.get(place).copied().flatten()
    }

    /// The heading at a place as the file writes it.
    pub(super) fn heading(&self, place: usize) -> Option<&str> {
        self.headings.get(place).map(String::as_str)
    }

    /// Whether the cells at a place are passed over.
    pub(super) fn is_passed(&self, place: usize) -> bool {
        self.passed.iter().any(|(passed, _)| *passed == place)
    }

    /// The headings that are passed over.
    pub(super) fn passed(&self) -> impl Iterator<Item = &str> {
        self.passed.iter().map(|(_, heading)| heading.as_str())
    }

    /// Cells of the header row, empty ones at its end included.
    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    /// How many cells a row has.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }
}

/// A header folded so that its spellings meet: case, å/aa, æ/ae, ø/oe, and whatever stands
/// between the words.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in tidy(text).chars().flat_map(char::to_lowercase) {
        match letter {
            'å' => out.push_str("aa"),
            'æ' => out.push_str("ae"),
            'ø' => out.push_str("oe"),
            c if c.is_alphanumeric() => out.push(c),
            c if c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// What a column is called, folded; twice the same where our own exports have no word of their own.
fn names(column: &Column) -> [String; 2] {
    let ours = if column.ours.is_empty() {
        column.key
    } else {
        column.ours
    };
    [fold(column.key), fold(ours)]
}

fn known(columns: &[Column], text: &str) -> Option<usize> {
    let folded = fold(without_unit(text));
    let is = |name: &str| !name.is_empty() && fold(name) == folded;
    columns
        .iter()
        .position(|column| is(column.key))
        .or_else(|| columns.iter().position(|column| is(column.ours)))
}

/// The heading without the unit in parentheses behind it: "Takst (kr.)".
fn without_unit(text: &str) -> &str {
    const UNITS: [&str; 9] = [
        "kr", "kr.", "kroner", "dkk", "antal", "%", "pct", "pct.", "procent",
    ];
    let parts = text
        .trim()
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('));
    match parts {
        Some((name, unit)) if UNITS.contains(&unit.trim().to_lowercase().as_str()) => name,
        _ => text,
    }
}

fn header_text(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Error(text) => Some(text.trim()),
        _ => None,
    }
}

/// How many different columns of the kind the row names.
pub(super) fn score(row: &Row<'_>, columns: &[Column]) -> usize {
    let mut found = vec![false; columns.len()];
    // A header row has a handful of cells; a row of thousands is none.
    for text in row.values().take(200).filter_map(header_text) {
        if let Some(slot) = known(columns, text).and_then(|column| found.get_mut(column)) {
            *slot = true;
        }
    }
    found.into_iter().filter(|f| *f).count()
}

/// Whether the row names every column that the kind must have.
pub(super) fn has_required(row: &Row<'_>, columns: &[Column]) -> bool {
    let required = columns.iter().filter(|column| column.required).count();
    // Most rows are told by their number of cells.
    row.len() >= required && {
        let found: Vec<usize> = row
            .values()
            .take(200)
            .filter_map(header_text)
            .filter_map(|text| known(columns, text))
            .collect();
        (0..columns.len()).all(|at| !columns[at].required || found.contains(&at))
    }
}

/// Whether every filled cell of a row under the header names the column that it stands in.
pub(super) fn is_again(row: &Row<'_>, header: &Header) -> bool {
    let mut named = 0;
    for place in 0..row.len() {
        let Some(column) = header.column_at(place) else {
            continue;
        };
        match row.get(place) {
            Value::Empty => {}
            Value::Text(text) if is_called(text, &header.names[column]) => {
                named += 1;
            }
            _ => return false,
        }
    }
    named >= 2
}

/// Whether a text is one of two names that are folded already.
fn is_called(text: &str, names: &[String; 2]) -> bool {
    // Nearly every row is told by the first letter of its first cell, which folding keeps.
    let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
    let may_be = |name: &String| name.as_bytes().first().copied() == first;
    if first.is_some_and(|first| first.is_ascii_alphanumeric()) && !names.iter().any(may_be) {
        return false;
    }
    names.contains(&fold(without_unit(text)))
}

/// Reads the header row.
///
/// # Errors
/// Every unknown, repeated and missing header goes to `errors`; then the result is `None`.
pub(super) fn read(
    row: &Row<'_>,
    layout: &Layout,
    are_amounts_chosen: bool,
    errors: &mut Errors,
) -> Option<Header> {
    let columns = layout.columns;
    let mut headings = Vec::new();
    let mut passed = Vec::new();
    let mut places: Vec<Option<usize>> = vec![None; columns.len()];
    let mut at: Vec<Option<usize>> = Vec::new();
    let mut sound = true;
    let mut refuse = |fault: RowError| {
        sound = false;
        errors.push(fault.on_line(row.line));
    };
    for (place, value) in row.values().enumerate() {
        if value == Value::Empty {
            continue;
        }
        let text = header_text(value).unwrap_or_default();
        headings.resize(place, String::new());
        headings.push(text.to_owned());
        // "udgift (1.000 kr.)" is the column of expenditure, once it is said what amounts are in.
        let speaks_of_more = amounts::speaks_of_more(text);
        let name = if speaks_of_more && are_amounts_chosen {
            text.split('(').next().unwrap_or(text)
        } else {
            text
        };
        match known(columns, name) {
            None if messages::is_of_another_currency(text) => {
                refuse(messages::foreign_currency(text));
            }
            None if speaks_of_more && !are_amounts_chosen => {
                refuse(messages::amounts_not_stated(text));
            }
            None if is_exported(layout, text) => passed.push((place, text.to_owned())),
            None => refuse(unknown(text, columns)),
            Some(column) => match places[column] {
                Some(first) => {
                    refuse(messages::repeated_header(&columns[column], first, place));
                }
                None => {
                    places[column] = Some(place);
                    at.resize(place, None);
                    at.push(Some(column));
                }
            },
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            refuse(messages::missing_column(column));
        }
    }
    sound.then_some(Header {
        places,
        columns: at,
        headings,
        passed,
        names: columns.iter().map(names).collect(),
        cells: row.len(),
    })
}

/// Whether only our own exports have such a column.
fn is_exported(layout: &Layout, text: &str) -> bool {
    let folded = fold(without_unit(text));
    layout.exported.iter().any(|name| fold(name) == folded)
}

/// A longer text is no misspelt name, and comparing it would cost.
const COMPARED_CHARS: usize = 40;

/// How alike two folded names are, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    match b.chars().nth(COMPARED_CHARS) {
        Some(_) => 0.0,
        None => strsim::normalized_levenshtein(a, b),
    }
}

fn unknown(text: &str, columns: &[Column]) -> RowError {
    let folded = fold(text);
    let nearest = columns
        .iter()
        .map(|column| (likeness(&fold(column.key), &folded), column.key))
        .filter(|(alike, _)| *alike >= 0.65)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, key)| key);
    messages::unknown_header(text, nearest, columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_header_meet() {
        let columns = [
            Column::text("alder_fra", ""),
            Column::number("helaarspersoner", ""),
        ];
        for (text, want) in [
            ("Alder fra", Some(0)),
            (" ALDER-FRA ", Some(0)),
            ("Helårspersoner", Some(1)),
            ("helaarspersoner", Some(1)),
            ("HELÅRS-PERSONER", Some(1)),
            ("Alder fra (antal)", Some(0)),
            ("Alder fra (år 2024)", None),
            ("alder", None),
            ("", None),
        ] {
            assert_eq!(known(&columns, text), want, "{text}");
        }
    }
}
