//! From what is asked to typed cells: the query runs in its sandbox, and what comes out becomes
//! money, persons and percent by the kinds that its columns are declared with. Masks are put on
//! here, outside SQL.

use super::analysis::{Analysis, Column, Part};
use super::ask::Asked;
use super::given::Tables;
use super::kind::Names;
use super::refused;
use super::view;
use crate::domain::report::{Cell, Role, Value};
use crate::reports::cases::published::row::MASKED;
use crate::storage::analyses::{Datum, Limits, Sandbox};

/// The rows of an answer: a cell for each column that is shown.
///
/// # Errors
/// Why there is none, in Danish.
pub fn rows(
    analysis: &Analysis,
    (tables, names): (&Tables, &Names),
    asked: &Asked,
) -> Result<Vec<Vec<Cell>>, String> {
    let shapes: Vec<_> = view::ALL.iter().map(|view| view.shape()).collect();
    let none = Vec::new();
    let filled = shapes
        .iter()
        .map(|shape| (shape, tables.get(shape.name).unwrap_or(&none).as_slice()));
    let given = Sandbox::new(filled)
        .and_then(|sandbox| sandbox.run(&analysis.sql, &asked.bound(analysis), Limits::USUAL))
        .map_err(|refusal| refused::told(&refusal).1)?;
    let rows = given.iter().map(|row| cells(&analysis.columns, row, names));
    rows.collect()
}

/// The columns that are shown.
pub fn shown(columns: &[Column]) -> impl Iterator<Item = (&Column, Role)> {
    columns.iter().filter_map(|column| match column.part {
        Part::Shown(role) => Some((column, role)),
        Part::Mask => None,
    })
}

fn cells(columns: &[Column], row: &[Datum], names: &Names) -> Result<Vec<Cell>, String> {
    let mask = columns.iter().position(|column| column.is_mask());
    // Whatever does not say that it may be told is not told.
    let open = Datum::Text("no".to_owned());
    let is_masked = mask.is_some_and(|at| row.get(at) != Some(&open));
    let all = columns.iter().zip(row);
    let shown = all.filter(|(column, _)| !column.is_mask());
    shown
        .map(|(column, datum)| {
            if column.masked && is_masked {
                return Ok(Cell::masked(MASKED));
            }
            cell(column, datum, names)
        })
        .collect()
}

fn cell(column: &Column, datum: &Datum, names: &Names) -> Result<Cell, String> {
    let value = column
        .kind
        .value(datum, names)
        .map_err(|words| format!("Kolonnen »{}«: {words}", column.key))?;
    Ok(match value {
        Some(Value::Text(key)) if !column.labels.is_empty() => {
            let label = column.labels.iter().find(|(known, _)| *known == key);
            let label = label.map_or_else(|| key.clone(), |(_, label)| label.clone());
            Cell::key(key, label)
        }
        Some(value) => value.into(),
        None if column.kind.is_number() => Cell::missing(&column.missing),
        None => Value::Empty.into(),
    })
}
