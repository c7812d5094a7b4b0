//! The published tables of single cases: four questions that everybody is told the same answer to,
//! with what may not be told masked. [`tables`] reads them once, [`row`] is a row of any of them,
//! [`questions`] are the four.

pub mod questions;
pub mod row;
pub mod tables;

pub use questions::{BY_SIZE, BY_STATUS, BY_SUPPLIER, COSTLY_CASES};
