//! A report to be read on a terminal: tables that fit its width, with numbers under each other on
//! the decimal comma. For eyes alone; programs read the other forms.

use std::fmt::Write as _;

use super::SYNTHETIC_MARK;
use super::shared::{complete_notes, heading, totals_name};
use crate::domain::report::{Column, Report, Table, Unit, Value};

/// The space between two columns.
const GAP: usize = 2;

/// A column of texts is made no narrower than this; what does not fit then stands as cards.
const NARROWEST: usize = 10;

/// Before the further lines of a value on a card.
const INDENT: &str = "  ";

/// The report in lines of at most `width` letters: its title, rows, totals, what was asked, and
/// what a reader must know. Sources stand in the files.
pub fn write(report: &Report, width: usize) -> String {
    let mut out = String::new();
    let mark = if report.synthetic { SYNTHETIC_MARK } else { "" };
    for text in [mark, &report.title] {
        paragraph(&mut out, "", text, width);
    }
    table(&mut out, &report.rows, width);
    if !report.totals.rows.is_empty() {
        paragraph(&mut out, "\n", totals_name(&report.totals), width);
        table(&mut out, &report.totals, width);
    }
    let filters = report.filters.iter();
    let mut asked: Vec<String> = filters
        .map(|filter| format!("{}: {}", filter.label, filter.words()))
        .collect();
    if !report.filters.iter().any(|filter| filter.key == "as-of") {
        asked.push(format!("Datastand: {}", report.data_version));
    }
    paragraph(&mut out, "\n", &asked.join(" · "), width);
    for note in complete_notes(report) {
        paragraph(&mut out, "\n", &note, width);
    }
    out
}

/// A text in lines, or nothing for an empty one.
fn paragraph(out: &mut String, before: &str, text: &str, width: usize) {
    if !text.is_empty() {
        out.push_str(before);
        out.push_str(&lines(&shown(text), width).join("\n"));
        out.push('\n');
    }
}

/// A text without what would move the cursor or colour what follows: an upload may hold anything.
fn shown(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

fn table(out: &mut String, table: &Table, width: usize) {
    out.push('\n');
    if table.rows.is_empty() {
        out.push_str("Ingen rækker.\n");
        return;
    }
    let columns: Vec<Printed> = (0..table.columns.len())
        .map(|at| Printed::of(table, at))
        .collect();
    match widths(&columns, width) {
        Some(widths) => side_by_side(out, &columns, &widths),
        None => cards(out, &columns, width),
    }
}

/// A column as it is printed: every cell a text, numbers padded to end in the same place.
struct Printed {
    head: String,
    numeric: bool,
    cells: Vec<String>,
}

impl Printed {
    fn of(table: &Table, at: usize) -> Printed {
        let column: &Column = &table.columns[at];
        let numeric = !matches!(column.unit, Unit::Text | Unit::Year | Unit::YesNo);
        let values = table.rows.iter().map(|row| &row[at].value);
        let cells: Vec<String> = values.clone().map(|value| shown(&value.danish())).collect();
        Printed {
            head: shown(&heading(column)),
            cells: if numeric {
                on_the_comma(values, cells)
            } else {
                cells
            },
            numeric,
        }
    }

    /// As wide as its longest cell, and as the longest word of its heading.
    fn natural(&self) -> usize {
        let words = self.head.split(' ');
        let texts = words.chain(self.cells.iter().map(String::as_str));
        texts.map(length).max().unwrap_or(0)
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// What stands behind the comma of the longest number is left free behind the others.
fn on_the_comma<'a>(values: impl Iterator<Item = &'a Value>, cells: Vec<String>) -> Vec<String> {
    let behind = |cell: &str| cell.find(',').map_or(0, |comma| length(&cell[comma..]));
    let most = cells.iter().map(|cell| behind(cell)).max().unwrap_or(0);
    let pad = |(value, cell): (&Value, String)| match value {
        Value::Empty => cell,
        _ => format!("{cell}{}", " ".repeat(most - behind(&cell))),
    };
    values.zip(cells).map(pad).collect()
}

/// How wide each column is made, when all fit: the widest texts give way first, numbers never.
fn widths(columns: &[Printed], width: usize) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = columns.iter().map(Printed::natural).collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let texts = (0..columns.len()).filter(|at| !columns[*at].numeric);
        let widest = texts.max_by_key(|at| widths[*at])?;
        if widths[widest] <= NARROWEST {
            return None;
        }
        widths[widest] -= 1;
    }
    Some(widths)
}

fn side_by_side(out: &mut String, columns: &[Printed], widths: &[usize]) {
    let heads: Vec<&str> = columns.iter().map(|c| c.head.as_str()).collect();
    row(out, columns, widths, &heads);
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let _ = writeln!(out, "{}", rules.join(&" ".repeat(GAP)));
    for at in 0..columns.first().map_or(0, |column| column.cells.len()) {
        let cells: Vec<&str> = columns.iter().map(|c| c.cells[at].as_str()).collect();
        row(out, columns, widths, &cells);
    }
}

/// One row of the table, in as many lines as its longest cell needs.
fn row(out: &mut String, columns: &[Printed], widths: &[usize], cells: &[&str]) {
    let wrapped: Vec<Vec<String>> = (0..columns.len())
        .map(|at| lines(cells[at], widths[at]))
        .collect();
    for line in 0..wrapped.iter().map(Vec::len).max().unwrap_or(0) {
        let mut whole = String::new();
        for (at, width) in widths.iter().enumerate() {
            let text = wrapped[at].get(line).map_or("", String::as_str);
            let free = " ".repeat(width.saturating_sub(length(text)));
            let gap = if at == 0 { 0 } else { GAP };
            whole.push_str(&" ".repeat(gap));
            if columns[at].numeric {
                whole.push_str(&free);
                whole.push_str(text);
            } else {
                whole.push_str(text);
                whole.push_str(&free);
            }
        }
        let _ = writeln!(out, "{}", whole.trim_end());
    }
}

/// Each row by itself: a heading and its value to a line, for tables that no terminal is wide enough for.
fn cards(out: &mut String, columns: &[Printed], width: usize) {
    for at in 0..columns.first().map_or(0, |column| column.cells.len()) {
        if at > 0 {
            out.push('\n');
        }
        let told = columns.iter().map(|c| (&c.head, c.cells[at].trim()));
        for (head, value) in told.filter(|(_, value)| !value.is_empty()) {
            let told = lines(
                &format!("{head}: {value}"),
                width.saturating_sub(INDENT.len()),
            );
            for (number, line) in told.iter().enumerate() {
                let _ = writeln!(out, "{}{line}", if number == 0 { "" } else { INDENT });
            }
        }
    }
}

/// A text in lines of at most `width` letters, broken between words where there are any. What fits
/// stays as it is: a number keeps the space behind it.
fn lines(text: &str, width: usize) -> Vec<String> {
    if length(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last().map_or(0, |line| length(line));
            let gap = usize::from(line > 0);
            if line + gap + letters.len() <= width {
                break;
            }
            if line > 0 {
                lines.push(String::new());
            } else {
                lines.push(letters.drain(..width.max(1)).collect());
                lines.push(String::new());
            }
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(letters);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests;
