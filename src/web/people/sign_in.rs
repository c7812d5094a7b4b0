//! `/log-ind` and `/log-ud`: in with a local account or through one's own organisation, and out.

use askama::Template;
use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::changes::people::{AccountError, Via, sessions, sign_in};
use crate::web::error::AppError;
use crate::web::identity;
use crate::web::page::private;
use crate::web::state::AppState;
use crate::web::view::layout::Layout;
use crate::web::view::{Link, encode};
use crate::web::viewer::{Origin, Viewer};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct Page {
    layout: Layout,
    /// Where the visitor was going.
    next: String,
    email: String,
    problem: Option<String>,
    /// Address and name of each organisation's own sign-in.
    providers: Vec<Link>,
}

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

/// The form. Its debug form would hold the password, so it has none.
#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    adgangskode: String,
    #[serde(default)]
    naeste: String,
}

/// Shows the form; whoever is signed in already is sent on.
pub async fn show(
    State(state): State<AppState>,
    viewer: Viewer,
    UrlQuery(next): UrlQuery<Next>,
) -> Result<Response, AppError> {
    if viewer.0.is_some() {
        return Ok(Redirect::to(local(&next.naeste)).into_response());
    }
    page(&state, &viewer, &next.naeste, String::new(), None).await
}

/// Signs in.
///
/// # Errors
/// [`AppError`]; a wrong password and too many attempts are the form again, with the reason.
pub async fn sign_in(
    State(state): State<AppState>,
    viewer: Viewer,
    origin: Origin,
    headers: HeaderMap,
    Form(form): Form<SignIn>,
) -> Result<Response, AppError> {
    let agent = agent(&headers);
    let old = viewer.0.clone();
    let (next, email) = (form.naeste.clone(), form.email.clone());
    let done = state
        .hashing(move |state| {
            let from = (origin.address, agent.as_str());
            let (store, clock, chance) = (&state.store, state.clock, state.chance);
            let old = old.as_deref();
            match sign_in::sign_in(
                store,
                clock,
                chance,
                &form.email,
                &form.adgangskode,
                from,
                old,
            ) {
                Ok(secret) => Ok(Ok(secret)),
                Err(error @ (AccountError::WrongPassword | AccountError::TooManyAttempts)) => {
                    Ok(Err(error))
                }
                Err(other) => Err(other.into()),
            }
        })
        .await?;
    match done {
        Ok(secret) => {
            let cookie = identity::session_cookie(&secret, origin.https);
            Ok(with_cookie(
                cookie,
                Redirect::to(local(&next)).into_response(),
            ))
        }
        Err(error) => {
            let mut response = page(&state, &viewer, &next, email, Some(error.to_string())).await?;
            let many = matches!(error, AccountError::TooManyAttempts);
            if many {
                tracing::warn!("too many attempts to sign in");
            }
            *response.status_mut() = if many {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNAUTHORIZED
            };
            if many {
                let wait = HeaderValue::from(sign_in::WINDOW);
                response.headers_mut().insert(header::RETRY_AFTER, wait);
            }
            Ok(response)
        }
    }
}

/// Ends the session that asks, and takes its cookie and what the browser kept away.
pub async fn sign_out(
    State(state): State<AppState>,
    viewer: Viewer,
    origin: Origin,
) -> Result<Response, AppError> {
    let who = viewer.who()?.clone();
    state
        .blocking(move |state| {
            if let Via::Session(id) = &who.via {
                sessions::end(&state.store, &state.actor(&who), &who, id)?;
            }
            Ok(())
        })
        .await?;
    let mut response = with_cookie(
        identity::no_cookie(origin.https),
        Redirect::to("/log-ind").into_response(),
    );
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    Ok(response)
}

async fn page(
    state: &AppState,
    viewer: &Viewer,
    next: &str,
    email: String,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let next = local(next).to_owned();
    let providers = state.providers.iter().map(|provider| {
        let query = encode([("naeste", next.as_str())]);
        let address = format!("/log-ind/{}?{query}", provider.key);
        Link::to(address, &provider.name)
    });
    let providers = providers.collect();
    let viewer = viewer.clone();
    let html = state
        .read(move |db| {
            let page = Page {
                layout: Layout::load(db, &viewer, "Log ind", "/log-ind")?,
                next,
                email,
                problem,
                providers,
            };
            Ok(page.render()?)
        })
        .await?;
    Ok(private(html))
}

/// An address of ours, and of nobody else: no link can send a visitor elsewhere after sign-in.
pub(in crate::web) fn local(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.chars().all(|c| c.is_ascii_graphic());
    if ours { next } else { "/" }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(local("/kommuner/851?from=2022"), "/kommuner/851?from=2022");
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://x",
            "/a b",
            "/\u{9}/x",
        ] {
            assert_eq!(local(foreign), "/", "{foreign}");
        }
    }
}
