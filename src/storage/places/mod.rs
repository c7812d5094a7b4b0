//! Vacant places: entries whose every word is kept, and those that hold at a data version.
//!
//! Reading order: [`rows`] (how a step lies in its table), [`read`] (entries as of a version),
//! [`spans`] (what place-days are counted of), [`write`] (a step more), [`check`] (what is worked out from the steps, again).

pub mod check;
pub mod read;
mod rows;
mod spans;
pub mod write;

pub use read::{Confirmation, Wanted, confirmations, entries, get};
pub use spans::{Kept, spans};
pub use write::{add, add_listed, add_step, confirm, next_id, say, settle_upload};
