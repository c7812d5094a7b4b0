//! The workplan: plans, and every word that was said of their milestones.
//!
//! Reading order: [`rows`] (how they lie in their tables), [`read`] (as of a data version), [`write`]
//! (a plan more, a word more), [`check`] (whether the words belong to what there is).

pub mod check;
mod read;
mod rows;
mod write;

pub use read::{Kept, milestone, plans};
pub use write::{add_plan, add_update};
