//! Pages of tariffs.
//!
//! [`list`], [`increases`]; [`filters`] is their form, [`nav`] leads between them.

pub mod filters;
pub mod increases;
pub mod list;
pub mod nav;
