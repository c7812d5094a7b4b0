//! Meetings: [`calendar`] (added, written anew, cancelled), [`agenda`] (items), [`steps`] (sent, held,
//! closed, back), [`decided`] (decisions and notes), [`example`] (the meeting of 20 June 2025); [`fields`] are those of the forms, and why nothing
//! was written.

pub mod agenda;
pub mod calendar;
pub mod decided;
pub mod example;
pub mod fields;
pub mod steps;

pub use calendar::{add, cancel, create, rewrite};
pub use fields::MeetingError;
