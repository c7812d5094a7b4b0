//! How the cost of a year's costly cases is spread: how much of it the dearest have, and what lies
//! between them. Shown only where enough cases stand on each side (domain rule "Disclosure", 5).

use std::collections::BTreeSet;

use num_traits::Zero as _;

use super::costly::Costly;
use super::small::is_small;
use crate::domain::number::{Exact, exact, round_half_away};

/// Kroner that a median and quartiles are rounded to, so that none is what one person costs.
const STEP: i64 = 100_000;

/// From so many cases the median and the quartiles have five on each side.
pub const QUARTILES_FROM: usize = 20;

/// Of how many percent of the cases the dearest are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Top {
    Ten,
    Five,
    One,
}

impl Top {
    pub const ALL: [Top; 3] = [Top::Ten, Top::Five, Top::One];

    pub const fn percent(self) -> usize {
        match self {
            Top::Ten => 10,
            Top::Five => 5,
            Top::One => 1,
        }
    }

    /// The fewest cases of which so many percent are five.
    pub const fn from(self) -> usize {
        match self {
            Top::Ten => 50,
            Top::Five => 100,
            Top::One => 500,
        }
    }

    /// How many of some cases these are.
    pub const fn of(self, cases: usize) -> usize {
        cases * self.percent() / 100
    }
}

/// The costly cases of a year, the dearest first.
#[derive(Debug)]
pub struct Spread<'a>(Vec<&'a Costly>);

impl<'a> Spread<'a> {
    pub fn new(cases: impl IntoIterator<Item = &'a Costly>) -> Spread<'a> {
        let mut cases: Vec<&Costly> = cases.into_iter().collect();
        // Of equal cost the order is that of the cases, so that it is always the same.
        cases.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.cmp(b)));
        Spread(cases)
    }

    pub fn cases(&self) -> usize {
        self.0.len()
    }

    /// What all of them cost.
    pub fn cost(&self) -> Exact {
        cost(&self.0)
    }

    /// The dearest; `None` when there are too few, or when what is left of them for a municipality
    /// that takes its own away is too small a group: a municipality knows its own.
    pub fn top(&self, top: Top) -> Option<&[&'a Costly]> {
        if self.cases() < top.from() {
            return None;
        }
        let dearest = &self.0[..top.of(self.cases())];
        let whose: BTreeSet<_> = dearest.iter().map(|of| &of.key.municipality).collect();
        let too_small = |who: &&std::sync::Arc<str>| {
            let others = || {
                let all = dearest.iter().copied();
                all.filter(|of| of.key.municipality != **who)
            };
            others().next().is_none() || is_small(others())
        };
        let all_small = is_small(dearest.iter().copied());
        (!all_small && !whose.iter().any(too_small)).then_some(dearest)
    }

    /// How much of the cost the dearest have.
    pub fn share(&self, top: Top) -> Option<Exact> {
        Some(cost(self.top(top)?) / self.cost())
    }

    /// The lower quartile, the median and the upper quartile of what a case costs, in whole hundred
    /// thousands of kroner.
    pub fn quartiles(&self) -> Option<[Exact; 3]> {
        if self.cases() < QUARTILES_FROM {
            return None;
        }
        Some([1, 2, 3].map(|quarters| rounded(&self.at(quarters))))
    }

    /// What a case costs that so many quarters of the cases cost no more than.
    fn at(&self, quarters: usize) -> Exact {
        let from_below = |at: usize| self.0[self.cases() - 1 - at].cost.exact();
        let place = self.cases() * quarters;
        if place.is_multiple_of(4) {
            (from_below(place / 4 - 1) + from_below(place / 4)) / exact(2, 0)
        } else {
            from_below(place / 4)
        }
    }
}

fn cost(cases: &[&Costly]) -> Exact {
    let costs = cases.iter().map(|case| case.cost.exact());
    costs.fold(Exact::zero(), |sum, cost| sum + cost)
}

/// To the nearest hundred thousand kroner, half away from zero.
fn rounded(kroner: &Exact) -> Exact {
    let step = exact(STEP, 0);
    Exact::from_integer(round_half_away(&(kroner / &step), 0)) * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cases::CaseKey;
    use crate::domain::components::Supplier;
    use crate::domain::money::Money;
    use crate::domain::paragraph::Paragraph;
    use crate::domain::period::Year;

    /// A case of so many hundred thousand kroner, and a krone.
    fn case(number: usize, municipality: &str, lakhs: i64) -> Costly {
        Costly {
            key: CaseKey {
                municipality: municipality.into(),
                case: format!("p{number}").into(),
            },
            year: Year::new(2024).unwrap(),
            cost: Money::from_oere(lakhs * 10_000_000 + 100),
            paragraph: Paragraph::Sel107,
            supplier: Supplier::Private,
            refund: None,
        }
    }

    /// Cases of 21, 22, 23 ... hundred thousand kroner, of two municipalities in turn.
    fn cases(count: usize) -> Vec<Costly> {
        let of = |n: usize| case(n, ["851", "860"][n % 2], 21 + n as i64);
        (0..count).map(of).collect()
    }

    #[test]
    fn quartiles_have_five_on_each_side_and_are_nobodys_cost() {
        let few = cases(19);
        assert_eq!(Spread::new(&few).quartiles(), None);
        let enough = cases(20);
        // The fifth costs 2,500,001 and the sixth 2,600,001: between them, rounded up.
        let lakhs = [26, 31, 36].map(|lakhs| exact(lakhs * STEP, 0));
        assert_eq!(Spread::new(&enough).quartiles(), Some(lakhs));
    }

    #[test]
    fn the_dearest_are_told_of_together_from_five() {
        let few = cases(49);
        assert_eq!(Spread::new(&few).share(Top::Ten), None);
        let mut many = cases(50);
        // Two of the five are another's: three are left, which is a small group.
        assert_eq!(Spread::new(&many).share(Top::Ten), None);
        for (number, case) in many.iter_mut().enumerate() {
            case.key.municipality = format!("m{number}").into();
        }
        // Each has one of the five at most, and four are left for it.
        assert_eq!(Spread::new(&many).share(Top::Ten), None);
        let mut more = cases(100);
        // Of the ten dearest each of two has five.
        let spread = Spread::new(&more);
        let dearest: i64 = (111..=120).map(|lakhs| lakhs * STEP + 1).sum();
        let all: i64 = (21..=120).map(|lakhs| lakhs * STEP + 1).sum();
        assert_eq!(
            spread.share(Top::Ten),
            Some(exact(dearest, 0) / exact(all, 0))
        );
        // Of the five dearest too few are the other's.
        assert_eq!(spread.share(Top::Five), None);
        // One that costs nearly all of it is one person.
        more[99].cost = Money::from_oere(1_000_000_000_000);
        assert_eq!(Spread::new(&more).share(Top::Ten), None);
    }
}
