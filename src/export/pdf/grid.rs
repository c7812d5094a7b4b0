//! A table as it is printed: every cell a text, figures lined up on their commas, the reasons of what is
//! missing or masked numbered.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::columns::{self, Printed};
use super::world::{advance, printable};
use crate::domain::report::{Cell, Column, Table, Unit, Value};
use crate::export::shared::heading;

#[derive(Serialize)]
pub struct Grid {
    heading: String,
    /// For screen readers.
    summary: String,
    pub columns: Vec<Printed>,
    rows: Vec<Line>,
    /// Every padding of its numbers.
    pads: BTreeSet<String>,
}

impl Grid {
    /// Whether it needs paper that lies.
    pub fn is_wide(&self) -> bool {
        columns::is_wide(&self.columns)
    }
}

#[derive(Serialize)]
struct Line {
    /// Whether another group begins with it: a rule goes above.
    begins: bool,
    /// Whether all of its texts are of one line, and of the font of texts: as high as any such line.
    plain: bool,
    /// Whether a figure is lacking, which a marker says.
    marked: bool,
    cells: Vec<Text>,
}

#[derive(Serialize)]
struct Text {
    text: String,
    right: bool,
    /// Left free behind a number, as wide as this, so that the commas line up.
    pad: String,
    /// The number of the reason that there is no figure.
    reason: Option<usize>,
}

impl Text {
    fn padded(&self) -> String {
        format!("{}{}", self.text, self.pad)
    }
}

/// As wide as the marker of a lack, where nothing else is left free for it.
const MARKER: &str = "00";

/// The reasons for missing and masked figures, each once.
#[derive(Default)]
pub struct Reasons {
    pub texts: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Reasons {
    fn number(&mut self, reason: &str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(reason.to_owned()).or_insert_with(|| {
            texts.push(printable(reason));
            texts.len()
        })
    }
}

pub fn grid(table: &Table, heading: String, summary: String, reasons: &mut Reasons) -> Grid {
    let mut rows: Vec<Line> = Vec::with_capacity(table.rows.len());
    let mut above: Option<&Value> = None;
    // Where every row is a group of its own, a rule above each would tell nothing.
    let firsts = || table.rows.iter().map(|row| row.first().map(|c| &c.value));
    let grouped = firsts().zip(firsts().skip(1)).any(|(a, b)| a == b);
    for row in &table.rows {
        let first = row.first().map(|cell| &cell.value);
        let cells: Vec<Text> = row.iter().map(|cell| text(cell, reasons)).collect();
        rows.push(Line {
            begins: grouped && above.is_some() && above != first,
            plain: cells.iter().all(|cell| advance(&cell.text).is_some()),
            marked: cells.iter().any(|cell| cell.reason.is_some()),
            cells,
        });
        above = first;
    }
    let columns = table.columns.iter().enumerate();
    let columns = columns
        .map(|(at, column)| {
            pad(&mut rows, at);
            let cells = || rows.iter().map(|row| &row.cells[at]);
            let longest =
                cells().max_by_key(|cell| cell.text.chars().count() + cell.pad.chars().count());
            Printed {
                head: printable(&heading_of(column)),
                numeric: !matches!(column.unit, Unit::Text | Unit::YesNo | Unit::Year),
                widest: longest.map_or_else(String::new, Text::padded),
                measured: columns::to_measure(cells().map(Text::padded)),
            }
        })
        .collect();
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.reason.is_some() && cell.pad.is_empty() {
            MARKER.clone_into(&mut cell.pad);
        }
    }
    let cells = rows.iter().flat_map(|row| &row.cells);
    let pads = cells.map(|cell| cell.pad.clone()).collect();
    Grid {
        heading,
        summary,
        columns,
        rows,
        pads,
    }
}

fn heading_of(column: &Column) -> String {
    // "Antal" beside a count says nothing that the heading does not.
    match column.unit {
        Unit::Count => column.label.clone(),
        _ => heading(column),
    }
}

fn text(cell: &Cell, reasons: &mut Reasons) -> Text {
    let value = &cell.value;
    let lack = value.lack();
    let shown = match value {
        Value::Percent(_) => format!("{}\u{a0}%", value.danish()),
        value => value.danish(),
    };
    Text {
        text: printable(&shown),
        right: value.number().is_some() || lack.is_some(),
        pad: String::new(),
        reason: lack.map(|reason| reasons.number(&reason)),
    }
}

/// Fills the numbers of a column up, so that their commas stand under each other.
fn pad(rows: &mut [Line], at: usize) {
    let right = |line: &Line| line.cells.get(at).is_some_and(|cell| cell.right);
    let numbers: Vec<&str> = rows
        .iter()
        .filter(|line| right(line))
        .map(|line| line.cells[at].text.as_str())
        .collect();
    let mut pads = columns::padding(&numbers).into_iter();
    for line in rows.iter_mut().filter(|line| right(line)) {
        line.cells[at].pad = pads.next().unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: Vec<Vec<Cell>>) -> Grid {
        let table = Table {
            columns: vec![
                Column::new("name", "Navn", Unit::Text),
                Column::new("count", "Antal", Unit::Count),
            ],
            rows,
        };
        let (heading, summary) = (String::new(), String::new());
        grid(&table, heading, summary, &mut Reasons::default())
    }

    #[test]
    fn a_row_is_plain_when_its_height_is_known() {
        let missing = || Cell::missing("Ingen.");
        let grid = of(vec![
            vec![Cell::text("Ribe"), missing()],
            vec![Cell::text("Ribe\nog omegn"), missing()],
            vec![Cell::text("\u{2a00}"), missing()],
        ]);
        let plain: Vec<bool> = grid.rows.iter().map(|row| row.plain).collect();
        assert_eq!(plain, [true, false, false]);
        assert!(grid.rows.iter().all(|row| row.marked));
    }

    #[test]
    fn a_marker_has_room_that_no_column_is_made_wider_for() {
        let grid = of(vec![vec![Cell::text("Ribe"), Cell::missing("Ingen.")]]);
        assert_eq!(grid.rows[0].cells[1].pad, MARKER);
        assert_eq!(grid.columns[1].measured, ["\u{2013}"]);
        assert!(grid.pads.contains(MARKER));
    }
}
