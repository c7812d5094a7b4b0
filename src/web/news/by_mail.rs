//! `/nyheder/fra/SECRET`: the link of a mail that turns such mails off, without a sign-in. Looking changes
//! nothing, so that whatever fetches links in mails does no harm: the page has one button.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::changes::news::mails::{self, LinkError};
use crate::web::error::AppError;
use crate::web::page::by_mail;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "news/by_mail.html")]
struct Page {
    layout: Layout,
    lead: &'static str,
    /// Whether there is something to turn off.
    asks: bool,
}

type Told = (StatusCode, &'static str, &'static str, bool);

const OFF: Told = (
    StatusCode::OK,
    "Mailen er slået fra",
    "Du får ikke flere mails med nyheder. De står stadig i cockpittet, når du logger ind.",
    false,
);

/// Shows what the link asks.
///
/// # Errors
/// [`AppError`]; a link that does nothing has a page that says why.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let clock = state.clock;
    let found = state
        .read(move |db| match mails::look_at(db, clock, &secret) {
            Ok((_, true)) => Ok((
                StatusCode::OK,
                "Vil du slå mails med nyheder fra?",
                "Der sker ikke noget, før du trykker på knappen.",
                true,
            )),
            Ok((_, false)) => Ok(OFF),
            Err(error) => refused(error),
        })
        .await?;
    page(&viewer, found)
}

/// Turns them off.
///
/// # Errors
/// [`AppError`]; a link that does nothing has a page that says why.
pub async fn turn_off(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let done = state
        .blocking(move |state| {
            match mails::turn_off(&state.store, (state.clock, state.chance), &secret) {
                Ok(()) => Ok(OFF),
                Err(error) => refused(error),
            }
        })
        .await?;
    page(&viewer, done)
}

fn refused(error: LinkError) -> Result<Told, AppError> {
    match error {
        LinkError::Unknown => Ok((
            StatusCode::NOT_FOUND,
            "Linket kan ikke bruges",
            "Måske er det ikke kommet helt med fra mailen. Åbn det derfra igen, eller log ind, og slå mails fra på Konto.",
            false,
        )),
        LinkError::Expired => Ok((
            StatusCode::GONE,
            "Linket er udløbet",
            "Det gjaldt i 14 dage. Brug linket i en nyere mail, eller log ind, og slå mails fra på Konto.",
            false,
        )),
        LinkError::Account(error) => Err(error.into()),
        LinkError::Store(error) => Err(error.into()),
        LinkError::Query(error) => Err(error.into()),
    }
}

fn page(viewer: &Viewer, (status, title, lead, asks): Told) -> Result<Response, AppError> {
    let page = Page {
        layout: Layout::bare(viewer, title),
        lead,
        asks,
    };
    Ok(by_mail(status, page.render()?))
}
