//! A file's rows as they stand, for whoever writes them again with one column changed.

use std::ops::ControlFlow;

use super::errors::RowError;
use super::reading::csv::{CsvText, SEPARATORS};
use super::reading::detect::{Detected, Source, Workbook, detect};
use super::reading::rows::{Budget, Row, Until, Value};
use super::reading::{encoding, ods, xlsx};
use super::{Cancel, Format, Limits, messages};
use crate::domain::fold;

/// The heading is in one of the first rows.
const HEADER_ROWS: usize = 30;

/// A file that is kept as it is.
#[derive(Debug)]
pub struct PlainFile {
    pub format: Format,
    pub sheet: Option<String>,
    /// Place of the row with the heading, among `rows`.
    pub header: usize,
    /// Place of the column that was asked for.
    pub column: usize,
    pub rows: Vec<PlainRow>,
}

#[derive(Debug)]
pub struct PlainRow {
    /// The physical line, or the row of the sheet, from 1.
    pub line: u32,
    pub cells: Vec<PlainCell>,
}

/// What a cell holds, as far as it can be written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlainCell {
    Empty,
    Text(String),
    /// A number cell of a workbook, as a decimal with a point.
    Number(String),
    /// What is read only as what it is, in Danish: "en dato".
    Other(&'static str),
}

/// Why a file cannot be written again.
#[derive(Debug)]
pub enum PlainError {
    Unreadable(RowError),
    /// No row of the first has the heading; what the first row with several cells has instead.
    NoColumn(Vec<String>),
}

impl From<RowError> for PlainError {
    fn from(error: RowError) -> PlainError {
        PlainError::Unreadable(error)
    }
}

/// Reads a file whole, and finds the column with a heading (any case).
///
/// # Errors
/// [`PlainError`]: the file cannot be read, or has no such column.
pub fn plain(
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
    heading: &str,
) -> Result<PlainFile, PlainError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(messages::file_too_large(size, limits.file_bytes).into());
    }
    let until = Until::starting_now(limits.time, Cancel::default());
    let budget = Budget::of(limits, &until);
    match detect(bytes, file_name, limits, until)? {
        Detected::Text => {
            let text = encoding::decode(bytes)?;
            let mut lacks = Vec::new();
            for separator in SEPARATORS {
                let text = &text.text;
                let source = Source::Csv(CsvText { text, separator });
                let format = Format::Csv { separator };
                match read(source, (format, None), &budget, heading) {
                    Err(PlainError::NoColumn(found)) if found.len() > lacks.len() => lacks = found,
                    Err(PlainError::NoColumn(_)) => {}
                    done => return done,
                }
            }
            Err(PlainError::NoColumn(lacks))
        }
        Detected::Xlsx(archive) => {
            let sheet = Workbook::Xlsx(xlsx::Sheet::open(archive, None)?);
            of_sheet(sheet, Format::Xlsx, &budget, heading)
        }
        Detected::Ods(archive) => {
            let sheet = Workbook::Ods(ods::Sheet::open(archive, None)?);
            of_sheet(sheet, Format::Ods, &budget, heading)
        }
    }
}

fn of_sheet(
    workbook: Workbook<'_>,
    format: Format,
    budget: &Budget,
    heading: &str,
) -> Result<PlainFile, PlainError> {
    let name = workbook.sheet_name().to_owned();
    let source = Source::Sheet(Box::new(workbook));
    read(source, (format, Some(name)), budget, heading)
}

fn read(
    mut source: Source<'_>,
    (format, sheet): (Format, Option<String>),
    budget: &Budget,
    heading: &str,
) -> Result<PlainFile, PlainError> {
    let wanted = fold::key(heading);
    let (mut rows, mut found, mut instead) = (Vec::new(), None, Vec::new());
    source.each(budget.clone(), &mut |row| {
        let cells = cells(row);
        if found.is_none() {
            let names: Vec<String> = cells.iter().map(text).collect();
            let here = names.iter().position(|name| fold::key(name) == wanted);
            found = here.map(|column| (rows.len(), column));
            if names.len() > instead.len() {
                instead = names;
            }
        }
        let line = row.line;
        rows.push(PlainRow { line, cells });
        if found.is_none() && rows.len() >= HEADER_ROWS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    let (header, column) = found.ok_or(PlainError::NoColumn(instead))?;
    Ok(PlainFile {
        format,
        sheet,
        header,
        column,
        rows,
    })
}

fn text(cell: &PlainCell) -> String {
    match cell {
        PlainCell::Text(text) | PlainCell::Number(text) => text.clone(),
        PlainCell::Empty | PlainCell::Other(_) => String::new(),
    }
}

fn cells(row: &Row<'_>) -> Vec<PlainCell> {
    let cell = |value| match value {
        Value::Empty => PlainCell::Empty,
        Value::Text(text) => PlainCell::Text(text.to_owned()),
        // A currency is how a number is shown.
        Value::Number(text) | Value::Foreign(text) => PlainCell::Number(text.to_owned()),
        Value::Unkept(_) => PlainCell::Other("et tal uden gemt værdi"),
        Value::Formula => PlainCell::Other("en formel uden værdi"),
        Value::Error(_) => PlainCell::Other("en fejl i en formel"),
        Value::Date(_) => PlainCell::Other("en dato"),
        Value::Percent(_) => PlainCell::Other("en procent"),
        Value::Boolean(_) => PlainCell::Other("SAND eller FALSK"),
    };
    row.values().map(cell).collect()
}
