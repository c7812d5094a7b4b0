//! `/konto`: what is one's own: name, password, sessions, mails, calendar, API tokens.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::chance::Secret;
use crate::changes::people::calendars::Feed;
use crate::changes::people::{
    AccountError, Identity, Via, browsers, passwords, sessions, sign_in, tokens, wishes,
};
use crate::changes::texts::Fault;
use crate::domain::area;
use crate::domain::cpr;
use crate::storage::data::areas;
use crate::storage::people::calendars;
use crate::storage::{self, Db};
use crate::web::error::AppError;
use crate::web::page::{back, private};
use crate::web::state::AppState;
use crate::web::told::Choices;
use crate::web::view::danish_time;
use crate::web::view::layout::Layout;
use crate::web::viewer::Viewer;

#[derive(Template)]
#[template(path = "people/account.html")]
struct Page {
    layout: Layout,
    name: String,
    email: String,
    role: String,
    municipality: Option<String>,
    openid: bool,
    shortest: usize,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    /// The mails that the role may have, as key, words and whether they are wanted.
    wishes: Vec<(&'static str, &'static str, bool)>,
    /// What was just done, in Danish.
    done: Option<&'static str>,
    news: Choices,
    /// Whether there is a mail server.
    mails: bool,
    /// Whether there may be a calendar, and when its address was made.
    may_have_calendar: bool,
    calendar_made: Option<String>,
    /// An address just made: shown this once.
    new_calendar: Option<String>,
    /// A token just made: shown this once.
    new_token: Option<Secret>,
    fault: Option<Fault>,
    form: NewToken,
}

struct SessionRow {
    id: String,
    agent: String,
    begun: String,
    seen: String,
    current: bool,
}

struct TokenRow {
    id: String,
    name: String,
    made: String,
    expires: String,
    seen: Option<String>,
    dead: bool,
}

/// The form of a new password; without a debug form, which would hold it.
#[derive(Deserialize)]
pub struct NewPassword {
    nuvaerende: String,
    adgangskode: String,
    gentag: String,
}

/// The form of a new token.
#[derive(Debug, Clone, Deserialize)]
pub struct NewToken {
    navn: String,
    dage: String,
}

impl Default for NewToken {
    fn default() -> NewToken {
        NewToken {
            navn: String::new(),
            dage: tokens::USUAL_DAYS.to_string(),
        }
    }
}

/// What a page shows beside what is stored.
#[derive(Default)]
pub(super) struct More {
    token: Option<Secret>,
    /// The address of a calendar.
    calendar: Option<String>,
    done: Option<&'static str>,
    fault: Option<Fault>,
    form: NewToken,
}

impl More {
    /// The address of a calendar just made.
    pub(super) fn calendar(address: String) -> More {
        More {
            calendar: Some(address),
            ..More::default()
        }
    }
}

/// What was just done, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    gemt: Option<String>,
}

/// What was just done, in Danish.
fn done(key: &str) -> Option<&'static str> {
    match key {
        "mails" | "nyheder" => Some("Gemt."),
        "foelger" => Some("Du følger tallet og får besked, når det ændrer sig."),
        "mange" => Some("Du følger 20 tal i forvejen. Slip et af dem først."),
        _ => None,
    }
}

/// Shows the page.
pub async fn show(
    State(state): State<AppState>,
    UrlQuery(after): UrlQuery<After>,
    viewer: Viewer,
) -> Result<Response, AppError> {
    let more = More {
        done: after.gemt.as_deref().and_then(done),
        ..More::default()
    };
    page(&state, &viewer, more).await
}

/// Sets a new password; one's other sessions end.
pub async fn change_password(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<NewPassword>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let done = state
        .hashing(move |state| {
            let (old, new) = (&form.nuvaerende, (&*form.adgangskode, &*form.gentag));
            let actor = state.actor(&who);
            Ok(sign_in::change_password(
                &state.store,
                &actor,
                &who,
                old,
                new,
            ))
        })
        .await?;
    match done {
        Ok(()) => Ok(Redirect::to("/konto").into_response()),
        Err(AccountError::Fault(fault)) => {
            refused(&state, &viewer, Some(fault), NewToken::default()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`AppError::NotFound`] for a session that is not one's own, as for one that is not there.
pub async fn end_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ended = state
        .blocking(move |state| Ok(sessions::end(&state.store, &state.actor(&who), &who, &id)?))
        .await?;
    back(ended, "/konto")
}

/// Makes a token, and shows it this once.
pub async fn make_token(
    State(state): State<AppState>,
    viewer: Viewer,
    Form(form): Form<NewToken>,
) -> Result<Response, AppError> {
    if viewer.looks_again() {
        return refused(&state, &viewer, None, form).await;
    }
    let who = viewer.who()?.clone();
    let sent = form.clone();
    let made = state
        .blocking(move |state| {
            let actor = state.actor(&who);
            Ok(tokens::make(
                &state.store,
                &actor,
                &who.email,
                &sent.navn,
                &sent.dage,
            ))
        })
        .await?;
    match made {
        Ok(token) => {
            let more = More {
                token: Some(token),
                ..More::default()
            };
            page(&state, &viewer, more).await
        }
        Err(AccountError::Fault(fault)) => refused(&state, &viewer, Some(fault), form).await,
        Err(other) => Err(other.into()),
    }
}

/// Ends one of one's own tokens.
///
/// # Errors
/// [`AppError::NotFound`] for a token that is not one's own, as for one that is not there.
pub async fn end_token(
    State(state): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let ended = state
        .blocking(move |state| Ok(tokens::end(&state.store, &state.actor(&who), &who, &id)?))
        .await?;
    back(ended, "/konto")
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    fault: Option<Fault>,
    form: NewToken,
) -> Result<Response, AppError> {
    let more = More {
        fault,
        form: NewToken {
            navn: cpr::without(&form.navn),
            dage: cpr::without(&form.dage),
        },
        ..More::default()
    };
    let mut response = page(state, viewer, more).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

pub(super) async fn page(
    state: &AppState,
    viewer: &Viewer,
    more: More,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    let viewer = viewer.clone();
    let now = state.clock.now_text();
    let mails = state.mail_server.is_some();
    let (analyses, today) = (state.analyses.clone(), state.clock.today());
    let html = state
        .read(move |db| {
            let news = Choices::load(db, &who, (&*analyses, today))?;
            render(db, &viewer, &who, (&now, mails), (news, more))
        })
        .await?;
    Ok(private(html))
}

fn render(
    db: &mut Db,
    viewer: &Viewer,
    who: &Identity,
    (now, mails): (&str, bool),
    (news, more): (Choices, More),
) -> Result<String, AppError> {
    let current = match &who.via {
        Via::Session(id) => id.as_str(),
        Via::Token(_) | Via::Mail => "",
    };
    let sessions = storage::people::sessions::of_user(db, &who.user_id, now)?;
    let tokens = storage::people::tokens::of_user(db, &who.user_id)?;
    let municipality = match &who.municipality {
        None => None,
        Some(code) => {
            let areas = areas::all(db)?;
            area::find(&areas, code).map(|area| area.name.clone())
        }
    };
    let wishes = wishes::of(db, who)?.into_iter();
    let calendar_made = calendars::of_user(db, &who.user_id, Feed::Vacancies.key())?;
    let page = Page {
        wishes: wishes
            .map(|(wish, wanted)| (wish.key(), wish.label(), wanted))
            .collect(),
        done: more.done,
        news,
        mails,
        may_have_calendar: who.may(Feed::Vacancies.right()),
        calendar_made: calendar_made.as_deref().map(danish_time),
        new_calendar: more.calendar,
        layout: Layout::load(db, viewer, "Konto", "/konto")?,
        name: who.name.clone(),
        email: who.email.clone(),
        role: who.standing.label(),
        municipality,
        openid: who.openid,
        shortest: passwords::SHORTEST,
        sessions: sessions
            .into_iter()
            .map(|s| SessionRow {
                current: s.id == current,
                begun: danish_time(&s.created_at),
                seen: danish_time(&s.seen_at),
                agent: browsers::named(&s.agent),
                id: s.id,
            })
            .collect(),
        tokens: tokens
            .into_iter()
            .map(|t| TokenRow {
                dead: t.expires_at.as_str() <= now,
                made: danish_time(&t.created_at),
                expires: danish_time(&t.expires_at),
                seen: t.seen_at.as_deref().map(danish_time),
                name: t.name,
                id: t.id,
            })
            .collect(),
        new_token: more.token,
        fault: more.fault,
        form: more.form,
    };
    Ok(page.render()?)
}
