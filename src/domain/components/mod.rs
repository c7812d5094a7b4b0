//! The component analysis (komponentanalyse): expenditure, full-year persons and what follows from them.
//!
//! Reading order: `fact` (what a file states), [`figures`] (facts of one area, paragraph and
//! year), [`unit_cost`], [`decomposition`] (volume, mix and unit cost of a change),
//! [`reconciliation`] (printed against recomputed figures), [`sense`] (what of a file is odd),
//! `population` (inhabitants), [`purchases`] (private suppliers by target group).

pub mod decomposition;
mod fact;
pub mod figures;
mod population;
pub mod purchases;
pub mod reconciliation;
pub mod sense;
pub mod unit_cost;

pub use fact::{ComponentFact, FactKey, Supplier};
pub use population::PopulationBand;
