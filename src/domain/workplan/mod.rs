//! The workplan (arbejdsplan): milestones by focus area and half-year, what each is to deliver, and
//! how far it is.
//!
//! Reading order: [`plan`] (what was decided), [`update`] (what was said of a milestone, and when), [`document`] (what was attached to it),
//! [`standing`] (how it stands on a day: a replay of what had been said by then), [`evidence`] (what
//! a deliverable can be followed by). Domain rule "Workplan and meetings".

pub mod document;
pub mod evidence;
pub mod plan;
pub mod standing;
pub mod update;

pub use document::{Document, DocumentKind};
pub use evidence::Evidence;
pub use plan::{FocusArea, HalfYear, Milestone, Owner, Plan};
pub use standing::{Standing, Tracked};
pub use update::{Change, Progress, Status, Update};

#[cfg(test)]
mod tests;
