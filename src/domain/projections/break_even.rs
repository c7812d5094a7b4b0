//! The occupancy that an offer carries itself at (nulpunktsbelægning).

use num_traits::Zero;

use super::part;
use crate::domain::number::{Exact, exact};

/// Days of the year that an offer is worked out for.
pub const DAYS: i64 = 365;

/// The shares of the places, in percent, that are shown.
pub const SHOWN: [i64; 7] = [70, 75, 80, 85, 90, 95, 100];

/// An offer's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub places: i64,
    /// DKK a year, whoever lives there.
    pub fixed: Exact,
    /// DKK for each day and night that somebody lives there.
    pub variable: Exact,
    /// DKK that are paid for it.
    pub tariff: Exact,
}

impl Offer {
    fn used(&self, occupancy: &Exact) -> Exact {
        exact(self.places * DAYS, 0) * part(occupancy)
    }

    /// DKK a year at an occupancy in percent.
    pub fn income(&self, occupancy: &Exact) -> Exact {
        self.used(occupancy) * &self.tariff
    }

    /// DKK a year at an occupancy in percent.
    pub fn cost(&self, occupancy: &Exact) -> Exact {
        &self.fixed + self.used(occupancy) * &self.variable
    }

    /// The occupancy in percent at which it earns what it costs. Over 100 it never does; `None`
    /// where a day pays no more than it costs, or nobody can live there.
    pub fn break_even(&self) -> Option<Exact> {
        let left = &self.tariff - &self.variable;
        let full = exact(self.places * DAYS, 0) * left;
        (full > Exact::zero()).then(|| &self.fixed / full * exact(100, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::rounded;
    use rust_decimal::Decimal;

    fn offer() -> Offer {
        Offer {
            places: 8,
            fixed: exact(10_000_000, 0),
            variable: exact(300, 0),
            tariff: exact(4_000, 0),
        }
    }

    #[test]
    fn eight_places_carry_themselves_at_92_558_percent() {
        let occupancy = offer().break_even().unwrap();
        assert_eq!(rounded(&occupancy, 3), Some(Decimal::new(92_558, 3)));
        assert_eq!(offer().income(&occupancy), offer().cost(&occupancy));
    }

    #[test]
    fn a_day_that_pays_nothing_never_carries_it() {
        let poor = Offer {
            tariff: exact(300, 0),
            ..offer()
        };
        assert_eq!(poor.break_even(), None);
        let none = Offer {
            places: 0,
            ..offer()
        };
        assert_eq!(none.break_even(), None);
    }
}
