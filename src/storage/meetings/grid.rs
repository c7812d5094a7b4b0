//! A table of somebody's as one text: JSON of its columns and cells, numbers as decimals.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::meetings::Table;
use crate::domain::meetings::table::{Cell, Column, Kind};

/// As it is kept.
#[derive(Serialize, Deserialize)]
struct Grid {
    columns: Vec<(String, String)>,
    rows: Vec<Vec<Option<String>>>,
    total: bool,
    chart: bool,
}

/// Writes a table.
pub(super) fn write(table: &Table) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Empty => None,
        Cell::Text(text) => Some(text.clone()),
        Cell::Number(number) => Some(number.to_string()),
    };
    let column = |column: &Column| (column.label.clone(), column.kind.key().to_owned());
    let grid = Grid {
        columns: table.columns.iter().map(column).collect(),
        rows: (table.rows.iter())
            .map(|row| row.iter().map(cell).collect())
            .collect(),
        total: table.has_total,
        chart: table.chart,
    };
    serde_json::to_string(&grid).unwrap_or_default()
}

/// Reads what [`write`] wrote; `None` for anything else.
pub(super) fn read(text: &str) -> Option<Table> {
    let grid: Grid = serde_json::from_str(text).ok()?;
    let columns = grid.columns.into_iter().map(|(label, kind)| {
        let kind = Kind::from_key(&kind)?;
        Some(Column { label, kind })
    });
    let columns: Vec<Column> = columns.collect::<Option<_>>()?;
    let row = |cells: Vec<Option<String>>| -> Option<Vec<Cell>> {
        let whole = cells.len() == columns.len();
        let cells = cells.into_iter().zip(&columns);
        let cells = cells.map(|(text, column)| cell(text, column.kind));
        cells.collect::<Option<Vec<Cell>>>().filter(|_| whole)
    };
    let rows = grid.rows.into_iter().map(row).collect::<Option<_>>()?;
    Some(Table {
        rows,
        columns,
        has_total: grid.total,
        chart: grid.chart,
    })
}

fn cell(text: Option<String>, kind: Kind) -> Option<Cell> {
    let Some(text) = text else {
        return Some(Cell::Empty);
    };
    match kind {
        Kind::Text => Some(Cell::Text(text)),
        Kind::Number | Kind::Percent => text.parse::<Decimal>().ok().map(Cell::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let column = |label: &str, kind| Column {
            label: label.to_owned(),
            kind,
        };
        let table = Table {
            columns: vec![
                column("KKR", Kind::Text),
                column("Svar", Kind::Number),
                column("%", Kind::Percent),
            ],
            rows: vec![
                vec![
                    Cell::Text("A".to_owned()),
                    Cell::Number("35".parse().unwrap()),
                    Cell::Number("61.40".parse().unwrap()),
                ],
                vec![Cell::Empty, Cell::Empty, Cell::Empty],
            ],
            has_total: false,
            chart: true,
        };
        assert_eq!(read(&write(&table)), Some(table));
        assert_eq!(read("{}"), None);
        let ragged = r#"{"columns":[["a","text"]],"rows":[["x","y"]],"total":false,"chart":false}"#;
        assert_eq!(read(ragged), None);
        let strange = r#"{"columns":[["a","number"]],"rows":[["x"]],"total":false,"chart":false}"#;
        assert_eq!(read(strange), None);
    }
}
