//! The order of a list, and a word that is looked for in it: both stand in the address, so that they
//! hold without a script, through its pages, and for whoever it is sent to.

use super::encode;
use super::filters::{FilterForm, WORD};
use super::table::{Sorted, TableView};
use crate::reports::Query;
use crate::reports::columns::Cols;
pub use crate::reports::order::Order;

/// The part of the address that names the column (orden); with a hyphen before it from the highest.
const ORDER: &str = "orden";
/// The same two parts as the addresses of files have them.
const OF_FILES: [&str; 2] = ["sort", "search"];

/// Takes order and word off the pairs of an address; the rest are filters.
pub fn take_order(pairs: &mut Vec<(String, String)>) -> Order {
    let mut order = Order::default();
    let ours = |key: &str| [ORDER, WORD].contains(&key) || OF_FILES.contains(&key);
    for (key, value) in pairs.extract_if(.., |(key, _)| ours(key)) {
        if key == WORD || key == OF_FILES[1] {
            order.with_word(&value);
        } else if !value.is_empty() {
            order.by(&value);
        }
    }
    order
}

impl Order {
    /// Filters with order and word behind them, as an address has them.
    pub fn with(&self, query: &Query) -> Vec<(&'static str, String)> {
        let mut pairs = query.pairs();
        pairs.extend(self.pairs());
        pairs
    }

    /// Filters with order and word among them, as files take them: what leaves is what is seen.
    pub fn in_files(&self, query: &Query) -> Query {
        Query {
            order: self.clone(),
            ..query.clone()
        }
    }

    /// Order and word, as an address has them.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let column = self.sort().map(|column| (ORDER, column));
        let word = self.search().map(|word| (WORD, word));
        column.into_iter().chain(word).collect()
    }

    /// Makes each head of a table lead to the list in its order, the other way round where it is in
    /// that already.
    pub fn heads<R>(&self, table: &mut TableView, columns: Cols<R>, query: &Query, action: &str) {
        for (head, col) in table.heads.iter_mut().zip(columns) {
            head.sorted = Some(self.by_column(col.key, query.pairs(), action));
        }
    }

    /// The way from a list of some filters to the same list in the order of a column.
    pub fn by_column(
        &self,
        key: &str,
        mut filters: Vec<(&'static str, String)>,
        action: &str,
    ) -> Sorted {
        let now = self.column.as_deref() == Some(key);
        let next = Order {
            column: Some(key.to_owned()),
            falling: now && !self.falling,
            word: self.word.clone(),
        };
        filters.extend(next.pairs());
        Sorted {
            address: format!("{action}?{}#liste", encode(filters)),
            aria: match (now, self.falling) {
                (false, _) => "none",
                (true, false) => "ascending",
                (true, true) => "descending",
            },
        }
    }

    /// The form of the page with a field for the word; what it is sorted by stays.
    #[must_use]
    pub fn in_form(&self, form: FilterForm) -> FilterForm {
        let kept = self.pairs().into_iter().filter(|(key, _)| *key == ORDER);
        let summary = match self.word.as_str() {
            "" => form.summary.clone(),
            word => format!("{}, »{word}«", form.summary),
        };
        FilterForm {
            summary,
            word: Some(self.word.clone()),
            kept: kept.collect(),
            ..form
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_its_files_name_order_and_word_in_their_own_words() {
        let taken = |pairs: &[(&str, &str)]| {
            let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            let mut pairs: Vec<_> = pairs.iter().map(own).collect();
            let order = take_order(&mut pairs);
            assert!(pairs.is_empty());
            order
        };
        let order = taken(&[("orden", "-places"), ("ord", " hus ")]);
        assert_eq!(order, taken(&[("sort", "-places"), ("search", "hus")]));
        let query = Query::default();
        let pair = |key, value: &str| (key, value.to_owned());
        assert_eq!(
            order.with(&query),
            [pair("orden", "-places"), pair("ord", "hus")]
        );
        assert_eq!(
            order.in_files(&query).pairs(),
            [pair("sort", "-places"), pair("search", "hus")]
        );
    }
}
