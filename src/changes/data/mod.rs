//! What comes in and what limits it: uploads with their receipts, withdrawals, parameters.
//!
//! Reading order: [`uploads`] (what happens to a file), [`file`](mod@file) (a file on its way in),
//! [`file_kind`] and [`kinds`] (what a kind of file is, and which there are), [`receipt`],
//! [`parameters`].

pub mod file;
pub mod file_kind;
pub mod kinds;
pub mod parameters;
pub mod receipt;
pub mod uploads;
