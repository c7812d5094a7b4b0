//! The published tables of single cases: four questions that everybody is told the same answer to,
//! with what may not be told masked. [`tables`] reads them once, [`row`] is a row of any of them,
//! [`questions`] are the four. What they cost is a share of what was [`spent`] in all; a year's tables
//! are made with the year's own [`limits`]; and how the cost of all cases is [`spread`] is a fifth
//! question, told where the tables leave nothing of it to work out.

pub mod limits;
pub mod questions;
pub mod row;
pub mod spent;
pub mod spread;
pub mod tables;

pub use questions::{BY_SIZE, BY_STATUS, BY_SUPPLIER, COSTLY_CASES, SPREAD};
