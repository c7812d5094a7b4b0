//! Addresses of the pages of the component analysis.

/// The analysis of an area (komponentanalyse).
pub const ADDRESS: &str = "/komponentanalyse";

/// The page of a municipality.
pub fn municipality(code: &str) -> String {
    format!("/kommuner/{code}")
}
