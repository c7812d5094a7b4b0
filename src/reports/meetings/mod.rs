//! Meetings: [`list`] (`meetings`: the calendar with how far each is), [`discussed`] (the increases that each
//! discussed), [`content`] (the report of an item), [`decisions`] (what was decided, and what is still open of it).

pub mod content;
pub mod decisions;
pub mod discussed;
pub mod list;

pub use discussed::{Discussion, Held, Standing, answer};

use super::Question;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&list::MEETINGS, &discussed::DISCUSSIONS];
