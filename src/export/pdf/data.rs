//! What is printed, as the template reads it: every text ready, nothing left to format.

use std::collections::HashMap;

use serde::Serialize;

use super::bars::Bars;
use super::columns::{self, Printed};
use super::fit::fit;
use super::world::printable;
use crate::domain::danish::danish_date;
use crate::domain::moment;
use crate::domain::report::{Cell, Report, Source, Table, Unit, Value};
use crate::export::SYNTHETIC_MARK;
use crate::export::document::{Card, Document, Section};
use crate::export::shared::{heading, totals_name};

/// A label and its value.
type Fact = (String, String);

const STATE: &str = "Datastand";

/// The whole paper.
#[derive(Serialize)]
pub struct Paper {
    title: String,
    /// The mark of made-up data, on every page.
    mark: Option<&'static str>,
    lying: bool,
    facts: Vec<Fact>,
    lead: Vec<String>,
    sections: Vec<Part>,
    sources: Vec<String>,
    /// At the foot of every page.
    foot: String,
}

#[derive(Serialize)]
struct Part {
    heading: String,
    facts: Vec<Fact>,
    paragraphs: Vec<String>,
    charts: Vec<Bars>,
    tables: Vec<Grid>,
    cards: Vec<CardOut>,
    /// Why figures are missing or masked, numbered as in the cells.
    reasons: Vec<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Grid {
    heading: String,
    /// For screen readers.
    summary: String,
    columns: Vec<Printed>,
    rows: Vec<Line>,
}

/// What is said about a row at length.
#[derive(Serialize)]
struct CardOut {
    heading: String,
    facts: Vec<Fact>,
    paragraphs: Vec<String>,
}

impl CardOut {
    fn of(card: &Card) -> CardOut {
        let facts = card.facts.iter();
        CardOut {
            heading: printable(&card.heading),
            facts: facts.map(|(k, v)| (printable(k), printable(v))).collect(),
            paragraphs: printable(&card.text).lines().map(str::to_owned).collect(),
        }
    }
}

#[derive(Serialize)]
struct Line {
    /// Whether another group begins with it: a rule goes above.
    begins: bool,
    cells: Vec<Text>,
}

#[derive(Serialize)]
struct Text {
    text: String,
    right: bool,
    /// Set invisibly behind a number, so that the commas line up.
    pad: String,
    /// The number of the reason that there is no figure.
    reason: Option<usize>,
}

impl Paper {
    pub fn new(document: &Document) -> Paper {
        let alone = alone(document);
        let mut facts = Vec::new();
        let mut fact = |label: &str, value: String| facts.push((label.to_owned(), value));
        if let Some(addressee) = &document.addressee {
            fact("Til", printable(addressee));
        }
        if let Some(date) = document.date {
            fact("Dato", danish_date(date));
        }
        if let Some(report) = alone {
            facts.extend(filters(report));
        }
        let state = document.data_version().map(|v| v.to_string());
        // A report that can be asked "as of" names the state among its filters.
        let named = facts.iter().find(|(label, _)| label == STATE);
        let state = named.map(|(_, state)| state.clone()).or_else(|| {
            facts.extend(state.iter().map(|v| (STATE.to_owned(), v.clone())));
            state
        });
        let sections: Vec<Part> = document
            .sections
            .iter()
            .map(|section| part(section, alone.is_some(), state.is_some()))
            .collect();
        let title = printable(&document.title);
        Paper {
            mark: document.is_synthetic().then_some(SYNTHETIC_MARK),
            lying: sections
                .iter()
                .flat_map(|part| &part.tables)
                .any(|grid| columns::is_wide(&grid.columns)),
            lead: document.lead.iter().map(|text| printable(text)).collect(),
            sources: document.sources().into_iter().map(source).collect(),
            foot: match state {
                Some(state) => format!("{title} · {STATE} {state}"),
                None => title.clone(),
            },
            facts,
            sections,
            title,
        }
    }
}

/// The report, when the document is nothing else.
fn alone(document: &Document) -> Option<&Report> {
    match document.sections.as_slice() {
        [section] if section.heading.is_empty() => section.report.as_ref(),
        _ => None,
    }
}

fn filters(report: &Report) -> Vec<Fact> {
    let filters = report.filters.iter();
    filters
        .map(|f| (f.label.to_owned(), printable(f.words())))
        .collect()
}

fn part(section: &Section, alone: bool, one_state: bool) -> Part {
    let mut part = Part {
        heading: printable(&section.heading),
        facts: Vec::new(),
        paragraphs: section.paragraphs.iter().map(|p| printable(p)).collect(),
        charts: Vec::new(),
        tables: Vec::new(),
        cards: section.cards.iter().map(CardOut::of).collect(),
        reasons: Vec::new(),
        notes: Vec::new(),
    };
    let Some(report) = &section.report else {
        return part;
    };
    if !alone {
        part.facts = filters(report);
        let named = part.facts.iter().any(|(label, _)| label == STATE);
        if !one_state && !named {
            let version = report.data_version.to_string();
            part.facts.push((STATE.to_owned(), version));
        }
    }
    part.charts = report.series.iter().filter_map(Bars::of).collect();
    part.notes = report.notes.iter().map(|note| printable(note)).collect();
    let mut reasons = Reasons::default();
    if !report.rows.columns.is_empty() {
        let summary = printable(&report.title);
        let (tables, cards) = fit(&report.rows);
        part.tables
            .extend((tables.iter()).map(|t| grid(t, String::new(), summary.clone(), &mut reasons)));
        part.cards.extend(cards.iter().map(CardOut::of));
    }
    if !report.totals.rows.is_empty() {
        let name = totals_name(&report.totals);
        let summary = format!("{}: {name}", printable(&report.title));
        for (at, table) in fit(&report.totals).0.iter().enumerate() {
            let heading = if at == 0 { name } else { "" };
            let grid = grid(table, heading.to_owned(), summary.clone(), &mut reasons);
            part.tables.push(grid);
        }
    }
    part.reasons = reasons.texts;
    part
}

/// The reasons for missing and masked figures, each once.
#[derive(Default)]
struct Reasons {
    texts: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Reasons {
    fn number(&mut self, reason: &str) -> usize {
        let texts = &mut self.texts;
        *self.numbers.entry(reason.to_owned()).or_insert_with(|| {
            texts.push(printable(reason));
            texts.len()
        })
    }
}

fn grid(table: &Table, heading: String, summary: String, reasons: &mut Reasons) -> Grid {
    let mut rows: Vec<Line> = Vec::with_capacity(table.rows.len());
    let mut above: Option<&Value> = None;
    // Where every row is a group of its own, a rule above each would tell nothing.
    let firsts = || table.rows.iter().map(|row| row.first().map(|c| &c.value));
    let grouped = firsts().zip(firsts().skip(1)).any(|(a, b)| a == b);
    for row in &table.rows {
        let first = row.first().map(|cell| &cell.value);
        rows.push(Line {
            begins: grouped && above.is_some() && above != first,
            cells: row.iter().map(|cell| text(cell, reasons)).collect(),
        });
        above = first;
    }
    let columns = table.columns.iter().enumerate();
    let columns = columns
        .map(|(at, column)| {
            pad(&mut rows, at);
            let longest = rows
                .iter()
                .map(|row| &row.cells[at])
                .max_by_key(|cell| cell.text.chars().count() + cell.pad.chars().count());
            Printed {
                head: printable(&heading_of(column)),
                numeric: !matches!(column.unit, Unit::Text | Unit::YesNo | Unit::Year),
                widest: longest.map_or_else(String::new, |c| format!("{}{}", c.text, c.pad)),
            }
        })
        .collect();
    Grid {
        heading,
        summary,
        columns,
        rows,
    }
}

fn heading_of(column: &crate::domain::report::Column) -> String {
    // "Antal" beside a count says nothing that the heading does not.
    match column.unit {
        Unit::Count => column.label.clone(),
        _ => heading(column),
    }
}

fn text(cell: &Cell, reasons: &mut Reasons) -> Text {
    let value = &cell.value;
    let lack = value.lack();
    let shown = match value {
        Value::Percent(_) => format!("{}\u{a0}%", value.danish()),
        value => value.danish(),
    };
    Text {
        text: printable(&shown),
        right: value.number().is_some() || lack.is_some(),
        pad: String::new(),
        reason: lack.map(|reason| reasons.number(&reason)),
    }
}

/// Fills the numbers of a column up, so that their commas stand under each other.
fn pad(rows: &mut [Line], at: usize) {
    let right = |line: &Line| line.cells.get(at).is_some_and(|cell| cell.right);
    let numbers: Vec<&str> = rows
        .iter()
        .filter(|line| right(line))
        .map(|line| line.cells[at].text.as_str())
        .collect();
    let mut pads = columns::padding(&numbers).into_iter();
    for line in rows.iter_mut().filter(|line| right(line)) {
        line.cells[at].pad = pads.next().unwrap_or_default();
    }
}

fn source(source: &Source) -> String {
    printable(&format!(
        "{} (upload {}, {}, {}), SHA-256 {}",
        source.file,
        source.batch,
        day(&source.uploaded_at),
        source.uploaded_by,
        source.sha256
    ))
}

/// The Danish day of a stored moment.
fn day(rfc3339: &str) -> String {
    match moment::day_of(rfc3339) {
        Some(day) => danish_date(day),
        None => rfc3339.to_owned(),
    }
}
