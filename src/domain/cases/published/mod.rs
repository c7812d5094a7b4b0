//! The published tables (de offentliggjorte tabeller): a fixed set of four, masked together. What
//! they are and what may be told of them is domain.md, "Disclosure", 1 to 3 and 7.
//!
//! Reading order: `cell` (where a cell stands and what it says), `records` (which cases each cell
//! adds), `asked` (the same as a question about counts), `sizes` (what bands of cost tell besides),
//! `fewest` and `spans` (what a cell's cost says of its count), `tables` (all of it, of a region that
//! was never published). Of one that was: `earlier` (what was told then), `parts` (what two versions
//! differ by), `joint` (all of it as one question), `again`, `steps` (when a change is published).

mod again;
mod asked;
mod cell;
mod earlier;
mod fewest;
mod joint;
mod knowledge;
mod parts;
mod records;
mod sizes;
mod spans;
mod steps;
mod tables;
mod view;

pub use cell::{Became, Cell, Measures, Of, Place, Told};
pub use earlier::{Composition, Earlier};
pub use steps::{Step, Why, next};
pub use tables::{Lines, hidden, tables};
