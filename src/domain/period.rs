//! Years and pairs of years.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

/// A calendar year (år) that figures can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

impl Year {
    /// The municipal reform came into force on 1 January 2007: there are no 11 municipalities before.
    pub const FIRST: Year = Year(2007);
    /// Far enough for budgets and forecasts, near enough to catch a typing error.
    pub const LAST: Year = Year(2040);

    /// `None` outside [`Year::FIRST`] to [`Year::LAST`].
    pub fn new(year: i64) -> Option<Year> {
        let year = Year(u16::try_from(year).ok()?);
        (Year::FIRST..=Year::LAST).contains(&year).then_some(year)
    }

    pub fn parse(text: &str) -> Option<Year> {
        let text = text.trim();
        (text.len() == 4)
            .then(|| text.parse().ok())
            .flatten()
            .and_then(Year::new)
    }

    pub const fn number(self) -> i32 {
        self.0 as i32
    }

    /// The year before (året før); `None` before [`Year::FIRST`].
    pub fn before(self) -> Option<Year> {
        Year::new(i64::from(self.number()) - 1)
    }

    /// The year after (året efter); `None` after [`Year::LAST`].
    pub fn after(self) -> Option<Year> {
        Year::new(i64::from(self.number()) + 1)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A quarter of a year (kvartal), as Danmarks Statistik writes it: 2025K1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: Year,
    /// 1 to 4.
    number: i8,
}

impl Quarter {
    /// `None` for another number than 1 to 4.
    pub fn new(year: Year, number: i8) -> Option<Quarter> {
        (1..=4)
            .contains(&number)
            .then_some(Quarter { year, number })
    }

    /// The four of a year.
    pub fn all(year: Year) -> impl Iterator<Item = Quarter> {
        (1..=4).map(move |number| Quarter { year, number })
    }

    pub const fn number(self) -> i8 {
        self.number
    }

    /// Its days: from the first up to, and not with, the first of the next.
    pub fn days(self) -> Range<Date> {
        let year = self.year.number() as i16;
        let first = |number: i8| match number {
            1..=4 => Date::constant(year, 3 * (number - 1) + 1, 1),
            _ => Date::constant(year + 1, 1, 1),
        };
        first(self.number)..first(self.number + 1)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}K{}", self.year, self.number)
    }
}

/// A pair of years that a change is computed over, `from` before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: Year,
    pub to: Year,
}

impl Span {
    /// The pairs the cockpit shows of a row of years: first to last, and the last two. One pair
    /// when there are two years, none when there is one.
    pub fn shown(years: &[Year]) -> Vec<Span> {
        let [first, .., before, last] = years else {
            let [first, last] = years else {
                return Vec::new();
            };
            return vec![Span {
                from: *first,
                to: *last,
            }];
        };
        vec![
            Span {
                from: *first,
                to: *last,
            },
            Span {
                from: *before,
                to: *last,
            },
        ]
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{2013}{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_with_the_present_municipalities() {
        assert_eq!(Year::parse("2006"), None);
        assert_eq!(Year::parse("20222"), None);
        assert_eq!(Year::parse("2022").map(Year::number), Some(2022));
    }

    #[test]
    fn four_quarters_are_the_days_of_their_year() {
        let year = Year::new(2024).unwrap();
        let quarters: Vec<Quarter> = Quarter::all(year).collect();
        assert_eq!(quarters[0].to_string(), "2024K1");
        assert_eq!(quarters[0].days().start.to_string(), "2024-01-01");
        assert!(
            quarters
                .windows(2)
                .all(|two| two[0].days().end == two[1].days().start)
        );
        let days: i32 = quarters
            .iter()
            .map(|quarter| (quarter.days().end - quarter.days().start).get_days())
            .sum();
        assert_eq!(days, 366);
        assert_eq!(Quarter::new(year, 5), None);
    }

    #[test]
    fn shown_pairs() {
        let years: Vec<Year> = [2022, 2023, 2024]
            .into_iter()
            .filter_map(Year::new)
            .collect();
        let text = |n: usize| {
            Span::shown(&years[..n])
                .iter()
                .map(Span::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(text(3), ["2022–2024", "2023–2024"]);
        assert_eq!(text(2), ["2022–2023"]);
        assert!(text(1).is_empty());
    }
}
