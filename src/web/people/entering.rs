//! What every way in shares: where the visitor was going, what the browser calls itself, the cookie, whose a form is
//! that was typed before.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::chance::Secret;
use crate::web::error::AppError;
use crate::web::identity::{self, Credential};
use crate::web::kept::{Doors, Kept};
use crate::web::page::local;
use crate::web::state::AppState;

/// Where the visitor was going.
#[derive(Debug, Default, Deserialize)]
pub struct Next {
    #[serde(default)]
    naeste: String,
}

impl Next {
    /// The address, whatever it is.
    pub(in crate::web) fn target(&self) -> &str {
        &self.naeste
    }
}

/// Where somebody goes on who is signed in: to what was typed when a session had ended, where that is theirs, or
/// to where they were going.
pub(super) async fn goes_on(
    state: &AppState,
    (doors, asked): (Doors, Parts),
    (session, cookie): (&Secret, &HeaderValue),
    (next, kept): (&str, Option<Kept>),
) -> Result<Response, AppError> {
    Ok(match kept {
        Some(kept) if is_of(state, &kept, session).await? => {
            kept.shown(state, doors, asked, Some(cookie)).await
        }
        _ => Redirect::to(local(next)).into_response(),
    })
}

/// Whether what was typed belongs to the account that has just signed in.
async fn is_of(state: &AppState, kept: &Kept, secret: &Secret) -> Result<bool, AppError> {
    let credential = Credential::Session(secret.hash());
    let access = state.versions().await?.access;
    let found = identity::identify(state, credential, access).await?;
    Ok(found.is_some_and(|who| kept.is_of(&who.user_id)))
}

pub(in crate::web) fn with_cookie(cookie: HeaderValue, mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// What the browser calls itself.
pub(in crate::web) fn agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT);
    agent
        .and_then(|value| value.to_str().ok())
        .unwrap_or("ukendt")
        .to_owned()
}
