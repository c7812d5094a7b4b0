//! Limits and rates that rules use: a new value is added with its date and source, in one
//! transaction with the log; none is ever changed or removed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::changes::actor::{Actor, Done, change};
use crate::changes::kinds::Kind;
use crate::changes::texts::{Fault, Field, required};
use crate::domain::cpr;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::parameters::{Known, Parameter};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{self, QueryError, Store, StoreError};

pub const FROM: Field = Field::new("fra", "gælder fra");
pub const VALUE: Field = Field::new("vaerdi", "værdi");
pub const SOURCE: Field = Field::new("kilde", "kilde")
    .at_most(400)
    .asking("Skriv, hvor værdien kommer fra: en lov, en aftale eller en beslutning med dato.");

/// Why no value was added. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum ParameterError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("Der er ingen parameter, der hedder »{0}«.")]
    Unknown(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A value as somebody writes it.
#[derive(Debug, Clone, Copy)]
pub struct NewValue<'a> {
    pub key: &'a str,
    /// The first day it holds.
    pub valid_from: Date,
    /// In Danish: "4,5".
    pub value: &'a str,
    /// The law, agreement or decision it is taken from.
    pub source: &'a str,
}

impl NewValue<'_> {
    fn check(self) -> Result<Parameter, ParameterError> {
        let known = Known::from_key(self.key)
            .ok_or_else(|| ParameterError::Unknown(self.key.chars().take(60).collect()))?;
        Ok(Parameter {
            key: known.key.to_owned(),
            valid_from: self.valid_from,
            value: value(known, self.value)?,
            unit: known.unit.to_owned(),
            source: required(SOURCE, self.source)?,
        })
    }
}

/// The value with a point, without needless zeros.
fn value(known: &Known, text: &str) -> Result<String, Fault> {
    let units = number::parse(text.trim(), Convention::Comma)
        .and_then(|scaled| scaled.to_scale(known.decimals))
        .map_err(|error| {
            VALUE.fault(match error {
                NumberError::TooManyDecimals { allowed } => {
                    format!("Værdien må højst have {allowed} decimaler.")
                }
                _ => {
                    let found: String = text.trim().chars().take(40).collect();
                    let found = cpr::without(&found);
                    format!(
                        "»{found}« er ikke et tal. Skriv det med komma, for eksempel 5 eller 4,5."
                    )
                }
            })
        })?;
    let value = Decimal::new(units, known.decimals);
    let (most, unit) = (known.most, known.unit);
    if known.or_none && (value < Decimal::ZERO || value > Decimal::from(most)) {
        return Err(VALUE.fault(format!("Værdien skal være 0 til {most} {unit}.")));
    }
    if !known.or_none && (value <= Decimal::ZERO || value > Decimal::from(most)) {
        return Err(VALUE.fault(format!("Værdien skal være over 0 og højst {most} {unit}.")));
    }
    Ok(value.normalize().to_string())
}

/// Adds a value. One of the same key and day is replaced by it, and stays known "as of" before.
///
/// # Errors
/// [`ParameterError::Fault`] at its field; [`ParameterError::Unknown`] for another key.
pub fn add(store: &Store, actor: &Actor, new: NewValue<'_>) -> Result<Parameter, ParameterError> {
    let parameter = new.check()?;
    let what = (What::Limit, Action::ChangedSetting);
    change(store, actor, what, |db, made| {
        if storage::data::parameters::holding(db, made.version)?.contains(&parameter) {
            let words = "Værdien gælder allerede fra den dag, med samme kilde.";
            return Err(FROM.fault(words).into());
        }
        storage::data::parameters::add(db, made.version, &parameter)?;
        for kind in Kind::ALL {
            kind.limit_changed(db, made.version, &parameter.key)?;
        }
        let detail = format!(
            "{} {} fra {}; kilde: {}",
            parameter.danish(),
            parameter.unit,
            parameter.valid_from,
            parameter.source
        );
        let key = parameter.key.clone();
        Ok(Done::new(parameter, key, detail))
    })
}
