//! The rules of the field, pure: no I/O, no async, no clock, no random numbers, no floats.
//!
//! Reading order: [`number`] and [`money`]/[`persons`] (exact values), [`paragraph`], [`period`]
//! and [`area`] (what a fact is about), [`component`] (a fact of the component analysis),
//! [`price_level`], [`unit_cost`], [`decomposition`], [`reconciliation`] (what is computed from
//! facts); [`offer`], [`target_group`], [`tariff`], [`field`] (offers, their tariffs, how these
//! compare), [`follow_up`] (what is done about an increase), [`parameters`] (limits by date); and
//! [`report`] (the value every page and file is made from). [`hex`] is how digests are written.

pub mod area;
pub mod component;
pub mod decomposition;
pub mod field;
pub mod figures;
pub mod follow_up;
pub mod hex;
pub mod money;
pub mod number;
pub mod offer;
pub mod paragraph;
pub mod parameters;
pub mod period;
pub mod persons;
pub mod population;
pub mod price_level;
pub mod reconciliation;
pub mod report;
pub mod role;
pub mod target_group;
pub mod tariff;
pub mod unit_cost;
