//! Text files: rows by a separator, with quoted cells and physical line numbers.

use std::ops::ControlFlow;

use ::csv::{ReaderBuilder, StringRecord};

use super::encoding::Lines;
use super::rows::{Cells, Row, Take};
use crate::import::errors::RowError;
use crate::import::messages;

/// The separators a file may have. A file has one of them throughout.
pub(in crate::import) const SEPARATORS: [char; 3] = [';', ',', '\t'];

/// A decoded text file and its separator.
#[derive(Debug, Clone, Copy)]
pub(in crate::import) struct CsvText<'a> {
    pub text: &'a str,
    pub separator: char,
}

impl CsvText<'_> {
    /// Walks through the rows. Empty lines are passed over; the line numbers tell of them.
    ///
    /// # Errors
    /// A quote that is never closed.
    pub(in crate::import) fn each(&self, take: &mut Take<'_>) -> Result<(), RowError> {
        let bytes = self.text.as_bytes();
        let mut reader = ReaderBuilder::new()
            .delimiter(u8::try_from(self.separator).unwrap_or(b';'))
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut record = StringRecord::new();
        let mut lines = Lines::default();
        let mut passed = 0;
        // Of the last row without quotes.
        let mut separators = usize::MAX;
        // The text is valid UTF-8 and rows may have any length, so reading cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let end = usize::try_from(reader.position().byte())
                .map_or(bytes.len(), |end| end.clamp(passed, bytes.len()));
            let span = &bytes[passed..end];
            let is_line_end = |b: &u8| matches!(b, b'\r' | b'\n');
            let from = span.iter().take_while(|b| is_line_end(b)).count();
            let to = span.len() - span.iter().rev().take_while(|b| is_line_end(b)).count();
            let (from, to) = (from, to.max(from));
            lines.pass(&span[..from]);
            let line = lines.line();
            let body = &span[from..to];
            lines.pass(body);
            // A quote that is never closed takes in everything to the end of the file.
            // And two stray ones take in the rows between them.
            if has_quote(body) {
                if is_unclosed(body, self.separator, separators, end == bytes.len()) {
                    return Err(messages::unclosed_quote(line));
                }
            } else {
                separators = record.len().saturating_sub(1);
            }
            let row = Row {
                line,
                last_line: lines.line(),
                is_hidden: false,
                cells: Cells::Record(&record),
                values: None,
            };
            if take(&row) == ControlFlow::Break(()) {
                break;
            }
            lines.pass(&span[to..]);
            passed = end;
        }
        Ok(())
    }
}

fn has_quote(body: &[u8]) -> bool {
    body.contains(&b'"')
}

/// Whether a quote of the row is not closed where it should be, reading quotes as the csv crate
/// does: one opens only at the beginning of a cell, and two in a row are a quote of the text. The
/// row ends inside a quoted cell (at the end of the file), text stands behind a closing quote, or
/// a quoted cell holds a whole row: a line of as many `separators` as rows have.
fn is_unclosed(body: &[u8], separator: char, separators: usize, at_end: bool) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::Start;
    let mut inside: Option<usize> = None;
    for byte in body {
        match at {
            At::Quoted if matches!(byte, b'\n' | b'\r') => inside = Some(0),
            At::Quoted if char::from(*byte) == separator => {
                inside = inside.map(|count| count + 1);
                if inside.is_some_and(|count| count >= separators.max(1)) {
                    return true;
                }
            }
            At::QuoteInQuoted
                if *byte != b'"'
                    && char::from(*byte) != separator
                    && !byte.is_ascii_whitespace() =>
            {
                return true;
            }
            At::Quoted => {}
            _ => inside = None,
        }
        at = match (at, byte) {
            (At::Start, b'"') | (At::QuoteInQuoted, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) => At::Quoted,
            (_, byte) if char::from(*byte) == separator => At::Start,
            _ => At::Plain,
        };
    }
    at_end && matches!(at, At::Quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: char) -> Vec<(u32, u32, Vec<String>)> {
        let mut rows = Vec::new();
        CsvText { text, separator }
            .each(&mut |row| {
                let cells = (0..row.len())
                    .map(|i| format!("{:?}", row.get(i)))
                    .collect();
                rows.push((row.line, row.last_line, cells));
                ControlFlow::Continue(())
            })
            .unwrap();
        rows
    }

    #[test]
    fn lines_are_physical_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a;b", "", "\"c", "d\";e", "f;g", "", ""].join(end);
            let lines: Vec<(u32, u32)> = rows(&text, ';').iter().map(|r| (r.0, r.1)).collect();
            assert_eq!(lines, [(1, 1), (3, 4), (5, 5)], "{end:?}");
        }
        let lines: Vec<u32> = rows("\n\na;b\nc;d", ';').iter().map(|r| r.0).collect();
        assert_eq!(lines, [3, 4]);
    }

    #[test]
    fn quoted_cells_hold_separators_and_quotes() {
        let found = rows("\"a;\"\"b\"\"\"; c ;\n", ';');
        assert_eq!(
            found[0].2,
            ["Text(\"a;\\\"b\\\"\")", "Text(\"c\")", "Empty"]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named_where_it_begins() {
        let text = CsvText {
            text: "a;b\nc;\"d\ne;f\n",
            separator: ';',
        };
        let error = text.each(&mut |_| ControlFlow::Continue(())).unwrap_err();
        assert_eq!(error.line, Some(2));
        for fine in ["\"a\"", "a\"", "a;5\" rør", "\"a\"\"\"", "\"\""] {
            assert!(!is_unclosed(fine.as_bytes(), ';', 1, true), "{fine}");
        }
    }

    #[test]
    fn stray_quotes_do_not_swallow_rows() {
        for (text, line) in [
            ("a;b;c\n1;2;\"x\n3;4;\"y\n5;6;z\n", 2),
            ("a;b;c\n1;2;\"x\n3;4;y\n5;6;z\"\n", 2),
        ] {
            let text = CsvText {
                text,
                separator: ';',
            };
            let error = text.each(&mut |_| ControlFlow::Continue(())).unwrap_err();
            assert_eq!(error.line, Some(line));
        }
    }
}
