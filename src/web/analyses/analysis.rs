//! `/analyser/NAME`: the question, its form, its answer as table and picture, how it was made.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use rust_decimal::Decimal;

use super::asked::{Question, Without, file_of};
use super::fields::{self, Field};
use super::links;
use crate::analyses::analysis::Analysis;
use crate::analyses::facts::Facts;
use crate::domain::markdown::Block;
use crate::domain::people::Right;
use crate::domain::report::{ChartKind, Report};
use crate::export::Format;
use crate::reports::Query;
use crate::reports::workplan::{WORKPLAN, list};
use crate::storage::Db;
use crate::web::answer::Answer;
use crate::web::cached::Asked;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::chart::ChartView;
use crate::web::view::layout::Layout;
use crate::web::view::table::TableView;
use crate::web::view::{Downloads, Link, danish_time};
use crate::web::viewer::Viewer;
use crate::web::workplan::links::milestone;

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
    /// Rows that the table leaves out.
    more: usize,
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
        milestones: milestones(db, viewer, analysis)?,
        may_open_sources: viewer.may(Right::ReadFigures),
    })
}

/// The milestones that it is evidence of, by their titles.
fn milestones(db: &mut Db, viewer: &Viewer, analysis: &Analysis) -> Result<Vec<Link>, AppError> {
    if !viewer.may(WORKPLAN.right) {
        return Ok(Vec::new());
    }
    let plan = list::answer(db, &Query::default())?;
    let of_plan = plan.rows.iter().map(|row| &row.tracked.milestone);
    let ours = of_plan.filter(|one| analysis.milestones.contains(&one.key));
    Ok(ours
        .map(|one| Link::to(milestone(&one.key), &one.title))
        .collect())
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
    let page = Page {
        title: &analysis.title,
        question: &analysis.question,
        action: links::analysis(analysis.name),
        fields: fields::of(analysis, &read.facts, &question.pairs, &wrong),
        table: report
            .as_ref()
            .filter(|r| !r.rows.rows.is_empty())
            .map(table),
        more: report
            .as_ref()
            .map_or(0, |r| r.rows.rows.len().saturating_sub(SHOWN)),
        chart: report.as_ref().and_then(chart),
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

fn table(report: &Report) -> TableView {
    TableView::of_report(&report.title, &report.rows, SHOWN)
}

/// The picture, where there is something to see.
fn chart(report: &Report) -> Option<ChartView> {
    let chart = report.series.first()?;
    let mut points = chart.lines.iter().flat_map(|line| &line.points);
    let is_seen = points.any(|p| p.is_masked() || p.number().is_some_and(|n| n != Decimal::ZERO));
    is_seen.then(|| match chart.kind {
        ChartKind::Bar => ChartView::grouped(chart),
        ChartKind::Line | ChartKind::Spread => ChartView::new(chart),
    })
}

fn sources(facts: &Facts) -> Vec<Link> {
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
