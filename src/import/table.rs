//! One file from bytes to facts: find the header, pass over titles, totals and empty rows, check
//! each row's shape, and let the kind read the rest.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};

use super::amounts;
use super::cells::{Fields, holds_cpr, may_be_p_number};
use super::columns::{Column, Content};
use super::errors::{RowError, shown};
use super::faults::Errors;
use super::header::{self, Header};
use super::reading::csv::{CsvText, SEPARATORS};
use super::reading::detect::{Detected, Source, Workbook, detect};
use super::reading::rows::{Budget, Row, Until, Value};
use super::reading::{encoding, ods, xlsx};
use super::totals::{is_total, unreadable};
use super::{Amounts, FileMeta, Format, Line, Options, Parsed, Skipped, messages};
use crate::domain::cpr;
use crate::domain::hex::hex;
use crate::domain::number::Convention;

/// The header is one of the first rows of a file.
const HEADER_ROWS: usize = 30;
/// A row is the header when it names this many columns.
const HEADER_COLUMNS: usize = 2;
/// Empty rows between rows are named one by one up to this many together.
const NAMED_EMPTY_ROWS: u32 = 20;
/// Rows that room is made for at once; more of them make their own.
const ROOM_AT_MOST: usize = 100_000;
/// Cells of a title row that are read for what they say.
const TITLE_CELLS: usize = 50;
/// Hidden rows that the receipt names.
const NAMED_HIDDEN: usize = 20;
/// Passed-over rows that the receipt names.
const NAMED_SKIPPED: usize = 1_000;

/// Reads a file. `parse` makes a value of a row, or keeps the row's faults and returns `None`;
/// `name_column` is the one where a total may be called "I alt".
///
/// # Errors
/// Every fault of the file, at least one.
pub(super) fn read<T>(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    columns: &'static [Column],
    name_column: Option<usize>,
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
    let until = Until::starting_now(limits.time);
    let budget = Budget::of(limits, until);
    let text;
    let detected = detect(bytes, file_name, limits, until).map_err(one)?;
    let mut opened = match detected {
        Detected::Text => {
            text = encoding::decode(bytes).map_err(one)?;
            if text.text.trim().is_empty() {
                return Err(one(messages::empty_file()));
            }
            Opened {
                encoding: Some(text.encoding),
                ..open_text(&text.text, columns, budget).map_err(|error| {
                    one(match until.is_over() {
                        true => messages::takes_too_long(until.limit),
                        false => error,
                    })
                })?
            }
        }
        Detected::Xlsx(archive) => {
            let sheet = xlsx::Sheet::open(archive, wanted).map_err(one)?;
            open_sheet(Workbook::Xlsx(sheet), Format::Xlsx, columns, budget).map_err(one)?
        }
        Detected::Ods(archive) => {
            let sheet = ods::Sheet::open(archive, wanted).map_err(one)?;
            open_sheet(Workbook::Ods(sheet), Format::Ods, columns, budget).map_err(one)?
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
        columns,
        name_column,
        // Without a stated convention the rows are not read at all.
        convention: convention.unwrap_or(Convention::Comma),
        amounts: options.amounts,
        hidden: (Vec::new(), 0),
        header_line: opened.header_line,
        max_rows: limits.rows,
        parse,
        header: None,
        last_line: 0,
        rows_in: 0,
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
    if !pass.errors.is_empty() {
        return Err(pass.errors.into_list());
    }
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
            notes: notes(&opened, &pass.hidden, options),
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
fn notes(opened: &Opened<'_>, hidden: &(Vec<u32>, usize), options: &Options) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(sheet) = opened
        .sheet
        .as_deref()
        .filter(|_| !opened.others.is_empty())
    {
        let others: Vec<String> = opened
            .others
            .iter()
            .take(10)
            .map(|name| shown(name))
            .collect();
        notes.push(format!(
            "Arket {} er læst. Ikke læst: {}.",
            shown(sheet),
            others.join(", ")
        ));
    }
    let (lines, count) = hidden;
    if *count > 0 {
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        let more = match *count > lines.len() {
            true => format!(" og {} til", count - lines.len()),
            false => String::new(),
        };
        notes.push(format!(
            "Skjulte rækker er også læst: linje {}{more}.",
            lines.join(", ")
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

/// A file as opened: its rows, where they begin, and what the receipt says of it.
struct Opened<'a> {
    source: Source<'a>,
    header_line: u32,
    format: Format,
    encoding: Option<&'static str>,
    sheet: Option<String>,
    /// The sheets that are not read.
    others: Vec<String>,
}

/// Decides the separator: the one under which a row names the most columns.
fn open_text<'a>(
    text: &'a str,
    columns: &[Column],
    budget: Budget,
) -> Result<Opened<'a>, RowError> {
    let mut best: Option<(usize, u32, char)> = None;
    let mut open_quote = None;
    for separator in SEPARATORS {
        let mut source = Source::Csv(CsvText { text, separator });
        // A quote that another separator leaves open is no fault of the file.
        let ((score, line), walked) = find_header(&mut source, columns, budget);
        open_quote = open_quote.or(walked.err());
        if score >= HEADER_COLUMNS && best.is_none_or(|(most, ..)| score > most) {
            best = Some((score, line, separator));
        }
    }
    let (_, header_line, separator) = best.ok_or_else(|| {
        // Without a header it is what hides it.
        open_quote.unwrap_or_else(|| messages::no_header(columns))
    })?;
    Ok(Opened {
        source: Source::Csv(CsvText { text, separator }),
        header_line,
        format: Format::Csv { separator },
        encoding: None,
        sheet: None,
        others: Vec::new(),
    })
}

fn open_sheet<'a>(
    workbook: Workbook<'a>,
    format: Format,
    columns: &[Column],
    budget: Budget,
) -> Result<Opened<'a>, RowError> {
    let sheet = Some(workbook.sheet_name().to_owned());
    let others = workbook.others().to_vec();
    let mut source = Source::Sheet(Box::new(workbook));
    let ((score, header_line), walked) = find_header(&mut source, columns, budget);
    walked?;
    if score < HEADER_COLUMNS {
        let name = sheet.as_deref().unwrap_or_default();
        return Err(messages::no_header_in(columns, name, &others));
    }
    Ok(Opened {
        source,
        header_line,
        format,
        encoding: None,
        sheet,
        others,
    })
}

/// How many columns the best of the first rows names, and its line, the first of equals; and
/// whether the walk went well.
fn find_header(
    source: &mut Source<'_>,
    columns: &[Column],
    budget: Budget,
) -> ((usize, u32), Result<(), RowError>) {
    let mut best = (0, 0);
    let mut seen = 0;
    let walked = source.each(budget, &mut |row| {
        let score = header::score(row, columns);
        if score > best.0 {
            best = (score, row.line);
        }
        seen += usize::from(!row.is_empty());
        match seen < HEADER_ROWS && best.0 < columns.len() {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    });
    (best, walked)
}

/// The walk through a file's rows.
struct Pass<T, P> {
    columns: &'static [Column],
    name_column: Option<usize>,
    convention: Convention,
    amounts: Option<Amounts>,
    /// The first of the rows that a spreadsheet hides, and how many there are.
    hidden: (Vec<u32>, usize),
    header_line: u32,
    max_rows: usize,
    parse: P,
    header: Option<Header>,
    /// The last line that held something.
    last_line: u32,
    rows_in: usize,
    skipped: Vec<Skipped>,
    rows: Vec<Line<T>>,
    errors: Errors,
}

impl<T, P: FnMut(&Fields<'_>, &mut Errors) -> Option<T>> Pass<T, P> {
    fn take(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        if row.is_empty() {
            return ControlFlow::Continue(());
        }
        self.note_empty_rows(row.line);
        self.last_line = row.last_line;
        let Some(header) = &self.header else {
            return self.above_the_rows(row);
        };
        self.rows_in += 1;
        if row.is_hidden {
            self.hidden.1 += 1;
            if self.hidden.0.len() < NAMED_HIDDEN {
                self.hidden.0.push(row.line);
            }
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
        };
        if let Some(place) = fields.cpr_place() {
            let column = fields.header.column_at(place);
            let is_id = column.is_some_and(|at| self.columns[at].content == Content::Id);
            let text = match row.get(place) {
                Value::Text(text) | Value::Number(text) => text,
                _ => "",
            };
            let mut error = match is_id && may_be_p_number(text) {
                true => messages::p_number(),
                false => messages::cpr_number(),
            }
            .on_line(row.line);
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
        } else if is_total(&fields, self.name_column) {
            self.skip(row.line, row.describe(), "I alt-række");
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
        }
        ControlFlow::Continue(())
    }

    fn above_the_rows(&mut self, row: &Row<'_>) -> ControlFlow<()> {
        let holds = |value: Value<'_>| match value {
            Value::Text(text) => cpr::find(text) && cpr::find(&cpr::without_moment_of_print(text)),
            other => holds_cpr(other, Content::Text),
        };
        if row.values().any(holds) {
            self.errors.push(messages::cpr_number().on_line(row.line));
        } else if let Some(text) = self.speaks_of_more(row) {
            self.errors
                .push(messages::amounts_not_stated(text).on_line(row.line));
        } else if row.line < self.header_line {
            self.skip(row.line, row.describe(), "titelrække over overskriften");
        }
        if row.line < self.header_line {
            return ControlFlow::Continue(());
        }
        self.header = header::read(row, self.columns, self.amounts.is_some(), &mut self.errors);
        // With a fault above the rows, faults in the rows would only repeat it.
        match self.errors.is_empty() {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    }

    /// The title that speaks of thousands or millions, where nobody has said what amounts are in.
    fn speaks_of_more<'r>(&self, row: &Row<'r>) -> Option<&'r str> {
        let has_money = self.columns.iter().any(|c| c.content == Content::Money);
        if self.amounts.is_some() || !has_money || row.line >= self.header_line {
            return None;
        }
        (0..row.len().min(TITLE_CELLS)).find_map(|place| match row.get(place) {
            Value::Text(text) if amounts::speaks_of_more(text) => Some(text),
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

/// A row that does not fit under the header: a cell outside it, or too few cells. A workbook
/// leaves out empty cells, so only a text file can have too few.
fn misshapen(row: &Row<'_>, header: &Header, convention: Convention) -> Option<RowError> {
    let outside = (0..row.len())
        .filter(|place| header.column_at(*place).is_none())
        .find(|place| row.get(*place) != Value::Empty);
    if let Some(place) = outside {
        let text = match row.get(place) {
            Value::Text(text) | Value::Number(text) | Value::Error(text) => text,
            _ => "",
        };
        return Some(messages::extra_cell(place, text));
    }
    let is_text = matches!(row.cells, super::reading::rows::Cells::Record(_));
    // With commas between the columns, a cell too many is a decimal comma, even before an empty
    // last cell.
    if is_text && row.len() > header.cells() && convention == Convention::Point {
        return Some(messages::extra_cell(header.cells(), ""));
    }
    (is_text && row.len() < header.width())
        .then(|| messages::missing_cell(row.len(), header.width()))
}
