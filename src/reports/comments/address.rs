//! The one address of a figure (domain.md: never attached to another figure by likeness).
//!
//! A figure is asked for in many ways: a filter may be left out or named by what it comes to, an area
//! by its code or its name. [`filled`] writes the filters in one way: each with what it came to. A
//! filter that only chooses which rows are shown ([`choosing`]) is no part of the address where the
//! figure is the same without it ([`Figure::find`] asks anew): so the figure of 2024 stays the figure
//! of 2024 when a newer year comes, and a comment on it is seen whichever years are shown beside it.
//! Where the row does not name its years, they are part of the address, with what they came to.

use crate::domain::area;
use crate::domain::comments::comment::Pair;
use crate::domain::comments::{Address, Said};
use crate::domain::report::{Cell, Column, Report, Role, Table, Value};
use crate::reports::others::ANALYSIS;
use crate::reports::{FigureAt, Query, Question, ReportError, filters, question};
use crate::storage::Db;
use crate::storage::data::areas;

/// The filters of a question that only choose among rows, of a row that names what they choose by.
/// The median of a municipality's tariffs is another figure than the region's: such a row names no
/// offer, so its filters stay.
fn choosing(question: &str, row: &[Pair]) -> &'static [&'static str] {
    let names = |wanted: &str| row.iter().any(|(key, _)| key == wanted);
    let year = names("year") || (names("from") && names("to"));
    match question {
        "unit-costs" | "paragraph" | "municipality" if year => &["from", "to"],
        "costly-cases" if year => &["year", "municipality", "threshold"],
        "costly-cases-by-supplier" | "costly-cases-by-status" | "costly-cases-by-size" if year => {
            &["year", "threshold"]
        }
        "tariffs" if year && names("offer_id") => &[
            "year",
            "municipality",
            "paragraph",
            "target-group",
            "offer",
            "supervisor",
        ],
        "tariff-increases" if names("offer_id") => &[
            "threshold",
            "municipality",
            "paragraph",
            "target-group",
            "supervisor",
        ],
        _ => &[],
    }
}

/// Whether a question is asked for the figures as they are now, of no single case: others take no
/// comments, and show none.
pub fn takes_comments(query: &Query) -> bool {
    query.as_of.is_none() && query.detail.is_none()
}

/// Whether the figures of a question are under the disclosure rule.
pub fn is_guarded(question: &Question) -> bool {
    (question.shapes)().iter().any(|shape| shape.masks)
}

/// The filters of a question as they were understood, each in one way: areas by code.
///
/// # Errors
/// The database's own.
pub fn filled(
    db: &mut Db,
    question: &Question,
    query: &Query,
    report: &Report,
) -> Result<Vec<Pair>, ReportError> {
    let asked = question.pairs(query);
    let mut pairs = Vec::new();
    for filter in question.filters {
        if [filters::AS_OF.key, filters::DETAIL.key].contains(&filter.key) {
            continue;
        }
        let understood = report.filters.iter().find(|f| f.key == filter.key);
        let understood = understood.map(|f| f.value.clone());
        let asked = asked.iter().find(|(key, _)| *key == filter.key);
        let asked = asked.map(|(_, value)| value.clone());
        if let Some(value) = understood.or(asked) {
            pairs.push((filter.key.to_owned(), value));
        }
    }
    let of_area = [filters::AREA.key, filters::MUNICIPALITY.key];
    if pairs.iter().any(|(key, _)| of_area.contains(&&**key)) {
        let areas = areas::all(db)?;
        for (_, value) in pairs
            .iter_mut()
            .filter(|(key, _)| of_area.contains(&&**key))
        {
            if let Some(found) = area::find(&areas, value) {
                value.clone_from(&found.code);
            }
        }
    }
    Ok(pairs)
}

/// Of filled filters those that the figures of a row depend on.
pub fn bare(question: &Question, filled: &[Pair], row: &[Pair]) -> Vec<Pair> {
    let choosing = choosing(question.name, row);
    let mut pairs = filled.to_vec();
    pairs.retain(|(key, _)| !choosing.contains(&&**key));
    pairs
}

/// The same question without what only chooses a row; `None` when nothing of it was asked.
///
/// # Errors
/// [`ReportError::BadFilter`], of a filter that is named by what it came to.
pub fn without_choice(
    question: &'static Question,
    query: &Query,
    row: &[Pair],
) -> Result<Option<Query>, ReportError> {
    let choosing = choosing(question.name, row);
    let pairs = question.pairs(query);
    let kept = pairs.iter().filter(|(key, _)| !choosing.contains(key));
    let kept: Vec<_> = kept.cloned().collect();
    if kept.len() == pairs.len() {
        return Ok(None);
    }
    question.query(kept).map(Some)
}

/// What names a row of a table: key and value of each naming column that says anything.
pub fn names(table: &Table, row: &[Cell]) -> Vec<Pair> {
    let cells = table.columns.iter().zip(row);
    let naming = cells.filter(|(column, _)| column.role == Role::Names);
    naming
        .filter(|(_, cell)| cell.value != Value::Empty)
        .map(|(column, cell)| (column.key.to_owned(), cell.value.key()))
        .collect()
}

/// The cell under the names of its row and its column: `None` when there is none, or several.
pub fn cell<'a>(report: &'a Report, row: &[Pair], column: &str) -> Option<(&'a Column, &'a Cell)> {
    let mut found = None;
    for table in [&report.rows, &report.totals] {
        let Some(place) = table.column(column) else {
            continue;
        };
        for cells in &table.rows {
            if names(table, cells) == row {
                let twice = found.replace((&table.columns[place], &cells[place]));
                if twice.is_some() {
                    return None;
                }
            }
        }
    }
    found.filter(|(column, _)| column.role == Role::Figure)
}

/// The figure of an address in the answer of an analysis, which is asked with every parameter.
pub fn found_in<'a>(answer: &'a Report, at: &Address) -> Option<(&'a Column, &'a Cell)> {
    let asked = answer.filters.iter();
    let same = asked
        .map(|filter| (filter.key, filter.value.as_str()))
        .eq(at.filters.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    same.then(|| cell(answer, &at.row, &at.column)).flatten()
}

/// The figure that an address names.
///
/// # Errors
/// [`ReportError`]: no such question any more, or a filter of it that names nothing.
pub fn figure_at(at: &Address) -> Result<FigureAt, ReportError> {
    let question = question(&at.question)?;
    Ok(FigureAt {
        query: question.query(at.filters.iter().map(|(k, v)| (k, v)))?,
        question,
        row: at.row.clone(),
        column: at.column.clone(),
    })
}

/// A figure that can be commented on: its address, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The address that a new comment has.
    pub at: Address,
    /// The same with every filter filled in: comments written when that was another figure have it.
    pub filled: Address,
    pub said: Said,
    pub guarded: bool,
}

impl Figure {
    /// The figure that `which` names, in the report that it stands in; `None` for one that cannot be
    /// commented on: masked, missing, of a single case, of an earlier data version, or one of several
    /// rows of one name.
    ///
    /// # Errors
    /// [`ReportError`], of the question asked anew.
    pub fn find(
        db: &mut Db,
        which: &FigureAt,
        report: &Report,
    ) -> Result<Option<Figure>, ReportError> {
        let question = which.question;
        if !takes_comments(&which.query) {
            return Ok(None);
        }
        let Some(row) = whole(report, which) else {
            return Ok(None);
        };
        let Some((_, cell)) = self::cell(report, &row, &which.column) else {
            return Ok(None);
        };
        let Some(said) = Said::of(&cell.value) else {
            return Ok(None);
        };
        let all = filled(db, question, &which.query, report)?;
        let same = match without_choice(question, &which.query, &row)? {
            None => true,
            Some(query) => {
                let report = (question.report)(db, &query)?;
                let found = self::cell(&report, &row, &which.column);
                found.is_some_and(|(_, cell)| Said::of(&cell.value).as_ref() == Some(&said))
            }
        };
        let address = |filters| Address {
            question: question.name.to_owned(),
            filters,
            row: row.clone(),
            column: which.column.clone(),
        };
        Ok(Some(Figure {
            at: address(if same {
                bare(question, &all, &row)
            } else {
                all.clone()
            }),
            filled: address(all),
            said,
            guarded: is_guarded(question),
        }))
    }

    /// A figure in the answer of an analysis: `None` for one that says no number, or of several rows of one name.
    pub fn of_answer(answer: &Report, row: &[Pair], column: &str) -> Option<Figure> {
        let (_, cell) = self::cell(answer, row, column)?;
        let asked = answer.filters.iter();
        let at = Address {
            question: format!("{ANALYSIS}{}", answer.name),
            filters: asked
                .map(|filter| (filter.key.to_owned(), filter.value.clone()))
                .collect(),
            row: row.to_vec(),
            column: column.to_owned(),
        };
        Some(Figure {
            filled: at.clone(),
            at,
            said: Said::of(&cell.value)?,
            guarded: answer.masks,
        })
    }

    /// Whether a comment belongs to this figure.
    pub fn has(&self, at: &Address) -> bool {
        *at == self.at || *at == self.filled
    }
}

/// All that names the row that `which` names, or names in part.
fn whole(report: &Report, which: &FigureAt) -> Option<Vec<Pair>> {
    let tables = [&report.rows, &report.totals].into_iter();
    let mut tables = tables.filter(|table| table.column(&which.column).is_some());
    tables.find_map(|table| {
        let mut rows = table.rows.iter().map(|row| names(table, row));
        rows.find(|names| which.row.iter().all(|pair| names.contains(pair)))
    })
}
