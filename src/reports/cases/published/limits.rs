//! The limits that the tables of each year were made with. A year that is closed (its lines were
//! deleted for good) keeps its tables, and so the limit that was known when they were made.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::cases::Rules;
use crate::domain::danish::list;
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::reports::cases::loaded::limit_in_words;
use crate::storage::cases::published;
use crate::storage::data::parameters;
use crate::storage::{Db, QueryResult};

/// By year: the rules, and how the limit is stated, with its date and source.
#[derive(Clone, Default)]
pub struct Limits {
    pub rules: Rules,
    words: BTreeMap<Year, String>,
}

impl Limits {
    /// Those of a region's tables.
    pub fn load(db: &mut Db, region: &str) -> QueryResult<Limits> {
        let mut limits = Limits::default();
        let first = published::first_versions(db)?;
        for (version, years) in published::versions(db, region)? {
            let known = parameters::holding(db, version)?;
            for year in years {
                // A year keeps the limit that it was published with first.
                let first = first.get(&(region.to_owned(), year));
                let then = parameters::holding(db, first.copied().unwrap_or(version))?;
                limits
                    .words
                    .extend(limit_in_words(&then, year).map(|words| (year, words)));
                let (mut rules, then) = (limits.rules, Rules::of(&then, [year]));
                if let Some(limit) = then.limit(year) {
                    rules = rules.with_limit(year, limit);
                }
                if let Some(thresholds) = Rules::of(&known, [year]).thresholds(year) {
                    rules = rules.with_thresholds(year, thresholds);
                }
                limits.rules = rules;
            }
        }
        Ok(limits)
    }

    /// The years whose cases cost more than this.
    pub fn years_of(&self, limit: Money, years: &[Year]) -> BTreeSet<Year> {
        let has = |year: &&Year| self.rules.limit(**year) == Some(limit);
        years.iter().filter(has).copied().collect()
    }

    /// The limits of some years, each once, the smallest first.
    pub fn of(&self, years: &[Year]) -> BTreeSet<Money> {
        let limits = years.iter().filter_map(|year| self.rules.limit(*year));
        limits.collect()
    }

    /// How the limits of some years are stated, in Danish, the newest first; with the years where
    /// there are several.
    pub fn in_words(&self, years: &[Year]) -> Vec<String> {
        let mut stated: Vec<(&str, Vec<String>)> = Vec::new();
        for year in years.iter().rev() {
            let Some(words) = self.words.get(year) else {
                continue;
            };
            match stated.iter_mut().find(|(known, _)| known == words) {
                Some((_, of)) => of.insert(0, year.to_string()),
                None => stated.push((words, vec![year.to_string()])),
            }
        }
        if let [(words, _)] = &stated[..] {
            return vec![(*words).to_owned()];
        }
        let of_years = |(words, years): (&str, Vec<String>)| format!("{}: {words}", list(&years));
        stated.into_iter().map(of_years).collect()
    }
}
