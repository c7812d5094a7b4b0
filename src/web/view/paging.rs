//! Long lists a hundred rows at a time, each part with an address of its own.

use std::ops::Range;

use super::encode;
use crate::domain::danish::counted;
use crate::domain::number::danish;
use crate::reports::Query;
use crate::web::error::AppError;

/// Rows of one page.
const ROWS: usize = 100;
/// The part of the address that names the page (side).
const KEY: &str = "side";

/// Where in a list a page is, and the ways to its neighbours.
pub struct Paging {
    /// "Viser 1–100 af 3.000".
    pub words: String,
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
    range: Range<usize>,
    all: usize,
}

impl Paging {
    /// Page `wanted` (from 1) of `all` rows; what lies beyond the last page is the last page.
    pub fn new(action: &str, query: &Query, wanted: usize, all: usize) -> Paging {
        Paging::over(action, &query.pairs(), wanted, all)
    }

    /// The same of a list that is asked for by pairs of its own.
    pub fn over(
        action: &str,
        filters: &[(&'static str, String)],
        wanted: usize,
        all: usize,
    ) -> Paging {
        let pages = all.div_ceil(ROWS).max(1);
        let page = wanted.clamp(1, pages);
        let range = (page - 1) * ROWS..(page * ROWS).min(all);
        let address = |page: usize| {
            let number = page.to_string();
            let pairs = filters.iter().map(|(k, v)| (*k, v.as_str()));
            let pairs = encode(pairs.chain([(KEY, number.as_str())]));
            format!("{action}?{pairs}#liste")
        };
        let count = |n: usize| danish(n.into());
        Paging {
            words: match all {
                0 => "Ingen".to_owned(),
                _ => format!(
                    "Viser {}\u{2013}{} af {}",
                    count(range.start + 1),
                    count(range.end),
                    count(all)
                ),
            },
            first: (page > 2).then(|| address(1)),
            previous: (page > 1).then(|| address(page - 1)),
            next: (page < pages).then(|| address(page + 1)),
            last: (page + 1 < pages).then(|| address(pages)),
            range,
            all,
        }
    }

    /// Which rows they are, and what: "1 takst", "Viser 1–100 af 250 takster".
    pub fn of_what(&self, one: &str, many: &str) -> String {
        if self.all == 1 {
            counted(1, one, many)
        } else {
            format!("{} {many}", self.words)
        }
    }

    /// The rows of this page.
    pub fn of<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        rows.get(self.range.clone()).unwrap_or_default()
    }

    /// Which rows they are.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Whether there is more than one page.
    pub fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

/// Takes the page's number off the pairs of an address; the rest are filters.
///
/// # Errors
/// [`AppError::Invalid`] for what is no number of a page.
pub fn take_page(pairs: &mut Vec<(String, String)>) -> Result<usize, AppError> {
    let mut page = 1;
    for (_, value) in pairs.extract_if(.., |(key, _)| key == KEY) {
        page = match value.trim() {
            "" => 1,
            number => number.parse().ok().filter(|n| *n > 0).ok_or_else(|| {
                AppError::invalid("»side« er nummeret på en side, for eksempel 2.")
            })?,
        };
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_the_middle_and_the_last() {
        let query = Query {
            municipality: Some("851".into()),
            ..Query::default()
        };
        let rows: Vec<usize> = (0..250).collect();
        let first = Paging::new("/tilbud", &query, 1, rows.len());
        assert_eq!(first.words, "Viser 1\u{2013}100 af 250");
        assert_eq!(first.of(&rows).len(), 100);
        assert_eq!(
            first.next.as_deref(),
            Some("/tilbud?municipality=851&side=2#liste")
        );
        assert!(first.previous.is_none() && first.is_needed());
        let last = Paging::new("/tilbud", &query, 99, rows.len());
        assert_eq!(last.words, "Viser 201\u{2013}250 af 250");
        assert_eq!(last.of(&rows)[0], 200);
        assert!(last.next.is_none());
        assert!(!Paging::new("/tilbud", &query, 1, 100).is_needed());
        assert_eq!(Paging::new("/tilbud", &query, 1, 0).words, "Ingen");
        let what = |all| Paging::new("/takster", &query, 1, all).of_what("takst", "takster");
        assert_eq!(what(0), "Ingen takster");
        assert_eq!(what(1), "1 takst");
        assert_eq!(what(2), "Viser 1\u{2013}2 af 2 takster");
    }

    #[test]
    fn the_page_is_no_filter() {
        let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
        let mut pairs = vec![pair("year", "2026"), pair("side", "3")];
        assert_eq!(take_page(&mut pairs).ok(), Some(3));
        assert_eq!(pairs, [pair("year", "2026")]);
        assert!(take_page(&mut vec![pair("side", "0")]).is_err());
        assert!(take_page(&mut vec![pair("side", "to")]).is_err());
    }
}
