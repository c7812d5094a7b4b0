//! Rows with their head found: which columns name what a figure is of, and which hold figures.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::{Variable, variables};
use crate::domain::cpr;
use crate::domain::fold;
use crate::domain::number::Convention;
use crate::domain::statbank::{Period, Table};
use crate::import::cells::holds_cpr;
use crate::import::columns::Content;
use crate::import::errors::RowError;
use crate::import::messages;
use crate::import::reading::detect::Source;
use crate::import::reading::rows::{Budget, Row, Value, describe};
use crate::import::{FileMeta, Skipped};

/// The head is in one of the first rows.
const HEAD_ROWS: usize = 30;

/// What a column of the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Labels; of one variable where the heading names it.
    Stub(Option<Variable>),
    /// Figures; of one category where the head names it.
    Figures(Option<String>),
    /// A heading that the table does not have.
    Unknown,
    Nothing,
}

/// A cell, as far as a table of statistics has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Empty,
    /// In a PX file one text is of many figures.
    Text(Rc<str>),
    /// A number cell of a workbook, as a decimal with a point.
    Number(String),
    /// Anything else, in Danish.
    Other(String),
}

#[derive(Debug)]
pub(super) struct GridRow {
    pub line: u32,
    /// How many figures of other rows stand before it on its line: none, where a row is a line.
    pub before: usize,
    pub cells: Vec<Cell>,
}

/// A file with its head found.
pub(super) struct Grid {
    pub places: Vec<Place>,
    /// The headings as the file writes them.
    pub headings: Vec<String>,
    /// Whether a label stands once above all that it is of.
    pub is_matrix: bool,
    /// The texts above the head.
    pub titles: Vec<String>,
    /// Those below it.
    pub rows: Vec<GridRow>,
    pub convention: Convention,
    pub meta: FileMeta,
}

/// A file that was gone through.
pub(super) struct Walked {
    pub places: Vec<Place>,
    headings: Vec<String>,
    is_matrix: bool,
    titles: Vec<String>,
    rows: Vec<GridRow>,
    pub meta: FileMeta,
}

impl Walked {
    pub(super) fn grid(self, convention: Convention) -> Result<Grid, RowError> {
        Ok(Grid {
            places: self.places,
            headings: self.headings,
            is_matrix: self.is_matrix,
            titles: self.titles,
            rows: self.rows,
            convention,
            meta: FileMeta {
                convention: Some(convention),
                ..self.meta
            },
        })
    }
}

/// Goes through a file; nothing where none of its first rows is a head.
pub(super) fn walk(
    mut source: Source<'_>,
    table: Table,
    budget: &Budget,
    limit: usize,
    mut meta: FileMeta,
) -> Result<Option<Walked>, RowError> {
    let mut head: Option<(Vec<Place>, Vec<String>, bool)> = None;
    let (mut titles, mut rows, mut above) = (Vec::new(), Vec::new(), 0);
    let mut fault = None;
    source.each(budget.clone(), &mut |row| {
        if row.is_empty() {
            return ControlFlow::Continue(());
        }
        if row.values().any(is_of_a_person) {
            fault = Some(messages::cpr_number().on_line(row.line));
            return ControlFlow::Break(());
        }
        let cells: Vec<Cell> = row.values().map(cell).collect();
        if head.is_some() {
            if rows.len() >= limit {
                fault = Some(messages::too_many_rows(limit));
                return ControlFlow::Break(());
            }
            let line = row.line;
            rows.push(GridRow {
                line,
                before: 0,
                cells,
            });
            return ControlFlow::Continue(());
        }
        head = head_of(&cells, table);
        if head.is_some() {
            meta.header_line = row.line;
        } else {
            titles.extend(cells.iter().filter_map(text).map(str::to_owned));
            meta.skipped.push(title(row));
            above += 1;
        }
        if head.is_none() && above >= HEAD_ROWS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    if let Some(fault) = fault {
        return Err(fault);
    }
    Ok(head.map(|(places, headings, is_matrix)| Walked {
        places,
        headings,
        is_matrix,
        titles,
        rows,
        meta,
    }))
}

fn title(row: &Row<'_>) -> Skipped {
    Skipped {
        line: row.line,
        what: row.describe(),
        reason: "titelrække over overskriften".to_owned(),
    }
}

/// Figures may have ten digits; labels may not.
pub(super) fn is_of_a_person(value: Value<'_>) -> bool {
    match value {
        Value::Text(text) if text.bytes().any(|b| b.is_ascii_alphabetic()) => {
            cpr::find(text) && cpr::find(&cpr::without_moment_of_print(text))
        }
        other => holds_cpr(other, Content::Money),
    }
}

fn cell(value: Value<'_>) -> Cell {
    match value {
        Value::Empty => Cell::Empty,
        Value::Text(text) if text.trim().is_empty() => Cell::Empty,
        Value::Text(text) => Cell::Text(text.trim().into()),
        Value::Number(text) => Cell::Number(text.to_owned()),
        other => Cell::Other(describe(other)),
    }
}

/// What a cell says as a label.
pub(super) fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Number(text) => Some(text),
        Cell::Empty | Cell::Other(_) => None,
    }
}

/// The head of a long file, which names its variables, or of a matrix, which begins with empty cells.
fn head_of(cells: &[Cell], table: Table) -> Option<(Vec<Place>, Vec<String>, bool)> {
    let headings: Vec<String> = cells
        .iter()
        .map(|cell| text(cell).unwrap_or_default().to_owned())
        .collect();
    let known: Vec<Option<Option<Variable>>> = headings
        .iter()
        .map(|heading| named(heading, table))
        .collect();
    let named = known.iter().flatten().count();
    let has_figures = known.contains(&Some(None));
    let has_periods = headings.iter().any(|text| Period::parse(text).is_some());
    if named >= 2 && (has_figures || has_periods) {
        let place = |(heading, known): (&String, &Option<Option<Variable>>)| match known {
            Some(Some(variable)) => Place::Stub(Some(*variable)),
            Some(None) => Place::Figures(None),
            None if heading.is_empty() => Place::Nothing,
            None if Period::parse(heading).is_some() => Place::Figures(Some(heading.clone())),
            None => Place::Unknown,
        };
        let places = headings.iter().zip(&known).map(place).collect();
        return Some((places, headings, false));
    }
    let stubs = headings.iter().take_while(|text| text.is_empty()).count();
    let (figures, rest) = headings.split_at(stubs).1.split_at(
        headings[stubs..]
            .iter()
            .take_while(|text| !text.is_empty())
            .count(),
    );
    if stubs == 0 || figures.is_empty() || rest.iter().any(|text| !text.is_empty()) {
        return None;
    }
    let places = headings.iter().map(|heading| match heading.as_str() {
        "" => Place::Stub(None),
        text => Place::Figures(Some(text.to_owned())),
    });
    let mut places: Vec<Place> = places.collect();
    for place in &mut places[stubs + figures.len()..] {
        *place = Place::Nothing;
    }
    Some((places, headings, true))
}

/// The variable that a heading names, as this service and as Danmarks Statistik call it; nothing inside for the figure itself.
pub(super) fn named(heading: &str, table: Table) -> Option<Option<Variable>> {
    let folded = |text: &str| {
        let key = fold::key(text);
        key.replace('å', "aa").replace('æ', "ae").replace('ø', "oe")
    };
    let key = folded(heading);
    if key.is_empty() {
        return None;
    }
    if key == "indhold" {
        return Some(None);
    }
    let other = |variable: Variable| match variable {
        Variable::Area => "kommune",
        Variable::Owner => "ejerforhold",
        Variable::Service => "ydelse",
        Variable::Account => "dranst1",
        Variable::Period if table.is_by_quarter() => "kvartal",
        Variable::Period => "aar",
        _ => "",
    };
    let mut all = variables(table).into_iter();
    all.find(|(variable, column)| key == column.key || key == other(*variable))
        .map(|(variable, _)| Some(variable))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(line: &str, table: Table) -> Option<(Vec<Place>, bool)> {
        let cell = |text: &str| match text.trim() {
            "" => Cell::Empty,
            text => Cell::Text(text.into()),
        };
        let cells: Vec<Cell> = line.split(';').map(cell).collect();
        head_of(&cells, table).map(|(places, _, is_matrix)| (places, is_matrix))
    }

    #[test]
    fn heads_of_both_forms() {
        let figures = |text: &str| Place::Figures(Some(text.to_owned()));
        let stub = |variable| Place::Stub(Some(variable));
        assert_eq!(
            head("OMRÅDE;YDELSESTYPE;TID;INDHOLD", Table::Hand01),
            Some((
                vec![
                    stub(Variable::Area),
                    stub(Variable::Service),
                    stub(Variable::Period),
                    Place::Figures(None),
                ],
                false
            ))
        );
        assert_eq!(
            head(" ; ;2023K1;2023K2", Table::Hand01),
            Some((
                vec![
                    Place::Stub(None),
                    Place::Stub(None),
                    figures("2023K1"),
                    figures("2023K2"),
                ],
                true
            ))
        );
        assert_eq!(
            head("område;ydelsestype;2023K1", Table::Hand01).map(|(_, is_matrix)| is_matrix),
            Some(false)
        );
        let regk31 = head(" ; ; ; ; ;2023;2024", Table::Regk31);
        assert_eq!(regk31.map(|(_, is_matrix)| is_matrix), Some(true));
        for line in [
            "Handicapydelser efter område, ydelsestype og tid;;",
            "Enhed: Antal",
            ";;",
        ] {
            assert_eq!(head(line, Table::Hand01), None, "{line}");
        }
    }
}
