//! The workplan: plans, and every word that was said of their milestones.
//!
//! Reading order: [`rows`] (how they lie in their tables), [`read`] (as of a data version), [`write`]
//! (a plan more, a word more), [`documents`], [`check`] (whether the words belong to what there is).

pub mod check;
mod documents;
mod read;
mod rows;
mod write;

pub use documents::{add_document, document, documents};
pub use read::{Kept, milestone, plans};
pub use write::{add_plan, add_update};
