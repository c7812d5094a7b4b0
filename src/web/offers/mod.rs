//! Pages of offers.
//!
//! [`list`], [`offer`] (one of them), [`form`]; [`fields`], [`filters`] and [`links`] are theirs.

pub mod fields;
pub mod filters;
pub mod form;
pub mod links;
pub mod list;
pub mod offer;
