//! `/mails`: what could not be sent, and why; what waits; a mail to oneself to try it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::changes::mail;
use crate::storage::mail::{self as stored, Mail};
use crate::web::error::AppError;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

/// Mails that the page shows at most.
const SHOWN: i64 = 200;
const WEEK: i64 = 7 * 24 * 3600;

#[derive(Template)]
#[template(path = "mail.html")]
struct Page {
    layout: Layout,
    /// The mail server; none when mails are off.
    server: Option<String>,
    sent: i64,
    given_up: Vec<Row>,
    waiting: Vec<Row>,
}

struct Row {
    id: String,
    to: String,
    subject: String,
    queued: String,
    next: String,
    attempts: i32,
    reason: String,
}

impl Row {
    fn new((mail, to): (Mail, String)) -> Row {
        Row {
            to,
            queued: danish_time(&mail.queued_at),
            next: danish_time(&mail.due_at),
            id: mail.id,
            subject: mail.subject,
            attempts: mail.attempts,
            reason: mail.reason,
        }
    }
}

/// Shows the page.
///
/// # Errors
/// [`AppError`]
pub async fn show(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let server = state.mail_server.as_deref().map(str::to_owned);
    let since = state.clock.text_after(-WEEK);
    let html = state
        .read(move |db| {
            let unsent = stored::unsent(db, SHOWN)?;
            let (given_up, waiting): (Vec<_>, Vec<_>) = unsent
                .into_iter()
                .partition(|(mail, _)| mail.given_up_at.is_some());
            let page = Page {
                layout: Layout::load(db, &viewer, "Mails", "/mails")?,
                server,
                sent: stored::count_sent(db, &since)?,
                given_up: given_up.into_iter().map(Row::new).collect(),
                waiting: waiting.into_iter().map(Row::new).collect(),
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

/// Queues a mail to oneself.
///
/// # Errors
/// [`AppError`]
pub async fn try_out(State(state): State<AppState>, viewer: Viewer) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(mail::try_out(&state.store, &actor, &who.user_id)?)
        })
        .await?;
    Ok(Redirect::to("/mails").into_response())
}

/// Queues one anew that was given up.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn again(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let actor = state.actor(viewer.who()?);
    let queued = state
        .blocking(move |state| Ok(mail::again(&state.store, &actor, &id)?))
        .await?;
    if queued {
        Ok(Redirect::to("/mails").into_response())
    } else {
        Err(AppError::NotFound)
    }
}
