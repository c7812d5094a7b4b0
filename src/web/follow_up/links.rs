//! The address of a case, written and read.

use crate::domain::follow_up::CaseKey;
use crate::domain::period::Year;
use crate::web::error::AppError;
use crate::web::page::Pairs;
use crate::web::view::encode;

/// The address of a case.
pub(in crate::web) fn address(case: &CaseKey) -> String {
    case.path()
}

/// What the address of a case ends with after a step was saved.
const SAVED: (&str, &str) = ("gemt", "ja");

/// The address of a case after a step of it was saved.
pub(in crate::web) fn saved(case: &CaseKey) -> String {
    format!("{}&{}#gemt", address(case), encode([SAVED]))
}

/// Whether the address is that of a case of which a step was saved.
pub(in crate::web) fn is_saved(pairs: &Pairs) -> bool {
    pairs
        .iter()
        .any(|(key, value)| (key.as_str(), value.as_str()) == SAVED)
}

/// The case that pairs name.
///
/// # Errors
/// [`AppError::NotFound`]
pub(in crate::web) fn named(pairs: &Pairs) -> Result<CaseKey, AppError> {
    let get = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone())
    };
    let year = get("aar").and_then(|y| Year::parse(&y));
    match (get("tilbud"), get("ydelse"), year) {
        (Some(offer_id), Some(service), Some(year)) => Ok(CaseKey {
            offer_id,
            service,
            year,
        }),
        _ => Err(AppError::NotFound),
    }
}
