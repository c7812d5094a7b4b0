//! Price levels: converting expenditure with the public-sector price and wage index (p/l).

use std::collections::BTreeMap;

use thiserror::Error;

use super::number::{self, Exact};
use super::period::Year;
use super::report::{FactRef, Located};

/// One number of the price and wage index (p/l-indeks), with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNumber {
    pub year: Year,
    /// In millionths: 103.9 is 103,900,000.
    pub millionths: i64,
    /// Who published it.
    pub source: String,
}

/// The index by year. Only its ratios mean anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceIndex(BTreeMap<Year, Numbered>);

/// A number of the index, and where it came from when it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbered {
    millionths: i64,
    at: Option<FactRef>,
}

/// A conversion that lacks an index number: never a silent 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the price and wage index has no number for {}", list(.missing))]
pub struct MissingIndex {
    /// In order, without repeats.
    pub missing: Vec<Year>,
}

fn list(years: &[Year]) -> String {
    years
        .iter()
        .map(Year::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

impl FromIterator<(Year, i64)> for PriceIndex {
    fn from_iter<I: IntoIterator<Item = (Year, i64)>>(numbers: I) -> PriceIndex {
        let number = |millionths| Numbered {
            millionths,
            at: None,
        };
        let numbers = numbers.into_iter();
        PriceIndex(numbers.map(|(year, n)| (year, number(n))).collect())
    }
}

impl<'a> FromIterator<&'a Located<IndexNumber>> for PriceIndex {
    fn from_iter<I: IntoIterator<Item = &'a Located<IndexNumber>>>(numbers: I) -> PriceIndex {
        let number = |of: &Located<IndexNumber>| Numbered {
            millionths: of.value.millionths,
            at: Some(of.at),
        };
        let numbers = numbers.into_iter();
        PriceIndex(numbers.map(|of| (of.value.year, number(of))).collect())
    }
}

impl PriceIndex {
    /// The number of a year, in millionths.
    pub fn millionths(&self, year: Year) -> Option<i64> {
        self.0.get(&year).map(|number| number.millionths)
    }

    /// Where the numbers of some years came from; nothing for a year without one.
    pub fn facts(&self, years: &[Year]) -> Vec<FactRef> {
        let numbers = years.iter().filter_map(|year| self.0.get(year));
        numbers.filter_map(|number| number.at).collect()
    }

    /// The years that have a number, in order.
    pub fn years(&self) -> impl Iterator<Item = Year> {
        self.0.keys().copied()
    }

    /// index(to) / index(from), exact; 1 when the levels are the same.
    ///
    /// # Errors
    /// [`MissingIndex`] naming every year that has no number.
    pub fn factor(&self, from: Year, to: Year) -> Result<Exact, MissingIndex> {
        if from == to {
            return Ok(number::exact(1, 0));
        }
        match (self.0.get(&from), self.0.get(&to)) {
            (Some(a), Some(b)) => {
                Ok(number::exact(b.millionths, 6) / number::exact(a.millionths, 6))
            }
            (a, b) => {
                let mut missing = Vec::new();
                if a.is_none() {
                    missing.push(from);
                }
                if b.is_none() {
                    missing.push(to);
                }
                missing.sort();
                Err(MissingIndex { missing })
            }
        }
    }
}

/// The price level a report is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceLevel {
    /// All years in one year's prices and wages (p/l-23).
    Fixed(Year),
    /// Each year in its own (løbende priser).
    Current,
}

impl PriceLevel {
    /// `current`, `løbende` or a year; also as it is written and shown: "p/l-24", "2024-p/l",
    /// "2024-priser", "løbende priser".
    pub fn parse(text: &str) -> Option<PriceLevel> {
        let lower = text.trim().to_lowercase();
        let between = |c: char| c.is_whitespace() || c == '-';
        let bare = |text: &str| text.trim_matches(between).to_owned();
        let word = ["priser", "p/l"]
            .iter()
            .find_map(|word| lower.strip_suffix(word))
            .map_or_else(|| lower.clone(), bare);
        let (word, is_short) = match word.strip_prefix("p/l") {
            Some(rest) => (bare(rest), true),
            None => (word, false),
        };
        match word.as_str() {
            "current" | "løbende" | "loebende" | "lobende" => Some(PriceLevel::Current),
            // The public sector writes the level of 2024 as p/l-24.
            year if is_short && year.len() == 2 => {
                Year::parse(&format!("20{year}")).map(PriceLevel::Fixed)
            }
            year => Year::parse(year).map(PriceLevel::Fixed),
        }
    }

    /// The level that figures of `year` are wanted in.
    pub fn level_for(self, year: Year) -> Year {
        match self {
            PriceLevel::Fixed(level) => level,
            PriceLevel::Current => year,
        }
    }

    pub fn key(self) -> String {
        match self {
            PriceLevel::Fixed(year) => year.to_string(),
            PriceLevel::Current => "current".to_owned(),
        }
    }

    pub fn label(self) -> String {
        match self {
            PriceLevel::Fixed(year) => format!("{year}-p/l"),
            PriceLevel::Current => "løbende priser".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(n: i64) -> Year {
        Year::new(n).unwrap()
    }

    #[test]
    fn levels_as_people_write_them() {
        for text in [
            "2024",
            "p/l-24",
            "P/L 24",
            "2024-p/l",
            "2024-priser",
            "2024 priser",
            "p/l-2024",
        ] {
            let want = Some(PriceLevel::Fixed(year(2024)));
            assert_eq!(PriceLevel::parse(text), want, "{text}");
        }
        for text in ["current", "løbende", "Løbende priser"] {
            assert_eq!(PriceLevel::parse(text), Some(PriceLevel::Current), "{text}");
        }
        for text in ["24", "24-p/l", "p/l", "priser", "faste", "p/l-124", ""] {
            assert_eq!(PriceLevel::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_missing_number_is_named_and_never_one() {
        let index: PriceIndex = [(year(2023), 100_000_000), (year(2024), 104_000_000)]
            .into_iter()
            .collect();
        assert_eq!(
            index.factor(year(2023), year(2024)),
            Ok(number::exact(104, 2))
        );
        assert_eq!(
            index.factor(year(2025), year(2025)),
            Ok(number::exact(1, 0))
        );
        assert_eq!(
            index.factor(year(2025), year(2022)),
            Err(MissingIndex {
                missing: vec![year(2022), year(2025)]
            })
        );
    }
}
