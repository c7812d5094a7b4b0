//! `/analyser/NAME`: the question, its form, its answer as table and picture, how it was made.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use rust_decimal::Decimal;

use super::asked::{Question, Without, file_of};
use super::fields::{self, Field};
use super::links;
use crate::analyses::analysis::Analysis;
use crate::analyses::facts::Facts;
use crate::analyses::report::places;
use crate::domain::comments::Thread;
use crate::domain::comments::comment::Pair;
use crate::domain::markdown::Block;
use crate::domain::people::Right;
use crate::domain::report::{Cell, ChartKind, Column, Report, Role, Table};
use crate::export::Format;
use crate::reports::comments::address::names;
use crate::reports::comments::beside::in_answer;
use crate::reports::others::ANALYSIS;
use crate::storage::Db;
use crate::storage::comments::kept;
use crate::web::answer::Answer;
use crate::web::cached::Asked;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::layout::Layout;
use crate::web::view::links::Leads;
use crate::web::view::remarks::Remarks;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link, danish_time};
use crate::web::viewer::Viewer;
use crate::web::workplan::links::milestones;

/// Rows on the page; the files have all.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "analyses/analysis.html")]
struct Page<'a> {
    layout: Layout,
    title: &'a str,
    question: &'a str,
    milestones: Vec<Link>,
    action: String,
    fields: Vec<Field>,
    problems: Vec<String>,
    table: Option<TableView>,
    /// Whether a figure of it leads to where it comes from, and whether one can say something of it there.
    leads: bool,
    may_comment: bool,
    /// Rows that the table leaves out.
    more: usize,
    /// The address of what is asked, to be kept under a name; none of what was refused.
    here: Option<String>,
    chart: Option<ChartView>,
    notes: Vec<String>,
    method: &'a [Block],
    sources: Vec<Link>,
    may_open_sources: bool,
    asked: Vec<(&'static str, String)>,
    sql: &'a str,
    downloads: Vec<Downloads>,
}

/// What is read before the query runs.
struct Read {
    layout: Layout,
    facts: Facts,
    milestones: Vec<Link>,
    may_open_sources: bool,
    may_comment: bool,
    /// The comments on its figures, for whoever may read them.
    threads: Vec<Thread>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: no such analysis, or one that the viewer may not open.
pub async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let question = Question::new(&state, &asked.viewer, name, pairs)?;
    question.answer(&state, asked, read, render).await
}

fn read(question: &Question, db: &mut Db, viewer: &Viewer) -> Result<Read, AppError> {
    let analysis = question.analysis()?;
    Ok(Read {
        layout: Layout::load(db, viewer, &analysis.title, links::ALL)?,
        facts: question.facts(db)?,
        milestones: milestones(db, viewer, |key| {
            analysis.milestones.iter().any(|one| one == key)
        })?,
        may_open_sources: viewer.may(Right::ReadFigures),
        may_comment: viewer.may(Right::Comment),
        threads: if viewer.may(Right::Comment) {
            kept::of_question(db, &format!("{ANALYSIS}{}", analysis.name))?
        } else {
            Vec::new()
        },
    })
}

fn render(question: &Question, read: Read) -> Result<Answer, AppError> {
    let analysis = question.analysis()?;
    let made = question.report(analysis, &read.facts);
    let (report, wrong, problems) = match made {
        Ok(report) => (Some(report), Vec::new(), Vec::new()),
        Err(Without::Wrong(wrong)) => {
            // What stands at its field is told there alone.
            let known = |key: &str| analysis.parameters.iter().any(|p| p.key == key);
            let others = wrong.iter().filter(|one| !known(&one.key));
            let problems = others.map(ToString::to_string).collect();
            (None, wrong, problems)
        }
        Err(Without::Refused(words)) => (None, Vec::new(), vec![words]),
    };
    let is_answered = report.is_some();
    let here = report.as_ref().map(|report| {
        let asked = report.filters.iter().map(|f| (f.key, f.value.as_str()));
        links::asked(analysis.name, asked)
    });
    let leading = report.as_ref().map(Leading::new);
    let table = leading
        .as_ref()
        .filter(|of| !of.report.rows.rows.is_empty())
        .map(|leading| table(leading, &read.threads));
    let chart = leading.as_ref().and_then(|of| chart(analysis, of));
    let leads = |table: &TableView| {
        let mut cells = table.rows.iter().flat_map(|row| &row.cells);
        cells.any(|cell| cell.link.is_some())
    };
    let page = Page {
        title: &analysis.title,
        question: &analysis.question,
        action: links::analysis(analysis.name),
        fields: fields::of(analysis, &read.facts, &question.pairs, &wrong),
        leads: table.as_ref().is_some_and(leads),
        may_comment: read.may_comment && analysis.is_for_readers(),
        table,
        here,
        more: report
            .as_ref()
            .map_or(0, |r| r.rows.rows.len().saturating_sub(SHOWN)),
        chart,
        sources: sources(&read.facts),
        asked: report.as_ref().map(asked).unwrap_or_default(),
        notes: report.map(|r| r.notes).unwrap_or_default(),
        method: &analysis.method,
        sql: &analysis.sql,
        downloads: downloads(analysis, &question.pairs, is_answered),
        milestones: read.milestones,
        may_open_sources: read.may_open_sources,
        layout: read.layout,
        problems,
    };
    let html = Answer::html(page.render()?);
    Ok(if is_answered { html } else { html.refusing() })
}

/// The figures of an answer that lead to where they come from: not one that is masked or missing, or of several
/// rows of one name.
struct Leading<'a> {
    report: &'a Report,
    /// How many rows have a name.
    rows: HashMap<Vec<Pair>, usize>,
}

impl<'a> Leading<'a> {
    fn new(report: &'a Report) -> Leading<'a> {
        let mut rows: HashMap<Vec<Pair>, usize> = HashMap::new();
        for row in &report.rows.rows {
            *rows.entry(names(&report.rows, row)).or_default() += 1;
        }
        Leading { report, rows }
    }

    fn to(&self, row: &[Cell], column: &Column, cell: &Cell) -> Option<String> {
        let row = names(&self.report.rows, row);
        let leads = column.role == Role::Figure && cell.value.number().is_some();
        (leads && self.rows.get(&row) == Some(&1)).then(|| self.address(&row, column.key))
    }

    fn address(&self, row: &[Pair], column: &str) -> String {
        let row = row.iter().map(|(key, value)| (&**key, &**value));
        let filters = self.report.filters.iter();
        let asked = filters.map(|f| (f.key, f.value.as_str()));
        links::figure(self.report.name, (row, column), asked)
    }
}

/// Each figure leads on, with the comments on it beside it.
fn table(leading: &Leading<'_>, threads: &[Thread]) -> TableView {
    let report = leading.report;
    let link = |row: &[Cell], column: &Column, cell: &Cell| leading.to(row, column, cell);
    let table = TableView::leading(&report.title, (&report.rows, SHOWN), link);
    let beside = in_answer(threads, report).into_iter();
    let beside = beside.map(|((row, column), beside)| (leading.address(&row, &column), beside));
    Remarks::of(beside.collect()).on(table)
}

/// The picture, where there is something to see; its bars and points lead where their figures do.
fn chart(analysis: &Analysis, leading: &Leading<'_>) -> Option<ChartView> {
    let Table { columns, rows } = &leading.report.rows;
    let chart = leading.report.series.first()?;
    let mut points = chart.lines.iter().flat_map(|line| &line.points);
    let is_seen = points.any(|p| p.is_masked() || p.number().is_some_and(|n| n != Decimal::ZERO));
    let to = |(row, column): (usize, usize)| {
        leading.to(&rows[row], &columns[column], &rows[row][column])
    };
    let leads = |line: Vec<(usize, usize)>| line.into_iter().map(to).collect();
    let lines = places(analysis, analysis.chart.as_ref()?, rows).into_iter();
    let lines: Vec<Leads> = lines.map(leads).collect();
    let view = match chart.kind {
        ChartKind::Bar => ChartView::grouped(chart),
        ChartKind::Line | ChartKind::Spread => ChartView::new(chart),
    };
    is_seen.then(|| view.leading_on(&lines))
}

/// The uploads behind the tables that it reads.
pub(super) fn sources(facts: &Facts) -> Vec<Link> {
    let link = |source: &crate::domain::report::Source| {
        let words = format!(
            "Upload {}, {}, {}",
            source.batch,
            source.file,
            danish_time(&source.uploaded_at)
        );
        Link::to(format!("/data/{}", source.batch), words)
    };
    facts.sources.iter().map(link).collect()
}

/// What was asked, as it was understood.
fn asked(report: &Report) -> Vec<(&'static str, String)> {
    let filters = report.filters.iter();
    filters
        .map(|filter| (filter.label, filter.words().to_owned()))
        .collect()
}

fn downloads(analysis: &Analysis, pairs: &Pairs, is_answered: bool) -> Vec<Downloads> {
    let address = |format: Format| file_of(analysis, pairs, format.extension());
    let files = is_answered.then(|| Downloads::at("Analysen", address));
    files.into_iter().collect()
}
