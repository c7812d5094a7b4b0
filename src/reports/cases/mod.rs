//! Questions about single cases: [`own`] is a municipality's own list and [`own_case`] one of them,
//! for that municipality alone; both are [`loaded`] at once and made of [`own_row`]s. [`at_median`] is a
//! question to ask of what they cost.

pub mod at_median;
pub mod loaded;
pub mod own;
pub mod own_case;
pub mod own_row;
