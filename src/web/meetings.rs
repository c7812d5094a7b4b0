//! `/moeder`: the meetings of the steering group, what each discussed, and what the next one has.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::follow_up::links::address;
use super::page::private;
use crate::changes::follow_up::{self, Actor, FollowUpError};
use crate::domain::cpr;
use crate::domain::follow_up::CaseKey;
use crate::domain::meetings::MeetingKind;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Table, Value};
use crate::reports::{self, Query};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings.html")]
struct Page {
    layout: Layout,
    /// The next meeting, those after it, those held, those cancelled.
    groups: Vec<(&'static str, Vec<MeetingView>)>,
    /// What the next meeting has before it.
    open: Vec<Line>,
    /// Why it has nothing, when nothing can be compared.
    incomparable: Option<String>,
    kinds: [MeetingKind; 2],
    form: NewMeeting,
    fault: Option<Fault>,
    may_change: bool,
}

struct MeetingView {
    id: String,
    title: String,
    date: String,
    kind: String,
    standing: String,
    why: String,
    discussed: Vec<Line>,
}

impl MeetingView {
    fn is_next(&self) -> bool {
        self.standing == "next"
    }

    fn may_be_cancelled(&self) -> bool {
        matches!(self.standing.as_str(), "next" | "coming")
    }
}

/// A case on the list of a meeting.
struct Line {
    link: String,
    name: String,
    words: String,
}

/// What is wrong with a field of a form; of which meeting, when it is a cancellation.
struct Fault {
    meeting: Option<String>,
    field: &'static str,
    words: String,
}

impl Page {
    fn fault(&self, field: &str) -> Option<&str> {
        let fault = self.fault.as_ref()?;
        (fault.meeting.is_none() && fault.field == field).then_some(fault.words.as_str())
    }

    fn fault_of(&self, meeting: &str) -> Option<&str> {
        let fault = self.fault.as_ref()?;
        (fault.meeting.as_deref() == Some(meeting)).then_some(fault.words.as_str())
    }
}

/// The form of a new meeting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewMeeting {
    dato: String,
    titel: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The form of a cancellation.
#[derive(Debug, Deserialize)]
pub struct Cancellation {
    #[serde(default)]
    begrundelse: String,
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    let today = state.clock.today();
    cached::page(&state, &asked.of_day(today), move |db, viewer| {
        render(db, viewer, today, (NewMeeting::default(), None))
    })
    .await
}

/// Adds a meeting.
///
/// # Errors
/// [`AppError`]; what is refused is the form again, with the reason at the field.
pub async fn add(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<NewMeeting>,
) -> Result<Response, AppError> {
    let by = viewer.who()?.signature();
    let sent = form.clone();
    let done = state
        .blocking(move |state| {
            let actor = Actor {
                clock: state.clock,
                by: &by,
            };
            let kind = MeetingKind::from_key(&sent.kind).unwrap_or(MeetingKind::SteeringGroup);
            let Some(date) = read_date(&sent.dato) else {
                return Ok(Some((
                    "dato",
                    "Skriv en dato, for eksempel 20-05-2026.".to_owned(),
                )));
            };
            match follow_up::add_meeting(&state.store, actor, date, &sent.titel, kind) {
                Ok(_) => Ok(None),
                Err(error) => words_of(error).map(|words| Some(("titel", words))),
            }
        })
        .await?;
    match done {
        None => Ok(Redirect::to("/moeder").into_response()),
        Some((field, words)) => {
            let fault = Fault {
                meeting: None,
                field,
                words,
            };
            refused(&state, &viewer, form, fault).await
        }
    }
}

/// Cancels a meeting.
///
/// # Errors
/// [`AppError`]; without a reason it is the page again.
pub async fn cancel(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<Cancellation>,
) -> Result<Response, AppError> {
    let by = viewer.who()?.signature();
    let meeting = id.clone();
    let done = state
        .blocking(move |state| {
            let actor = Actor {
                clock: state.clock,
                by: &by,
            };
            match follow_up::cancel_meeting(&state.store, actor, &id, &form.begrundelse) {
                Ok(()) => Ok(None),
                Err(error) => words_of(error).map(Some),
            }
        })
        .await?;
    match done {
        None => Ok(Redirect::to("/moeder").into_response()),
        Some(words) => {
            let fault = Fault {
                meeting: Some(meeting),
                field: "begrundelse",
                words,
            };
            refused(&state, &viewer, NewMeeting::default(), fault).await
        }
    }
}

/// What the one who wrote it can put right, in words.
fn words_of(error: FollowUpError) -> Result<String, AppError> {
    match AppError::from(error) {
        AppError::Invalid { message, .. } => Ok(message),
        other => Err(other),
    }
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    form: NewMeeting,
    fault: Fault,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    let viewer = viewer.clone();
    let kept = NewMeeting {
        titel: cpr::without(&form.titel),
        ..form
    };
    let html = state
        .read(move |db| render(db, &viewer, today, (kept, Some(fault))))
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response())
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    today: Date,
    (form, fault): (NewMeeting, Option<Fault>),
) -> Result<String, AppError> {
    let query = Query {
        on: Some(today),
        ..Query::default()
    };
    let report = reports::meetings::run(db, &query)?;
    let made = reports::follow_up::open::make(db, &query)?;
    let open = made.report;
    let page = Page {
        layout: Layout::load(db, viewer, "Møder", "/moeder")?,
        groups: groups(&report),
        open: lines(&open.rows, |row| text(&open.rows, row, "follow_up")),
        incomparable: made.incomparable,
        kinds: MeetingKind::ALL,
        form,
        fault,
        may_change: viewer.may(Right::FollowUp),
    };
    Ok(page.render()?)
}

fn value<'a>(table: &Table, row: &'a [Cell], column: &str) -> Option<&'a Value> {
    table.cell(row, column).map(|cell| &cell.value)
}

fn text(table: &Table, row: &[Cell], column: &str) -> String {
    value(table, row, column).map_or_else(String::new, Value::danish)
}

fn key(table: &Table, row: &[Cell], column: &str) -> String {
    value(table, row, column).map_or_else(String::new, Value::key)
}

/// The cases of rows, with words about each.
fn lines(table: &Table, words: impl Fn(&Vec<Cell>) -> String) -> Vec<Line> {
    let line = |row: &Vec<Cell>| {
        let case = CaseKey {
            offer_id: key(table, row, "offer_id"),
            service: key(table, row, "service"),
            year: Year::parse(&text(table, row, "year"))?,
        };
        Some(Line {
            link: address(&case),
            name: format!("{}, {}", text(table, row, "offer"), case.service),
            words: words(row),
        })
    };
    table.rows.iter().filter_map(line).collect()
}

fn groups(report: &Report) -> Vec<(&'static str, Vec<MeetingView>)> {
    let totals = &report.totals;
    let mut meetings: Vec<MeetingView> =
        totals.rows.iter().map(|row| meeting(report, row)).collect();
    let mut take = |standing: &[&str], newest_first: bool| {
        let (mut found, rest): (Vec<_>, Vec<_>) = meetings
            .drain(..)
            .partition(|m| standing.contains(&m.standing.as_str()));
        meetings = rest;
        if newest_first {
            found.reverse();
        }
        found
    };
    let groups = vec![
        ("Næste møde", take(&["next"], false)),
        ("Kommende møder", take(&["coming"], false)),
        ("Holdt", take(&["held"], true)),
        ("Aflyst", take(&["cancelled"], true)),
    ];
    groups.into_iter().filter(|(_, m)| !m.is_empty()).collect()
}

fn meeting(report: &Report, row: &[Cell]) -> MeetingView {
    let id = key(&report.totals, row, "meeting");
    let rows = &report.rows;
    let discussed = Table {
        columns: rows.columns.clone(),
        rows: rows
            .rows
            .iter()
            .filter(|row| key(rows, row, "meeting") == id)
            .cloned()
            .collect(),
    };
    let totals = &report.totals;
    MeetingView {
        title: text(totals, row, "meeting"),
        date: text(totals, row, "date"),
        kind: text(totals, row, "kind"),
        standing: key(totals, row, "standing"),
        why: text(totals, row, "cancelled_why"),
        discussed: lines(&discussed, |row| {
            let of = |column: &str| text(&discussed, row, column);
            let amounts = format!("{}: {} → {} kr.", of("year"), of("old"), of("new"));
            match of("text").as_str() {
                "" => amounts,
                words => format!("{amounts} {words}"),
            }
        }),
        id,
    }
}
