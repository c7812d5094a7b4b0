//! Home support instead of residential places (hjemmestøtte i stedet for botilbud).
//!
//! Persons are moved from a residential paragraph to support at home. What it saves depends on
//! what the moved need there, and nobody knows that beforehand: those who live in residential
//! places need more than those who live at home today. So the model tells the saving for a range of
//! needs, and where it is nothing.

use num_traits::Zero;

use super::part;
use crate::domain::number::{Exact, exact};

/// What the moved need at home, in percent of what a person at home costs today, as it is shown: in
/// even steps, so that the picture has no bend.
pub const NEEDS: [i64; 7] = [100, 300, 500, 700, 900, 1_100, 1_300];

/// What is known of a year, and how many are moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Full-year persons of the residential paragraph.
    pub persons: Exact,
    /// Percent of them that are moved.
    pub share: Exact,
    /// DKK a year for a person of the residential paragraph.
    pub residential: Exact,
    /// DKK a year for a person supported at home today.
    pub home: Exact,
}

impl Moved {
    /// Full-year persons that are moved.
    pub fn moved(&self) -> Exact {
        &self.persons * part(&self.share)
    }

    /// DKK a year that support at home costs for one of them, when they need so many percent of the
    /// present average.
    pub fn home_cost(&self, need: &Exact) -> Exact {
        &self.home * part(need)
    }

    /// DKK a year that is saved at such a need; below zero it costs more.
    pub fn saving(&self, need: &Exact) -> Exact {
        self.moved() * (&self.residential - self.home_cost(need))
    }

    /// The need, in percent of the present average, at which nothing is saved; `None` when
    /// support at home costs nothing today.
    pub fn break_even(&self) -> Option<Exact> {
        (!self.home.is_zero()).then(|| &self.residential / &self.home * exact(100, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::rounded;
    use rust_decimal::Decimal;

    fn published() -> Moved {
        Moved {
            persons: exact(6_023, 1),
            share: exact(10, 0),
            residential: exact(854_551, 0),
            home: exact(71_417, 0),
        }
    }

    #[test]
    fn a_tenth_of_section_107_at_equal_needs() {
        let saving = published().saving(&exact(100, 0));
        assert_eq!(rounded(&saving, 0), Some(Decimal::from(47_168_161)));
        assert_eq!(published().moved(), exact(6_023, 2));
    }

    #[test]
    fn nothing_is_saved_where_home_costs_as_much() {
        let need = published().break_even().unwrap();
        assert_eq!(published().saving(&need), exact(0, 0));
        assert_eq!(rounded(&need, 1), Some(Decimal::new(11_966, 1)));
        assert!(published().saving(&(need + exact(1, 0))) < exact(0, 0));
        let free = Moved {
            home: exact(0, 0),
            ..published()
        };
        assert_eq!(free.break_even(), None);
    }
}
