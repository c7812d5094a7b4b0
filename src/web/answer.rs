//! A whole answer with its headers, plain and compressed, and the memory that keeps answers.

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::domain::hex::hex;

/// What the cache may hold. A page is some 60 KB, with its compressed form some 70.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Data version; viewpoint, day and address.
type Key = (i64, String);

/// The answers by data version, viewpoint and address.
#[derive(Clone)]
pub struct Cache(pub(super) moka::sync::Cache<Key, Arc<Answer>>);

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
    status: StatusCode,
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
            status: StatusCode::OK,
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\"")),
        }
    }

    /// A page.
    pub fn html(html: String) -> Answer {
        Answer::new(html.into_bytes(), "text/html; charset=utf-8")
    }

    /// The same, of a question that cannot be answered: it says why.
    #[must_use]
    pub fn refusing(self) -> Answer {
        Answer {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..self
        }
    }

    /// The same, to be saved under a name.
    #[must_use]
    pub fn download(mut self, file_name: &str) -> Answer {
        self.disposition = saved_as(file_name);
        self
    }

    pub(super) fn respond(&self, request: &HeaderMap) -> Response {
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
            return (self.status, headers, self.gzip.clone()).into_response();
        }
        (self.status, headers, self.body.clone()).into_response()
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

/// The header that names a file; `None` for a name that no header can carry.
pub fn saved_as(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok()
}
