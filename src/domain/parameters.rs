//! Parameters: numbers that rules use, by the date they hold from, with unit and source.

use jiff::civil::Date;

use super::number::{self, Convention, Exact};
use super::period::Year;

/// The limit on tariff increases, in percent.
pub const TARIFF_INCREASE_THRESHOLD: &str = "tariff_increase_threshold";

/// What a case costs more than in a year to be costly, in kroner.
pub const COSTLY_CASE_LIMIT: &str = "costly_case_limit";

/// Whether the day that a place is taken on counts as a vacant one: 1 or 0 days (places).
pub const DAY_TAKEN_COUNTS: &str = "day_taken_counts";

/// The three thresholds of the refund (SEL § 176), in kroner: above them 25, 50 and 75 % is
/// refunded. A value holds for the year that it is stated for, and for no other.
pub const REFUND_THRESHOLDS: [&str; 3] = [
    "refund_threshold_25",
    "refund_threshold_50",
    "refund_threshold_75",
];

/// A parameter that this version has rules for.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    pub key: &'static str,
    /// Danish name.
    pub label: &'static str,
    /// What it is used for, in Danish.
    pub purpose: &'static str,
    pub unit: &'static str,
    /// Decimals that a value may have.
    pub decimals: u32,
    /// The largest value.
    pub most: i64,
    /// Whether 0 is a value; else the smallest is above it.
    pub or_none: bool,
}

impl Known {
    pub const ALL: [Known; 6] = [
        Known {
            key: TARIFF_INCREASE_THRESHOLD,
            label: "Grænse for takststigninger",
            purpose: "En ydelse, hvis takst stiger mere end grænsen fra et år til det næste, skal forklares, indberettes og drøftes. For et år bruges den nyeste værdi, der gælder på årets sidste dag.",
            unit: "procent",
            decimals: 2,
            most: 100,
            or_none: false,
        },
        Known {
            key: COSTLY_CASE_LIMIT,
            label: "Grænse for dyre enkeltsager",
            purpose: "En sag, der koster mere end grænsen på et år, tæller som dyr. For et år bruges den nyeste værdi, der gælder på årets sidste dag.",
            unit: "kroner",
            decimals: 0,
            most: 100_000_000,
            or_none: false,
        },
        Known {
            key: DAY_TAKEN_COUNTS,
            label: "Ledige døgn på den dag, en plads optages",
            purpose: "Skriv 1, hvis døgnet tæller med i de ledige pladsdøgn, og 0, hvis det ikke gør. For en plads bruges den nyeste værdi, der gælder den dag, den optages; før den første værdi tæller døgnet ikke.",
            unit: "døgn",
            decimals: 0,
            most: 1,
            or_none: true,
        },
        refund(
            REFUND_THRESHOLDS[0],
            "Refusion (SEL § 176), grænse for 25 %",
            "Staten refunderer 25 % af den del af en sags udgift, der ligger over grænsen. Værdien gælder kun for det år, den begynder i.",
        ),
        refund(
            REFUND_THRESHOLDS[1],
            "Refusion (SEL § 176), grænse for 50 %",
            "Staten refunderer 50 % af den del af en sags udgift, der ligger over grænsen. Værdien gælder kun for det år, den begynder i.",
        ),
        refund(
            REFUND_THRESHOLDS[2],
            "Refusion (SEL § 176), grænse for 75 %",
            "Staten refunderer 75 % af den del af en sags udgift, der ligger over grænsen. Værdien gælder kun for det år, den begynder i.",
        ),
    ];

    pub fn from_key(key: &str) -> Option<&'static Known> {
        Known::ALL.iter().find(|known| known.key == key)
    }
}

const fn refund(key: &'static str, label: &'static str, purpose: &'static str) -> Known {
    Known {
        key,
        label,
        purpose,
        unit: "kroner",
        decimals: 0,
        most: 100_000_000,
        or_none: false,
    }
}

/// One value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub key: String,
    /// The first day it holds.
    pub valid_from: Date,
    /// An exact decimal with a point, as it was stated.
    pub value: String,
    pub unit: String,
    /// The law, agreement or proposal it is taken from.
    pub source: String,
}

impl Parameter {
    /// The value; `None` when the stored text is no number.
    pub fn exact(&self) -> Option<Exact> {
        let scaled = number::parse(&self.value, Convention::Point).ok()?;
        Some(number::exact(scaled.units, scaled.scale))
    }

    /// The value as people write it: "4,5", "2.000.000".
    pub fn danish(&self) -> String {
        let number = self.value.parse();
        number.map_or_else(|_| self.value.clone(), number::danish)
    }
}

/// A value in use for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    pub parameter: &'a Parameter,
    /// The year lies before the first date of the parameter, whose first value is used all the same.
    pub before_its_date: bool,
}

/// The value for a year: the newest that holds on its last day, else the first there is.
pub fn for_year<'a>(parameters: &'a [Parameter], key: &str, year: Year) -> Option<InForce<'a>> {
    let ours = || parameters.iter().filter(|p| p.key == key);
    let within = |p: &&Parameter| i32::from(p.valid_from.year()) <= year.number();
    // Of equal dates the later row: it replaced the earlier one.
    let newest = ours().filter(within).max_by_key(|p| p.valid_from);
    match newest {
        Some(parameter) => Some(InForce {
            parameter,
            before_its_date: false,
        }),
        None => ours()
            .min_by_key(|p| p.valid_from)
            .map(|parameter| InForce {
                parameter,
                before_its_date: true,
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(from: Date, value: &str) -> Parameter {
        Parameter {
            key: "limit".into(),
            valid_from: from,
            value: value.into(),
            unit: "procent".into(),
            source: "plan".into(),
        }
    }

    #[test]
    fn the_value_of_a_year_is_the_newest_that_holds_in_it() {
        let date = |y, m| Date::new(y, m, 1).unwrap();
        let all = [
            parameter(date(2026, 7), "5"),
            parameter(date(2028, 1), "4"),
            parameter(date(2028, 1), "4.5"),
        ];
        let at = |y| {
            let found = for_year(&all, "limit", Year::new(y).unwrap()).unwrap();
            (found.parameter.value.as_str(), found.before_its_date)
        };
        assert_eq!(at(2025), ("5", true));
        assert_eq!(at(2026), ("5", false));
        assert_eq!(at(2027), ("5", false));
        assert_eq!(at(2028), ("4.5", false));
        assert_eq!(all[2].exact(), Some(number::exact(45, 1)));
        assert_eq!(all[2].danish(), "4,5");
        assert_eq!(parameter(date(2026, 1), "2000000").danish(), "2.000.000");
        assert!(for_year(&all, "other", Year::FIRST).is_none());
    }
}
