//! Questions about single cases: [`own`] is a municipality's own list and [`own_case`] one of them,
//! for that municipality alone; both are [`loaded`] at once and made of [`own_row`]s. [`at_median`] is a
//! question to ask of what they cost. [`published`] are the tables that everybody is
//! told, [`detail`] the cases under them, for those who may see them; [`proof`] attacks the tables.

pub mod at_median;
pub mod detail;
pub mod loaded;
pub mod own;
pub mod own_case;
pub mod own_row;
pub mod proof;
pub mod published;

use super::Question;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[
    &published::COSTLY_CASES,
    &published::BY_SUPPLIER,
    &published::BY_STATUS,
    &published::BY_SIZE,
    &published::SPREAD,
];
