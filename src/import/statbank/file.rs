//! A file of a table opened: a PX file by its keywords, a text by the separator that divides it best, a workbook by its sheet.

use sha2::{Digest, Sha256};

use super::grid::{Grid, Walked, walk};
use super::px;
use crate::domain::cpr;
use crate::domain::hex::hex;
use crate::domain::number::Convention;
use crate::domain::statbank::Table;
use crate::import::errors::RowError;
use crate::import::messages;
use crate::import::reading::csv::{CsvText, SEPARATORS};
use crate::import::reading::detect::{Detected, Source, Workbook, detect};
use crate::import::reading::rows::{Budget, Until};
use crate::import::reading::{encoding, ods, xlsx};
use crate::import::{FileMeta, Format, Options};

/// Reads a file of a table.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn read(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
    table: Table,
) -> Result<Grid, RowError> {
    let (size, limits) = (bytes.len() as u64, &options.limits);
    if size > limits.file_bytes {
        return Err(messages::file_too_large(size, limits.file_bytes));
    }
    if cpr::find(file_name) {
        return Err(messages::cpr_number_in_name("filens"));
    }
    let until = Until::starting_now(limits.time, options.cancel.clone());
    let budget = Budget::of(limits, &until);
    let wanted = options.sheet.as_deref();
    let meta = |format| FileMeta {
        sha256: hex(&Sha256::digest(bytes)),
        bytes: size,
        format,
        encoding: None,
        sheet: None,
        convention: None,
        header_line: 0,
        rows_in: 0,
        skipped: Vec::new(),
        notes: Vec::new(),
    };
    match detect(bytes, file_name, limits, until.clone())? {
        Detected::Text => {
            let text = encoding::decode(bytes)?;
            if px::is_px(&text.text) {
                let meta = FileMeta {
                    encoding: Some(text.encoding),
                    ..meta(Format::Px)
                };
                return px::read(&text.text, (table, limits, &until), meta);
            }
            let mut best: Option<Walked> = None;
            for separator in SEPARATORS {
                let source = Source::Csv(CsvText {
                    text: &text.text,
                    separator,
                });
                let meta = FileMeta {
                    encoding: Some(text.encoding),
                    ..meta(Format::Csv { separator })
                };
                // A separator that is none leaves quotes open, or one column.
                let Ok(Some(walked)) = walk(source, table, &budget, limits.rows, meta) else {
                    continue;
                };
                let wider = |best: &Walked| walked.places.len() > best.places.len();
                if best.as_ref().is_none_or(wider) {
                    best = Some(walked);
                }
            }
            let walked = best.ok_or_else(|| messages::no_header(super::columns(table)))?;
            let own = match walked.meta.format {
                Format::Csv { separator: ',' } => Some(Convention::Point),
                Format::Csv { separator: '\t' } => None,
                _ => Some(Convention::Comma),
            };
            let line = walked.meta.header_line;
            let convention = options.decimal.or(own);
            walked.grid(convention.ok_or_else(|| messages::convention_not_stated(line))?)
        }
        Detected::Xlsx(archive) => {
            let book = Workbook::Xlsx(xlsx::Sheet::open(archive, wanted)?);
            of_sheet(book, table, (&budget, options), meta(Format::Xlsx))
        }
        Detected::Ods(archive) => {
            let book = Workbook::Ods(ods::Sheet::open(archive, wanted)?);
            of_sheet(book, table, (&budget, options), meta(Format::Ods))
        }
    }
}

fn of_sheet(
    book: Workbook<'_>,
    table: Table,
    (budget, options): (&Budget, &Options),
    meta: FileMeta,
) -> Result<Grid, RowError> {
    let (name, others) = (book.sheet_name().to_owned(), book.others().to_vec());
    let meta = FileMeta {
        sheet: Some(name.clone()),
        ..meta
    };
    let source = Source::Sheet(Box::new(book));
    let walked = walk(source, table, budget, options.limits.rows, meta)?;
    let columns = super::columns(table);
    let walked = walked.ok_or_else(|| messages::no_header_in(columns, &name, &others))?;
    walked.grid(options.decimal.unwrap_or(Convention::Comma))
}
