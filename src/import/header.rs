//! The header row: which row it is, and which column of the file holds what.

use super::amounts;
use super::columns::Column;
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

fn known(columns: &[Column], text: &str) -> Option<usize> {
    let folded = fold(text);
    columns.iter().position(|column| fold(column.key) == folded)
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

/// Reads the header row.
///
/// # Errors
/// Every unknown, repeated and missing header goes to `errors`; then the result is `None`.
pub(super) fn read(
    row: &Row<'_>,
    columns: &[Column],
    are_amounts_chosen: bool,
    errors: &mut Errors,
) -> Option<Header> {
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
        // "udgift (1.000 kr.)" is the column of expenditure, once it is said what amounts are in.
        let speaks_of_more = amounts::speaks_of_more(text);
        let name = match speaks_of_more && are_amounts_chosen {
            true => text.split('(').next().unwrap_or(text),
            false => text,
        };
        match known(columns, name) {
            None if speaks_of_more && !are_amounts_chosen => {
                refuse(messages::amounts_not_stated(text));
            }
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
        cells: row.len(),
    })
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
        .filter(|(alike, _)| *alike >= 0.5)
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
            ("alder", None),
            ("", None),
        ] {
            assert_eq!(known(&columns, text), want, "{text}");
        }
    }
}
