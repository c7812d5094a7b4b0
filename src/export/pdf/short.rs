//! What of a report stands in the text of a meeting's paper: the columns that its reader needs, on upright
//! paper, and few rows. The whole table stands in an annex.

use super::columns;
use super::fit::widths;
use crate::domain::report::{Cell, Report, Role, Table, Unit, Value};

/// As many rows are read in a text.
const ROWS: usize = 15;

/// The table of the text, and whether it leaves something out.
pub struct Short {
    pub table: Table,
    pub is_cut: bool,
    /// What is said of the rows that are left out, in Danish.
    pub words: Option<String>,
}

impl Short {
    /// Under the columns of these keys; without any under as many as upright paper takes.
    pub fn of(report: &Report, shown: &[&'static str]) -> Short {
        let whole = &report.rows;
        let keys: Vec<&str> = match shown {
            [] => usual(whole),
            shown => shown.to_vec(),
        };
        let mut table = whole.only(&keys);
        let words = fewer_rows(whole, &mut table);
        let table = without_empty(table);
        Short {
            is_cut: table.columns.len() < whole.columns.len() || words.is_some(),
            table,
            words,
        }
    }
}

/// Of a report on its own that is wider than upright paper: every row, under the columns that its reader
/// needs (these keys, or without any as many as the paper takes). `None` where the whole fits.
pub fn columns_of(report: &Report, shown: &[&'static str]) -> Option<Table> {
    let whole = &report.rows;
    if !columns::is_wide(&widths(whole)) {
        return None;
    }
    let keys: Vec<&str> = match shown {
        [] => usual(whole),
        shown => shown.to_vec(),
    };
    Some(whole.only(&keys)).filter(|table| table.columns.len() < whole.columns.len())
}

/// Whether a table of totals can stand in the text as it is.
pub fn is_short(table: &Table) -> bool {
    table.rows.len() <= ROWS && !columns::is_wide(&widths(table))
}

/// What names the rows, and then figures and short words while there is room.
fn usual(table: &Table) -> Vec<&'static str> {
    let widths = widths(table);
    // The first column names the row, whatever it is called.
    let mut taken: Vec<usize> = (0..table.columns.len().min(1)).collect();
    let by_role = |role: Role| {
        let columns = table.columns.iter().enumerate();
        columns.filter_map(move |(at, column)| (column.role == role).then_some(at))
    };
    for at in [Role::Names, Role::Figure, Role::Says]
        .into_iter()
        .flat_map(by_role)
    {
        if taken.contains(&at) {
            continue;
        }
        taken.push(at);
        if taken.len() > 1 && columns::are_wide(taken.iter().map(|at| &widths[*at])) {
            taken.pop();
        }
    }
    taken.sort_unstable();
    taken.iter().map(|at| table.columns[*at].key).collect()
}

/// Without columns that say nothing in any of the rows that are left.
fn without_empty(table: Table) -> Table {
    let says = |at: usize| {
        let mut rows = table.rows.iter();
        table.rows.is_empty() || rows.any(|row| row[at].value != Value::Empty)
    };
    let columns = table.columns.iter().enumerate();
    let keys: Vec<&str> = columns
        .filter(|(at, _)| says(*at))
        .map(|(_, column)| column.key)
        .collect();
    table.only(&keys)
}

/// Takes out rows that a text has no room for: all years but the first and the last, else what
/// comes after the first rows.
fn fewer_rows(whole: &Table, table: &mut Table) -> Option<String> {
    if whole.rows.len() <= ROWS {
        return None;
    }
    let year = whole.columns.iter().position(|c| c.unit == Unit::Year);
    let year_of = |row: &Vec<Cell>| year.map(|at| row[at].value.danish());
    let years: Vec<String> = whole.rows.iter().filter_map(year_of).collect();
    if let Some((first, last)) = years.iter().min().zip(years.iter().max()) {
        let of = |wanted: &[&String]| -> Vec<Vec<Cell>> {
            (whole.rows.iter().zip(&table.rows))
                .filter(|(row, _)| year_of(row).is_some_and(|y| wanted.contains(&&y)))
                .map(|(_, row)| row.clone())
                .collect()
        };
        let kept = of(&[first, last]);
        if kept.len() <= ROWS && kept.len() < table.rows.len() {
            table.rows = kept;
            return Some(format!(
                "Her er {first} og {last}; alle årene står i bilaget."
            ));
        }
        if first != last {
            table.rows = of(&[last]);
            let (all, shown) = (table.rows.len(), table.rows.len().min(ROWS));
            table.rows.truncate(ROWS);
            return Some(format!(
                "Her er {shown} af {all} rækker for {last}; alle årene står i bilaget."
            ));
        }
    }
    table.rows.truncate(ROWS);
    let all = whole.rows.len();
    Some(format!(
        "Her er de første {ROWS} af {all} rækker; alle står i bilaget."
    ))
}
