//! `/moeder`: the meetings of the steering group, what each discussed, and what the next one has.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use crate::changes::meetings::{self as changes, MeetingError, fields};
use crate::changes::texts::Fault;
use crate::domain::cpr;
use crate::domain::danish::danish_date;
use crate::domain::follow_up::Amounts;
use crate::domain::meetings::MeetingKind;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::people::Right;
use crate::reports::Query;
use crate::reports::columns::Answer;
use crate::reports::follow_up::open;
use crate::reports::follow_up::open_case::OpenCase;
use crate::reports::meetings::{self, Discussion, Held, Standing};
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::follow_up::links::address;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings/list.html")]
struct Page {
    layout: Layout,
    /// The next meeting, those after it, those held, those cancelled.
    groups: Vec<MeetingGroup>,
    /// What the next meeting has before it.
    open: Vec<Line>,
    /// Why it has nothing, when nothing can be compared.
    incomparable: Option<String>,
    kinds: Vec<Choice>,
    form: NewMeeting,
    refused: Option<Refused>,
    may_change: bool,
}

/// The meetings of one standing, under their heading.
struct MeetingGroup {
    heading: &'static str,
    meetings: Vec<MeetingView>,
}

struct MeetingView {
    id: String,
    title: String,
    date: String,
    kind: &'static str,
    standing: Standing,
    why: String,
    discussed: Vec<Line>,
}

impl MeetingView {
    fn is_next(&self) -> bool {
        self.standing == Standing::Next
    }

    fn may_be_cancelled(&self) -> bool {
        matches!(self.standing, Standing::Next | Standing::Coming)
    }

    fn is_held(&self) -> bool {
        self.standing == Standing::Held
    }
}

/// A case on the list of a meeting.
struct Line {
    link: String,
    name: String,
    words: String,
}

/// What was refused: a new meeting, or the cancellation of one by its id.
struct Refused {
    meeting: Option<String>,
    /// Nothing is wrong with what is only shown again.
    fault: Option<Fault>,
    /// The reason of a cancellation, as it was written.
    why: String,
}

impl Page {
    /// What fits on the page; the rest is on the page of follow-up.
    fn first_open(&self) -> &[Line] {
        &self.open[..self.open.len().min(20)]
    }

    /// What is wrong with the new meeting.
    fn fault(&self) -> Option<&Fault> {
        let refused = self.refused.as_ref().filter(|r| r.meeting.is_none())?;
        refused.fault.as_ref()
    }

    /// What is wrong with the cancellation of a meeting.
    fn fault_of(&self, meeting: &str) -> Option<&Fault> {
        self.refused_of(meeting)?.fault.as_ref()
    }

    /// Whether the form of a cancellation is open: it was sent, and not done.
    fn unfolded(&self, meeting: &str) -> bool {
        self.refused_of(meeting).is_some()
    }

    fn why_of(&self, meeting: &str) -> &str {
        self.refused_of(meeting).map_or("", |refused| &refused.why)
    }

    fn refused_of(&self, meeting: &str) -> Option<&Refused> {
        let of = |refused: &&Refused| refused.meeting.as_deref() == Some(meeting);
        self.refused.as_ref().filter(of)
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
    if viewer.looks_again() {
        let told = Refused {
            meeting: None,
            fault: None,
            why: String::new(),
        };
        return refused(&state, &viewer, form, told).await;
    }
    let actor = state.actor(viewer.who()?);
    let sent = form.clone();
    let done = state
        .blocking(move |state| {
            let kind = MeetingKind::from_key(&sent.kind).unwrap_or(MeetingKind::SteeringGroup);
            let Some(date) = read_date(&sent.dato) else {
                let words = "Skriv en dato, for eksempel 20-05-2026.";
                return Ok(Some(fields::DATE.fault(words)));
            };
            fault_of(changes::add(&state.store, &actor, date, &sent.titel, kind))
        })
        .await?;
    match done {
        None => Ok(Redirect::to("/moeder").into_response()),
        Some(fault) => {
            let told = Refused {
                meeting: None,
                fault: Some(fault),
                why: String::new(),
            };
            refused(&state, &viewer, form, told).await
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
    let actor = state.actor(viewer.who()?);
    let (meeting, why) = (id.clone(), cpr::without(&form.begrundelse));
    if viewer.looks_again() {
        let told = Refused {
            meeting: Some(meeting),
            fault: None,
            why,
        };
        return refused(&state, &viewer, NewMeeting::default(), told).await;
    }
    let done = state
        .blocking(move |state| {
            fault_of(changes::cancel(
                &state.store,
                &actor,
                &id,
                &form.begrundelse,
            ))
        })
        .await?;
    match done {
        None => Ok(Redirect::to("/moeder").into_response()),
        Some(fault) => {
            let told = Refused {
                meeting: Some(meeting),
                fault: Some(fault),
                why,
            };
            refused(&state, &viewer, NewMeeting::default(), told).await
        }
    }
}

/// What the one who wrote it can put right.
fn fault_of<T>(done: Result<T, MeetingError>) -> Result<Option<Fault>, AppError> {
    match done {
        Ok(_) => Ok(None),
        Err(MeetingError::Fault(fault)) => Ok(Some(fault)),
        Err(other) => Err(other.into()),
    }
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    form: NewMeeting,
    told: Refused,
) -> Result<Response, AppError> {
    let today = state.clock.today();
    let viewer = viewer.clone();
    let kept = NewMeeting {
        titel: cpr::without(&form.titel),
        dato: cpr::without(&form.dato),
        ..form
    };
    let html = state
        .read(move |db| render(db, &viewer, today, (kept, Some(told))))
        .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, private(html)).into_response())
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    today: Date,
    (form, refused): (NewMeeting, Option<Refused>),
) -> Result<String, AppError> {
    let query = Query {
        on: Some(today),
        ..Query::default()
    };
    let calendar = meetings::answer(db, &query)?;
    let open = open::answer(db, &query)?;
    let page = Page {
        layout: Layout::load(db, viewer, "Møder", "/moeder")?,
        groups: groups(&calendar),
        open: open.cases.rows.iter().map(Line::open).collect(),
        incomparable: open.incomparable,
        kinds: MeetingKind::ALL
            .map(|kind| Choice::of(kind.key(), kind.label(), kind.key() == form.kind))
            .into(),
        form,
        refused,
        may_change: viewer.may(Right::FollowUp),
    };
    Ok(page.render()?)
}

impl Line {
    /// A case that the next meeting has before it.
    fn open(case: &OpenCase) -> Line {
        Line {
            link: address(&case.rise.case()),
            name: format!("{}, {}", case.rise.name(), case.rise.year()),
            words: case.state.label().to_owned(),
        }
    }

    /// A case that a meeting discussed, with the tariffs as they were.
    fn discussed(discussion: &Discussion) -> Line {
        let case = &discussion.event.case;
        let amount = |amount: Money| danish(amount.decimal());
        let Amounts { old, new } = discussion.event.amounts;
        let amounts = format!(
            "{}: {} \u{2192} {} kr.",
            case.year,
            amount(old),
            amount(new)
        );
        Line {
            link: address(case),
            name: format!("{}, {}", discussion.offer, case.service),
            words: match discussion.event.text.as_str() {
                "" => amounts,
                words => format!("{amounts} {words}"),
            },
        }
    }
}

fn groups(calendar: &Answer<Discussion, Held>) -> Vec<MeetingGroup> {
    let of = |standing: Standing| -> Vec<MeetingView> {
        let meetings = calendar.totals.iter().filter(|m| m.standing == standing);
        meetings.map(|held| meeting(calendar, held)).collect()
    };
    let newest_first = |mut meetings: Vec<MeetingView>| {
        meetings.reverse();
        meetings
    };
    let groups = [
        ("Næste møde", of(Standing::Next)),
        ("Kommende møder", of(Standing::Coming)),
        ("Holdt", newest_first(of(Standing::Held))),
        ("Aflyst", newest_first(of(Standing::Cancelled))),
    ];
    let group = |(heading, meetings)| MeetingGroup { heading, meetings };
    let groups = groups.into_iter().map(group);
    groups.filter(|of| !of.meetings.is_empty()).collect()
}

fn meeting(calendar: &Answer<Discussion, Held>, held: &Held) -> MeetingView {
    let of = &held.meeting;
    let here = |discussion: &&Discussion| discussion.meeting.id == of.id;
    let why = of.cancelled.as_ref().map(|cancelled| cancelled.why.clone());
    MeetingView {
        id: of.id.clone(),
        title: of.title.clone(),
        date: danish_date(of.date),
        kind: of.kind.label(),
        standing: held.standing,
        why: why.unwrap_or_default(),
        discussed: calendar
            .rows
            .iter()
            .filter(here)
            .map(Line::discussed)
            .collect(),
    }
}
