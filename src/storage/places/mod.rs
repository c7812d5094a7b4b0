//! Vacant places: entries whose every word is kept, and those that hold at a data version.
//!
//! Reading order: [`rows`] (how a step lies in its table), [`read`] (entries as of a version),
//! [`write`] (a step more), [`check`] (what is worked out from the steps, again).

pub mod check;
pub mod read;
mod rows;
pub mod write;

pub use read::{Confirmation, Wanted, confirmations, ended_by, entries, get};
pub use write::{add, add_step, confirm, next_id, say, settle_upload};
