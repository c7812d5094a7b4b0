//! How wide a table is: numbers line up on the decimal comma, texts wrap, wide tables lie down.

use serde::Serialize;

/// Characters that fit beside each other on upright A4 in the size of tables. An estimate: it
/// chooses between upright and lying paper; the template measures before it chooses a size.
const UPRIGHT: usize = 105;

/// The same on paper that lies, in the smallest size that is still read with ease (8 pt).
const LYING: usize = 175;

/// No text column counts as wider: longer texts wrap.
const WIDEST_TEXT: usize = 34;

/// The space between two columns, in characters.
const GAP: usize = 3;

/// A column as it is printed.
#[derive(Serialize)]
pub struct Printed {
    pub head: String,
    pub numeric: bool,
    /// Its longest text, which decides how wide it is.
    pub widest: String,
}

impl Printed {
    /// A heading breaks between its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.head.split(' ')
    }
}

/// Whether a table with these columns needs paper that lies.
pub fn is_wide(columns: &[Printed]) -> bool {
    are_wide(columns)
}

/// The same of some of its columns.
pub fn are_wide<'a>(columns: impl IntoIterator<Item = &'a Printed>) -> bool {
    width(columns) > UPRIGHT
}

/// Whether a table with these columns fits on paper that lies.
pub fn fits<'a>(columns: impl IntoIterator<Item = &'a Printed>) -> bool {
    width(columns) <= LYING
}

/// Whether a column's texts wrap.
pub fn is_long(column: &Printed) -> bool {
    !column.numeric && column.widest.chars().count() > WIDEST_TEXT
}

fn width<'a>(columns: impl IntoIterator<Item = &'a Printed>) -> usize {
    columns.into_iter().map(|c| natural(c) + GAP).sum()
}

fn natural(column: &Printed) -> usize {
    let words = column.words().map(|word| word.chars().count());
    let head = words.max().unwrap_or(0);
    let body = column.widest.chars().count();
    head.max(if column.numeric {
        body
    } else {
        body.min(WIDEST_TEXT)
    })
}

/// The parts of a printed number around its decimal comma: "1.234", ",89", " %".
pub fn parts(number: &str) -> (&str, &str, &str) {
    let (digits, sign) = match number.find('\u{a0}') {
        Some(at) => number.split_at(at),
        None => (number, ""),
    };
    match digits.find(',') {
        Some(at) => (&digits[..at], &digits[at..], sign),
        None => (digits, "", sign),
    }
}

/// What each number of a column lacks behind it, set invisibly so that the commas line up.
/// `None` in the column stands for a cell without a number, which is padded as a whole number is.
pub fn padding(numbers: &[&str]) -> Vec<String> {
    let split: Vec<_> = numbers.iter().map(|number| parts(number)).collect();
    let tails = split
        .iter()
        .map(|(_, decimals, _)| decimals.chars().count());
    let longest = tails.max().unwrap_or(0);
    let sign = split.iter().map(|(_, _, s)| *s).find(|s| !s.is_empty());
    split
        .iter()
        .map(|(_, decimals, own_sign)| {
            let mut pad = String::new();
            // Behind a sign nothing can be filled in: such a number ends its own decimals.
            if own_sign.is_empty() {
                for at in decimals.chars().count()..longest {
                    pad.push(if at == 0 { ',' } else { '0' });
                }
                pad.push_str(sign.unwrap_or(""));
            }
            pad
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_line_up_on_the_comma() {
        assert_eq!(padding(&["626", "0,2055", "1.234,5"]), [",0000", "", "000"]);
        assert_eq!(
            padding(&["\u{2212}3,34\u{a0}%", "12,5", "\u{2013}"]),
            ["", "0\u{a0}%", ",00\u{a0}%"]
        );
        assert_eq!(padding(&["1.234", "5"]), ["", ""]);
        assert!(padding(&[]).is_empty());
    }
}
