//! Rows below the header that hold no data: the header again, a row of units, a note under the
//! table. One fault each, or passed over; not one for every cell.

use super::cells::Fields;
use super::columns::Content;
use super::errors::RowError;
use super::header;
use super::messages;
use super::reading::rows::{Cells, Value};

/// What a row is that holds no data.
pub(super) enum NoData {
    /// A note that says so itself; it is passed over.
    Note,
    Fault(RowError),
}

/// What the row is instead of data; `None` for one that may be data. `is_first`: it follows the
/// header, which stands in line `header_line`.
pub(super) fn look(fields: &Fields<'_>, is_first: bool, header_line: u32) -> Option<NoData> {
    if let Some(text) = spaced_quote(fields) {
        return Some(NoData::Fault(messages::space_before_quote(text)));
    }
    if let Some(text) = only_text(fields) {
        return Some(if is_note(text) {
            NoData::Note
        } else {
            NoData::Fault(messages::only_a_text(text))
        });
    }
    if is_first && let Some(text) = units(fields) {
        return Some(NoData::Fault(messages::units_row(text)));
    }
    header::is_again(&fields.row, fields.header)
        .then(|| NoData::Fault(messages::heading_again(header_line)))
}

/// A cell that begins with a space and a quote: it is kept as it stands, quote and all.
fn spaced_quote<'a>(fields: &Fields<'a>) -> Option<&'a str> {
    let Cells::Record(record) = fields.row.cells else {
        return None;
    };
    let is =
        |text: &&str| text.starts_with(char::is_whitespace) && text.trim_start().starts_with('"');
    record.iter().find(is)
}

/// The text of a row that has nothing else. A row of a text file that is cut off has too few cells,
/// which is another fault.
fn only_text<'a>(fields: &Fields<'a>) -> Option<&'a str> {
    let row = &fields.row;
    if matches!(row.cells, Cells::Record(_)) && (2..fields.header.width()).contains(&row.len()) {
        return None;
    }
    let mut filled = (0..row.len()).filter(|place| row.get(*place) != Value::Empty);
    let (place, None) = (filled.next()?, filled.next()) else {
        return None;
    };
    let Value::Text(text) = row.get(place) else {
        return None;
    };
    let words = text.split_whitespace().count();
    let column = fields
        .header
        .column_at(place)
        .map(|at| fields.columns[at].content);
    let may_be = match column {
        // Of a row that is only begun, its empty cells are told.
        Some(Content::Id) => words > 1,
        _ => place == 0 || words > 3,
    };
    may_be.then_some(text)
}

/// Whether a text says itself that it is a note.
fn is_note(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "kilde",
        "kilder",
        "note",
        "noter",
        "anm",
        "anmærkning",
        "bemærk",
        "bemærkning",
        "bemærkninger",
        "kommentar",
        "kommentarer",
        "udtrukket",
    ];
    let lower = text.trim().to_lowercase();
    let word = lower.split(|c: char| !c.is_alphabetic()).next();
    lower.starts_with('*') || word.is_some_and(|word| WORDS.contains(&word))
}

/// The first unit of a row of units: what stands in it are units, one of them at least over
/// numbers, and nothing else.
fn units<'a>(fields: &Fields<'a>) -> Option<&'a str> {
    const UNITS: [&str; 22] = [
        "kr",
        "kr.",
        "kroner",
        "dkk",
        "t.kr.",
        "tkr",
        "tkr.",
        "1.000 kr.",
        "1000 kr.",
        "mio. kr.",
        "antal",
        "stk",
        "stk.",
        "personer",
        "helårspersoner",
        "år",
        "%",
        "pct",
        "pct.",
        "procent",
        "indeks",
        "tekst",
    ];
    let mut over_numbers = None;
    for place in 0..fields.row.len() {
        let text = match fields.row.get(place) {
            Value::Empty => continue,
            Value::Text(text) => text,
            _ => return None,
        };
        let lower = text.to_lowercase();
        let unit = lower.trim_matches(['(', ')', '[', ']', ' ']);
        if !UNITS.contains(&unit) {
            return None;
        }
        let column = fields.header.column_at(place).map(|at| &fields.columns[at]);
        if column.is_some_and(|column| column.is_number()) {
            over_numbers = over_numbers.or(Some(text));
        }
    }
    over_numbers
}
