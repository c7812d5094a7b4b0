//! The one place that decides whether a request may: each route names what it needs
//! ([`super::router::routes`]), and nothing reaches a handler before this has said yes.

use std::sync::Arc;

use axum::RequestPartsExt as _;
use axum::extract::{MatchedPath, Path, Query as UrlQuery, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::error::AppError;
use super::identity;
use super::kept::Kept;
use super::news::unread;
use super::state::AppState;
use super::viewer::{Origin, Purpose, Viewer};
use crate::changes::people::Identity;
use crate::domain::people::Right;
use crate::reports;
use crate::storage::Versions;

/// What a route needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing, and nobody is asked who they are: files, health.
    Open,
    /// Nothing; whoever is signed in is recognised.
    Public,
    /// Anybody who is signed in, whatever the role.
    SignedIn,
    /// A right, of the role or of an administrator.
    Needs(Right),
    /// The right of the report that the address names.
    Report,
    /// The right of every report that the query names (`rapport`).
    Origin,
    /// The start: an administrator without a role is sent to their own.
    Start,
    /// This machine itself, or an administrator's token.
    Operator,
}

/// What the guard of a route knows of it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub access: Access,
    /// Whether what was typed is kept when a session has ended, and the form shown again.
    pub keeps: bool,
}

/// Lets a request through to its handler, with its [`Viewer`], or answers for it.
pub async fn guard(
    State((state, Rule { access, keeps })): State<(AppState, Rule)>,
    request: Request,
    next: Next,
) -> Response {
    if access == Access::Open {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let again = parts.extensions.get::<Arc<Kept>>().is_some();
    if again && !keeps {
        // Whatever address a form of the sign-in names: elsewhere it would be done.
        return AppError::NotFound.into_response();
    }
    let mut viewer = match recognise(&state, &mut parts).await {
        Ok(viewer) => viewer,
        Err(error) => return error.into_response(),
    };
    if again {
        viewer.purpose = Purpose::ShownAgain;
    }
    let decision = decide(access, &viewer, &mut parts).await;
    if let (Err(AppError::Forbidden { .. }), Some(who)) = (&decision, &viewer.account) {
        // The route and the user's id: neither an address, which may hold anything, nor a name.
        let route = parts.extensions.get::<MatchedPath>();
        let route = route.map_or("none", MatchedPath::as_str);
        tracing::warn!(user = %who.user_id, role = who.standing.key(), route, "not allowed");
    }
    parts.extensions.insert(viewer.clone());
    let mut response = match decision {
        Ok(None) => next.run(Request::from_parts(parts, body)).await,
        Ok(Some(elsewhere)) => Redirect::to(elsewhere).into_response(),
        Err(AppError::NotSignedIn) if keeps => {
            let kept = Kept::of(&state, &parts, body).await.map(Arc::new);
            let mut response = AppError::NotSignedIn.into_response();
            if let Some(kept) = kept {
                response.extensions_mut().insert(kept);
            }
            response
        }
        Err(error) => error.into_response(),
    };
    // For the frame of an error page.
    response.extensions_mut().insert(viewer);
    response
}

async fn recognise(state: &AppState, parts: &mut Parts) -> Result<Viewer, AppError> {
    let https = parts.extensions.get::<Origin>().is_some_and(|o| o.https);
    let Some(credential) = identity::credential(&parts.headers, https) else {
        return Ok(Viewer::default());
    };
    // Read once a request: the pages' cache takes its part from here.
    let versions: Versions = state.versions().await?;
    parts.extensions.insert(versions);
    let found = identity::identify(state, credential, versions.access).await?;
    let unread = match &found {
        Some(who) => unread::count(state, who, versions).await?,
        None => 0,
    };
    Ok(Viewer {
        account: found,
        purpose: Purpose::Sent,
        unread,
    })
}

async fn decide(
    access: Access,
    viewer: &Viewer,
    parts: &mut Parts,
) -> Result<Option<&'static str>, AppError> {
    let needs = |right: Right| needs(viewer.who()?, right).map(|()| None);
    match access {
        Access::Open | Access::Public => Ok(None),
        Access::SignedIn => viewer.who().map(|_| None),
        Access::Needs(right) => needs(right),
        Access::Report => {
            let name = parts.extract::<Path<String>>().await;
            let Path(name) = name.map_err(|_| AppError::NotFound)?;
            may_ask(viewer, [name.as_str()])
        }
        Access::Origin => {
            let pairs = parts.extract::<UrlQuery<Vec<(String, String)>>>().await;
            let UrlQuery(pairs) = pairs.map_err(|_| AppError::NotFound)?;
            // All of them: nothing here knows which of several a page would take.
            let named = pairs.iter().filter(|(key, _)| key == "rapport");
            may_ask(viewer, named.map(|(_, name)| name.as_str()))
        }
        Access::Start => {
            viewer.who()?;
            let start = viewer.start_page();
            Ok((start != "/").then_some(start))
        }
        Access::Operator => {
            let local = parts.extensions.get::<Origin>().is_some_and(|o| o.local);
            if local {
                return Ok(None);
            }
            needs(Right::ManageUsers)
        }
    }
}

/// Nothing, or the refusal: what one is, who has the right, what to do.
fn needs(who: &Identity, right: Right) -> Result<(), AppError> {
    if who.may(right) {
        Ok(())
    } else {
        Err(AppError::forbidden(right.refusal(who.standing)))
    }
}

/// Whether the viewer may ask each question that a request names, with or without the ending of a
/// file. One that names none, or none that exists, is not found, whoever is signed in.
fn may_ask<'a>(
    viewer: &Viewer,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Option<&'static str>, AppError> {
    let who = viewer.who()?;
    let mut known = false;
    for name in names {
        let name = name.split_once('.').map_or(name, |(name, _)| name);
        let question = reports::question(name).map_err(|_| AppError::NotFound)?;
        needs(who, question.right)?;
        known = true;
    }
    if known {
        Ok(None)
    } else {
        Err(AppError::NotFound)
    }
}
