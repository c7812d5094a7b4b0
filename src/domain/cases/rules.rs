//! The numbers of a year: the limit of a costly case and the thresholds of the refund.

use std::collections::BTreeMap;

use num_traits::ToPrimitive;

use super::refund::Thresholds;
use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::parameters::{self, Parameter};
use crate::domain::period::Year;

/// What counts as costly and what is refunded, by year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    limits: BTreeMap<Year, Money>,
    thresholds: BTreeMap<Year, Thresholds>,
}

impl Rules {
    /// The values that the parameters have for these years: of the limit the one in force, of the
    /// thresholds those stated for the very year, for they are regulated every year.
    pub fn of(parameters: &[Parameter], years: impl IntoIterator<Item = Year>) -> Rules {
        let mut rules = Rules::default();
        for year in years {
            let limit = parameters::for_year(parameters, parameters::COSTLY_CASE_LIMIT, year);
            if let Some(limit) = limit.and_then(|used| money(used.parameter)) {
                rules.limits.insert(year, limit);
            }
            if let Some(thresholds) = stated(parameters, year) {
                rules.thresholds.insert(year, thresholds);
            }
        }
        rules
    }

    #[must_use]
    pub fn with_limit(mut self, year: Year, limit: Money) -> Rules {
        self.limits.insert(year, limit);
        self
    }

    #[must_use]
    pub fn with_thresholds(mut self, year: Year, thresholds: Thresholds) -> Rules {
        self.thresholds.insert(year, thresholds);
        self
    }

    /// Both together. Where two limits of a year are known, it is the lower one: what was costly by
    /// either is above it.
    #[must_use]
    pub fn and(mut self, other: &Rules) -> Rules {
        for (year, limit) in &other.limits {
            let known = self.limits.entry(*year).or_insert(*limit);
            *known = (*known).min(*limit);
        }
        self.thresholds.extend(&other.thresholds);
        self
    }

    /// The cost that a costly case is strictly above; `None` when no limit was ever stated.
    pub fn limit(&self, year: Year) -> Option<Money> {
        self.limits.get(&year).copied()
    }

    /// `None` for a year without thresholds: then there is no refund figure, and it is told.
    pub fn thresholds(&self, year: Year) -> Option<Thresholds> {
        self.thresholds.get(&year).copied()
    }
}

/// The three thresholds that are stated for a year itself.
fn stated(parameters: &[Parameter], year: Year) -> Option<Thresholds> {
    let [first, second, third] = parameters::REFUND_THRESHOLDS.map(|key| {
        let used = parameters::for_year(parameters, key, year)?;
        let own = i32::from(used.parameter.valid_from.year()) == year.number();
        own.then(|| money(used.parameter)).flatten()
    });
    Some(Thresholds {
        first: first?,
        second: second?,
        third: third?,
    })
}

fn money(parameter: &Parameter) -> Option<Money> {
    let oere: Exact = parameter.exact()? * number::exact(100, 0);
    let whole = oere.is_integer().then(|| oere.to_integer())?;
    whole.to_i64().map(Money::from_oere)
}

#[cfg(test)]
mod tests;
