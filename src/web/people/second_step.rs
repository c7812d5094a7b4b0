//! `/log-ind/andet-trin`: the code after the password. Until it is right there is no session: the browser has half
//! of a sign-in, which opens this page and nothing else.

use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::entering::{Next, agent, goes_on, with_cookie};
use crate::chance::Secret;
use crate::changes::people::second_factor::{self, Finished, HALF_LASTS};
use crate::changes::people::{AccountError, codes};
use crate::web::error::AppError;
use crate::web::identity;
use crate::web::kept::{Doors, Kept};
use crate::web::page::{Pairs, local, private};
use crate::web::state::AppState;
use crate::web::view::encode;
use crate::web::view::layout::Layout;
use crate::web::viewer::{Origin, Viewer};

pub(super) const ADDRESS: &str = "/log-ind/andet-trin";

#[derive(Template)]
#[template(path = "people/second_step.html")]
struct Page {
    layout: Layout,
    next: String,
    problem: Option<String>,
    /// What the user's program reads, where there is no factor yet.
    enrol: Option<Enrol>,
    /// What was typed before a session ended, and goes on from here.
    kept: Option<Kept>,
}

#[derive(Template)]
#[template(path = "people/recovery.html")]
struct Recovery {
    layout: Layout,
    next: String,
    codes: Vec<String>,
    kept: Option<Kept>,
}

/// A secret as it is read: as a picture, as text, as a link.
pub(super) struct Enrol {
    pub secret: String,
    pub link: String,
    pub side: i32,
    pub path: String,
}

impl Enrol {
    /// In groups of four, as one types it.
    pub fn spaced(&self) -> String {
        let letters: Vec<char> = self.secret.chars().collect();
        let groups = letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join(" ")
    }

    pub fn of(secret: String, email: &str) -> Option<Enrol> {
        let link = codes::link(&secret, email)?;
        let (side, path) = codes::picture(&link)?;
        Some(Enrol {
            secret,
            link,
            side,
            path,
        })
    }
}

/// With the prefix browsers take it only over HTTPS, from this host.
const fn cookie_name(https: bool) -> &'static str {
    if https {
        "__Host-cockpit-trin"
    } else {
        "cockpit-trin"
    }
}

fn half(headers: &HeaderMap, https: bool) -> Option<Secret> {
    let cookie = identity::cookie(headers, cookie_name(https))?;
    Some(Secret::received(&cookie))
}

/// Where a sign-in goes on whose password was right: the page of the code, with what was typed before.
pub(super) async fn begin(
    state: &AppState,
    viewer: &Viewer,
    half: &Secret,
    (https, next, kept): (bool, String, Option<Kept>),
) -> Result<Response, AppError> {
    let cookie = identity::set_cookie(cookie_name(https), half.reveal(), https, HALF_LASTS);
    let response = if kept.is_some() {
        page(state, viewer, half, (next, kept, None)).await?
    } else {
        let query = encode([("naeste", local(&next))]);
        Redirect::to(&format!("{ADDRESS}?{query}")).into_response()
    };
    Ok(with_cookie(cookie, response))
}

/// Asks for the code; whoever has no half of a sign-in begins it.
///
/// # Errors
/// [`AppError`]
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    origin: Origin,
    headers: HeaderMap,
    UrlQuery(next): UrlQuery<Next>,
) -> Result<Response, AppError> {
    let next = next.target().to_owned();
    match half(&headers, origin.https) {
        Some(half) => page(&state, &viewer, &half, (next, None, None)).await,
        None => Ok(Redirect::to("/log-ind").into_response()),
    }
}

/// Finishes the sign-in by the code.
///
/// # Errors
/// [`AppError`]; a wrong code and too many attempts are the page again, with the reason.
pub async fn finish(
    State(state): State<AppState>,
    Extension(doors): Extension<Doors>,
    viewer: Viewer,
    origin: Origin,
    asked: Parts,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let one = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (code, next, kept) = (one("kode"), one("naeste"), Kept::carried(&pairs));
    let Some(half) = half(&asked.headers, origin.https) else {
        return Ok(Redirect::to("/log-ind").into_response());
    };
    let (agent, old, whole) = (agent(&asked.headers), viewer.account.clone(), half.clone());
    let done = state
        .blocking(move |state| {
            let by = (state.clock, state.chance);
            let from = (origin.address, agent.as_str());
            let done = second_factor::finish(&state.store, by, &whole, &code, from, old.as_deref());
            Ok(done)
        })
        .await?;
    let done = match done {
        Ok(done) => done,
        Err(error) => return refused(&state, &viewer, &half, (next, kept, error)).await,
    };
    let on = (origin.https, next, kept);
    inside(&state, (doors, asked), done, on).await
}

/// Where a sign-in leads that is whole: to the recovery codes just made, to what was typed before, or on.
async fn inside(
    state: &AppState,
    (doors, asked): (Doors, Parts),
    done: Finished,
    (https, next, kept): (bool, String, Option<Kept>),
) -> Result<Response, AppError> {
    let cookie = identity::session_cookie(&done.session, https);
    let answer = if !done.recovery.is_empty() {
        let mut layout = Layout::bare(&Viewer::default(), "Dine genoprettelseskoder");
        layout.current = "/log-ind";
        let page = Recovery {
            layout,
            next: local(&next).to_owned(),
            codes: done.recovery,
            kept,
        };
        private(page.render()?)
    } else {
        let on = (&*next, kept);
        goes_on(state, (doors, asked), (&done.session, &cookie), on).await?
    };
    let used = identity::set_cookie(cookie_name(https), "", https, 0);
    Ok(with_cookie(used, with_cookie(cookie, answer)))
}

async fn refused(
    state: &AppState,
    viewer: &Viewer,
    half: &Secret,
    (next, kept, error): (String, Option<Kept>, AccountError),
) -> Result<Response, AppError> {
    let status = match error {
        AccountError::WrongCode => StatusCode::UNAUTHORIZED,
        AccountError::TooManyAttempts | AccountError::CodeWaits => StatusCode::TOO_MANY_REQUESTS,
        AccountError::BadLink => return Ok(Redirect::to("/log-ind").into_response()),
        other => return Err(other.into()),
    };
    let many = status == StatusCode::TOO_MANY_REQUESTS;
    let words = Some(error.to_string());
    let mut response = page(state, viewer, half, (next, kept, words)).await?;
    *response.status_mut() = status;
    if many {
        let wait = HeaderValue::from(second_factor::WAITS);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    half: &Secret,
    (next, kept, problem): (String, Option<Kept>, Option<String>),
) -> Result<Response, AppError> {
    let (half, clock, viewer) = (half.clone(), state.clock, viewer.clone());
    let html = state
        .read(move |db| {
            let asks = match second_factor::look_at(db, clock, &half) {
                Ok(asks) => asks,
                Err(AccountError::BadLink) => return Ok(None),
                Err(other) => return Err(other.into()),
            };
            let secret = asks.secret;
            let page = Page {
                layout: Layout::load(db, &viewer, "Log ind: andet trin", "/log-ind")?,
                next: local(&next).to_owned(),
                problem,
                enrol: secret.and_then(|secret| Enrol::of(secret, &asks.user.email)),
                kept,
            };
            Ok(Some(page.render()?))
        })
        .await?;
    Ok(match html {
        Some(html) => private(html),
        None => Redirect::to("/log-ind").into_response(),
    })
}
