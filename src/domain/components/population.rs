//! Inhabitants, for figures per 1,000.

use crate::domain::period::Year;

/// The inhabitants (folketal) of a municipality within an age band, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationBand {
    /// The municipality's code.
    pub municipality: String,
    pub year: Year,
    pub age_from: u16,
    pub age_to: u16,
    pub inhabitants: i64,
}
