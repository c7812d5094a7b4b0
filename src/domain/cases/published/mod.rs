//! The published tables (de offentliggjorte tabeller): a fixed set of four, masked together. What
//! they are and what may be told of them is domain.md, "Disclosure", 1 to 3 and 7.
//!
//! Reading order: `cell` (where a cell stands and what it says), `records` (which cases each cell
//! adds), `asked` (the same as a question about counts), `sizes` (what bands of cost tell besides),
//! `tables` (all of it).

mod asked;
mod cell;
mod records;
mod sizes;
mod tables;

pub use cell::{Became, Cell, Measures, Of, Place, Told};
pub use tables::{Lines, hidden, tables};
