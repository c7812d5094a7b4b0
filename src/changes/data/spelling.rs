//! One thing under two spellings is one thing, across uploads too: what stands already keeps its
//! name, and a file that writes it otherwise (case, letters in two parts, kinds of space) is about
//! the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use foldhash::fast::RandomState;

use crate::domain::danish::counted;
use crate::domain::fold;

/// Other spellings that a receipt names; the rest is counted.
const NAMED: usize = 20;

/// Names that stand, each within something: a service within its offer.
pub(in crate::changes) struct Standing<'a, W> {
    exact: HashSet<(W, &'a str), RandomState>,
    by_key: HashMap<(W, String), &'a str, RandomState>,
}

impl<'a, W: Copy + Eq + Hash> Standing<'a, W> {
    pub fn of(names: impl Iterator<Item = (W, &'a str)>) -> Standing<'a, W> {
        let mut standing = Standing {
            exact: HashSet::default(),
            by_key: HashMap::default(),
        };
        for (within, name) in names {
            standing.exact.insert((within, name));
            standing
                .by_key
                .entry((within, fold::key(name)))
                .or_insert(name);
        }
        standing
    }

    /// The name that stands, where it is written otherwise than in the file.
    pub fn other_spelling(&self, within: W, name: &str) -> Option<&'a str> {
        // Nearly every name is as before, and needs no folding.
        if self.exact.is_empty() || self.exact.contains(&(within, name)) {
            return None;
        }
        self.by_key.get(&(within, fold::key(name))).copied()
    }
}

/// What a receipt says of the names that were written otherwise.
#[derive(Default)]
pub(in crate::changes) struct Respelt(BTreeMap<(String, String), usize>);

impl Respelt {
    pub fn add(&mut self, written: &str, stands: &str) {
        let names = (written.to_owned(), stands.to_owned());
        *self.0.entry(names).or_default() += 1;
    }

    /// `what` is the Danish word for it, in the definite form: "Ydelsen".
    pub fn notes(self, what: &str) -> Vec<String> {
        let more = self.0.len().saturating_sub(NAMED);
        let named = self
            .0
            .into_iter()
            .take(NAMED)
            .map(|((written, stands), _)| {
                format!("{what} »{written}« er læst som »{stands}«, der er indlæst før.")
            });
        let mut notes: Vec<String> = named.collect();
        if more > 0 {
            let more = counted(more, "navn", "navne");
            notes.push(format!("{more} til er stavet som før."));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_spelling_that_stands() {
        let names = [
            ("T-1", "Hovedydelse"),
            ("T-1", "Bra\u{e5}"),
            ("T-2", "hovedydelse"),
        ];
        let standing = Standing::of(names.into_iter());
        assert_eq!(
            standing.other_spelling("T-1", "HOVEDYDELSE"),
            Some("Hovedydelse")
        );
        assert_eq!(
            standing.other_spelling("T-1", "Braa\u{30a}"),
            Some("Bra\u{e5}")
        );
        assert_eq!(standing.other_spelling("T-1", "Hovedydelse"), None);
        assert_eq!(standing.other_spelling("T-2", "hovedydelse"), None);
        assert_eq!(standing.other_spelling("T-3", "Hovedydelse"), None);
    }
}
