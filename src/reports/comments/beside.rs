//! Which figures of an answer have comments, so that a table can show it beside them.

use std::collections::HashMap;

use super::address;
use crate::domain::comments::comment::Pair;
use crate::domain::comments::{Now, Thread};
use crate::domain::report::Report;
use crate::reports::{Query, Question, ReportError};
use crate::storage::Db;
use crate::storage::comments::kept;

/// What names a row, and the key of a column.
pub type Place = (Vec<Pair>, String);

/// The open comments on one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    pub open: usize,
    /// Whether the figure has moved since any of them was written.
    pub moved: bool,
}

/// The figures of a question's answer that have open comments. A comment on the figure without what
/// only chooses rows counts where the figure is the same.
///
/// # Errors
/// [`ReportError`], of the question asked anew.
pub fn find(
    db: &mut Db,
    question: &'static Question,
    query: &Query,
) -> Result<HashMap<Place, Beside>, ReportError> {
    if !address::takes_comments(query) {
        return Ok(HashMap::new());
    }
    let mut threads = kept::of_question(db, question.name)?;
    threads.retain(Thread::is_open);
    if threads.is_empty() {
        return Ok(HashMap::new());
    }
    let report = (question.report)(db, query)?;
    let filled = address::filled(db, question, query, &report)?;
    // The same question without what chose the rows, as often as rows differ in that.
    let mut others: Vec<(Query, Report)> = Vec::new();
    let mut found: HashMap<Place, Beside> = HashMap::new();
    for thread in &threads {
        let at = &thread.comment.at;
        let value = |report| address::cell(report, &at.row, &at.column).map(|(_, c)| &c.value);
        let Some(here) = value(&report) else {
            continue;
        };
        if at.filters != filled {
            if at.filters != address::bare(question, &filled, &at.row) {
                continue;
            }
            if let Some(without) = address::without_choice(question, query, &at.row)? {
                if !others.iter().any(|(known, _)| *known == without) {
                    let report = (question.report)(db, &without)?;
                    others.push((without.clone(), report));
                }
                let other = others.iter().find(|(known, _)| *known == without);
                if other.and_then(|(_, report)| value(report)) != Some(here) {
                    continue;
                }
            }
        }
        let now = Now::of(&thread.comment.said, Some(here));
        add(&mut found, thread, &now);
    }
    Ok(found)
}

/// The figures of an analysis' answer that have open comments, of all that are on figures of it.
pub fn in_answer(threads: &[Thread], answer: &Report) -> HashMap<Place, Beside> {
    let mut found: HashMap<Place, Beside> = HashMap::new();
    for thread in threads.iter().filter(|thread| thread.is_open()) {
        let at = &thread.comment.at;
        let Some((_, cell)) = address::found_in(answer, at) else {
            continue;
        };
        let now = Now::of(&thread.comment.said, Some(&cell.value));
        add(&mut found, thread, &now);
    }
    found
}

fn add(found: &mut HashMap<Place, Beside>, thread: &Thread, now: &Now) {
    let at = &thread.comment.at;
    let place = (at.row.clone(), at.column.clone());
    let beside = found.entry(place).or_insert(Beside {
        open: 0,
        moved: false,
    });
    beside.open += 1;
    beside.moved |= now.has_moved();
}
