//! What is worth telling of how a file was read: what was rounded, what was hidden, and how its
//! numbers are grouped. Gathered while cells are read.

use std::cell::{Cell, RefCell};

use super::errors::{RowError, shown};
use super::messages;
use crate::domain::danish::counted;

/// Lines that a note names.
const NAMED: usize = 20;

/// Lines of one kind: the first of them, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Lines {
    first: Vec<u32>,
    count: usize,
}

impl Lines {
    pub(super) fn add(&mut self, line: u32) {
        self.count += 1;
        if self.first.len() < NAMED && self.first.last() != Some(&line) {
            self.first.push(line);
        }
    }

    /// "linje 2, 5 og 3 til".
    fn words(&self) -> String {
        let lines: Vec<String> = self.first.iter().map(u32::to_string).collect();
        let more = match self.count.saturating_sub(lines.len()) {
            more if more > 0 && lines.len() == NAMED => format!(" og {more} til"),
            _ => String::new(),
        };
        format!("linje {}{more}", lines.join(", "))
    }
}

/// A number as a text file writes it, and where.
#[derive(Debug, Clone)]
struct Written {
    line: u32,
    column: usize,
    text: String,
}

/// What was seen while a file was read.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub hidden: RefCell<Lines>,
    /// Numbers of a workbook with more decimals than are kept.
    pub rounded: RefCell<Lines>,
    /// Offers that were named by their name.
    pub by_name: RefCell<Lines>,
    /// Why the row that is read is no data, and no fault either.
    passed_over: Cell<Option<&'static str>>,
    /// The first number that is either grouped or has three decimals: "626.000".
    either: RefCell<Option<Written>>,
    /// The first number of four digits or more without groups: "532477630".
    plain: RefCell<Option<Written>>,
}

impl Told {
    /// The row is no data; the receipt says why.
    pub(super) fn pass_over(&self, reason: &'static str) {
        self.passed_over.set(Some(reason));
    }

    /// Why the row was passed over, once.
    pub(super) fn passed_over(&self) -> Option<&'static str> {
        self.passed_over.take()
    }

    /// Looks at a number of a file whose points are groups; in a column of `whole` numbers a point
    /// cannot be anything else.
    pub(super) fn grouping(&self, text: &str, whole: bool, (line, column): (u32, usize)) {
        let seen = match grouping_of(text) {
            Grouping::Either if whole => return,
            Grouping::Either => &self.either,
            Grouping::Plain => &self.plain,
            Grouping::Other => return,
        };
        if seen.borrow().is_none() {
            *seen.borrow_mut() = Some(Written {
                line,
                column,
                text: text.trim().to_owned(),
            });
        }
    }

    /// The fault of a file that groups some of its numbers only: whoever writes 532477630 may mean
    /// three decimals by 626.000. And the column of it.
    pub(super) fn mixed_groups(&self) -> Option<(RowError, usize)> {
        let (either, plain) = (self.either.borrow(), self.plain.borrow());
        let (either, plain) = (either.as_ref()?, plain.as_ref()?);
        let error = messages::mixed_groups(&either.text, &shown(&plain.text), plain.line);
        Some((error.on_line(either.line), either.column))
    }

    /// What the receipt says of it.
    pub(super) fn notes(&self) -> Vec<String> {
        let note = |lines: &RefCell<Lines>, words: fn(usize, String) -> String| {
            let lines = lines.borrow();
            (lines.count > 0).then(|| words(lines.count, lines.words()))
        };
        [
            note(&self.hidden, |_, lines| {
                format!("Skjulte rækker er også læst: {lines}.")
            }),
            note(&self.rounded, |count, lines| {
                format!("{count} tal er afrundet til de decimaler, der gemmes: {lines}.")
            }),
            note(&self.by_name, |count, lines| {
                let rows = counted(count, "række", "rækker");
                format!("{rows} nævner tilbuddet ved dets navn: {lines}.")
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

enum Grouping {
    /// One point with three digits behind it and nothing else: a thousand, or three decimals.
    Either,
    /// Four digits or more before the comma, without a point.
    Plain,
    /// Short, or grouped beyond doubt.
    Other,
}

fn grouping_of(text: &str) -> Grouping {
    let text = text.trim().trim_start_matches(['-', '\u{2212}']);
    let (whole, fraction) = match text.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    match (whole.split_once('.'), fraction) {
        (None, _) if whole.len() >= 4 => Grouping::Plain,
        (Some((_, behind)), None) if behind.len() == 3 => Grouping::Either,
        _ => Grouping::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(texts: &[&str]) -> Option<u32> {
        let told = Told::default();
        for (line, text) in (2u32..).zip(texts) {
            told.grouping(text, false, (line, 0));
        }
        told.mixed_groups().and_then(|(error, _)| error.line)
    }

    #[test]
    fn groups_are_used_throughout_or_not_at_all() {
        assert_eq!(fault(&["532477630", "626.000"]), Some(3));
        assert_eq!(fault(&["-626.000", "1234,50"]), Some(2));
        for texts in [
            &["532.477.630", "626.000"][..],
            &["626.000", "999", "12,5"],
            &["532477630", "626", "1.234,50"],
        ] {
            assert_eq!(fault(texts), None, "{texts:?}");
        }
    }

    #[test]
    fn the_first_lines_are_named_and_the_rest_counted() {
        let told = Told::default();
        for line in 1..=25 {
            told.rounded.borrow_mut().add(line);
        }
        let note = told.notes().join("");
        assert!(note.starts_with("25 tal er afrundet"), "{note}");
        assert!(note.ends_with("19, 20 og 5 til."), "{note}");
    }
}
