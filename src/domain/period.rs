//! Years and pairs of years.

use std::fmt;

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
