//! Rows that are no facts by what stands in them: totals, and values that are gone.

use super::cells::{Fields, is_error_text};
use super::errors::RowError;
use super::messages;
use super::reading::rows::{Row, Value};
use crate::domain::fold;

/// The first text of a row that stands for a value which is gone: a letter that a program could
/// not read, a calculation that failed.
pub(super) fn unreadable(row: &Row<'_>) -> Option<(usize, RowError)> {
    (0..row.len()).find_map(|place| match row.get(place) {
        Value::Text(text) if is_error_text(text) => Some((place, messages::error_cell(text))),
        Value::Text(text) if text.contains('\u{fffd}') => {
            Some((place, messages::lost_letters(text)))
        }
        _ => None,
    })
}

/// What a total is called, by its key.
pub(super) const TOTALS: [&str; 8] = [
    "i alt",
    "ialt",
    "total",
    "totalt",
    "sum",
    "hovedtotal",
    "grand total",
    "subtotal",
];

/// Whether a folded text is what a total is called.
pub fn is_total_name(key: &str) -> bool {
    TOTALS.contains(&key)
}

/// A total (I alt): called so in the first cell that is filled in, or where the name stands. A
/// name that only begins or ends like one is a total where other columns of the row's key are
/// empty: "Aalborg Total" is, the offer "Total Omsorg" is not.
pub(super) fn is_total(fields: &Fields<'_>, name: Option<usize>) -> bool {
    let row = &fields.row;
    let first = row.values().find(|value| *value != Value::Empty);
    let name = name.map(|column| fields.value(column));
    [first, name].into_iter().flatten().any(|value| {
        let Value::Text(text) = value else {
            return false;
        };
        // Nearly every row is told by its first letters, or by the last one.
        let bytes = text.as_bytes();
        let begins = match bytes {
            [first, second, ..] => matches!(
                [first.to_ascii_lowercase(), second.to_ascii_lowercase()],
                [b'i', b' ' | b'a'] | [b't', b'o'] | [b's', b'u'] | [b'h', b'o'] | [b'g', b'r']
            ),
            _ => false,
        };
        let ends = matches!(bytes.last(), Some(b'l' | b'L' | b't' | b'T'));
        if !(begins || ends) {
            return false;
        }
        let key = fold::key(text);
        let key = key.trim_end_matches([':', '.', ' ']);
        if TOTALS.contains(&key) {
            return true;
        }
        let is_like = TOTALS.iter().any(|word| {
            let behind = key.strip_prefix(word);
            let before = key.strip_suffix(word);
            behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                || before.is_some_and(|rest| rest.ends_with(' '))
        });
        is_like && lacks_key(fields)
    })
}

/// Whether a column that tells what the row is about is empty.
fn lacks_key(fields: &Fields<'_>) -> bool {
    let mut columns = fields.columns.iter().enumerate();
    columns.any(|(at, column)| {
        column.required && !column.is_number() && fields.value(at) == Value::Empty
    })
}
