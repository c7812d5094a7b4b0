//! Answers cached by (data version, viewpoint, address), never by time: the version is read at each request,
//! so an answer of an older version is never given again, by this instance or another. What depends
//! on the day ([`Asked::of_day`]) or on the page before ([`Asked::leading_back`]), or on what the visitor
//! saw last ([`Asked::since_last_visit`]), has it in its key.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use jiff::civil::Date;

use super::answer::Answer;
use super::error::AppError;
use super::page::{self, Pairs};
use super::state::AppState;
use super::viewer::Viewer;
use crate::config::Site;
use crate::reports::Query;
use crate::storage::{Db, Store, Versions};

/// A request for something that may be cached.
pub struct Asked {
    pub viewer: Viewer,
    pub uri: Uri,
    headers: HeaderMap,
    /// As the guard read them; a visitor whom it did not ask has none yet.
    versions: Option<Versions>,
    /// The day that the answer depends on, when it does.
    day: Option<Date>,
    /// The page of ours that the visitor came from, when the answer leads back to it.
    back: Option<String>,
    /// Of an answer that tells what changed: the data version that the visitor saw last.
    since: Option<i64>,
}

impl Asked {
    /// For an answer that depends on the day: yesterday's is never given again.
    #[must_use]
    pub fn of_day(self, day: Date) -> Asked {
        Asked {
            day: Some(day),
            ..self
        }
    }

    /// For an answer that tells what changed since the visitor was last here. Whoever saw the same data
    /// version last, from the same viewpoint, shares it: nothing in it is anybody's own.
    #[must_use]
    pub fn since_last_visit(self) -> Asked {
        let who = self.viewer.account.as_ref();
        Asked {
            since: who.and_then(|who| who.last_visit),
            ..self
        }
    }

    /// For an answer that leads back to the page that the visitor came from.
    #[must_use]
    pub fn leading_back(self, site: &Site) -> Asked {
        Asked {
            back: page::came_from(&self.headers, site),
            ..self
        }
    }

    /// The page of ours that the visitor came from.
    pub fn back(&self) -> Option<&str> {
        self.back.as_deref()
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked, Self::Rejection> {
        Ok(Asked {
            viewer: Viewer::from_request_parts(parts, state).await?,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            versions: parts.extensions.get().copied(),
            day: None,
            back: None,
            since: None,
        })
    }
}

/// Gives the answer of an address: from the cache, or made by `make` on one snapshot. Requests
/// that ask for the same at the same time wait for one of them.
///
/// # Errors
/// What `make` returns; an error is never cached.
pub async fn answer(
    state: &AppState,
    asked: &Asked,
    make: impl FnOnce(&mut Db, &Viewer) -> Result<Answer, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    in_store(state, asked, Pace::AtOnce, move |store, viewer| {
        store.read(|db| make(db, viewer))
    })
    .await
}

/// As [`answer`], for one that is made in two steps, of which only the first needs a snapshot. They
/// are made one at a time: pages have the other processors and connections.
///
/// # Errors
/// What `make` returns.
pub async fn in_two_steps(
    state: &AppState,
    asked: &Asked,
    make: impl FnOnce(&Store, &Viewer) -> Result<Answer, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    in_store(state, asked, Pace::InTurn, make).await
}

/// Whether an answer that is not kept is made at once, or when no other of its kind is.
enum Pace {
    AtOnce,
    InTurn,
}

async fn in_store(
    state: &AppState,
    asked: &Asked,
    pace: Pace,
    make: impl FnOnce(&Store, &Viewer) -> Result<Answer, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    let key = key(state, asked).await?;
    if let Some(answer) = state.cache.0.get(&key) {
        return Ok(answer.respond(&asked.headers));
    }
    let viewer = asked.viewer.clone();
    let work = move |state: &AppState| made(state, &key, |store| make(store, &viewer));
    let answer = match pace {
        Pace::AtOnce => state.blocking(work).await?,
        Pace::InTurn => state.analysing(work).await?,
    };
    Ok(answer.respond(&asked.headers))
}

/// What an answer is kept by.
async fn key(state: &AppState, asked: &Asked) -> Result<(i64, String), AppError> {
    let versions = match asked.versions {
        Some(versions) => versions,
        None => state.versions().await?,
    };
    let viewpoint = asked.viewer.viewpoint();
    let day = asked.day.map(|day| day.to_string()).unwrap_or_default();
    let back = asked.back().unwrap_or_default();
    let since = asked.since.map(|since| since.to_string());
    let since = since.unwrap_or_default();
    let words = format!("{viewpoint} {day} {since} {} {back}", asked.uri);
    Ok((versions.data, words))
}

/// The answer of a key; whoever asks for the same at the same time waits for it.
fn made(
    state: &AppState,
    key: &(i64, String),
    make: impl FnOnce(&Store) -> Result<Answer, AppError>,
) -> Result<Arc<Answer>, AppError> {
    let made = state
        .cache
        .0
        .try_get_with(key.clone(), || make(&state.store).map(Arc::new));
    made.map_err(|error: Arc<AppError>| (*error).clone())
}

/// As [`page`], of the filters in an address alone.
///
/// # Errors
/// A filter that means nothing; what `render` returns.
pub async fn of_query(
    state: &AppState,
    asked: &Asked,
    pairs: &Pairs,
    render: impl FnOnce(&mut Db, &Viewer, &Query) -> Result<String, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    let query = page::query(pairs)?;
    page(state, asked, move |db, viewer| render(db, viewer, &query)).await
}

/// As [`answer`], for a page.
pub async fn page(
    state: &AppState,
    asked: &Asked,
    make: impl FnOnce(&mut Db, &Viewer) -> Result<String, AppError> + Send + 'static,
) -> Result<Response, AppError> {
    answer(state, asked, |db, viewer| {
        make(db, viewer).map(Answer::html)
    })
    .await
}
