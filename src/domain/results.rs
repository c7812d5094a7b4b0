//! Result documentation (resultatdokumentation): how many stays of an offer have goals, how many of those were
//! evaluated in time, and how many of those met their goals; and what of it is told (decision 83).

use std::sync::Arc;

use crate::domain::number::{Exact, exact};
use crate::domain::period::Quarter;

/// The fewest stays that anything is told of.
pub const FEWEST: i64 = 5;

/// What an offer documents of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    pub offer_id: Arc<str>,
    pub quarter: Quarter,
    pub counts: Counts,
}

/// Numbers of stays, each of which is among those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Stays (ophold) that were there in the quarter.
    pub stays: i64,
    /// Of these, stays with goals (indsatsmål) by the end of it.
    pub with_goals: i64,
    /// Of these, stays whose goals were evaluated within the time that was agreed.
    pub evaluated: i64,
    /// Of these, stays whose goals were met.
    pub met: i64,
}

/// Some of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    pub some: i64,
    pub all: i64,
}

/// What may be told of stays: nothing that is about one to four of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    pub stays: Option<i64>,
    pub with_goals: Option<Share>,
    pub evaluated: Option<Share>,
    pub met: Option<Share>,
}

/// Whether a number of stays is too small to tell anything of; of none it can be told that there are none.
const fn is_small(stays: i64) -> bool {
    0 < stays && stays < FEWEST
}

impl Counts {
    /// What is told of them: how many of some stays is told only where those are none, or five at least.
    pub fn told(&self) -> Told {
        let share = |some, all| (!is_small(all)).then_some(Share { some, all });
        let with_goals = share(self.with_goals, self.stays);
        let evaluated = with_goals.and_then(|_| share(self.evaluated, self.with_goals));
        Told {
            stays: (!is_small(self.stays)).then_some(self.stays),
            with_goals,
            evaluated,
            met: evaluated.and_then(|_| share(self.met, self.evaluated)),
        }
    }
}

impl Share {
    /// In percent, exact; nothing of none.
    pub fn percent(&self) -> Option<Exact> {
        (self.all != 0).then(|| exact(self.some, 0) / exact(self.all, 0) * exact(100, 0))
    }

    fn and(self, other: Option<Share>) -> Share {
        let other = other.unwrap_or_default();
        Share {
            some: self.some + other.some,
            all: self.all + other.all,
        }
    }
}

impl Told {
    /// Whether nothing of it is told.
    pub const fn is_masked(&self) -> bool {
        self.stays.is_none()
    }

    /// The sum of what is told. What is not told is in no sum, so that nobody can take the one from the
    /// other.
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Told>) -> Told {
        let (mut stays, mut sums) = (0, [Share::default(); 3]);
        for told in all {
            stays += told.stays.unwrap_or_default();
            for (sum, share) in sums
                .iter_mut()
                .zip([told.with_goals, told.evaluated, told.met])
            {
                *sum = sum.and(share);
            }
        }
        let [with_goals, evaluated, met] = sums.map(Some);
        Told {
            stays: Some(stays),
            with_goals,
            evaluated,
            met,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(stays: i64, with_goals: i64, evaluated: i64, met: i64) -> Counts {
        Counts {
            stays,
            with_goals,
            evaluated,
            met,
        }
    }

    #[test]
    fn of_one_to_four_stays_nothing_is_told_and_of_none_that_there_are_none() {
        assert_eq!(counts(4, 4, 4, 4).told(), Told::default());
        assert_eq!(counts(1, 0, 0, 0).told(), Told::default());
        assert_eq!(counts(0, 0, 0, 0).told().stays, Some(0));
        let five = counts(5, 5, 5, 1).told();
        assert_eq!(five.met, Some(Share { some: 1, all: 5 }));
    }

    #[test]
    fn a_share_of_few_is_not_told_though_the_stays_are_many() {
        let told = counts(20, 3, 2, 1).told();
        assert_eq!(told.with_goals, Some(Share { some: 3, all: 20 }));
        assert_eq!((told.evaluated, told.met), (None, None));
        let told = counts(20, 18, 4, 1).told();
        assert_eq!(told.evaluated, Some(Share { some: 4, all: 18 }));
        assert_eq!(told.met, None);
    }

    #[test]
    fn a_percentage_is_of_its_own_stays() {
        let of = |some, all| Share { some, all }.percent();
        assert_eq!(of(15, 18), Some(exact(250, 0) / exact(3, 0)));
        assert_eq!(of(0, 0), None);
    }

    proptest! {
        /// Whoever knows every number that is told of all offers but one, and the sum, knows nothing of a small one.
        #[test]
        fn a_sum_is_the_same_whatever_a_small_group_is(
            large in proptest::collection::vec((5i64..60, 0i64..60, 0i64..60, 0i64..60), 0..6),
            (one, other) in (1i64..5, 1i64..5),
        ) {
            let nested = |(stays, a, b, c): (i64, i64, i64, i64)| {
                let with_goals = a.min(stays);
                let evaluated = b.min(with_goals);
                counts(stays, with_goals, evaluated, c.min(evaluated)).told()
            };
            let large: Vec<Told> = large.into_iter().map(nested).collect();
            let beside = |small: i64| {
                let small = counts(small, small, small, small).told();
                Told::together(large.iter().chain([&small]))
            };
            prop_assert_eq!(beside(one), beside(other));
            prop_assert_eq!(beside(one), Told::together(&large));
        }
    }
}
