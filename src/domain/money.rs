//! Money in øre: one exact constructor, never a float.

use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::number::{self, Convention, Exact, NumberError};

/// Danish kroner (beløb), counted in øre. The price level stands beside it, never inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn from_oere(oere: i64) -> Money {
        Money(oere)
    }

    pub const fn oere(self) -> i64 {
        self.0
    }

    /// Parses kroner with at most two decimals under the convention of the file.
    ///
    /// # Errors
    /// [`NumberError`] for anything that is not such an amount.
    pub fn parse(text: &str, convention: Convention) -> Result<Money, NumberError> {
        number::parse(text, convention)?.to_scale(2).map(Money)
    }

    /// Parses a Danish amount, as in forms: "2.345,50".
    ///
    /// # Errors
    /// [`NumberError`] for anything that is not such an amount.
    pub fn parse_danish(text: &str) -> Result<Money, NumberError> {
        Money::parse(text, Convention::Comma)
    }

    /// The amount in kroner, exact.
    pub fn exact(self) -> Exact {
        number::exact(self.0, 2)
    }

    /// The amount in kroner with two decimals.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Splits the amount by weights without remainder (largest remainder, ties to the earlier).
    /// All weights zero, or none: everything goes to nobody, so the result is empty.
    pub fn allocate(self, weights: &[u64]) -> Vec<Money> {
        let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        if sum == 0 {
            return Vec::new();
        }
        let parts: Vec<Exact> = weights
            .iter()
            .map(|w| Exact::new(BigInt::from(self.0) * BigInt::from(*w), BigInt::from(sum)))
            .collect();
        number::largest_remainder(&parts, &BigInt::from(self.0))
            .iter()
            .map(|oere| Money(oere.to_i64().unwrap_or_else(i64::zero)))
            .collect()
    }
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, |a, b| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kroner_have_two_decimals_at_most() {
        assert_eq!(Money::parse_danish("2.345,50"), Ok(Money(234_550)));
        assert_eq!(Money::parse_danish("-1"), Ok(Money(-100)));
        assert_eq!(
            Money::parse_danish("1,005"),
            Err(NumberError::TooManyDecimals { allowed: 2 })
        );
    }

    proptest! {
        #[test]
        fn allocation_leaves_no_remainder(oere in -10_000_000_000i64..10_000_000_000, weights in prop::collection::vec(0u64..1000, 1..20)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = Money(oere).allocate(&weights);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money(oere));
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(*weight > 0 || part.0.abs() <= 1);
            }
        }
    }
}
