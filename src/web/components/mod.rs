//! Pages of the component analysis.
//!
//! [`analysis`] (the whole), [`paragraph`], [`municipality`], [`reconciliation`]; [`compare`] (municipalities
//! side by side), [`map`] (where they lie, in the colours of a measure); [`filters`] is the form above them, [`by_year`] their tables, [`drivers`] and [`story`] what a page says in words.

pub mod analysis;
pub mod by_year;
pub mod compare;
mod drivers;
pub mod filters;
pub mod links;
pub mod map;
pub mod municipality;
pub mod paragraph;
pub mod reconciliation;
mod story;
