//! A file as opened: which separator or sheet holds the table, and where its header stands.

use std::ops::ControlFlow;

use super::columns::{Column, Layout};
use super::errors::RowError;
use super::header;
use super::reading::csv::{CsvText, SEPARATORS};
use super::reading::detect::{Source, Workbook};
use super::reading::rows::{Budget, Row};
use super::{Format, file_columns, messages};

/// The header is one of the first rows of a file.
const HEADER_ROWS: usize = 30;
/// A row is the header when it names this many columns.
const HEADER_COLUMNS: usize = 2;

/// A file as opened: its rows, where they begin, and what the receipt says of it.
pub(super) struct Opened<'a> {
    pub source: Source<'a>,
    pub header_line: u32,
    pub format: Format,
    pub encoding: Option<&'static str>,
    pub sheet: Option<String>,
    /// The sheets that are not read.
    pub others: Vec<String>,
}

/// Decides the separator: the one under which a row names the most columns.
pub(super) fn text<'a>(
    text: &'a str,
    layout: &Layout,
    budget: &Budget,
) -> Result<Opened<'a>, RowError> {
    let mut best: Option<(Found, char)> = None;
    let mut open_quote = None;
    for separator in SEPARATORS {
        let mut source = Source::Csv(CsvText { text, separator });
        // A quote that another separator leaves open is no fault of the file.
        let (found, walked) = find_header(&mut source, layout, budget);
        open_quote = open_quote.or(walked.err());
        let more = |(best, _): &(Found, char)| found.rank() > best.rank();
        if found.is_header() && best.as_ref().is_none_or(more) {
            best = Some((found, separator));
        }
    }
    let (found, separator) = best.ok_or_else(|| {
        // Without a header it is what hides it.
        open_quote.unwrap_or_else(|| messages::no_header(layout.columns))
    })?;
    found.is_of_this_kind()?;
    Ok(Opened {
        source: Source::Csv(CsvText { text, separator }),
        header_line: found.line,
        format: Format::Csv { separator },
        encoding: None,
        sheet: None,
        others: Vec::new(),
    })
}

pub(super) fn sheet<'a>(
    workbook: Workbook<'a>,
    format: Format,
    layout: &Layout,
    budget: &Budget,
) -> Result<Opened<'a>, RowError> {
    let sheet = Some(workbook.sheet_name().to_owned());
    let others = workbook.others().to_vec();
    let mut source = Source::Sheet(Box::new(workbook));
    let (found, walked) = find_header(&mut source, layout, budget);
    walked?;
    if !found.is_header() {
        let name = sheet.as_deref().unwrap_or_default();
        return Err(messages::no_header_in(layout.columns, name, &others));
    }
    found.is_of_this_kind()?;
    Ok(Opened {
        source,
        header_line: found.line,
        format,
        encoding: None,
        sheet,
        others,
    })
}

/// The row that is most like a header.
#[derive(Default)]
struct Found {
    /// How many columns of the kind it names.
    score: usize,
    line: u32,
    /// The other kind whose columns it has, where it lacks some of this one's: its label, the
    /// number of its columns, and the line.
    other: Option<(&'static str, usize, u32)>,
}

impl Found {
    fn is_header(&self) -> bool {
        self.score >= HEADER_COLUMNS || self.other.is_some()
    }

    /// For choosing between separators.
    fn rank(&self) -> usize {
        self.score
            .max(self.other.map_or(0, |(_, columns, _)| columns))
    }

    fn is_of_this_kind(&self) -> Result<(), RowError> {
        match self.other {
            None => Ok(()),
            Some((label, _, line)) => Err(messages::other_kind(label).on_line(line)),
        }
    }
}

/// The best of the first rows, the first of equals; and whether the walk went well.
fn find_header(
    source: &mut Source<'_>,
    layout: &Layout,
    budget: &Budget,
) -> (Found, Result<(), RowError>) {
    let mut best = Found::default();
    let mut own_is_whole = false;
    let mut seen = 0;
    let walked = source.each(budget.clone(), &mut |row| {
        let score = header::score(row, layout.columns);
        if score > best.score {
            (best.score, best.line) = (score, row.line);
        }
        own_is_whole |= header::has_required(row, layout.columns);
        if !own_is_whole && best.other.is_none() {
            best.other = other_kind(row, layout.columns);
        }
        seen += usize::from(!row.is_empty());
        if seen < HEADER_ROWS && best.score < layout.columns.len() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    if own_is_whole {
        best.other = None;
    }
    (best, walked)
}

/// The other kind of file whose columns a row names.
fn other_kind(row: &Row<'_>, own: &[Column]) -> Option<(&'static str, usize, u32)> {
    let kinds = file_columns::KINDS.iter();
    kinds
        .filter(|(_, columns)| !columns.iter().map(|c| c.key).eq(own.iter().map(|c| c.key)))
        .find(|(_, columns)| header::has_required(row, columns))
        .map(|(label, columns)| (*label, header::score(row, columns), row.line))
}
