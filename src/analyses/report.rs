//! An answer as a [`Report`]: what the page shows and every file holds.

use super::analysis::{Analysis, Drawn, Picture};
use super::answer::{self, shown};
use super::ask::Asked;
use super::facts::Facts;
use super::view::TOTAL;
use crate::domain::report::{Cell, Chart, ChartKind, Column, Line, Point, Report, Table, Unit};

/// Bars of more rows than these would lie on top of each other: the table has them all.
const MOST_BARS: usize = 24;

/// What of a title tells the parameters: the words of each.
fn title(analysis: &Analysis, asked: &Asked) -> String {
    let words = asked.chosen.iter().map(|chosen| chosen.words.as_str());
    let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
    match words.as_slice() {
        [] => analysis.title.clone(),
        words => format!("{}, {}", analysis.title, words.join(", ")),
    }
}

/// Makes it.
///
/// # Errors
/// Why the query gave no answer, in Danish.
pub fn of(analysis: &Analysis, facts: &Facts, asked: &Asked) -> Result<Report, String> {
    let rows = answer::rows(analysis, (&facts.tables, &facts.names), asked)?;
    let columns = shown(&analysis.columns).map(|(column, role)| Column {
        key: column.key,
        label: column.label.clone(),
        unit: column.kind.unit(),
        role,
        told: false,
    });
    let columns: Vec<Column> = columns.collect();
    let picture = analysis.chart.as_ref().filter(|picture| {
        let fits = picture.kind == Drawn::Line || rows.len() <= MOST_BARS;
        !rows.is_empty() && fits
    });
    let series = picture.map(|picture| drawn(analysis, picture, &rows));
    let mut notes = analysis.notes.clone();
    notes.extend(facts.notes.iter().cloned());
    if rows.is_empty() {
        notes.push("Der er ingen tal at vise for det, du har valgt.".to_owned());
    }
    Ok(Report {
        name: analysis.name,
        title: title(analysis, asked),
        filters: asked.filters(analysis),
        data_version: facts.data_version,
        synthetic: facts.synthetic,
        masks: analysis.masks(),
        rows: Table { columns, rows },
        totals: Table::default(),
        notes,
        sources: facts.sources.clone(),
        series: series.into_iter().collect(),
    })
}

/// Where the points of a picture stand among the rows: the row and the column of each, line by line.
pub fn places(
    analysis: &Analysis,
    picture: &Picture,
    rows: &[Vec<Cell>],
) -> Vec<Vec<(usize, usize)>> {
    let drawn = drawn_rows(analysis, picture, rows);
    let line = |at: &usize| {
        let column = shown_at(analysis, *at);
        drawn.iter().map(|row| (*row, column)).collect()
    };
    picture.figures.iter().map(line).collect()
}

/// Beside the sum of all, none of them could be told apart.
fn drawn_rows(analysis: &Analysis, picture: &Picture, rows: &[Vec<Cell>]) -> Vec<usize> {
    let over = shown_at(analysis, picture.over);
    (rows.iter().enumerate())
        .filter(|(_, row)| row[over].value.key() != TOTAL)
        .map(|(at, _)| at)
        .collect()
}

/// Places are of all columns; rows have those that are shown.
fn shown_at(analysis: &Analysis, at: usize) -> usize {
    let before = analysis.columns.iter().take(at);
    before.filter(|column| !column.is_mask()).count()
}

fn drawn(analysis: &Analysis, picture: &Picture, rows: &[Vec<Cell>]) -> Chart {
    let over = shown_at(analysis, picture.over);
    let labels = drawn_rows(analysis, picture, rows).into_iter();
    let lines = places(analysis, picture, rows).into_iter();
    let line = |(at, places): (&usize, Vec<(usize, usize)>)| Line {
        label: analysis.columns[*at].label.clone(),
        points: (places.into_iter())
            .map(|(row, column)| Point::from(&rows[row][column].value))
            .collect(),
    };
    let unit = picture.figures.first().map(|at| analysis.columns[*at].kind);
    Chart {
        key: analysis.name.to_owned(),
        title: picture.title.clone(),
        kind: match picture.kind {
            Drawn::Line => ChartKind::Line,
            Drawn::Bar => ChartKind::Bar,
        },
        unit: unit.map_or(Unit::Count, |kind| kind.unit()),
        labels: labels.map(|row| rows[row][over].value.danish()).collect(),
        lines: picture.figures.iter().zip(lines).map(line).collect(),
    }
}
