//! Comments with how their figure stands now: asked by its address, each question once.

use jiff::civil::Date;

use super::address;
use super::answers::Answers;
use crate::domain::comments::{Address, Now, Thread};
use crate::domain::people::Right;
use crate::domain::report::Report;
use crate::reports::others::{Came, Others, folder};
use crate::reports::{Question, ReportError};
use crate::storage::Db;
use crate::storage::comments::kept;

/// A comment, its figure, and how that stands.
#[derive(Debug, Clone)]
pub struct Listed {
    pub thread: Thread,
    /// Title of the report that the figure stands in; of one that is no more its question's name.
    pub report: String,
    /// What names the row and the figure, in Danish; as the address has it when the row is gone.
    pub figure: String,
    pub now: Now,
    /// Whether the figure is under the disclosure rule.
    pub guarded: bool,
}

impl Listed {
    /// Whether what was written may be told.
    pub fn tells_texts(&self) -> bool {
        self.now.tells_texts(self.guarded)
    }
}

/// Every comment on figures that somebody may ask for, the newest first; those of a day as they are on `day`.
///
/// # Errors
/// The database's own.
pub fn all(
    db: &mut Db,
    others: (&dyn Others, Date),
    may: impl Fn(Right) -> bool,
) -> Result<Vec<Listed>, ReportError> {
    let threads = kept::all(db)?;
    listed(db, threads, Answers::new(Some(others)), may)
}

/// The comments that were chosen for the paper that a figure stands in, and are not resolved: those on
/// figures of one question under its filters, the oldest first.
///
/// # Errors
/// The database's own.
pub fn for_paper(
    db: &mut Db,
    asked: (&'static Question, &crate::reports::Query),
    report: &Report,
) -> Result<Vec<Listed>, ReportError> {
    let (question, query) = asked;
    if !address::takes_comments(query) {
        return Ok(Vec::new());
    }
    let filled = address::filled(db, question, query, report)?;
    let mut threads = kept::of_question(db, question.name)?;
    threads.retain(|thread| {
        let standing = thread.standing();
        let filters = &thread.comment.at.filters;
        let at = &thread.comment.at;
        let is_here = address::cell(report, &at.row, &at.column).is_some();
        let own = *filters == filled || *filters == address::bare(question, &filled, &at.row);
        standing.in_paper && standing.resolved.is_none() && own && is_here
    });
    listed(db, threads, Answers::new(None), |_| true)
}

/// The comments that were chosen for the paper that an analysis' answer stands in, and are not resolved, the oldest first.
///
/// # Errors
/// The database's own.
pub fn of_answer(db: &mut Db, name: &str, answer: &Report) -> Result<Vec<Listed>, ReportError> {
    let mut threads = kept::of_question(db, name)?;
    threads.retain(|thread| {
        let standing = thread.standing();
        let is_here = address::found_in(answer, &thread.comment.at).is_some();
        standing.in_paper && standing.resolved.is_none() && is_here
    });
    let told = threads.into_iter();
    Ok(told
        .map(|thread| of(thread, answer.masks, Some(answer)))
        .collect())
}

fn listed(
    db: &mut Db,
    threads: Vec<Thread>,
    mut answers: Answers<'_>,
    may: impl Fn(Right) -> bool,
) -> Result<Vec<Listed>, ReportError> {
    let mut all = Vec::new();
    for thread in threads {
        let at = &thread.comment.at;
        let about = answers.about(at);
        if !about.rights.iter().all(|right| may(*right)) {
            continue;
        }
        let came = answers.of(db, at)?;
        let mut listed = of(thread, about.guarded, came.report());
        // Of one that is no more the figure is gone; of one that is there nothing is known.
        if about.is_known && *came == Came::Unknown {
            listed.now = Now::Unknown;
        }
        all.push(listed);
    }
    Ok(all)
}

fn of(thread: Thread, guarded: bool, report: Option<&Report>) -> Listed {
    let at = &thread.comment.at;
    let found = report.and_then(|report| address::cell(report, &at.row, &at.column));
    let words = found
        .and_then(|(column, _)| Some(format!("{}: {}", column.label, row_words(report?, at)?)));
    Listed {
        report: report.map_or_else(|| name(&at.question), |report| report.title.clone()),
        figure: words.unwrap_or_else(|| by_address(report, at)),
        now: Now::of(&thread.comment.said, found.map(|(_, cell)| &cell.value)),
        guarded,
        thread,
    }
}

/// What is called by its name alone, since it cannot be asked.
fn name(question: &str) -> String {
    folder(question).map_or_else(|| question.to_owned(), |name| format!("Analysen »{name}«"))
}

/// What names a row, in Danish.
fn row_words(report: &Report, at: &Address) -> Option<String> {
    let tables = [&report.rows, &report.totals].into_iter();
    let mut tables = tables.filter(|table| table.column(&at.column).is_some());
    tables.find_map(|table| {
        let mut rows = table.rows.iter();
        let row = rows.find(|row| address::names(table, row) == at.row)?;
        let words = at.row.iter().filter_map(|(key, _)| table.cell(row, key));
        let words: Vec<String> = words.map(|cell| cell.value.danish()).collect();
        Some(words.join(", "))
    })
}

/// A figure whose row is gone: its column in Danish where that is known, its row as it was named.
fn by_address(report: Option<&Report>, at: &Address) -> String {
    let columns = report.into_iter().flat_map(|report| {
        let tables = [&report.rows, &report.totals].into_iter();
        tables.flat_map(|table| &table.columns)
    });
    let mut columns = columns.filter(|column| column.key == at.column);
    let column = columns.next().map_or(&*at.column, |column| &*column.label);
    let row: Vec<&str> = at.row.iter().map(|(_, value)| &**value).collect();
    format!("{column}: {}", row.join(", "))
}
