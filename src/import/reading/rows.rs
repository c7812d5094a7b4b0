//! A raw row, the same for text files and workbooks: what each cell holds before it means anything.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use ::csv::StringRecord;

use crate::domain::cpr;
use crate::import::errors::{RowError, shortened, shown};
use crate::import::{Cancel, Limits, messages};

/// What one cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Value<'a> {
    Empty,
    Text(&'a str),
    /// A number cell of a workbook, as a decimal with a point.
    Number(&'a str),
    /// A formula without a stored result.
    Formula,
    /// A calculation error: #REF!
    Error(&'a str),
    /// A date or a time: the day as 2025-02-01 where it is a whole one, else nothing.
    Date(&'a str),
    /// The value of a cell that is shown as a percentage: 0.95 of 95 %.
    Percent(&'a str),
    Boolean(bool),
    /// A number that is shown in another currency than kroner.
    Foreign(&'a str),
    /// What is shown of a number that the file does not keep.
    Unkept(&'a str),
}

/// A cell of a workbook. Texts are shared with the workbook's table of strings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::import) enum SheetCell {
    #[default]
    Empty,
    Text(Rc<str>),
    Number(String),
    Formula,
    Error(String),
    Date(String),
    Percent(String),
    Boolean(bool),
    Foreign(String),
    Unkept(String),
}

impl SheetCell {
    /// Bytes of the text it holds.
    fn length(&self) -> usize {
        match self {
            SheetCell::Text(text) => text.len(),
            SheetCell::Number(text)
            | SheetCell::Error(text)
            | SheetCell::Percent(text)
            | SheetCell::Foreign(text)
            | SheetCell::Unkept(text) => text.len(),
            _ => 0,
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            SheetCell::Empty => Value::Empty,
            SheetCell::Text(text) if text.trim().is_empty() => Value::Empty,
            SheetCell::Text(text) => Value::Text(text),
            SheetCell::Number(text) => Value::Number(text),
            SheetCell::Formula => Value::Formula,
            SheetCell::Error(text) => Value::Error(text),
            SheetCell::Date(day) => Value::Date(day),
            SheetCell::Percent(text) => Value::Percent(text),
            SheetCell::Boolean(is) => Value::Boolean(*is),
            SheetCell::Foreign(text) => Value::Foreign(text),
            SheetCell::Unkept(text) => Value::Unkept(text),
        }
    }
}

/// Where the cells of a row are kept; borrowed, so that a row costs nothing.
#[derive(Debug, Clone, Copy)]
pub(in crate::import) enum Cells<'a> {
    Record(&'a StringRecord),
    Sheet(&'a [SheetCell]),
}

/// One row of a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::import) struct Row<'a> {
    /// The physical line or sheet row it begins on, from 1.
    pub line: u32,
    /// The line it ends on; a quoted cell may hold line ends.
    pub last_line: u32,
    /// Whether a spreadsheet shows it.
    pub is_hidden: bool,
    pub cells: Cells<'a>,
    /// What they hold, where it is asked for more than once.
    pub values: Option<&'a [Value<'a>]>,
}

impl<'a> Row<'a> {
    pub(in crate::import) fn len(&self) -> usize {
        match self.cells {
            Cells::Record(record) => record.len(),
            Cells::Sheet(cells) => cells.len(),
        }
    }

    /// The cell in a column, empty beyond the end of the row.
    pub(in crate::import) fn get(&self, index: usize) -> Value<'a> {
        if let Some(values) = self.values {
            return values.get(index).copied().unwrap_or(Value::Empty);
        }
        match self.cells {
            Cells::Record(record) => match record.get(index).map(trimmed) {
                None | Some("") => Value::Empty,
                Some(text) => Value::Text(text),
            },
            Cells::Sheet(cells) => cells.get(index).map_or(Value::Empty, SheetCell::value),
        }
    }

    pub(in crate::import) fn values(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    pub(in crate::import) fn is_empty(&self) -> bool {
        self.values().all(|value| value == Value::Empty)
    }

    /// The row as text for the receipt, shortened, and without anything that looks like a CPR number.
    pub(in crate::import) fn describe(&self) -> String {
        let cells: Vec<&str> = self
            .values()
            .filter_map(|value| match value {
                Value::Text(text) | Value::Number(text) | Value::Error(text) => Some(text),
                _ => None,
            })
            .take(20)
            .collect();
        let text = cells.join(" | ");
        if cpr::find(&text) {
            cpr::DESCRIPTION.to_owned()
        } else {
            shortened(&text, 80)
        }
    }
}

/// The text without white space around it. Most cells have none, and are told by two bytes.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// The text of a value for a message.
pub(in crate::import) fn describe(value: Value<'_>) -> String {
    match value {
        Value::Text(text) | Value::Error(text) => shown(text),
        // As the reader of a Danish spreadsheet sees it.
        Value::Number(text) => format!("»{}«", shortened(&text.replace('.', ","), 40)),
        Value::Empty => "en tom celle".to_owned(),
        Value::Formula => "en formel".to_owned(),
        Value::Date(_) => "en dato".to_owned(),
        Value::Percent(_) => "en procent".to_owned(),
        Value::Foreign(text) => format!("»{} i anden valuta«", text.replace('.', ",")),
        Value::Unkept(text) => shown(text),
        Value::Boolean(_) => "SAND eller FALSK".to_owned(),
    }
}

/// What a walk through a file may still look at. Repeats cost a file nothing, so that they are
/// counted here, as they are looked at.
#[derive(Debug, Clone)]
pub(in crate::import) struct Budget {
    cells: usize,
    text: usize,
    rows: u32,
    until: Until,
}

/// When reading has to end.
#[derive(Debug, Clone)]
pub(in crate::import) struct Until {
    at: Option<Instant>,
    pub limit: Duration,
    cancel: Cancel,
}

impl Until {
    /// From now on as long as the limit says, and no longer than anybody waits.
    pub(in crate::import) fn starting_now(limit: Duration, cancel: Cancel) -> Until {
        Until {
            at: Instant::now().checked_add(limit),
            limit,
            cancel,
        }
    }

    /// Whether it has to end now. Whoever waits for the processor gets it at each such look: the scheduler takes
    /// it from a thread of lower priority only after some milliseconds, and a page is answered in a tenth of one.
    pub(in crate::import) fn is_over(&self) -> bool {
        thread::yield_now();
        self.cancel.is_cancelled() || self.at.is_some_and(|at| Instant::now() >= at)
    }
}

/// Letters that one walk looks at, for each cell that it may look at: a full list of offers has
/// fewer.
const TEXT_OF_CELL: usize = 20;
/// Rows between two looks at the clock.
const CLOCK_EVERY: u32 = 64;

impl Budget {
    pub(in crate::import) fn of(limits: &Limits, until: &Until) -> Budget {
        Budget {
            cells: limits.cells,
            text: limits.cells.saturating_mul(TEXT_OF_CELL),
            rows: 0,
            until: until.clone(),
        }
    }

    /// Takes a row from the budget.
    ///
    /// # Errors
    /// The row is one too many, or time is up.
    pub(in crate::import) fn spend(&mut self, row: &Row<'_>) -> Result<(), RowError> {
        if self.rows.is_multiple_of(CLOCK_EVERY) && self.until.is_over() {
            return Err(messages::takes_too_long(self.until.limit));
        }
        self.rows = self.rows.wrapping_add(1);
        let text = match row.cells {
            // The bytes of a text file are limited by themselves.
            Cells::Record(_) => Some(self.text),
            Cells::Sheet(cells) => self
                .text
                .checked_sub(cells.iter().map(SheetCell::length).sum()),
        };
        match (self.cells.checked_sub(row.len()), text) {
            (Some(cells), Some(text)) => (self.cells, self.text) = (cells, text),
            _ => {
                return Err(messages::too_many_cells(
                    "et ark med mange millioner celler",
                ));
            }
        }
        Ok(())
    }
}

/// Adds to the text of one cell, as far as a spreadsheet's cell goes.
///
/// # Errors
/// A longer text: kept, it would fill the memory.
pub(in crate::import) fn push_text(text: &mut String, more: &str) -> Result<(), RowError> {
    // Bytes are counted: letters take four at most.
    if text.len() + more.len() > 4 * MAX_LETTERS {
        return Err(messages::text_too_long(MAX_LETTERS));
    }
    text.push_str(more);
    Ok(())
}

/// The most letters that a cell of a spreadsheet holds.
const MAX_LETTERS: usize = 32_767;

/// The most columns a sheet has.
pub(in crate::import) const MAX_COLUMNS: usize = 16_384;

/// What is done with a row; [`ControlFlow::Break`] ends the walk.
pub(in crate::import) type Take<'t> = dyn FnMut(&Row<'_>) -> ControlFlow<()> + 't;

/// Picks the sheet that was named (any case), else the first.
pub(in crate::import) fn choose(names: &[String], wanted: Option<&str>) -> Result<usize, RowError> {
    let found = match wanted {
        None => (!names.is_empty()).then_some(0),
        Some(wanted) => {
            let same = |name: &String| name.trim().to_lowercase() == wanted.trim().to_lowercase();
            let exact = names.iter().position(|name| name == wanted);
            exact.or_else(|| names.iter().position(same))
        }
    };
    found.ok_or_else(|| messages::sheet_not_found(wanted, names))
}

/// Keeps walking unless the taker has had enough.
pub(in crate::import) fn is_done(flow: ControlFlow<()>) -> bool {
    flow == ControlFlow::Break(())
}
