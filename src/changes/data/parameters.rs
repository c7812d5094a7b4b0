//! Limits and rates that rules use: a new value is added with its date and source, in one
//! transaction with the log; none is ever changed or removed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::clock::Clock;
use crate::domain::cpr;
use crate::domain::number::{self, Convention, NumberError};
use crate::domain::parameters::{Known, Parameter};
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::{self, What};
use crate::storage::{self, QueryError, Store, StoreError};

/// The longest source, in characters.
const LONGEST: usize = 400;

/// Why no value was added. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum ParameterError {
    #[error("Der er ingen parameter, der hedder »{0}«.")]
    Unknown(String),
    #[error("»{found}« er ikke et tal. Skriv det med komma, for eksempel 5 eller 4,5.")]
    NotANumber { found: String },
    #[error("Værdien må højst have {allowed} decimaler.")]
    TooManyDecimals { allowed: u32 },
    #[error("Værdien skal være over 0 og højst {most} {unit}.")]
    OutOfRange { most: i64, unit: &'static str },
    #[error("Skriv, hvor værdien kommer fra: en lov, en aftale eller en beslutning med dato.")]
    NoSource,
    #[error("Kilden må højst have {LONGEST} tegn; den har {0}.")]
    SourceTooLong(usize),
    #[error("Kilden indeholder et CPR-lignende nummer. Fjern det, og prøv igen; det er ikke gemt.")]
    CprNumber,
    #[error("Værdien gælder allerede fra den dag, med samme kilde.")]
    NothingNew,
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
            source: source(self.source)?,
        })
    }
}

/// The value with a point, without needless zeros.
fn value(known: &Known, text: &str) -> Result<String, ParameterError> {
    let units = number::parse(text.trim(), Convention::Comma)
        .and_then(|scaled| scaled.to_scale(known.decimals))
        .map_err(|error| match error {
            NumberError::TooManyDecimals { allowed } => ParameterError::TooManyDecimals { allowed },
            _ => ParameterError::NotANumber {
                found: text.trim().chars().take(40).collect(),
            },
        })?;
    let value = Decimal::new(units, known.decimals);
    if value <= Decimal::ZERO || value > Decimal::from(known.most) {
        return Err(ParameterError::OutOfRange {
            most: known.most,
            unit: known.unit,
        });
    }
    Ok(value.normalize().to_string())
}

fn source(text: &str) -> Result<String, ParameterError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(ParameterError::NoSource),
        length if length > LONGEST => Err(ParameterError::SourceTooLong(length)),
        _ if cpr::find(text) => Err(ParameterError::CprNumber),
        _ => Ok(text.to_owned()),
    }
}

/// Adds a value. One of the same key and day is replaced by it, and stays known "as of" before.
///
/// # Errors
/// [`ParameterError`]
pub fn add(
    store: &Store,
    clock: Clock,
    by: &str,
    new: NewValue<'_>,
) -> Result<Parameter, ParameterError> {
    let parameter = new.check()?;
    store.write(|db| {
        let now = clock.now_text();
        let version = versions::bump_version(db, &now, by, What::Limit)?;
        if storage::data::parameters::holding(db, version)?.contains(&parameter) {
            return Err(ParameterError::NothingNew);
        }
        storage::data::parameters::add(db, version, &parameter)?;
        let detail = format!(
            "{} {} fra {}; kilde: {}",
            parameter.danish(),
            parameter.unit,
            parameter.valid_from,
            parameter.source
        );
        log::append(
            db,
            &now,
            by,
            Action::ChangedSetting,
            &parameter.key,
            &detail,
        )?;
        Ok(parameter)
    })
}
