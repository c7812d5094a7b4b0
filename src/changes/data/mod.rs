//! What comes in and what limits it: uploads with their receipts, withdrawals, parameters.
//!
//! Reading order: [`uploads`], [`receipt`], [`parameters`].

pub mod parameters;
pub mod receipt;
pub mod uploads;
