//! `/analyser/NAME/hvorfra`: where a figure of an analysis comes from: the row that it stands in, the query with what
//! was asked of it, the tables that it reads and the uploads behind them; and what is said about it.

use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;

use super::analysis::sources;
use super::asked::{Question, Without};
use super::links;
use crate::analyses::facts::Facts;
use crate::domain::area::Area;
use crate::domain::comments::comment::Pair;
use crate::domain::comments::{Address, Now, Thread};
use crate::domain::danish::counted;
use crate::domain::people::Right;
use crate::domain::report::{Cell, Column, Report, Table};
use crate::reports::comments::address::{self, Figure, names};
use crate::reports::others::ANALYSIS;
use crate::reports::words;
use crate::storage::Db;
use crate::storage::comments::kept;
use crate::storage::data::areas;
use crate::web::answer::Answer;
use crate::web::cached::Asked;
use crate::web::comments::links::follow;
use crate::web::comments::thread::{Comments, Sent, receivers, told};
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::state::AppState;
use crate::web::view::Link;
use crate::web::view::layout::Layout;
use crate::web::view::table::TableView;
use crate::web::viewer::Viewer;

const NOT_HERE: &str =
    "Tallet kan ikke kommenteres: det regnes af afsøgninger, som ikke alle læsere ser de samme af.";

#[derive(Template)]
#[template(path = "analyses/figure.html")]
struct Page<'a> {
    layout: Layout,
    /// The page that the visitor came from, when it is another than the analysis.
    back: Option<String>,
    /// The analysis as it was asked.
    analysis: Link,
    what: String,
    figure: String,
    /// Where the form that follows the figure is sent; none for one that cannot be followed.
    follow: Option<String>,
    asked: Vec<(&'static str, String)>,
    comments: Option<Comments>,
    row: TableView,
    sql: &'a str,
    /// Each parameter as the query names it, with its value.
    bound: Vec<(&'static str, String)>,
    /// Each table that the query reads, and how many rows of it.
    tables: Vec<(&'static str, String)>,
    sources: Vec<Link>,
    may_open_sources: bool,
    notes: Vec<String>,
}

/// The figure that an address names, beside what is asked.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    row: Vec<Pair>,
    column: String,
}

impl Wanted {
    /// The figure, and the parameters.
    pub fn taken(pairs: Pairs) -> (Wanted, Pairs) {
        let mut wanted = Wanted {
            row: Vec::new(),
            column: String::new(),
        };
        let mut asked = Vec::new();
        for (key, value) in pairs {
            match (key.as_str(), key.strip_prefix("r.")) {
                (links::COLUMN, _) => wanted.column = value,
                (_, Some(column)) => wanted.row.push((column.to_owned(), value)),
                _ => asked.push((key, value)),
            }
        }
        (wanted, asked)
    }

    /// The figure that a comment is on.
    pub fn of(at: &Address) -> Wanted {
        Wanted {
            row: at.row.clone(),
            column: at.column.clone(),
        }
    }

    /// The figure in an answer, as a comment has it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that is masked or missing, or of several rows of one name.
    pub fn in_answer(&self, answer: &Report) -> Result<Figure, AppError> {
        Figure::of_answer(answer, &self.row, &self.column).ok_or(AppError::NotFound)
    }
}

/// What is read before the query runs.
pub(super) struct Read {
    layout: Layout,
    pub facts: Facts,
    threads: Vec<Thread>,
    areas: Vec<Area>,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]: no such analysis or figure, or one that the viewer may not see.
pub async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    UrlQuery(pairs): UrlQuery<Pairs>,
    asked: Asked,
) -> Result<Response, AppError> {
    let (wanted, pairs) = Wanted::taken(pairs);
    let question = Question::new(&state, &asked.viewer, name, pairs)?;
    let asked = asked.leading_back(&state.site);
    let (viewer, back) = (asked.viewer.clone(), asked.back().map(str::to_owned));
    let make = move |question: &Question, read: Read| {
        let html = render(question, &viewer, (&wanted, back), (read, Sent::default()))?;
        Ok(Answer::html(html))
    };
    question.answer(&state, asked, read, make).await
}

/// Reads it.
pub(super) fn read(question: &Question, db: &mut Db, viewer: &Viewer) -> Result<Read, AppError> {
    let name = question.analysis()?.name;
    Ok(Read {
        layout: Layout::load(db, viewer, "Hvor kommer tallet fra?", links::ALL)?,
        facts: question.facts(db)?,
        threads: kept::of_question(db, &format!("{ANALYSIS}{name}"))?,
        areas: areas::home(db)?,
    })
}

/// The answer that a figure stands in.
///
/// # Errors
/// [`AppError::Invalid`] for parameters that mean nothing, and for a query that was stopped.
pub(super) fn answer(question: &Question, facts: &Facts) -> Result<Report, AppError> {
    let answer = question.report(question.analysis()?, facts);
    answer.map_err(Without::told)
}

/// The page, with the comment that was sent and not kept.
pub(super) fn render(
    question: &Question,
    viewer: &Viewer,
    (wanted, back): (&Wanted, Option<String>),
    (read, sent): (Read, Sent),
) -> Result<String, AppError> {
    let analysis = question.analysis()?;
    let report = answer(question, &read.facts)?;
    let figure = wanted.in_answer(&report)?;
    let here = links::analysis(analysis.name);
    let shown = shown(&report, &figure).ok_or(AppError::NotFound)?;
    let asked = figure.at.filters.iter().map(|(k, v)| (&**k, &**v));
    let filters = report.filters.iter();
    let page = Page {
        back: back.filter(|page| is_elsewhere(page, &here)),
        analysis: Link::to(links::asked(analysis.name, asked), &analysis.title),
        what: shown.words(&report, &figure),
        figure: words::with_unit(&shown.cell.value),
        follow: analysis.is_for_readers().then(|| follow(&figure.at)),
        asked: filters
            .clone()
            .map(|filter| (filter.label, filter.words().to_owned()))
            .collect(),
        bound: filters.map(|of| (of.key, of.words().to_owned())).collect(),
        row: TableView::of_report("Hele rækken", &alone(&report.rows, shown.row), 1),
        sql: &analysis.sql,
        tables: (analysis.views.iter())
            .map(|view| (view.name, rows(&read.facts, view.name)))
            .collect(),
        sources: sources(&read.facts),
        may_open_sources: viewer.may(Right::ReadFigures),
        comments: comments(question, viewer, (&read, &figure, shown.cell), sent)?,
        notes: report.notes.clone(),
        layout: read.layout,
    };
    Ok(page.render()?)
}

/// Whether a page is one to go back to: another than the analysis, its figures, and what was only in between.
fn is_elsewhere(page: &str, analysis: &str) -> bool {
    let between = [analysis, "/log-ind", "/fortsaet", "/velkommen"];
    !between.iter().any(|path| page.starts_with(path))
}

/// A figure as an answer shows it.
pub(super) struct Shown<'a> {
    column: &'a Column,
    pub cell: &'a Cell,
    row: &'a [Cell],
}

impl Shown<'_> {
    /// What it is: "Enhedsudgift: Aalborg".
    pub fn words(&self, report: &Report, figure: &Figure) -> String {
        let words = |key: &Pair| {
            let cell = report.rows.cell(self.row, &key.0)?;
            Some(cell.value.danish())
        };
        let named: Vec<String> = figure.at.row.iter().filter_map(words).collect();
        format!("{}: {}", self.column.label, named.join(", "))
    }
}

/// Finds it.
pub(super) fn shown<'a>(report: &'a Report, figure: &Figure) -> Option<Shown<'a>> {
    let (column, cell) = address::cell(report, &figure.at.row, &figure.at.column)?;
    let mut rows = report.rows.rows.iter();
    let row = rows.find(|row| names(&report.rows, row) == figure.at.row)?;
    Some(Shown { column, cell, row })
}

fn alone(table: &Table, row: &[Cell]) -> Table {
    Table {
        columns: table.columns.clone(),
        rows: vec![row.to_vec()],
    }
}

fn rows(facts: &Facts, view: &str) -> String {
    let rows = facts.tables.get(view).map_or(0, Vec::len);
    counted(rows, "række", "rækker")
}

/// The comments that a viewer may read, with the forms; `None` for whoever may read none.
fn comments(
    question: &Question,
    viewer: &Viewer,
    (read, figure, cell): (&Read, &Figure, &Cell),
    sent: Sent,
) -> Result<Option<Comments>, AppError> {
    if !viewer.may(Right::Comment) {
        return Ok(None);
    }
    let analysis = question.analysis()?;
    let bound_to = viewer.who()?.bound_to();
    let ours = read.threads.iter();
    let ours = ours.filter(|thread| figure.has(&thread.comment.at));
    let as_told = |thread: &Thread| {
        let now = Now::of(&thread.comment.said, Some(&cell.value));
        told(thread, (&now, figure.guarded), bound_to, &read.areas)
    };
    let row = figure.at.row.iter();
    let row = row.map(|(key, value)| (format!("r.{key}"), value.clone()));
    let column = (links::COLUMN.to_owned(), figure.at.column.clone());
    Ok(Some(Comments {
        base: links::comments(analysis.name),
        told: ours.map(as_told).collect(),
        closed: (!analysis.is_for_readers()).then_some(NOT_HERE),
        address: row
            .chain([column])
            .chain(figure.at.filters.iter().cloned())
            .collect(),
        said: figure.said.to_string(),
        guarded: figure.guarded,
        receivers: receivers(&read.areas, &sent.form.receivers),
        form: sent.form,
        refused: sent.refused,
    }))
}
