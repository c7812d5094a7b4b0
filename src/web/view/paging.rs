//! Long lists, a hundred rows a page; the page's number is in its address.

use std::ops::Range;

use super::encode;
use crate::reports::Query;

/// Rows of a page.
pub const ROWS: usize = 100;

/// Which page of a list is shown, and the way to the others.
pub struct Paging {
    /// "1–100 af 240"; nothing when the list has one page.
    pub words: Option<String>,
    /// Address, words, and whether it is the page shown.
    pub pages: Vec<(String, String, bool)>,
    pub rows: Range<usize>,
}

/// Takes the number of the page out of an address' pairs: the rest are filters.
pub fn split(pairs: &[(String, String)]) -> (usize, Vec<(String, String)>) {
    let is_page = |(key, _): &&(String, String)| key == "side";
    let asked = pairs.iter().find(is_page).and_then(|(_, n)| n.parse().ok());
    let rest = pairs.iter().filter(|pair| !is_page(pair)).cloned();
    (asked.unwrap_or(1), rest.collect())
}

impl Paging {
    /// The page of a list of so many rows; one that the list does not reach is its last.
    pub fn new(total: usize, asked: usize, address: &str, query: &Query) -> Paging {
        let last = total.div_ceil(ROWS).max(1);
        let page = asked.clamp(1, last);
        let rows = (page - 1) * ROWS..total.min(page * ROWS);
        let link = |number: usize| {
            let mut pairs: Vec<(&str, String)> = query.pairs();
            pairs.push(("side", number.to_string()));
            let query = encode(pairs.iter().map(|(k, v)| (*k, v.as_str())));
            (
                format!("{address}?{query}"),
                format!("Side {number}"),
                number == page,
            )
        };
        let many = last > 1;
        Paging {
            words: many.then(|| format!("{}\u{2013}{} af {total}", rows.start + 1, rows.end)),
            pages: (1..=last).filter(|_| many).map(link).collect(),
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_hundred_rows_and_the_last_one_the_rest() {
        let query = Query::default();
        let rows = |total, asked| Paging::new(total, asked, "/x", &query).rows;
        assert_eq!(rows(0, 1), 0..0);
        assert_eq!(rows(100, 2), 0..100);
        assert_eq!(rows(101, 2), 100..101);
        let second = Paging::new(240, 2, "/x", &query);
        assert_eq!(second.words.as_deref(), Some("101\u{2013}200 af 240"));
        assert_eq!(
            second.pages[2],
            ("/x?side=3".into(), "Side 3".into(), false)
        );
        let pairs = [("side".into(), "2".into()), ("year".into(), "2026".into())];
        assert_eq!(split(&pairs), (2, vec![("year".into(), "2026".into())]));
    }
}
