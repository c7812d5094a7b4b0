//! Pages: one page, one file, with the same name as its template.

pub mod accessibility;
pub mod account;
pub mod api_docs;
pub mod case_steps;
pub mod cockpit;
pub mod data;
pub mod log;
pub mod meetings;
pub mod municipality;
pub mod offer;
pub mod offer_form;
pub mod offers;
pub mod openid;
pub mod origin;
pub mod papers;
pub mod paragraph;
pub mod receipt;
pub mod reconciliation;
pub mod settings;
pub mod sign_in;
pub mod tariff_case;
pub mod tariff_follow_up;
pub mod tariff_increases;
pub mod tariffs;
pub mod user;
pub mod users;
pub mod welcome;

use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::reports::{Query, ReportError};
use crate::web::error::AppError;

/// The pairs of an address' query.
pub type Pairs = Vec<(String, String)>;

/// Reads the filters of a page.
///
/// # Errors
/// [`AppError::Invalid`] in words.
fn query(pairs: &Pairs) -> Result<Query, AppError> {
    Query::from_pairs(pairs.iter().map(|(k, v)| (k, v))).map_err(AppError::from)
}

/// A page that is one person's own: no browser and no proxy keeps it.
fn private(html: String) -> Response {
    let kept = HeaderValue::from_static("no-store");
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    response
}

/// A page's path names what must exist: what it does not know is not found.
fn not_found(error: ReportError) -> AppError {
    match error {
        ReportError::BadFilter {
            key: "area" | "group" | "offer",
            ..
        } => AppError::NotFound,
        other => other.into(),
    }
}
