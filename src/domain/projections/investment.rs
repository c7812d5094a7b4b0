//! An investment (investering): what it costs a year as a loan, and what it is worth today when it
//! saves something every year.

use num_traits::{One, Zero};

use super::{growth, part};
use crate::domain::number::Exact;

/// The longest course that is worked out.
pub const LONGEST: u32 = 50;

/// DKK a year that pays an amount back over years at an interest in percent a year, each payment
/// equal and at the year's end (annuitet). Zero years have no payment.
pub fn annuity(amount: &Exact, rate: &Exact, years: u32) -> Option<Exact> {
    if years == 0 {
        return None;
    }
    if rate.is_zero() {
        return Some(amount / Exact::from_integer(years.into()));
    }
    let grown = growth(rate, years);
    Some(amount * part(rate) * &grown / (grown - Exact::one()))
}

/// A year of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Years from now: 0 is now.
    pub year: u32,
    /// DKK that come in, below zero for what goes out.
    pub flow: Exact,
    /// The same, in today's worth (nutidsværdi).
    pub present: Exact,
    /// The present values up to and with this year.
    pub accumulated: Exact,
}

/// An amount paid now, and a saving at the end of each year, discounted by a rate in percent a year.
pub fn course(amount: &Exact, saving: &Exact, rate: &Exact, years: u32) -> Vec<Step> {
    let mut accumulated = Exact::zero();
    (0..=years.min(LONGEST))
        .map(|year| {
            let flow = if year == 0 {
                -amount.clone()
            } else {
                saving.clone()
            };
            let present = &flow / growth(rate, year);
            accumulated += &present;
            Step {
                year,
                flow,
                present,
                accumulated: accumulated.clone(),
            }
        })
        .collect()
}

/// The first year in which the present values add up to nothing less than zero.
pub fn paid_back(course: &[Step]) -> Option<u32> {
    let mut steps = course.iter();
    let found = steps.find(|step| step.accumulated >= Exact::zero());
    found.map(|step| step.year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::{exact, rounded};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    #[test]
    fn ten_million_over_thirty_years_at_three_percent() {
        let yearly = annuity(&exact(10_000_000, 0), &exact(3, 0), 30).unwrap();
        assert_eq!(rounded(&yearly, 2), Some(Decimal::new(51_019_259, 2)));
        let free = annuity(&exact(9, 0), &exact(0, 0), 3);
        assert_eq!(free, Some(exact(3, 0)));
        assert_eq!(annuity(&exact(9, 0), &exact(3, 0), 0), None);
    }

    #[test]
    fn five_savings_are_worth_more_than_the_investment() {
        let steps = course(&exact(10_000_000, 0), &exact(2_400_000, 0), &exact(4, 0), 5);
        let last = &steps.last().unwrap().accumulated;
        assert_eq!(rounded(last, 2), Some(Decimal::new(68_437_359, 2)));
        assert_eq!(paid_back(&steps), Some(5));
        assert_eq!(paid_back(&steps[..5]), None);
        assert_eq!(steps.len(), 6);
    }

    proptest! {
        // A loan that is paid back by its annuity is worth nothing at its own rate.
        #[test]
        fn an_annuity_pays_back_exactly(amount in 1i64..1_000_000_000, rate in 0i64..2_000, years in 1u32..=LONGEST) {
            let (amount, rate) = (exact(amount, 2), exact(rate, 2));
            let yearly = annuity(&amount, &rate, years).unwrap();
            let steps = course(&amount, &yearly, &rate, years);
            prop_assert_eq!(&steps.last().unwrap().accumulated, &exact(0, 0));
            prop_assert_eq!(paid_back(&steps), Some(years));
        }
    }
}
