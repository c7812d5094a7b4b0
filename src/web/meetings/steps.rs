//! `POST /moeder/ID`: what is done about a meeting; the field `handling` says what.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::links;
use super::meeting::render;
use super::sent::{After, Sent};
use crate::changes::actor::Actor;
use crate::changes::meetings::calendar::About;
use crate::changes::meetings::decided::{self, Made};
use crate::changes::meetings::{self as changes, MeetingError, fields};
use crate::domain::meetings::{Code, MeetingKind, NoteKind, Step};
use crate::web::dossier::paper;
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::read_date;
use crate::web::viewer::Viewer;

/// What a form does.
const FORMS: [&str; 5] = ["ret", STEP, "aflys", "beslut", "noter"];
const STEP: &str = "skridt";

/// Does what a form asks for.
///
/// # Errors
/// [`AppError`]; what is refused is the page again, with the reason at the field.
pub async fn take(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let asked = sent.get("handling");
    let form = FORMS.into_iter().find(|form| *form == asked);
    done(state, viewer, id, form.ok_or(AppError::Unreadable)?, sent).await
}

/// Cancels a meeting.
///
/// # Errors
/// [`AppError`]; without a reason it is the page again.
pub async fn cancel(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    done(state, viewer, id, "aflys", Sent(pairs)).await
}

async fn done(
    state: AppState,
    viewer: Viewer,
    id: String,
    form: &'static str,
    sent: Sent,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let today = state.clock.today();
    let item = sent.get("punkt").to_owned();
    let address = if item.is_empty() {
        links::meeting(&id)
    } else {
        links::item(&id, &item)
    };
    let sends = form == STEP && Step::from_key(sent.get("skridt")) == Some(Step::Send);
    let work = move |state: &AppState| {
        let mut after = After {
            form: Some((form, item)),
            ..After::default()
        };
        let mut status = StatusCode::OK;
        if !viewer.looks_again() {
            match apply(state, &actor, (&id, form), &sent) {
                Ok(()) => return Ok(None),
                Err(MeetingError::Fault(fault)) => after.fault = Some(fault),
                Err(other) => return Err(other.into()),
            }
            status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        after.sent = sent.without_numbers();
        let shown = (id.as_str(), today);
        let html = state
            .store
            .read(|db| render(db, &viewer, &state.analyses, shown, after))?;
        Ok::<_, AppError>(Some((status, html)))
    };
    // A paper that is sent is set: it gives way to pages.
    let refused = if sends {
        state.setting(work).await?
    } else {
        state.blocking(work).await?
    };
    Ok(match refused {
        None => Redirect::to(&address).into_response(),
        Some((status, html)) => (status, private(html)).into_response(),
    })
}

fn apply(
    state: &AppState,
    actor: &Actor,
    (id, form): (&str, &str),
    sent: &Sent,
) -> Result<(), MeetingError> {
    let (store, item) = (&state.store, (id, sent.get("punkt")));
    match form {
        "ret" => changes::rewrite(store, actor, id, &about(sent)?),
        "aflys" => changes::cancel(store, actor, id, sent.get("begrundelse")),
        "beslut" => {
            let due = sent.get("frist");
            let read = read_date(due);
            if !due.is_empty() && read.is_none() {
                return Err(fields::DUE.fault(A_DATE).into());
            }
            let made = Made {
                code: Code::from_key(sent.get("kode")),
                text: sent.get("beslutning"),
                follow_up: sent.get("opfoelgning"),
                due: read,
            };
            decided::decide(store, actor, item, &made)
        }
        "noter" => {
            let kind = NoteKind::from_key(sent.get("slags")).unwrap_or(NoteKind::Correction);
            decided::note(store, actor, item, (kind, sent.get("notat")))
        }
        _ => {
            let step = Step::from_key(sent.get("skridt"));
            let words = "Mødet er et andet sted, end siden viste. Se, hvordan det står nu.";
            let step = step.ok_or(MeetingError::TooLate(words))?;
            let why = sent.get("begrundelse");
            paper::take(state, actor, (id, step), why)
        }
    }
}

const A_DATE: &str = "Skriv en dato, for eksempel 20-05-2026.";

/// What a form says of a meeting.
///
/// # Errors
/// [`MeetingError::Fault`] for the date.
pub(super) fn about(sent: &Sent) -> Result<About<'_>, MeetingError> {
    let date = read_date(sent.get("dato")).ok_or_else(|| fields::DATE.fault(A_DATE))?;
    Ok(About {
        date,
        title: sent.get("titel"),
        place: sent.get("sted"),
        kind: MeetingKind::from_key(sent.get("type")).unwrap_or(MeetingKind::SteeringGroup),
    })
}
