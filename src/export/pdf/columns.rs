//! How wide a table is: numbers line up on the decimal comma, texts wrap, wide tables lie down.

use std::collections::BTreeSet;

use serde::Serialize;

use super::world::advance;

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
    /// Its longest text, by which its width is estimated.
    #[serde(skip)]
    pub widest: String,
    /// Texts to measure: one of them is the widest.
    pub measured: Vec<String>,
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

/// What each number of a column lacks behind it: as much is left free, so that the commas line up.
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

/// How much of its width a text can lose or gain by kerning, at most.
const KERNING: f64 = 0.1;

/// Those of a column's texts of which one is the widest. Figures are all equally wide: of texts that differ in
/// them alone, one is enough.
pub fn to_measure(texts: impl Iterator<Item = String>) -> Vec<String> {
    let shapes = texts.map(|text| text.replace(|c: char| c.is_ascii_digit(), "0"));
    let shapes: BTreeSet<String> = shapes.collect();
    let widths: Vec<Option<f64>> = shapes.iter().map(|text| advance(text)).collect();
    let most = widths.iter().flatten().copied().fold(0.0, f64::max);
    let may_be = |width: &Option<f64>| width.is_none_or(|w| w >= most * (1.0 - KERNING));
    let found = shapes.into_iter().zip(widths);
    found
        .filter_map(|(text, width)| may_be(&width).then_some(text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_widest_is_measured() {
        let of = |texts: &[&str]| to_measure(texts.iter().map(|text| (*text).to_owned()));
        assert_eq!(of(&["12,5", "99,1", "1"]), ["00,0"]);
        assert_eq!(of(&["iiiiii", "WWWW", "WWVW"]), ["WWVW", "WWWW"]);
        // What another font lends is measured in any case.
        assert_eq!(of(&["\u{2a00}", "WWWW"]), ["WWWW", "\u{2a00}"]);
        assert!(of(&[]).is_empty());
    }

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
