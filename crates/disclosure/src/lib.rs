//! Disclosure (videregivelse): which counts of a fixed set of tables have to be masked, so that
//! nobody who reads the rest learns anything about a small group. docs/DISCLOSURE.md says the rule
//! and how it is kept.
//!
//! The question is asked about counts, without their subject: a [`Problem`] has cells, the sums
//! that everybody knows of, and the [`Reader`]s, who each know their own row besides. [`masks`]
//! answers it.
//!
//! ```
//! use disclosure::{Problem, Sum, masks};
//!
//! // Three of a region and their sum: the 2 may not be told, so another one may not either.
//! let sum = Sum { left: vec![0, 1, 2], right: vec![3] };
//! let problem = Problem::new(vec![2, 9, 12, 23], |count| (1..=4).contains(&count), vec![sum]);
//! assert_eq!(masks(&problem).unwrap(), [true, true, false, false]);
//! ```
//!
//! Reading order: `problem` (what is asked), `solve` (sums solved in whole numbers), `tableau` (steps
//! between their solutions), `ranges` (what a masked count can be for a reader), `readers` (what all
//! of them hold narrow), `cover` (which cells guard the others), `masking`; `amounts`
//! (counts with amounts, for whoever asks further).

mod amounts;
mod cover;
mod masking;
mod problem;
mod ranges;
mod readers;
mod solve;
mod tableau;

pub use amounts::{Amounts, Possible, Term};
pub use masking::{NotProven, hold, masks, masks_until, narrow_for_readers};
pub use problem::{Fixed, Problem, Reader, Sum};
pub use ranges::Narrow;

#[cfg(test)]
mod tests;
