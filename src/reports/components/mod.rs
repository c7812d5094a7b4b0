//! Questions to the component analysis.
//!
//! [`basis`] is what is read for them, [`items`] rows and changes that several share; then
//! [`unit_costs`], [`decomposition`], [`reconciliation`], and one level down [`paragraph`] and
//! [`municipality`].

pub mod basis;
pub mod decomposition;
pub(super) mod items;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
pub mod unit_costs;
