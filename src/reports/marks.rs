//! Which figures of a report are marked (foreløbig, databrud, …), and the report with its marks.
//!
//! A figure of the component analysis is marked when any fact under it is; one of the published
//! tables of single cases by the names of its row alone, so that a masked figure shows its marks and
//! a mark tells nothing of what is masked.

use std::collections::{BTreeMap, HashMap};

use super::{Query, Question, ReportError, cases, components};
use crate::domain::components::FactKey;
use crate::domain::marks::{Mark, MarkKind, Source, legend};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Column, FactRef, Report, Role, Table, Unit, Value};
use crate::storage::components::facts;
use crate::storage::{Db, marks};

/// Key and heading of the column that a report with marks has.
pub const KEY: &str = "marks";
const HEADING: &str = "Mærker";

/// The marks of a table's cells, by row and column; of those alone that have any.
pub type Marked = BTreeMap<(usize, usize), Vec<MarkKind>>;

/// The report of a question with its marks: a column of them where any figure has one, and their
/// legend, and its rows in the order that is asked for. Whatever leaves as a file is made of this.
///
/// # Errors
/// Those of the question.
pub fn report(db: &mut Db, question: &Question, query: &Query) -> Result<Report, ReportError> {
    let mut report = (question.report)(db, query)?;
    query.order.apply(&mut report)?;
    let [rows, totals] = of(db, question, &report)?;
    let mut used: Vec<MarkKind> = Vec::new();
    for (table, marked) in [(&mut report.rows, rows), (&mut report.totals, totals)] {
        if marked.is_empty() {
            continue;
        }
        used.extend(marked.values().flatten());
        add(table, &marked);
    }
    if !used.is_empty() {
        report.notes.push(format!("Mærker: {}.", legend(&used)));
    }
    Ok(report)
}

/// The marks of a report's rows and of its totals.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, question: &Question, report: &Report) -> Result<[Marked; 2], ReportError> {
    let none = [Marked::new(), Marked::new()];
    let Some(source) = source(question) else {
        return Ok(none);
    };
    let mut held = marks::holding(db, state(report))?;
    held.retain(|mark| mark.scope.source == source);
    if held.is_empty() {
        return Ok(none);
    }
    let tables = [&report.rows, &report.totals];
    Ok(match source {
        Source::Components => {
            let keys = keys(db, &tables)?;
            tables.map(|table| by_facts(table, &held, &keys))
        }
        Source::Cases => tables.map(|table| by_names(table, &held)),
    })
}

/// Whether any mark holds that can be on figures of a question.
///
/// # Errors
/// The database's own.
pub fn are_on(db: &mut Db, question: &Question) -> Result<bool, ReportError> {
    let Some(source) = source(question) else {
        return Ok(false);
    };
    let all = marks::all(db)?;
    Ok(all.iter().any(|mark| mark.scope.source == source))
}

/// The marks of one figure, with why: the newest first.
///
/// # Errors
/// The database's own.
pub fn of_figure(
    db: &mut Db,
    question: &Question,
    report: &Report,
    (row, cell): (&[(String, String)], &Cell),
) -> Result<Vec<Mark>, ReportError> {
    let Some(source) = source(question) else {
        return Ok(Vec::new());
    };
    let mut held = marks::holding(db, state(report))?;
    let refs = cell.derivation().map(|of| of.facts.clone());
    let keys = facts::by_ref(db, &refs.unwrap_or_default())?;
    held.retain(|mark| match source {
        Source::Components => keys.iter().any(|fact| mark.scope.has(&fact.value.key)),
        Source::Cases => touches(mark, |key| {
            let found = row.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.clone())
        }),
    });
    Ok(held)
}

/// The reported figures that a question is about; `None` where none are marked.
fn source(question: &Question) -> Option<Source> {
    let is_one = |all: &[&Question]| all.iter().any(|one| one.name == question.name);
    if is_one(components::QUESTIONS) {
        Some(Source::Components)
    } else if is_one(cases::QUESTIONS) {
        Some(Source::Cases)
    } else {
        None
    }
}

/// The data version that a report's figures are of.
fn state(report: &Report) -> i64 {
    let asked = report.filters.iter().find(|filter| filter.key == "as-of");
    let asked = asked.and_then(|filter| filter.value.parse().ok());
    asked.unwrap_or(report.data_version)
}

/// What the facts under a report's figures are about.
fn keys(db: &mut Db, tables: &[&Table]) -> Result<HashMap<FactRef, FactKey>, ReportError> {
    let cells = tables.iter().flat_map(|table| table.rows.iter().flatten());
    let mut refs: Vec<FactRef> = cells
        .filter_map(Cell::derivation)
        .flat_map(|derivation| derivation.facts.iter().copied())
        .collect();
    refs.sort_unstable();
    refs.dedup();
    let facts = facts::by_ref(db, &refs)?.into_iter();
    Ok(facts.map(|fact| (fact.at, fact.value.key)).collect())
}

fn by_facts(table: &Table, held: &[Mark], keys: &HashMap<FactRef, FactKey>) -> Marked {
    // Which marks a fact has, worked out once.
    let kinds: HashMap<FactRef, Vec<MarkKind>> = keys
        .iter()
        .map(|(at, key)| (*at, kinds(held.iter().filter(|mark| mark.scope.has(key)))))
        .filter(|(_, kinds)| !kinds.is_empty())
        .collect();
    figures(table, |_, cell| {
        let facts = cell.derivation().map(|of| &of.facts[..]);
        let under = facts.unwrap_or_default().iter();
        let mut found: Vec<MarkKind> = under
            .filter_map(|at| kinds.get(at))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    })
}

fn by_names(table: &Table, held: &[Mark]) -> Marked {
    figures(table, |row, _| {
        let name = |key: &str| table.cell(row, key).map(|cell| cell.value.key());
        kinds(held.iter().filter(|mark| touches(mark, name)))
    })
}

/// Whether a mark is on a row of single cases that has these names.
fn touches(mark: &Mark, name: impl Fn(&str) -> Option<String>) -> bool {
    let Some(year) = name("year").and_then(|year| Year::parse(&year)) else {
        return false;
    };
    let one = |key| name(key).filter(|value| value != "total");
    let paragraph = one("paragraph").and_then(|key| Paragraph::from_key(&key));
    mark.scope
        .touches(year, one("municipality").as_deref(), paragraph)
}

fn kinds<'a>(marks: impl Iterator<Item = &'a Mark>) -> Vec<MarkKind> {
    let mut kinds: Vec<MarkKind> = marks.map(|mark| mark.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn figures(table: &Table, marks: impl Fn(&[Cell], &Cell) -> Vec<MarkKind>) -> Marked {
    let mut marked = Marked::new();
    for (at, row) in table.rows.iter().enumerate() {
        for (place, (column, cell)) in table.columns.iter().zip(row).enumerate() {
            if column.role != Role::Figure || cell.value == Value::Empty {
                continue;
            }
            let found = marks(row, cell);
            if !found.is_empty() {
                marked.insert((at, place), found);
            }
        }
    }
    marked
}

/// Adds the column of marks, so that every figure stays a number.
fn add(table: &mut Table, marked: &Marked) {
    table.columns.push(Column::new(KEY, HEADING, Unit::Text));
    let columns = table.columns.clone();
    for (at, row) in table.rows.iter_mut().enumerate() {
        let of_row: Vec<(&Column, &[MarkKind])> = columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| Some((column, &marked.get(&(at, place))?[..])))
            .collect();
        row.push(cell(&of_row));
    }
}

/// The marks of a row: for programs by column ("expenditure:f unit_cost:f"), for people each with the
/// heading of its column.
fn cell(of_row: &[(&Column, &[MarkKind])]) -> Cell {
    if of_row.is_empty() {
        return Value::Empty.into();
    }
    let letters = |kinds: &[MarkKind], between: &str| {
        let letters: Vec<&str> = kinds.iter().map(|kind| kind.letter()).collect();
        letters.join(between)
    };
    let (mut keys, mut words) = (Vec::new(), Vec::new());
    for (column, kinds) in of_row {
        keys.push(format!("{}:{}", column.key, letters(kinds, "")));
        words.push(format!("{} {}", column.label, letters(kinds, ",")));
    }
    Cell::key(keys.join(" "), words.join("; "))
}
