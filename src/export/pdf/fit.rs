//! A table that is wider than the paper at a size that can be read: its long texts become cards under
//! it, and what is still too wide becomes several tables with the same first columns.

use super::columns::{self, Printed};
use crate::domain::report::{Cell, Role, Table, Unit, Value};
use crate::export::document::Card;
use crate::export::shared::heading;

/// As many columns of text as name a row, repeated in each part.
const LEADING: usize = 3;

/// The tables and cards that a table is printed as: itself alone where it fits.
pub fn fit(table: &Table) -> (Vec<Table>, Vec<Card>) {
    if columns::fits(&widths(table)) {
        return (vec![table.clone()], Vec::new());
    }
    let leading = leading(table);
    let widths = widths(table);
    let long = |at: usize| {
        let column = &table.columns[at];
        let says = column.role == Role::Says && column.unit == Unit::Text;
        says && at >= leading && columns::is_long(&widths[at])
    };
    let all = 0..table.columns.len();
    let (texts, rest): (Vec<usize>, Vec<usize>) = all.partition(|at| long(*at));
    (
        parts(table, leading, &rest, &widths),
        cards(table, leading, &texts),
    )
}

/// How many columns at the start name the rows.
fn leading(table: &Table) -> usize {
    let names = |unit| matches!(unit, Unit::Text | Unit::Year);
    let first = table.columns.iter().take_while(|c| names(c.unit)).count();
    first.clamp(1, LEADING)
}

/// The columns of a table, as wide as they are.
pub fn widths(table: &Table) -> Vec<Printed> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, column)| {
            let texts = table.rows.iter().map(|row| row[at].value.danish());
            Printed {
                head: heading(column),
                numeric: !matches!(column.unit, Unit::Text | Unit::YesNo | Unit::Year),
                widest: texts.max_by_key(|t| t.chars().count()).unwrap_or_default(),
                measured: Vec::new(),
            }
        })
        .collect()
}

/// As many columns in each part as fit, the leading ones first in each.
fn parts(table: &Table, leading: usize, wanted: &[usize], widths: &[Printed]) -> Vec<Table> {
    let first: Vec<usize> = (0..leading).collect();
    let mut parts = vec![first.clone()];
    for at in wanted.iter().copied().filter(|at| *at >= leading) {
        let open = parts.last().cloned().unwrap_or_default();
        let more = [&open[..], &[at]].concat();
        let fits = columns::fits(more.iter().map(|at| &widths[*at]));
        match parts.last_mut() {
            Some(last) if fits || last.len() == leading => *last = more,
            _ => parts.push([&first[..], &[at]].concat()),
        }
    }
    let part = |places: Vec<usize>| Table {
        columns: places.iter().map(|at| table.columns[*at].clone()).collect(),
        rows: (table.rows.iter())
            .map(|row| places.iter().map(|at| row[*at].clone()).collect())
            .collect(),
    };
    parts.into_iter().map(part).collect()
}

/// What names a row, for people: its first columns, and every other that names it.
fn name(table: &Table, leading: usize, row: &[Cell]) -> String {
    let columns = table.columns.iter().zip(row).enumerate();
    let naming = columns.filter(|(at, (column, cell))| {
        (*at < leading || column.role == Role::Names) && cell.value != Value::Empty
    });
    let words = naming.map(|(_, (column, cell))| match column.unit {
        // "fra 2022, til 2024": a year that is not the row's only one.
        Unit::Year if column.key != "year" => {
            format!("{} {}", column.label.to_lowercase(), cell.value.danish())
        }
        _ => cell.value.danish(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A card for each row that says something at length.
fn cards(table: &Table, leading: usize, texts: &[usize]) -> Vec<Card> {
    let card = |row: &Vec<Cell>| {
        let shown = |at: usize| row[at].value.danish();
        let said: Vec<(String, String)> = (texts.iter())
            .filter(|at| row[**at].value != Value::Empty && !shown(**at).is_empty())
            .map(|at| (table.columns[*at].label.clone(), shown(*at)))
            .collect();
        (!said.is_empty()).then(|| Card {
            heading: name(table, leading, row),
            facts: said,
            text: String::new(),
        })
    };
    table.rows.iter().filter_map(card).collect()
}
