//! What every page uses: its filters, answers that are one person's own, what is not found.

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::reports::{Query, ReportError, filters};
use crate::web::error::AppError;

/// The pairs of an address' query.
pub type Pairs = Vec<(String, String)>;

/// Reads the filters of a page.
///
/// # Errors
/// [`AppError::Invalid`] in words.
pub fn query(pairs: &Pairs) -> Result<Query, AppError> {
    Query::read(&filters::ALL, pairs.iter().map(|(k, v)| (k, v))).map_err(AppError::from)
}

/// An address of ours, and of nobody else: no link can send a visitor elsewhere.
pub fn local(address: &str) -> &str {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.chars().all(|c| c.is_ascii_graphic());
    if ours { address } else { "/" }
}

/// A page that is one person's own: no browser and no proxy keeps it.
pub fn private(html: String) -> Response {
    let kept = HeaderValue::from_static("no-store");
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// A page's path names what must exist: what it does not know is not found.
pub fn not_found(error: ReportError) -> AppError {
    match error {
        ReportError::BadFilter {
            key: "area" | "group" | "offer",
            ..
        } => AppError::NotFound,
        other => other.into(),
    }
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
