//! Pages of the component analysis.
//!
//! [`analysis`] (the whole), [`paragraph`], [`municipality`], [`reconciliation`]; [`compare`] (municipalities
//! side by side); [`filters`] is the form above them, [`by_year`] their tables, [`drivers`] and [`story`] what a page says in words.

pub mod analysis;
pub mod by_year;
pub mod compare;
mod drivers;
pub mod filters;
pub mod links;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
mod story;
