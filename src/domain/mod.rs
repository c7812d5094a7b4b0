//! The rules of the field, pure: no I/O, no async, no clock, no random numbers, no floats.
//!
//! Reading order: [`number`] and [`money`]/[`persons`] (exact values), [`paragraph`], [`period`]
//! and [`area`] (what a fact is about), [`component`] (a fact of the component analysis),
//! [`price_level`], [`unit_cost`], [`decomposition`], [`reconciliation`] (what is computed from
//! facts), and [`report`] (the value every page and file is made from).

pub mod area;
pub mod component;
pub mod decomposition;
pub mod figures;
pub mod money;
pub mod number;
pub mod paragraph;
pub mod period;
pub mod persons;
pub mod population;
pub mod price_level;
pub mod reconciliation;
pub mod report;
pub mod role;
pub mod unit_cost;
