//! A table as pages and papers show it: cells of a report, and a picture of its figures.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{COLUMNS_AT_MOST, Cell, Kind, Table};
use crate::domain::report::{self, Chart, ChartKind, Line, Point, Role, Unit, Value};

/// Keys of the columns in JSON: a table of anybody's has no names of ours.
const KEYS: [&str; COLUMNS_AT_MOST] = [
    "column_1",
    "column_2",
    "column_3",
    "column_4",
    "column_5",
    "column_6",
    "column_7",
    "column_8",
    "column_9",
    "column_10",
    "column_11",
    "column_12",
    "column_13",
    "column_14",
    "column_15",
    "column_16",
];

/// A picture of more bars than this is read by nobody.
const LABELS_AT_MOST: usize = 20;
const LINES_AT_MOST: usize = 4;

impl Table {
    /// The rows that are no total, and the total, as tables of a report.
    pub fn as_report(&self) -> (report::Table, report::Table) {
        let table = |rows: &[Vec<Cell>]| report::Table {
            columns: self.heads(),
            rows: rows.iter().map(|row| self.cells(row)).collect(),
        };
        let total = &self.rows[self.parts().len()..];
        (table(self.parts()), table(total))
    }

    fn heads(&self) -> Vec<report::Column> {
        let heads = KEYS.into_iter().zip(&self.columns);
        heads
            .enumerate()
            .map(|(at, (key, column))| report::Column {
                role: if at == 0 {
                    Role::Names
                } else if column.kind == Kind::Text {
                    Role::Says
                } else {
                    Role::Figure
                },
                ..report::Column::new(key, column.label.clone(), self.unit(at))
            })
            .collect()
    }

    fn unit(&self, column: usize) -> Unit {
        let whole = |row: &Vec<Cell>| {
            let number = row.get(column).and_then(Cell::number);
            number.is_none_or(|number| number.is_integer())
        };
        match self.columns[column].kind {
            Kind::Text => Unit::Text,
            Kind::Percent => Unit::Percent,
            Kind::Number => {
                if self.rows.iter().all(whole) {
                    Unit::Count
                } else {
                    Unit::Mixed
                }
            }
        }
    }

    fn cells(&self, row: &[Cell]) -> Vec<report::Cell> {
        let cells = row.iter().zip(&self.columns);
        cells
            .map(|(cell, column)| match cell {
                Cell::Empty => Value::Empty.into(),
                Cell::Text(text) => report::Cell::text(text),
                Cell::Number(number) => value(*number, column.kind).into(),
            })
            .collect()
    }

    /// A picture of its percentages, or of its numbers where it has none; `None` where none is
    /// wanted, or it would be no help.
    pub fn picture(&self, title: &str) -> Option<Chart> {
        let parts = self.parts();
        let helps = self.chart && (2..=LABELS_AT_MOST).contains(&parts.len());
        let percents: Vec<usize> = self.of_kind(Kind::Percent).collect();
        let (drawn, unit) = if percents.is_empty() {
            let numbers = self
                .of_kind(Kind::Number)
                .filter(|at| !self.only_counts_rows(*at));
            (numbers.collect(), Unit::Count)
        } else {
            (percents, Unit::Percent)
        };
        if !helps || drawn.is_empty() {
            return None;
        }
        let line = |at: &usize| Line {
            label: self.columns[*at].label.clone(),
            points: (parts.iter())
                .map(|row| Point::from(row.get(*at).and_then(Cell::number)))
                .collect(),
        };
        Some(Chart {
            key: "table".to_owned(),
            title: title.to_owned(),
            kind: ChartKind::Bar,
            unit,
            labels: (0..parts.len())
                .map(|row| self.name_of(row).to_owned())
                .collect(),
            lines: drawn.iter().take(LINES_AT_MOST).map(line).collect(),
        })
    }

    /// Whether a column numbers the rows: 1, 2, 3 …
    fn only_counts_rows(&self, column: usize) -> bool {
        let mut rows = (1i64..).zip(self.parts());
        rows.all(|(place, row)| {
            row.get(column).and_then(Cell::number) == Some(Decimal::from(place))
        })
    }
}

fn value(number: Decimal, kind: Kind) -> Value {
    if kind == Kind::Percent {
        return Value::Percent(number);
    }
    let whole = Some(number)
        .filter(Decimal::is_integer)
        .and_then(|n| n.to_i64());
    whole.map_or(Value::Persons(number), Value::Count)
}

#[cfg(test)]
mod tests {
    use super::super::Column;
    use super::*;

    fn goals(chart: bool) -> Table {
        let column = |label: &str, kind| Column {
            label: label.to_owned(),
            kind,
        };
        let row = |at: i64, name: &str, percent: i64| {
            vec![
                Cell::Number(at.into()),
                Cell::Text(name.to_owned()),
                Cell::Number(percent.into()),
            ]
        };
        Table {
            columns: vec![
                column("Nr.", Kind::Number),
                column("Mål", Kind::Text),
                column("Opfyldt %", Kind::Percent),
            ],
            rows: vec![
                row(1, "Kendskab", 100),
                row(2, "Effekt", 82),
                vec![
                    Cell::Empty,
                    Cell::Text("I alt".to_owned()),
                    Cell::Number(91.into()),
                ],
            ],
            has_total: true,
            chart,
        }
    }

    #[test]
    fn a_table_is_shown_with_its_total_apart() {
        let (rows, totals) = goals(false).as_report();
        assert_eq!(rows.rows.len(), 2);
        assert_eq!(totals.rows.len(), 1);
        assert_eq!(rows.rows[1][2].value.danish(), "82");
        assert_eq!(rows.columns[2].unit, Unit::Percent);
        assert_eq!(totals.rows[0][0].value, Value::Empty);
    }

    #[test]
    fn a_picture_has_the_percentages_and_never_the_total() {
        assert_eq!(goals(false).picture("Mål"), None);
        let chart = goals(true).picture("Mål").expect("a picture");
        assert_eq!(chart.labels, ["Kendskab", "Effekt"]);
        assert_eq!(chart.lines.len(), 1);
        assert_eq!(chart.unit, Unit::Percent);
        let mut numbers = goals(true);
        numbers.columns[2].kind = Kind::Number;
        let chart = numbers.picture("Mål").expect("a picture");
        assert_eq!(chart.lines.len(), 1, "what numbers the rows is no figure");
    }
}
