//! What comes in and what limits it: uploads with their receipts, withdrawals, parameters.
//!
//! Reading order: [`uploads`] (what happens to a file), [`file`](mod@file) (a file on its way in),
//! [`file_kind`] (what a kind of file is), [`receipt`], [`spelling`] (a name that stands
//! keeps its spelling), [`template`] (what is filled in before it is a file), [`parameters`].

pub mod file;
pub mod file_kind;
pub mod parameters;
pub mod receipt;
pub(in crate::changes) mod spelling;
pub mod template;
pub mod uploads;
