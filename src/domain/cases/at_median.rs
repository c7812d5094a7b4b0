//! What a part of a case would cost at the region's median tariff: a question to ask, no verdict.
//! A tariff tells nothing of what the citizen needs.

use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::tariffs::field::{Field, Mark};

/// Of fewer tariffs a median says little.
pub const FEWEST: usize = 5;

/// A part at the median of the field that its tariff stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtMedian {
    /// What the offer takes for day and night (døgn).
    pub tariff: Money,
    /// In kroner.
    pub median: Exact,
    /// How many tariffs it is the median of.
    pub tariffs: usize,
    /// What the part would cost: its cost times the median through the tariff. In kroner.
    pub cost: Exact,
}

/// Why there is no such figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAsked {
    /// The lines tell no offer.
    NoOffer,
    /// The offer has no tariff for day and night under the paragraph in the year.
    NoTariff,
    /// It has more than one, and the lines do not tell which.
    SeveralTariffs,
    /// There are fewer than [`FEWEST`] to take the median of.
    FewTariffs(usize),
}

/// A part of a case at the median. `own` are the tariffs of its offer, `field` those of the region,
/// its own among them; all for day and night, of the same paragraph and year, and of offers that
/// have a target group in common.
///
/// # Errors
/// [`NotAsked`]
pub fn at_median(cost: Money, own: &[Money], field: Vec<Money>) -> Result<AtMedian, NotAsked> {
    let tariff = match own {
        [] => return Err(NotAsked::NoTariff),
        [tariff] => *tariff,
        _ => return Err(NotAsked::SeveralTariffs),
    };
    if tariff <= Money::ZERO {
        return Err(NotAsked::NoTariff);
    }
    let tariffs = field.len();
    let field = Field::new(field).filter(|field| field.size() >= FEWEST);
    let field = field.ok_or(NotAsked::FewTariffs(tariffs))?;
    let median = field.at(Mark::Median);
    let part = number::ratio(cost.oere().into(), tariff.oere().into());
    Ok(AtMedian {
        tariff,
        cost: number::product(&part, &median),
        median,
        tariffs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kr(kroner: i64) -> Money {
        Money::from_oere(kroner * 100)
    }

    #[test]
    fn a_cost_is_moved_by_the_median_through_the_tariff() {
        let field = || [2_000, 2_500, 4_000, 3_000, 2_400].map(kr).to_vec();
        let dear = at_median(kr(2_400_000), &[kr(4_000)], field()).expect("a figure");
        assert_eq!(dear.median, kr(2_500).exact());
        assert_eq!(dear.cost, kr(1_500_000).exact());
        assert_eq!(dear.tariffs, 5);
        // It is not always less.
        let cheap = at_median(kr(2_400_000), &[kr(2_000)], field()).expect("a figure");
        assert_eq!(cheap.cost, kr(3_000_000).exact());
    }

    #[test]
    fn without_one_tariff_or_with_four_others_there_is_no_figure() {
        let field = |n: usize| vec![kr(2_000); n];
        let asked = |own: &[Money], n: usize| at_median(kr(1), own, field(n)).map(|at| at.tariffs);
        assert_eq!(asked(&[], 9), Err(NotAsked::NoTariff));
        assert_eq!(asked(&[Money::ZERO], 9), Err(NotAsked::NoTariff));
        assert_eq!(asked(&[kr(1), kr(2)], 9), Err(NotAsked::SeveralTariffs));
        assert_eq!(asked(&[kr(1)], 4), Err(NotAsked::FewTariffs(4)));
        assert_eq!(asked(&[kr(1)], 5), Ok(5));
    }
}
