//! Full-year persons, exact to the ten-thousandth.

use rust_decimal::Decimal;

use super::number::{self, Convention, Exact, NumberError};

/// Full-year persons (helårspersoner): one person for 365 days is 1; 73 days are 0.2.
/// Counted in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FullYearPersons(i64);

impl FullYearPersons {
    pub const ZERO: FullYearPersons = FullYearPersons(0);

    pub const fn from_ten_thousandths(value: i64) -> FullYearPersons {
        FullYearPersons(value)
    }

    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Parses persons with at most four decimals under the convention of the file.
    ///
    /// # Errors
    /// [`NumberError`] for anything that is not such a number. A negative one parses: who may
    /// not have it says so with a better message.
    pub fn parse(text: &str, convention: Convention) -> Result<FullYearPersons, NumberError> {
        number::parse(text, convention)?
            .to_scale(4)
            .map(FullYearPersons)
    }

    pub fn exact(self) -> Exact {
        number::exact(self.0, 4)
    }

    /// One decimal at least, four at most: 626.0, 0.2, 4128.6, 0.2055.
    pub fn decimal(self) -> Decimal {
        shortest(Decimal::new(self.0, 4))
    }
}

/// Persons as shown: the decimals they have, but at least one.
pub fn shortest(value: Decimal) -> Decimal {
    let mut value = value.normalize();
    if value.scale() < 1 {
        value.rescale(1);
    }
    value
}

impl std::ops::Add for FullYearPersons {
    type Output = FullYearPersons;
    fn add(self, other: FullYearPersons) -> FullYearPersons {
        FullYearPersons(self.0 + other.0)
    }
}

impl std::iter::Sum for FullYearPersons {
    fn sum<I: Iterator<Item = FullYearPersons>>(iter: I) -> FullYearPersons {
        iter.fold(FullYearPersons::ZERO, |a, b| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventy_three_days_are_a_fifth() {
        let fifth = FullYearPersons::parse("0,2", Convention::Comma).unwrap();
        assert_eq!(fifth.exact(), number::exact(73, 0) / number::exact(365, 0));
        assert_eq!(fifth.decimal().to_string(), "0.2");
        assert_eq!(
            FullYearPersons::from_ten_thousandths(6_260_000)
                .decimal()
                .to_string(),
            "626.0"
        );
        assert_eq!(
            FullYearPersons::from_ten_thousandths(2055)
                .decimal()
                .to_string(),
            "0.2055"
        );
    }
}
