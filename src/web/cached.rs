//! Answers cached by (data version, viewpoint, address), never by time: the version is read at each request,
//! so an answer of an older version is never given again, by this instance or another. What depends
//! on the day ([`Asked::of_day`]) has it in its key.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::downloads::saved_as;
use super::error::AppError;
use super::state::AppState;
use super::viewer::Viewer;
use crate::domain::hex::hex;
use crate::storage::{Db, Versions};

/// What the cache may hold. A page is some 60 KB, with its compressed form some 70.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Data version; viewpoint, day and address.
type Key = (i64, String);

/// A request for something that may be cached.
pub struct Asked {
    pub viewer: Viewer,
    pub uri: Uri,
    headers: HeaderMap,
    /// As the guard read them; a visitor whom it did not ask has none yet.
    versions: Option<Versions>,
    /// The day that the answer depends on, when it does.
    day: Option<Date>,
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
        })
    }
}

/// The answers by data version, viewpoint and address.
#[derive(Clone)]
pub struct Cache(moka::sync::Cache<Key, Arc<Answer>>);

impl Cache {
    pub(super) fn new() -> Cache {
        let weigh = |key: &Key, answer: &Arc<Answer>| {
            let bytes = key.1.len() + answer.body.len() + answer.gzip.len();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Cache(
            moka::sync::Cache::builder()
                .weigher(weigh)
                .max_capacity(MAX_BYTES)
                .build(),
        )
    }
}

/// A whole answer, ready to be sent.
pub struct Answer {
    body: Bytes,
    gzip: Bytes,
    content_type: HeaderValue,
    /// `attachment` with a file name, for downloads.
    disposition: Option<HeaderValue>,
    etag: HeaderValue,
}

impl Answer {
    /// An answer of some content type.
    pub fn new(body: Vec<u8>, content_type: &'static str) -> Answer {
        let etag = format!("\"{}\"", hex(&Sha256::digest(&body)[..12]));
        Answer {
            gzip: gzip(&body).unwrap_or_default(),
            body: body.into(),
            content_type: HeaderValue::from_static(content_type),
            disposition: None,
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\"")),
        }
    }

    /// A page.
    pub fn html(html: String) -> Answer {
        Answer::new(html.into_bytes(), "text/html; charset=utf-8")
    }

    /// The same, to be saved under a name.
    #[must_use]
    pub fn download(mut self, file_name: &str) -> Answer {
        self.disposition = saved_as(file_name);
        self
    }

    fn respond(&self, request: &HeaderMap) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        // The browser may keep it, and asks each time whether it still holds.
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        if request.get(header::IF_NONE_MATCH) == Some(&self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        if let Some(disposition) = &self.disposition {
            headers.insert(header::CONTENT_DISPOSITION, disposition.clone());
        }
        if !self.gzip.is_empty() && accepts_gzip(request) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            return (headers, self.gzip.clone()).into_response();
        }
        (headers, self.body.clone()).into_response()
    }
}

pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.next() != Some("q=0")
    })
}

fn gzip(body: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    Ok(encoder.finish()?.into())
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
    let versions = match asked.versions {
        Some(versions) => versions,
        None => state.versions().await?,
    };
    let viewpoint = asked.viewer.viewpoint();
    let day = asked.day.map(|day| day.to_string()).unwrap_or_default();
    let key = (versions.data, format!("{viewpoint} {day} {}", asked.uri));
    let request = &asked.headers;
    if let Some(answer) = state.cache.0.get(&key) {
        return Ok(answer.respond(request));
    }
    let viewer = asked.viewer.clone();
    let answer = state
        .blocking(move |state| {
            let made = state.cache.0.try_get_with(key, || {
                state.store.read(|db| make(db, &viewer)).map(Arc::new)
            });
            made.map_err(|error: Arc<AppError>| (*error).clone())
        })
        .await?;
    Ok(answer.respond(request))
}

/// As [`answer`], for a page.
///
/// # Errors
/// As [`answer`].
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
