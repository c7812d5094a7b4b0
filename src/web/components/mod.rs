//! Pages of the component analysis.
//!
//! [`cockpit`] (`/`), [`paragraph`], [`municipality`], [`reconciliation`]; [`filters`] is the form
//! above them.

pub mod cockpit;
pub mod filters;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
