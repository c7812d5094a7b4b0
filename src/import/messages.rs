//! Every text a refused file can be answered with, in one place: what was found, why it is
//! refused, what to do. The catalogue `docs/IMPORT-ERRORS.md` shows each with an example.

mod of_file;
mod of_number;
mod of_offers;
mod of_places;
mod of_results;
mod of_row;
mod of_statbank;

pub(super) use of_file::*;
pub(super) use of_number::*;
pub(super) use of_offers::*;
pub(super) use of_places::*;
pub(super) use of_results::*;
pub(super) use of_row::*;
pub(super) use of_statbank::*;

use super::errors::{ErrorCode, RowError};
use crate::domain::number::danish;

fn error(
    code: ErrorCode,
    found: impl Into<String>,
    problem: impl Into<String>,
    remedy: impl Into<String>,
) -> RowError {
    RowError {
        line: None,
        column: None,
        place: None,
        code,
        found: found.into(),
        problem: problem.into(),
        remedy: remedy.into(),
    }
}

fn whole(number: u64) -> String {
    danish(number.into())
}

/// Bytes as people count them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} byte"),
        1_024..1_048_576 => format!("{} KB", whole(bytes.div_ceil(1_024))),
        _ => format!("{} MB", whole(bytes.div_ceil(1_048_576))),
    }
}

/// "A", "B", ... "AA", as spreadsheets name their columns.
pub(super) fn column_name(index: usize) -> String {
    let mut name = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        assert_eq!(
            [0, 25, 26, 701, 702].map(column_name).join(" "),
            "A Z AA ZZ AAA"
        );
    }

    #[test]
    fn sizes_as_people_count_them() {
        assert_eq!(
            [10, 2_000, 20 * 1_048_576].map(size).join(", "),
            "10 byte, 2 KB, 20 MB"
        );
    }
}
