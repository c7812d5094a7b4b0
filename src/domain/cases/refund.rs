//! The state's refund of costly cases (SEL § 176): marginal brackets.

use super::case_year::CaseYear;
use crate::domain::money::Money;

/// The three thresholds of a year: 25 % of what lies above the first is refunded, 50 % above the
/// second, 75 % above the third (SEL § 176, subsections 1 to 3; regulated each year).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    pub first: Money,
    pub second: Money,
    pub third: Money,
}

/// What a refund was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefundBasis {
    /// Month by month against a twelfth of the thresholds, as the law counts.
    Months,
    /// From the year's sum: a lower bound, since the scale is convex ("mindst").
    Year,
    /// Nothing was paid for a citizen under 67, so there is nothing to refund.
    NothingUnder67,
}

impl RefundBasis {
    const ALL: [RefundBasis; 3] = [
        RefundBasis::Months,
        RefundBasis::Year,
        RefundBasis::NothingUnder67,
    ];

    /// The key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            RefundBasis::Months => "months",
            RefundBasis::Year => "year",
            RefundBasis::NothingUnder67 => "nothing",
        }
    }

    pub fn from_key(key: &str) -> Option<RefundBasis> {
        RefundBasis::ALL
            .into_iter()
            .find(|basis| basis.key() == key)
    }
}

/// The refund of a case and year, an estimate: income, one-off costs and objective financing are
/// not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refund {
    /// Rounded to the øre, half up, once per case and year; so sums of refunds are exact.
    pub amount: Money,
    pub basis: RefundBasis,
}

impl Refund {
    /// Whether the amount is a lower bound.
    pub fn is_minimum(self) -> bool {
        self.basis == RefundBasis::Year
    }
}

/// The refund of what a case cost while the citizen was under 67; 67 and over give none.
pub fn refund(case: &CaseYear, thresholds: Thresholds) -> Refund {
    match &case.months {
        Some(months) => Refund {
            amount: rounded(
                months.iter().map(|m| quarters(*m, 12, thresholds)).sum(),
                12,
            ),
            basis: RefundBasis::Months,
        },
        None => Refund {
            amount: rounded(quarters(case.cost_under_67, 1, thresholds), 1),
            basis: if case.cost_under_67 == Money::ZERO {
                RefundBasis::NothingUnder67
            } else {
                RefundBasis::Year
            },
        },
    }
}

/// The refund of a cost against `1/parts` of the thresholds, in quarters of `1/parts` øre: each
/// bracket adds a quarter to the rate, so three times a quarter of what lies above is the refund.
fn quarters(cost: Money, parts: i128, thresholds: Thresholds) -> i128 {
    let above = |threshold: Money| {
        let over = i128::from(cost.oere()) * parts - i128::from(threshold.oere());
        over.max(0)
    };
    above(thresholds.first) + above(thresholds.second) + above(thresholds.third)
}

fn rounded(quarters: i128, parts: i128) -> Money {
    let unit = 4 * parts;
    let oere = (2 * quarters + unit).div_euclid(2 * unit);
    Money::from_oere(i64::try_from(oere).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
