//! One file from bytes to facts: find the header, pass over titles, totals and empty rows, check
//! each row's shape, and let the kind read the rest.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::amounts;
use super::cells::{Fields, holds_cpr, may_be_p_number};
use super::columns::{Column, Content, Layout};
use super::errors::{Place, RowError, shown};
use super::faults::Errors;
use super::header::{self, Header};
use super::no_data::{self, NoData};
use super::opening::{self, Opened};
use super::reading::detect::{Detected, Workbook, detect};
use super::reading::rows::{Budget, Cells, Row, Until, Value};
use super::reading::{encoding, ods, xlsx};
use super::told::Told;
use super::totals::{is_total, unreadable};
use super::{Amounts, ErrorCode, FileMeta, Format, Line, Options, Parsed, Skipped, messages};
use crate::domain::cpr;
use crate::domain::hex::hex;
use crate::domain::number::Convention;

/// Empty rows between rows are named one by one up to this many together.
const NAMED_EMPTY_ROWS: u32 = 20;
/// Rows that room is made for at once; more of them make their own.
const ROOM_AT_MOST: usize = 100_000;
/// Cells of a title row that are read for what they say.
const TITLE_CELLS: usize = 50;
/// Passed-over rows that the receipt names.
const NAMED_SKIPPED: usize = 1_000;

/// Reads a file. `parse` makes a value of a row, or keeps the row's faults and returns `None`.
///
/// # Errors
/// Every fault of the file, at least one.
pub(super) fn read<T>(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    layout: &'static Layout,
    parse: impl FnMut(&Fields<'_>, &mut Errors) -> Option<T>,
) -> Result<Parsed<T>, Vec<RowError>> {
    let size = bytes.len() as u64;
    let limits = &options.limits;
    if size > limits.file_bytes {
        return Err(vec![messages::file_too_large(size, limits.file_bytes)]);
    }
    if cpr::find(file_name) {
        return Err(one(messages::cpr_number_in_name("filens")));
    }
    let wanted = options.sheet.as_deref();
    let until = Until::starting_now(limits.time, options.cancel.clone());
    let budget = Budget::of(limits, &until);
    let text;
    let detected = detect(bytes, file_name, limits, until.clone()).map_err(one)?;
    let mut opened = match detected {
        Detected::Text => {
            text = encoding::decode(bytes).map_err(one)?;
            if text.text.trim().is_empty() {
                return Err(one(messages::empty_file()));
            }
            Opened {
                encoding: Some(text.encoding),
                ..opening::text(&text.text, layout, &budget).map_err(|error| {
                    one(if until.is_over() {
                        messages::takes_too_long(until.limit)
                    } else {
                        error
                    })
                })?
            }
        }
        Detected::Xlsx(archive) => {
            let sheet = xlsx::Sheet::open(archive, wanted).map_err(one)?;
            opening::sheet(Workbook::Xlsx(sheet), Format::Xlsx, layout, &budget).map_err(one)?
        }
        Detected::Ods(archive) => {
            let sheet = ods::Sheet::open(archive, wanted).map_err(one)?;
            opening::sheet(Workbook::Ods(sheet), Format::Ods, layout, &budget).map_err(one)?
        }
    };
    if opened.sheet.as_deref().is_some_and(cpr::find) {
        return Err(one(messages::cpr_number_in_name("arkets")));
    }
    let own = match opened.format {
        Format::Csv { separator: ',' } => Some(Convention::Point),
        Format::Csv { separator: '\t' } => None,
        _ => Some(Convention::Comma),
    };
    let convention = options.decimal.or(own);
    let mut pass = Pass {
        layout,
        columns: layout.columns,
        // Without a stated convention the rows are not read at all.
        convention: convention.unwrap_or(Convention::Comma),
        amounts: options.amounts,
        told: Told::default(),
        header_line: opened.header_line,
        max_rows: limits.rows,
        parse,
        header: None,
        last_line: 0,
        rows_in: 0,
        has_numbers: false,
        skipped: Vec::new(),
        rows: Vec::with_capacity(rows_at_most(bytes)),
        errors: Errors::default(),
    };
    if convention.is_none() {
        let error = messages::convention_not_stated(opened.header_line);
        pass.errors.push(error);
    }
    if let Err(error) = opened.source.each(budget, &mut |row| pass.take(row)) {
        pass.errors.push(error);
    }
    if pass.errors.is_empty() && pass.rows_in == 0 {
        pass.errors.push(messages::no_rows());
    }
    pass.say_if_not_filled_in();
    let mixed = pass
        .told
        .mixed_groups()
        .filter(|_| options.decimal.is_none());
    if let Some((error, column)) = mixed {
        pass.errors
            .push(error.in_column(layout.columns[column].key));
    }
    let header = match pass.header {
        Some(header) if pass.errors.is_empty() => header,
        header => {
            locate(
                &mut pass.errors,
                header.as_ref(),
                &mut opened,
                layout.columns,
            );
            return Err(pass.errors.into_list());
        }
    };
    Ok(Parsed {
        rows: pass.rows,
        meta: FileMeta {
            sha256: hex(&Sha256::digest(bytes)),
            bytes: size,
            format: opened.format,
            encoding: opened.encoding,
            sheet: opened.sheet.clone(),
            convention,
            header_line: opened.header_line,
            rows_in: pass.rows_in,
            notes: notes(&opened, &pass.told, &header, options),
            skipped: pass.skipped,
        },
    })
}

/// Room to make for the rows of a text file before they are read: one for each line, within
/// reason. A compressed workbook tells nothing of its rows.
pub(super) fn rows_at_most(bytes: &[u8]) -> usize {
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    lines.min(ROOM_AT_MOST)
}

/// What is worth knowing of how the file was read.
fn notes(opened: &Opened<'_>, told: &Told, header: &Header, options: &Options) -> Vec<String> {
    let named = |names: &mut dyn Iterator<Item = &str>| {
        let names: Vec<String> = names.take(20).map(shown).collect();
        names.join(", ")
    };
    let mut notes = Vec::new();
    if let Some(sheet) = opened
        .sheet
        .as_deref()
        .filter(|_| !opened.others.is_empty())
    {
        let others = named(&mut opened.others.iter().map(String::as_str));
        notes.push(format!(
            "Arket {} er læst. Ikke læst: {others}.",
            shown(sheet)
        ));
    }
    notes.extend(told.notes());
    if header.passed().next().is_some() {
        notes.push(format!(
            "Kolonner, der beregnes, er ikke læst: {}.",
            named(&mut header.passed())
        ));
    }
    if let Some(amounts) = options
        .amounts
        .filter(|amounts| *amounts != Amounts::Kroner)
    {
        notes.push(format!("Beløbene er læst i {}", amounts.label()));
    }
    notes
}

fn one(error: RowError) -> Vec<RowError> {
    vec![error]
}

/// The walk through a file's rows.
struct Pass<T, P> {
    layout: &'static Layout,
    columns: &'static [Column],
    convention: Convention,
    amounts: Option<Amounts>,
    told: Told,
    header_line: u32,
    max_rows: usize,
    parse: P,
    header: Option<Header>,
    /// The last line that held something.
    last_line: u32,
    rows_in: usize,
    /// Whether any row has something in a column of numbers that must be filled in.
    has_numbers: bool,
    skipped: Vec<Skipped>,
    rows: Vec<Line<T>>,
    errors: Errors,
}

impl<T, P: FnMut(&Fields<'_>, &mut Errors) -> Option<T>> Pass<T, P> {
    fn take(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        let values: Vec<Value<'_>> = row.values().collect();
        let row = &Row {
            values: Some(&values),
            ..*row
        };
        if row.is_empty() {
            return ControlFlow::Continue(());
        }
        self.note_empty_rows(row.line);
        self.last_line = row.last_line;
        let Some(header) = &self.header else {
            return self.above_the_rows(row);
        };
        self.rows_in += 1;
        self.has_numbers = self.has_numbers || has_number(row, header, self.columns);
        if row.is_hidden {
            self.told.hidden.borrow_mut().add(row.line);
        }
        if self.rows_in > self.max_rows {
            self.errors.push(messages::too_many_rows(self.max_rows));
            return ControlFlow::Break(());
        }
        let fields = Fields {
            row: *row,
            header,
            columns: self.columns,
            convention: self.convention,
            amounts: self.amounts.unwrap_or(Amounts::Kroner),
            told: &self.told,
        };
        if let Some(place) = fields.cpr_place() {
            let column = fields.header.column_at(place);
            let is_id = column.is_some_and(|at| self.columns[at].content == Content::Id);
            let text = match row.get(place) {
                Value::Text(text) | Value::Number(text) => text,
                _ => "",
            };
            let error = if is_id && may_be_p_number(text) {
                messages::p_number()
            } else {
                messages::cpr_number()
            };
            let mut error = error.on_line(row.line);
            if let Some(column) = column {
                error = error.in_column(self.columns[column].key);
            }
            self.errors.push(error);
        } else if let Some((place, longest)) = fields.long_place() {
            let mut error = messages::text_too_long(longest).on_line(row.line);
            if let Some(column) = fields.header.column_at(place) {
                error = error.in_column(self.columns[column].key);
            }
            self.errors.push(error);
        } else if let Some((place, error)) = unreadable(row) {
            let column = fields.header.column_at(place);
            let error = error.on_line(row.line);
            self.errors.push(match column {
                Some(column) => error.in_column(self.columns[column].key),
                None => error,
            });
        } else if is_total(&fields, self.layout.name) {
            self.skip(row.line, row.describe(), "I alt-række");
        } else if let Some(found) = no_data::look(&fields, self.rows_in == 1, self.header_line) {
            match found {
                NoData::Note => self.skip(row.line, row.describe(), "note til tabellen"),
                NoData::Fault(error) => self.errors.push(error.on_line(row.line)),
            }
        } else if let Some(error) = misshapen(row, header, self.convention) {
            self.errors.push(error.on_line(row.line));
        } else if let Some(value) = (self.parse)(&fields, &mut self.errors) {
            // A file with a fault is refused whole: nothing more is kept of it.
            if self.errors.is_empty() {
                self.rows.push(Line {
                    line: row.line,
                    value,
                });
            } else {
                self.rows = Vec::new();
            }
        } else if let Some(reason) = self.told.passed_over() {
            self.skip(row.line, row.describe(), reason);
        }
        ControlFlow::Continue(())
    }

    /// Rows without any number are a template that nobody filled in: one fault, not one for each
    /// empty cell.
    fn say_if_not_filled_in(&mut self) {
        let numbers: Vec<&Column> = self.columns.iter().filter(|c| is_wanted(c)).collect();
        let is_template = self.rows_in > 1 && !self.has_numbers && !numbers.is_empty();
        if is_template && self.errors.are_all(ErrorCode::EmptyValue) {
            self.errors = Errors::default();
            self.errors.push(messages::not_filled_in(&numbers));
        }
    }

    fn above_the_rows(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        let holds = |value: Value<'_>| match value {
            Value::Text(text) => cpr::find(text) && cpr::find(&cpr::without_moment_of_print(text)),
            other => holds_cpr(other, Content::Text),
        };
        if row.values().any(holds) {
            self.errors.push(messages::cpr_number().on_line(row.line));
        } else if let Some(text) = self.title(row, amounts::speaks_of_another_currency) {
            self.errors
                .push(messages::foreign_currency(text).on_line(row.line));
        } else if let Some(text) = self.speaks_of_more(row) {
            self.errors
                .push(messages::amounts_not_stated(text).on_line(row.line));
        } else if row.line < self.header_line {
            self.skip(row.line, row.describe(), "titelrække over overskriften");
        }
        if row.line < self.header_line {
            return ControlFlow::Continue(());
        }
        self.header = header::read(row, self.layout, self.amounts.is_some(), &mut self.errors);
        // With a fault above the rows, faults in the rows would only repeat it.
        if self.errors.is_empty() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// The title that speaks of thousands or millions, where nobody has said what amounts are in.
    fn speaks_of_more<'r>(&self, row: &Row<'r>) -> Option<&'r str> {
        match self.amounts {
            Some(_) => None,
            None => self.title(row, amounts::speaks_of_more),
        }
    }

    /// The text of a row above the header that says something of the amounts below.
    fn title<'r>(&self, row: &Row<'r>, says: fn(&str) -> bool) -> Option<&'r str> {
        let has_money = self.columns.iter().any(|c| c.content == Content::Money);
        if !has_money || row.line >= self.header_line {
            return None;
        }
        (0..row.len().min(TITLE_CELLS)).find_map(|place| match row.get(place) {
            Value::Text(text) if says(text) => Some(text),
            _ => None,
        })
    }

    /// Names the empty rows before a line; those at the end of a file are never named.
    fn note_empty_rows(&mut self, line: u32) {
        let first = self.last_line.saturating_add(1);
        let count = line.saturating_sub(first);
        if count > NAMED_EMPTY_ROWS {
            self.skip(first, String::new(), &format!("{count} tomme rækker"));
        } else {
            for line in first..line {
                self.skip(line, String::new(), "tom række");
            }
        }
    }

    fn skip(&mut self, line: u32, what: String, reason: &str) {
        match self.skipped.len() {
            0..NAMED_SKIPPED => self.skipped.push(Skipped {
                line,
                what,
                reason: reason.to_owned(),
            }),
            NAMED_SKIPPED => self.skipped.push(Skipped {
                line,
                what: String::new(),
                reason: "der er flere sprungne rækker fra denne linje".to_owned(),
            }),
            _ => {}
        }
    }
}

fn is_wanted(column: &Column) -> bool {
    column.required && column.is_number()
}

fn has_number(row: &Row<'_>, header: &Header, columns: &[Column]) -> bool {
    let wanted = (0..columns.len()).filter(|at| is_wanted(&columns[*at]));
    let mut places = wanted.filter_map(|at| header.place(at));
    places.any(|place| row.get(place) != Value::Empty)
}

/// Names the place of each fault as the file's reader sees it, and the cells that are empty
/// because they are merged with the one above.
fn locate(
    errors: &mut Errors,
    header: Option<&Header>,
    opened: &mut Opened<'_>,
    columns: &[Column],
) {
    let Some(header) = header else {
        return;
    };
    let place_of = |error: &RowError| {
        let key = error.column.as_deref()?;
        let column = columns.iter().position(|column| column.key == key)?;
        header.place(column)
    };
    let mut empty = Vec::new();
    errors.each(|error| {
        let Some(place) = place_of(error) else {
            return;
        };
        error.place = Some(Box::new(Place {
            heading: header.heading(place).unwrap_or_default().to_owned(),
            letter: messages::column_name(place),
        }));
        if error.code == ErrorCode::EmptyValue {
            empty.extend(error.line.map(|line| (line, place)));
        }
    });
    if empty.is_empty() {
        return;
    }
    let mut merged = opened.source.merged(&empty).into_iter();
    errors.each(|error| {
        let is_empty = error.code == ErrorCode::EmptyValue && error.place.is_some();
        if is_empty && error.line.is_some() && merged.next() == Some(true) {
            *error = RowError {
                line: error.line,
                column: error.column.take(),
                place: error.place.take(),
                ..messages::merged_cell()
            };
        }
    });
}

/// A row that does not fit under the header: a cell outside it, or too few cells. A workbook
/// leaves out empty cells, so only a text file can have too few.
fn misshapen(row: &Row<'_>, header: &Header, convention: Convention) -> Option<RowError> {
    let outside = (0..row.len())
        .filter(|place| header.column_at(*place).is_none() && !header.is_passed(*place))
        .find(|place| row.get(*place) != Value::Empty);
    if let Some(place) = outside {
        let text = match row.get(place) {
            Value::Text(text) | Value::Number(text) | Value::Error(text) => text,
            _ => "",
        };
        return Some(messages::extra_cell(place, text));
    }
    let is_text = matches!(row.cells, Cells::Record(_));
    // With commas between the columns, a cell too many is a decimal comma, even before an empty
    // last cell.
    if is_text && row.len() > header.cells() && convention == Convention::Point {
        return Some(messages::decimal_comma_between_commas(
            row.len(),
            header.cells(),
        ));
    }
    (is_text && row.len() < header.width())
        .then(|| messages::missing_cell(row.len(), header.width()))
}
