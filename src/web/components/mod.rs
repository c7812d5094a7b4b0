//! Pages of the component analysis.
//!
//! [`cockpit`] (`/`), [`paragraph`], [`municipality`], [`reconciliation`]; [`filters`] is the form
//! above them.

pub mod by_year;
pub mod cockpit;
pub mod filters;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
