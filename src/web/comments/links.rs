//! Addresses of comments.

use crate::domain::comments::Address;
use crate::reports::others::folder;
use crate::web::analyses::links as analyses;
use crate::web::error::AppError;
use crate::web::view::links::origin;

/// The list of comments.
pub const LIST: &str = "/kommentarer";

/// Where the comments stand on the page of a figure.
pub const ANCHOR: &str = "#kommentarer";

/// The page of a figure, at its comments.
pub fn figure(at: &Address) -> String {
    let row = at.row.iter().map(|(key, value)| (&**key, &**value));
    let filters = at.filters.iter().map(|(key, value)| (&**key, &**value));
    if let Some(name) = folder(&at.question) {
        let page = analyses::figure(name, (row, &at.column), filters);
        return format!("{page}{ANCHOR}");
    }
    format!(
        "{}{ANCHOR}",
        origin((&at.question, &at.column), row, filters)
    )
}

/// Where the form that follows a figure is sent.
pub fn follow(at: &Address) -> String {
    let page = figure(at);
    let query = page.trim_end_matches(ANCHOR).split_once('?');
    let query = query.map_or("", |(_, query)| query);
    let path = folder(&at.question).map_or_else(|| "/hvorfra".to_owned(), analyses::analysis);
    format!("{path}/foelg?{query}")
}

/// The number of a comment in an address.
///
/// # Errors
/// [`AppError::NotFound`] for what is no number.
pub fn id(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}
