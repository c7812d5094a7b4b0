//! Bands of cost.

use crate::domain::money::Money;

/// A million kroner.
const MILLION: i64 = 100_000_000;

/// How large a costly case is (sagens størrelse). A case of exactly 3, 4 or 6 million is in the
/// lower band: the last one is "over 6 million", and the limit too is strict. The first band takes
/// every costly case up to 3 million, also when the limit is another than 2 million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// Above the limit, to 3 million.
    To3,
    /// Above 3, to 4 million.
    To4,
    /// Above 4, to 6 million.
    To6,
    /// Above 6 million.
    Above6,
}

impl Size {
    pub const ALL: [Size; 4] = [Size::To3, Size::To4, Size::To6, Size::Above6];

    /// The band of a costly case.
    pub fn of(cost: Money) -> Size {
        let within = |size: &&Size| size.most().is_none_or(|most| cost <= most);
        *Size::ALL.iter().find(within).unwrap_or(&Size::Above6)
    }

    /// The largest cost in the band; `None` where there is none.
    pub const fn most(self) -> Option<Money> {
        match self {
            Size::To3 => Some(Money::from_oere(3 * MILLION)),
            Size::To4 => Some(Money::from_oere(4 * MILLION)),
            Size::To6 => Some(Money::from_oere(6 * MILLION)),
            Size::Above6 => None,
        }
    }

    /// What every case in the band costs more than: the band below, or the limit.
    pub fn above(self, limit: Money) -> Money {
        let below = match self {
            Size::To3 => None,
            Size::To4 => Size::To3.most(),
            Size::To6 => Size::To4.most(),
            Size::Above6 => Size::To6.most(),
        };
        below.map_or(limit, |below| below.max(limit))
    }

    /// The key in reports.
    pub const fn key(self) -> &'static str {
        match self {
            Size::To3 => "2-3",
            Size::To4 => "3-4",
            Size::To6 => "4-6",
            Size::Above6 => "6-",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Size::To3 => "2-3 mio. kr.",
            Size::To4 => "3-4 mio. kr.",
            Size::To6 => "4-6 mio. kr.",
            Size::Above6 => "over 6 mio. kr.",
        }
    }

    pub fn from_key(key: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_million_is_in_the_lower_band() {
        let size = |oere: i64| Size::of(Money::from_oere(oere)).key();
        assert_eq!(size(2 * MILLION + 1), "2-3");
        assert_eq!(size(3 * MILLION), "2-3");
        assert_eq!(size(3 * MILLION + 1), "3-4");
        assert_eq!(size(4 * MILLION), "3-4");
        assert_eq!(size(6 * MILLION), "4-6");
        assert_eq!(size(6 * MILLION + 1), "6-");
        assert_eq!(size(MILLION), "2-3");
    }

    #[test]
    fn a_band_begins_where_the_one_below_ends_but_never_below_the_limit() {
        let limit = Money::from_oere(2 * MILLION);
        assert_eq!(Size::To3.above(limit), limit);
        assert_eq!(Size::To6.above(limit), Money::from_oere(4 * MILLION));
        let high = Money::from_oere(7 * MILLION);
        assert_eq!(Size::To6.above(high), high);
    }

    #[test]
    fn keys_read_back() {
        for size in Size::ALL {
            assert_eq!(Size::from_key(size.key()), Some(size));
        }
    }
}
