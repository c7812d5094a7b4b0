//! `/`: what needs whoever looks, how the region stands, and what moved since they were last here.
//!
//! [`overview`] is the page; [`tasks`] puts what waits into words, [`figures`] the few figures (with their
//! [`spark`]lines), [`moved`] what changed.

mod figures;
mod moved;
pub mod overview;
mod spark;
mod tasks;
