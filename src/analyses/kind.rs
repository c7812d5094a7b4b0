//! What a column holds: how a case writes it, what it is in the database, and what a reader sees.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::number::{Convention, parse};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::report::{Unit, Value};
use crate::reports::words::date_value;
use crate::storage::analyses::Datum;

/// The kind of a column. Amounts are whole numbers in the database; there is no float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Code of an area, shown by its name.
    Area,
    Paragraph,
    Supplier,
    /// Code of a target group, shown by its name.
    TargetGroup,
    Year,
    /// A whole number.
    Count,
    /// Øre.
    Kroner,
    /// Whole kroner.
    WholeKroner,
    /// Ten-thousandths of a full-year person.
    Persons,
    /// Hundredths of a percent.
    Percent,
    /// `yes` or `no`.
    YesNo,
    /// A day as 2026-11-27.
    Day,
}

/// The names of what is shown by name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub areas: BTreeMap<String, String>,
    pub target_groups: BTreeMap<String, String>,
}

impl Kind {
    pub const ALL: [(Kind, &'static str); 13] = [
        (Kind::Text, "text"),
        (Kind::Area, "area"),
        (Kind::Paragraph, "paragraph"),
        (Kind::Supplier, "supplier"),
        (Kind::TargetGroup, "target_group"),
        (Kind::Year, "year"),
        (Kind::Count, "count"),
        (Kind::Kroner, "kroner"),
        (Kind::WholeKroner, "whole_kroner"),
        (Kind::Persons, "persons"),
        (Kind::Percent, "percent"),
        (Kind::YesNo, "yes_no"),
        (Kind::Day, "day"),
    ];

    pub fn from_key(key: &str) -> Option<Kind> {
        let found = Kind::ALL.into_iter().find(|(_, known)| *known == key);
        found.map(|(kind, _)| kind)
    }

    pub fn key(self) -> &'static str {
        let found = Kind::ALL.into_iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, key)| key)
    }

    /// Whether it can be drawn and compared.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Kind::Count | Kind::Kroner | Kind::WholeKroner | Kind::Persons | Kind::Percent
        )
    }

    pub const fn unit(self) -> Unit {
        match self {
            Kind::Text
            | Kind::Area
            | Kind::Paragraph
            | Kind::Supplier
            | Kind::TargetGroup
            | Kind::Day => Unit::Text,
            Kind::Year => Unit::Year,
            Kind::Count => Unit::Count,
            Kind::Kroner => Unit::Kroner,
            Kind::WholeKroner => Unit::WholeKroner,
            Kind::Persons => Unit::Persons,
            Kind::Percent => Unit::Percent,
            Kind::YesNo => Unit::YesNo,
        }
    }

    /// What a text of a case is in the database.
    ///
    /// # Errors
    /// What is wrong with it, in Danish.
    pub fn datum(self, text: &str) -> Result<Datum, String> {
        let wrong = |what: &str| format!("»{text}« er ikke {what}.");
        let scaled = |scale: u32, what: &str| {
            let number = parse(text, Convention::Point).and_then(|n| n.to_scale(scale));
            number.map(Datum::Whole).map_err(|_| wrong(what))
        };
        match self {
            Kind::Text | Kind::Area | Kind::TargetGroup => Ok(Datum::Text(text.to_owned())),
            Kind::Paragraph => Paragraph::from_key(text)
                .map(|_| Datum::Text(text.to_owned()))
                .ok_or_else(|| wrong("en paragraf (SEL_85, SEL_107, SEL_108 eller ABL_105)")),
            Kind::Supplier => Supplier::from_key(text)
                .map(|_| Datum::Text(text.to_owned()))
                .ok_or_else(|| wrong("en leverandør (municipal, regional eller private)")),
            Kind::Year => Year::parse(text)
                .map(|year| Datum::Whole(year.number().into()))
                .ok_or_else(|| wrong("et år fra 2007 til 2040")),
            Kind::Count => scaled(0, "et helt tal"),
            Kind::WholeKroner => scaled(0, "hele kroner"),
            Kind::Kroner => scaled(2, "kroner med punktum og højst to decimaler"),
            Kind::Persons => scaled(4, "personer med punktum og højst fire decimaler"),
            Kind::Percent => scaled(2, "procent med punktum og højst to decimaler"),
            Kind::YesNo => match text {
                "yes" | "no" => Ok(Datum::Text(text.to_owned())),
                _ => Err(wrong("yes eller no")),
            },
            Kind::Day => match text.parse::<jiff::civil::Date>() {
                Ok(day) => Ok(Datum::Text(day.to_string())),
                Err(_) => Err(wrong("en dag som 2026-11-27")),
            },
        }
    }

    /// What a reader sees of a value of the database; nothing where there is none.
    ///
    /// # Errors
    /// Why the value is none of this kind, in Danish.
    pub fn value(self, datum: &Datum, names: &Names) -> Result<Option<Value>, String> {
        let value = match (self, datum) {
            (_, Datum::Null) => return Ok(None),
            (Kind::Text, Datum::Text(text)) => Some(Value::Text(text.clone())),
            (Kind::Area, Datum::Text(code)) => Some(named(code, &names.areas)),
            (Kind::TargetGroup, Datum::Text(code)) => Some(named(code, &names.target_groups)),
            (Kind::Paragraph, Datum::Text(key)) => {
                Paragraph::from_key(key).map(|of| labelled(of.key(), of.label()))
            }
            (Kind::Supplier, Datum::Text(key)) => {
                Supplier::from_key(key).map(|of| labelled(of.key(), of.label()))
            }
            (Kind::YesNo, Datum::Text(text)) => match text.as_str() {
                "yes" => Some(Value::YesNo(true)),
                "no" => Some(Value::YesNo(false)),
                _ => None,
            },
            (Kind::Day, Datum::Text(text)) => text.parse().ok().map(date_value),
            (Kind::Year, Datum::Whole(year)) => Year::new(*year).map(Value::Year),
            (Kind::Count, Datum::Whole(number)) => Some(Value::Count(*number)),
            (Kind::Kroner, Datum::Whole(oere)) => {
                Some(Value::Kroner(Money::from_oere(*oere).decimal()))
            }
            (Kind::WholeKroner, Datum::Whole(kroner)) => {
                Some(Value::WholeKroner(Decimal::from(*kroner)))
            }
            (Kind::Persons, Datum::Whole(parts)) => Some(Value::Persons(
                FullYearPersons::from_ten_thousandths(*parts).decimal(),
            )),
            (Kind::Percent, Datum::Whole(hundredths)) => {
                Some(Value::Percent(Decimal::new(*hundredths, 2)))
            }
            _ => None,
        };
        let found = match datum {
            Datum::Null => "NULL".to_owned(),
            Datum::Whole(number) => number.to_string(),
            Datum::Text(text) => format!("»{text}«"),
        };
        value
            .map(Some)
            .ok_or_else(|| format!("Forespørgslen gav {found}, som ikke er {}.", self.key()))
    }
}

fn labelled(key: &str, label: &str) -> Value {
    Value::Key {
        key: key.to_owned(),
        label: label.to_owned(),
    }
}

fn named(code: &str, names: &BTreeMap<String, String>) -> Value {
    labelled(code, names.get(code).map_or(code, String::as_str))
}

/// A value as a case writes it: the exact text, a missing figure as "–" and a masked one as "●".
pub fn written(value: &Value) -> String {
    match value {
        Value::Kroner(d) | Value::WholeKroner(d) | Value::Persons(d) | Value::Percent(d) => {
            d.to_string()
        }
        Value::Count(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Missing { .. } => "–".to_owned(),
        Value::Masked { .. } => "●".to_owned(),
        other => other.key(),
    }
}
