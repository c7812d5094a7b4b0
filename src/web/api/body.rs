//! JSON as it comes in and goes out, and whole numbers in it.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::web::error::AppError;

/// The largest whole number that programs read without loss; a request's number has a largest,
/// since one that no 64 bits hold cannot be read at all.
pub(super) const LARGEST: i64 = 9_007_199_254_740_991;

/// A whole number as JSON has them: 2, and 2.0 too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Whole, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let exact = number.to_string().parse::<Decimal>().ok();
        let whole = exact.filter(Decimal::is_integer);
        let whole = whole.and_then(|whole| i64::try_from(whole).ok());
        whole
            .map(Whole)
            .ok_or_else(|| D::Error::custom("no whole number"))
    }
}

/// A body of the form that the address takes.
///
/// # Errors
/// [`AppError::Unreadable`]
pub(super) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, AppError> {
    serde_json::from_slice(body).map_err(|_| AppError::Unreadable)
}

/// An answer.
///
/// # Errors
/// [`AppError::Internal`] when it cannot be written.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Result<Response, AppError> {
    let text = serde_json::to_string(value).map_err(AppError::internal)?;
    Ok((status, [(header::CONTENT_TYPE, "application/json")], text).into_response())
}
