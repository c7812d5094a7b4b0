//! A figure as it was said when somebody commented on it.

use rust_decimal::Decimal;

use crate::domain::report::Value;

/// A number as it was shown, with what it counts. Nothing else can be commented on: what is missing
/// or masked says no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    kind: Kind,
    /// Without zeros at its end, so that equal numbers are equal texts.
    number: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kroner,
    WholeKroner,
    Persons,
    Percent,
    Count,
}

impl Kind {
    const ALL: [Kind; 5] = [
        Kind::Kroner,
        Kind::WholeKroner,
        Kind::Persons,
        Kind::Percent,
        Kind::Count,
    ];

    const fn key(self) -> &'static str {
        match self {
            Kind::Kroner => "kroner",
            Kind::WholeKroner => "whole_kroner",
            Kind::Persons => "persons",
            Kind::Percent => "percent",
            Kind::Count => "count",
        }
    }
}

impl Said {
    /// The number of a value; `None` when it says none.
    pub fn of(value: &Value) -> Option<Said> {
        let kind = match value {
            Value::Kroner(_) => Kind::Kroner,
            Value::WholeKroner(_) => Kind::WholeKroner,
            Value::Persons(_) => Kind::Persons,
            Value::Percent(_) => Kind::Percent,
            Value::Count(_) => Kind::Count,
            Value::Text(_)
            | Value::Key { .. }
            | Value::Year(_)
            | Value::YesNo(_)
            | Value::Place { .. }
            | Value::Empty
            | Value::Missing { .. }
            | Value::Masked { .. } => return None,
        };
        let number = value.number()?.normalize();
        Some(Said { kind, number })
    }

    /// The value that was shown.
    pub fn value(&self) -> Value {
        match self.kind {
            Kind::Kroner => {
                let mut kroner = self.number;
                kroner.rescale(2);
                Value::Kroner(kroner)
            }
            Kind::WholeKroner => Value::WholeKroner(self.number),
            Kind::Persons => {
                let mut persons = self.number;
                persons.rescale(persons.scale().max(1));
                Value::Persons(persons)
            }
            Kind::Percent => {
                let mut percent = self.number;
                percent.rescale(2);
                Value::Percent(percent)
            }
            Kind::Count => Value::Count(self.number.try_into().unwrap_or(i64::MAX)),
        }
    }

    /// Reads what is written of it.
    pub fn parse(text: &str) -> Option<Said> {
        let (kind, number) = text.split_once(':')?;
        let kind = Kind::ALL.into_iter().find(|known| known.key() == kind)?;
        let number = number.parse::<Decimal>().ok()?.normalize();
        let said = Said { kind, number };
        (said.to_string() == text).then_some(said)
    }
}

/// As it is stored, and sent with a form: "kroner:850603.24".
impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.key(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written_and_shown_as_it_was() {
        for (value, text, shown) in [
            (
                Value::Kroner(Decimal::new(85_060_300, 2)),
                "kroner:850603",
                "850.603,00",
            ),
            (
                Value::Kroner(Decimal::new(-5, 2)),
                "kroner:-0.05",
                "\u{2212}0,05",
            ),
            (
                Value::WholeKroner(Decimal::new(1_000, 0)),
                "whole_kroner:1000",
                "1.000",
            ),
            (
                Value::Persons(Decimal::new(6_260, 1)),
                "persons:626",
                "626,0",
            ),
            (
                Value::Persons(Decimal::new(2_055, 4)),
                "persons:0.2055",
                "0,2055",
            ),
            (
                Value::Percent(Decimal::new(-330, 2)),
                "percent:-3.3",
                "\u{2212}3,30",
            ),
            (Value::Count(1_200), "count:1200", "1.200"),
        ] {
            let said = Said::of(&value).unwrap();
            assert_eq!(said.to_string(), text);
            assert_eq!(Said::parse(text), Some(said.clone()));
            assert_eq!(said.value().danish(), shown);
            assert_eq!(Said::of(&said.value()), Some(said));
        }
    }

    #[test]
    fn what_says_no_number_cannot_be_commented_on() {
        let reason = || "x".to_owned();
        for value in [
            Value::Masked { reason: reason() },
            Value::Missing { reason: reason() },
            Value::Empty,
            Value::Text("7".to_owned()),
        ] {
            assert_eq!(Said::of(&value), None, "{value:?}");
        }
        for text in [
            "",
            "kroner",
            "kroner:",
            "kroner:1.00",
            "kr:1",
            "count:+1",
            "persons:x",
        ] {
            assert_eq!(Said::parse(text), None, "{text}");
        }
    }
}
