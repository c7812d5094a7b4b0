//! `/moeder/nyt`: a new meeting, empty or like the last one; or the meeting of 20 June 2025.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::links;
use super::sent::{After, Sent};
use super::steps::about;
use crate::changes::meetings::{self as changes, MeetingError, example};
use crate::domain::meetings::MeetingKind;
use crate::storage::Db;
use crate::web::cached::{self, Asked};
use crate::web::error::AppError;
use crate::web::page::{Pairs, private};
use crate::web::state::AppState;
use crate::web::view::filters::Choice;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "meetings/new.html")]
struct Page {
    layout: Layout,
    kinds: Vec<Choice>,
    after: After,
}

/// The empty form.
pub async fn show(State(state): State<AppState>, asked: Asked) -> Result<Response, AppError> {
    cached::page(&state, &asked, |db, viewer| {
        render(db, viewer, After::default())
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
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let sent = Sent(pairs);
    let actor = state.actor(viewer.who()?);
    let came = state
        .blocking(move |state| {
            let mut after = After {
                form: Some(("nyt", String::new())),
                ..After::default()
            };
            let mut status = StatusCode::OK;
            if !viewer.looks_again() {
                let made = about(&sent).and_then(|about| {
                    changes::create(&state.store, &actor, &about, sent.ticked("kopi"))
                });
                match made {
                    Ok(meeting) => return Ok(Ok(links::meeting(&meeting.id))),
                    Err(MeetingError::Fault(fault)) => after.fault = Some(fault),
                    Err(other) => return Err(other.into()),
                }
                status = StatusCode::UNPROCESSABLE_ENTITY;
            }
            after.sent = sent.without_numbers();
            let html = state.store.read(|db| render(db, &viewer, after))?;
            Ok::<_, AppError>(Err((status, html)))
        })
        .await?;
    Ok(match came {
        Ok(address) => Redirect::to(&address).into_response(),
        Err((status, html)) => (status, private(html)).into_response(),
    })
}

/// Adds the meeting of 20 June 2025 as an example.
///
/// # Errors
/// [`AppError`]: the database's own.
pub async fn add_example(
    State(state): State<AppState>,
    viewer: Viewer,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let meeting = state
        .blocking(move |state| Ok::<_, AppError>(example::add(&state.store, &actor)?))
        .await?;
    Ok(Redirect::to(&links::meeting(&meeting.id)).into_response())
}

fn render(db: &mut Db, viewer: &Viewer, after: After) -> Result<String, AppError> {
    let kind = after.sent.get("type");
    let kinds = MeetingKind::ALL.map(|of| Choice::of(of.key(), of.label(), of.key() == kind));
    let page = Page {
        layout: Layout::load(db, viewer, "Nyt møde", links::LIST)?,
        kinds: kinds.into(),
        after,
    };
    Ok(page.render()?)
}
