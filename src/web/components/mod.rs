//! Pages of the component analysis.
//!
//! [`cockpit`] (`/`), [`paragraph`], [`municipality`], [`reconciliation`].

pub mod cockpit;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
