//! What every page uses: its filters, answers that are one person's own, what is not found.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use crate::config::Site;
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

/// The page of ours that led to a request, as the browser says: its path and query. Nothing when it
/// came from elsewhere, or does not say.
pub fn came_from(headers: &HeaderMap, site: &Site) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from: Uri = text(header::REFERER)?.parse().ok()?;
    let host = from.authority()?.as_str();
    let ours = text(header::HOST) == Some(host) || site.public_host() == Some(host);
    let address = from.path_and_query()?.as_str();
    (ours && local(address) == address).then(|| address.to_owned())
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

    #[test]
    fn one_came_from_a_page_of_ours_or_from_nowhere() {
        let site = Site::parse("127.0.0.1:8080", "https://cockpit.example.dk", "").unwrap();
        let from = |referer: &'static str| {
            let headers = [(header::HOST, "127.0.0.1:8080"), (header::REFERER, referer)];
            let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
            came_from(&headers.into_iter().collect(), &site)
        };
        let page = Some("/kommuner/851?from=2022".to_owned());
        assert_eq!(from("http://127.0.0.1:8080/kommuner/851?from=2022"), page);
        assert_eq!(
            from("https://cockpit.example.dk/kommuner/851?from=2022"),
            page
        );
        for foreign in [
            "https://evil.example/kommuner/851",
            "https://cockpit.example.dk.evil.example/",
            "https://cockpit.example.dk@evil.example/",
            "https://cockpit.example.dk//evil.example",
            "/kommuner/851",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(from(foreign), None, "{foreign}");
        }
    }
}
