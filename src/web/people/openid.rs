//! `/log-ind/PROVIDER` and its `/svar`: signing in through one's own organisation.

use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::entering::{Next, agent, with_cookie};
use crate::changes::people::openid::{self, Answer};
use crate::config::Provider;
use crate::web::error::AppError;
use crate::web::identity;
use crate::web::page::local;
use crate::web::state::AppState;
use crate::web::viewer::{Origin, Viewer};

/// The cookie that binds a sign-in under way to the browser that began it.
const fn cookie_name(https: bool) -> &'static str {
    if https {
        "__Host-cockpit-login"
    } else {
        "cockpit-login"
    }
}

const COOKIE_LASTS: i64 = 600;

/// What a provider sends the browser back with.
#[derive(Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    /// Why it did not let the visitor in; its own words are not shown.
    #[serde(default)]
    error: String,
}

fn provider(state: &AppState, key: &str) -> Result<Provider, AppError> {
    let found = state.providers.iter().find(|provider| provider.key == key);
    found.cloned().ok_or(AppError::NotFound)
}

fn answer_address(state: &AppState, provider: &Provider) -> String {
    format!("{}/log-ind/{}/svar", state.site.address(), provider.key)
}

/// Sends the browser to the provider.
pub async fn begin(
    State(state): State<AppState>,
    Path(key): Path<String>,
    origin: Origin,
    UrlQuery(next): UrlQuery<Next>,
) -> Result<Response, AppError> {
    let provider = provider(&state, &key)?;
    let redirect = answer_address(&state, &provider);
    let next = local(next.target());
    let (store, clock, chance) = (&state.store, state.clock, state.chance);
    let begun = openid::begin(store, clock, chance, &provider, redirect, next).await?;
    let cookie = identity::set_cookie(
        cookie_name(origin.https),
        begun.state.reveal(),
        origin.https,
        COOKIE_LASTS,
    );
    Ok(with_cookie(
        cookie,
        Redirect::to(&begun.address).into_response(),
    ))
}

/// Takes the provider's answer, and signs in.
///
/// # Errors
/// [`AppError`], in words for the visitor where they can do something about it.
pub async fn finish(
    State(state): State<AppState>,
    Path(key): Path<String>,
    viewer: Viewer,
    origin: Origin,
    headers: HeaderMap,
    UrlQuery(sent): UrlQuery<Sent>,
) -> Result<Response, AppError> {
    let provider = provider(&state, &key)?;
    if !sent.error.is_empty() || sent.code.is_empty() {
        return Err(AppError::forbidden(format!(
            "{} lukkede dig ikke ind. Prøv igen, eller kontakt din it-afdeling.",
            provider.name
        )));
    }
    let redirect = answer_address(&state, &provider);
    let cookie = identity::cookie(&headers, cookie_name(origin.https));
    let agent = agent(&headers);
    let answer = Answer {
        state: &sent.state,
        code: &sent.code,
        cookie: cookie.as_deref(),
        agent: &agent,
    };
    let (store, clock, chance) = (&state.store, state.clock, state.chance);
    let old = viewer.account.as_deref();
    let (secret, next) =
        openid::finish(store, clock, chance, &provider, redirect, answer, old).await?;
    let done = identity::set_cookie(cookie_name(origin.https), "", origin.https, 0);
    let session = identity::session_cookie(&secret, origin.https);
    let response = Redirect::to(local(&next)).into_response();
    Ok(with_cookie(done, with_cookie(session, response)))
}
