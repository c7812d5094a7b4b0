//! A value of a report, with its kind, and how people and programs read it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::domain::number::{self, Exact, danish};
use crate::domain::period::Year;
use crate::domain::persons;

/// What stands in a file for a masked figure, and what a screen reader says for "●".
pub const MASKED: &str = "skjult";

/// A value with its kind. Numbers are already rounded to what is shown: nobody rounds again.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// A stable key for programs with the Danish label for people.
    Key {
        key: String,
        label: String,
    },
    Year(Year),
    /// DKK with two decimals.
    Kroner(Decimal),
    /// DKK, whole.
    WholeKroner(Decimal),
    /// One to four decimals.
    Persons(Decimal),
    /// Two decimals.
    Percent(Decimal),
    YesNo(bool),
    Count(i64),
    /// A place in an order, the first is 1, and how many there are: a number for programs.
    Place {
        place: i64,
        of: i64,
    },
    /// Nothing there, and that is as it should be (a change has no single year).
    Empty,
    /// A figure that cannot be computed: shown as "–" with its reason.
    Missing {
        reason: String,
    },
    /// A figure that exists and may not be told (skjult): shown as "●" with its reason, in files
    /// as [`MASKED`]. It holds nothing of what it hides, so nothing can be sorted, drawn or worked
    /// out by it; its reason may not differ with what it hides either. Domain rule "Disclosure".
    Masked {
        reason: String,
    },
}

impl Value {
    /// As people read it, in Danish: "1.234.567,89", "−3,34", "–".
    pub fn danish(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Key { label, .. } => label.clone(),
            Value::Year(year) => year.to_string(),
            Value::Kroner(d) | Value::WholeKroner(d) | Value::Persons(d) | Value::Percent(d) => {
                danish(*d)
            }
            Value::YesNo(true) => "ja".to_owned(),
            Value::YesNo(false) => "nej".to_owned(),
            Value::Count(n) => danish(Decimal::from(*n)),
            Value::Place { place, of } => {
                let [place, of] = [*place, *of].map(|n| danish(Decimal::from(n)));
                format!("Nr. {place} af {of}")
            }
            Value::Empty => String::new(),
            Value::Missing { .. } => "\u{2013}".to_owned(),
            Value::Masked { .. } => "\u{25cf}".to_owned(),
        }
    }

    /// As programs name it: keys by key, the rest as text.
    pub fn key(&self) -> String {
        match self {
            Value::Key { key, .. } => key.clone(),
            Value::Masked { .. } => MASKED.to_owned(),
            Value::Place { place, .. } => place.to_string(),
            other => other.danish(),
        }
    }

    /// The number, where there is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Kroner(d) | Value::WholeKroner(d) | Value::Persons(d) | Value::Percent(d) => {
                Some(*d)
            }
            Value::Count(n) | Value::Place { place: n, .. } => Some(Decimal::from(*n)),
            Value::Text(_)
            | Value::Key { .. }
            | Value::Year(_)
            | Value::YesNo(_)
            | Value::Empty
            | Value::Missing { .. }
            | Value::Masked { .. } => None,
        }
    }

    /// Why there is no figure, as a footnote says it: the reason of a missing figure, and of a
    /// masked one that it is masked and why.
    pub fn lack(&self) -> Option<Cow<'_, str>> {
        match self {
            Value::Missing { reason } => Some(reason.into()),
            Value::Masked { reason } => Some(format!("Skjult: {reason}").into()),
            Value::Text(_)
            | Value::Key { .. }
            | Value::Year(_)
            | Value::Kroner(_)
            | Value::WholeKroner(_)
            | Value::Persons(_)
            | Value::Percent(_)
            | Value::YesNo(_)
            | Value::Count(_)
            | Value::Place { .. }
            | Value::Empty => None,
        }
    }

    /// Whether it exists and may not be told.
    pub const fn is_masked(&self) -> bool {
        matches!(self, Value::Masked { .. })
    }
}

/// An exact amount of DKK, rounded to øre; "–" when it is too large to be one.
pub fn kroner(value: &Exact) -> Value {
    rounded_as(value, 2, Value::Kroner)
}

/// An exact amount of DKK, rounded to whole kroner; "–" when it is too large to be one.
pub fn whole_kroner(value: &Exact) -> Value {
    rounded_as(value, 0, Value::WholeKroner)
}

/// A change in percent, rounded to two decimals.
pub fn percent(value: &Exact) -> Value {
    rounded_as(value, 2, Value::Percent)
}

/// Persons, exact to the ten-thousandth, with the decimals they have.
pub fn persons(value: &Exact) -> Value {
    rounded_as(value, 4, |d| Value::Persons(persons::shortest(d)))
}

fn rounded_as(value: &Exact, decimals: u32, kind: fn(Decimal) -> Value) -> Value {
    number::rounded(value, decimals).map_or_else(
        || Value::Missing {
            reason: "Tallet er for stort til at blive vist.".to_owned(),
        },
        |d| kind(if d.is_zero() { d.abs() } else { d }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_value_is_no_number_and_tells_nothing_but_its_reason() {
        let masked = Value::Masked {
            reason: "Få personer.".to_owned(),
        };
        assert_eq!(masked.danish(), "●");
        assert_eq!(masked.key(), "skjult");
        assert_eq!(masked.number(), None);
        assert_eq!(masked.lack().as_deref(), Some("Skjult: Få personer."));
        assert!(masked.is_masked());
    }

    #[test]
    fn a_place_is_read_with_what_it_is_a_place_among() {
        let place = Value::Place { place: 3, of: 1200 };
        assert_eq!(place.danish(), "Nr. 3 af 1.200");
        assert_eq!(place.key(), "3");
        assert_eq!(place.number(), Some(Decimal::from(3)));
    }

    #[test]
    fn a_masked_value_is_none_of_those_that_could_be_taken_for_it() {
        let missing = Value::Missing {
            reason: "Få personer.".to_owned(),
        };
        let zero = Value::Count(0);
        for other in [missing, zero, Value::Empty, Value::Text(String::new())] {
            assert!(!other.is_masked());
            assert_ne!(other.danish(), "●");
            assert_ne!(other.lack().as_deref(), Some("Skjult: Få personer."));
        }
    }
}
