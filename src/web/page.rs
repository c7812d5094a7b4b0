//! What every page uses: its filters, the way back to a page, answers that are one person's own, what is not found.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::config::Site;
use crate::domain::address::is_local;
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
    if is_local(address) { address } else { "/" }
}

/// The page of ours that led to a request, as the browser says: its path and query. Nothing when it
/// came from elsewhere, or does not say.
pub fn came_from(headers: &HeaderMap, site: &Site) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from: Uri = text(header::REFERER)?.parse().ok()?;
    let host = from.authority()?.as_str();
    let ours = text(header::HOST) == Some(host) || site.public_host() == Some(host);
    let address = from.path_and_query()?.as_str();
    (ours && is_local(address)).then(|| address.to_owned())
}

/// Pages that say nothing without a query of their own.
const NEED_QUERY: [&str; 2] = ["/takster/sag", "/hvorfra"];

/// The addresses of the service, and which of them show a page.
#[derive(Debug, Clone)]
pub struct Pages(Arc<[(&'static str, bool)]>);

impl Pages {
    /// Of the routes: path, and whether it answers GET.
    pub fn new(routes: impl IntoIterator<Item = (&'static str, bool)>) -> Pages {
        Pages(routes.into_iter().collect())
    }

    /// The address itself when it shows a page. A page that answered a form stands at an address that
    /// takes forms alone: the nearest page above it is where somebody can go back to.
    pub fn nearest(&self, address: String) -> String {
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        if self.shows(path) && (!query.is_empty() || !NEED_QUERY.contains(&path)) {
            return address;
        }
        let mut above = path;
        while let Some((shorter, _)) = above.rsplit_once('/') {
            above = shorter;
            if self.shows(above) && !NEED_QUERY.contains(&above) {
                return above.to_owned();
            }
        }
        "/".to_owned()
    }

    /// Whether a path shows a page. Of the routes that it fits, the one that names most of it counts.
    fn shows(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        // Of each part of the path, whether the route names it.
        let named = |route: &str| -> Option<Vec<bool>> {
            let of_route: Vec<&str> = route.split('/').collect();
            if of_route.len() != parts.len() {
                return None;
            }
            let fits = |(of, part): (&&str, &&str)| {
                if of.starts_with('{') {
                    (!part.is_empty()).then_some(false)
                } else {
                    (of == part).then_some(true)
                }
            };
            of_route.iter().zip(&parts).map(fits).collect()
        };
        let fitting = self
            .0
            .iter()
            .filter_map(|(route, shows)| Some((named(route)?, *shows)));
        fitting.max().is_some_and(|(_, shows)| shows)
    }
}

/// A page that is one person's own: no browser and no proxy keeps it.
pub fn private(html: String) -> Response {
    let kept = HeaderValue::from_static("no-store");
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// Back to a page after something was ended there; not found where there was no such thing.
///
/// # Errors
/// [`AppError::NotFound`]
pub fn back(ended: bool, page: &str) -> Result<Response, AppError> {
    if ended {
        Ok(Redirect::to(page).into_response())
    } else {
        Err(AppError::NotFound)
    }
}

/// A page that a link of a mail opens: its address is a secret, so it is told to nobody, and no browser
/// keeps it.
pub fn by_mail(status: StatusCode, html: String) -> Response {
    let mut response = private(html);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let (nobody, hidden) = ("no-referrer", "noindex");
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(nobody));
    headers.insert("x-robots-tag", HeaderValue::from_static(hidden));
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
    fn the_way_back_is_a_page_that_exists() {
        let pages = Pages::new([
            ("/", true),
            ("/moeder", true),
            ("/moeder", false),
            ("/moeder/{id}", true),
            ("/moeder/eksempel", false),
            ("/moeder/{id}/punkter", false),
            ("/takster/sag", true),
            ("/takster/sag/forklar", false),
        ]);
        for (from, to) in [
            ("/moeder?x=1", "/moeder?x=1"),
            ("/moeder/kkr-1", "/moeder/kkr-1"),
            ("/moeder/eksempel", "/moeder"),
            ("/moeder/kkr-1/punkter", "/moeder/kkr-1"),
            ("/takster/sag?sag=1", "/takster/sag?sag=1"),
            ("/takster/sag/forklar", "/"),
            ("/findes/ikke", "/"),
        ] {
            assert_eq!(pages.nearest(from.to_owned()), to, "{from}");
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
