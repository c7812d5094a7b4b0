//! What is printed, as the template reads it: every text ready, nothing left to format.

use serde::Serialize;

use super::bars::Bars;
use super::columns;
use super::fit::{fit, widths};
use super::front::Front;
use super::grid::{Grid, Reasons, grid};
use super::plot::Plot;
use super::short::{Short, columns_of, is_short};
use super::world::{Fact, pairs, printable};
use crate::domain::danish::danish_date;
use crate::domain::moment;
use crate::domain::report::{Chart, Report, Source, Table};
use crate::export::SYNTHETIC_MARK;
use crate::export::document::{Card, Document, Section};
use crate::export::shared::totals_name;

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
    /// The first page of a meeting's paper.
    front: Option<Front>,
    sections: Vec<Part>,
    /// The whole of the tables that the text shows a part of.
    annexes: Vec<Part>,
    sources: Vec<String>,
    /// At the foot of every page.
    foot: String,
}

#[derive(Default, Serialize)]
struct Part {
    heading: String,
    facts: Vec<Fact>,
    paragraphs: Vec<String>,
    charts: Vec<Picture>,
    tables: Vec<Grid>,
    cards: Vec<CardOut>,
    /// Why figures are missing or masked, numbered as in the cells.
    reasons: Vec<String>,
    notes: Vec<String>,
    /// What stands in an annex, and in which.
    more: Option<String>,
    /// Whether an annex needs paper that lies.
    lying: bool,
}

/// A chart: of one bar for each label, or another.
#[derive(Serialize)]
struct Picture {
    bars: Option<Bars>,
    plot: Option<Plot>,
}

impl Picture {
    fn of(chart: &Chart) -> Option<Picture> {
        let bars = Bars::of(chart);
        let plot = bars.is_none().then(|| Plot::of(chart)).flatten();
        (bars.is_some() || plot.is_some()).then_some(Picture { bars, plot })
    }
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
        CardOut {
            heading: printable(&card.heading),
            facts: pairs(&card.facts),
            paragraphs: printable(&card.text).lines().map(str::to_owned).collect(),
        }
    }
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
        let mut annexes = Vec::new();
        let one_state = state.is_some() || document.front.is_some();
        let sections: Vec<Part> = (document.sections.iter())
            .map(|section| {
                let is_paper = document.front.is_some();
                let mut part = part(section, (alone.is_some(), is_paper), one_state);
                if let Some(report) = &section.report {
                    if document.front.is_some() {
                        part.in_short(section, report, &mut annexes);
                    } else if alone.is_some() {
                        part.for_reader(section, report, &mut annexes);
                    } else {
                        part.whole(report);
                    }
                }
                part
            })
            .collect();
        let title = printable(&document.title);
        Paper {
            mark: document.is_synthetic().then_some(SYNTHETIC_MARK),
            lying: document.front.is_none()
                && sections
                    .iter()
                    .flat_map(|part| &part.tables)
                    .any(Grid::is_wide),
            lead: document.lead.iter().map(|text| printable(text)).collect(),
            sources: document.sources().into_iter().map(source).collect(),
            foot: match (&document.front, state) {
                (Some(front), _) => {
                    format!(
                        "{} · aftryk {} · {STATE} {}",
                        front.number, front.print, front.data_version
                    )
                }
                (None, Some(state)) => format!("{title} · {STATE} {state}"),
                (None, None) => title.clone(),
            },
            front: document.front.as_ref().map(Front::of),
            annexes,
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

fn part(section: &Section, (alone, is_paper): (bool, bool), one_state: bool) -> Part {
    let mut part = Part {
        heading: printable(&section.heading),
        facts: pairs(&section.facts),
        paragraphs: section.paragraphs.iter().map(|p| printable(p)).collect(),
        cards: section.cards.iter().map(CardOut::of).collect(),
        ..Part::default()
    };
    let Some(report) = &section.report else {
        return part;
    };
    if is_paper {
        // The state stands at the foot of each page; what the rows are of, on one line.
        let filters = filters(report).into_iter();
        let told = filters.filter(|(label, _)| label != STATE);
        let told: Vec<String> = told.map(|(label, of)| format!("{label} {of}")).collect();
        let line = ("Udsnit".to_owned(), told.join(" · "));
        part.facts.extend((!told.is_empty()).then_some(line));
    } else if !alone {
        part.facts.extend(filters(report));
        let named = part.facts.iter().any(|(label, _)| label == STATE);
        if !one_state && !named {
            let version = report.data_version.to_string();
            part.facts.push((STATE.to_owned(), version));
        }
    }
    part.charts = report.series.iter().filter_map(Picture::of).collect();
    part.notes = report.notes.iter().map(|note| printable(note)).collect();
    part
}

impl Part {
    /// Every row and column, in as many tables as it takes.
    fn whole(&mut self, report: &Report) {
        let mut reasons = Reasons::default();
        if !report.rows.columns.is_empty() {
            let summary = printable(&report.title);
            let (tables, cards) = fit(&report.rows);
            let grids = tables.iter();
            let grids = grids.map(|t| grid(t, String::new(), summary.clone(), &mut reasons));
            self.tables.extend(grids);
            self.cards.extend(cards.iter().map(CardOut::of));
        }
        if !report.totals.rows.is_empty() {
            self.totals(report, &fit(&report.totals).0, &mut reasons);
        }
        self.reasons = reasons.texts;
        self.lying = self.tables.iter().any(Grid::is_wide);
    }

    /// Every row under the columns that its reader needs, and the whole as an annex, where the whole is
    /// wider than upright paper.
    fn for_reader(&mut self, section: &Section, report: &Report, annexes: &mut Vec<Part>) {
        let Some(table) = columns_of(report, &section.shown) else {
            return self.whole(report);
        };
        let mut reasons = Reasons::default();
        let summary = printable(&report.title);
        self.tables
            .push(grid(&table, String::new(), summary, &mut reasons));
        let is_cut = !report.totals.rows.is_empty() && columns::is_wide(&widths(&report.totals));
        if !report.totals.rows.is_empty() && !is_cut {
            self.totals(report, std::slice::from_ref(&report.totals), &mut reasons);
        }
        self.reasons = reasons.texts;
        let mut annex = Part {
            heading: "Bilag: alle kolonner".to_owned(),
            ..Part::default()
        };
        annex.whole(report);
        annexes.push(annex);
        self.more = Some("Alle kolonner står i bilaget.".to_owned());
    }

    /// What a reader of the text needs; and the whole as the next annex, where that is not all.
    fn in_short(&mut self, section: &Section, report: &Report, annexes: &mut Vec<Part>) {
        let mut reasons = Reasons::default();
        let mut is_cut = false;
        let mut words = None;
        if !report.rows.columns.is_empty() {
            let short = Short::of(report, &section.shown);
            let summary = printable(&report.title);
            self.tables
                .push(grid(&short.table, String::new(), summary, &mut reasons));
            (is_cut, words) = (short.is_cut, short.words);
        }
        if !report.totals.rows.is_empty() {
            if is_short(&report.totals) {
                self.totals(report, std::slice::from_ref(&report.totals), &mut reasons);
            } else {
                is_cut = true;
            }
        }
        self.reasons = reasons.texts;
        if is_cut {
            let number = annexes.len() + 1;
            let mut annex = Part {
                heading: format!("Bilag {number} til punkt {}", printable(&section.heading)),
                ..Part::default()
            };
            annex.whole(report);
            annexes.push(annex);
            let all = words.map_or_else(String::new, |words| format!(" {words}"));
            self.more = Some(format!("Hele tabellen står i bilag {number}.{all}"));
        }
    }

    fn totals(&mut self, report: &Report, tables: &[Table], reasons: &mut Reasons) {
        let name = totals_name(&report.totals);
        let summary = format!("{}: {name}", printable(&report.title));
        for (at, table) in tables.iter().enumerate() {
            let heading = if at == 0 { name } else { "" };
            let grid = grid(table, heading.to_owned(), summary.clone(), reasons);
            self.tables.push(grid);
        }
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
