//! Pages of models: [`expenditure`] (a projection), [`home_support`], and [`investment`] with the
//! occupancy that carries an offer. `assumed` are the fields that assumptions are written in, [`links`] has the addresses.

mod assumed;
pub mod expenditure;
pub mod home_support;
pub mod investment;
pub mod links;
