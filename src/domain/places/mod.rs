//! Vacant places (ledige pladser) and vacant dwellings (tomgangsboliger): what stands empty, from
//! when, and who said so last.
//!
//! Reading order: [`entry`] (what is said of it, step by step), [`timeline`] (how many are vacant on
//! which day, and place-days), [`day_taken`] (whether the last of them counts), [`spans`] (the same days as they are kept), [`fresh`] (whether somebody has confirmed it lately), [`together`]
//! (entries beside each other: overlaps, and more than the offer has), [`occupancy`] (what an offer let,
//! and what the rest cost).

pub mod day_taken;
pub mod entry;
pub mod fresh;
mod listed;
pub mod occupancy;
pub mod spans;
pub mod timeline;
pub mod together;

pub use day_taken::DayTaken;
pub use entry::{About, Act, Entry, PlaceKind, State, Step, Terms};
pub use listed::{Listed, Said};
pub use spans::Spans;
pub use timeline::{Piece, Timeline};

#[cfg(test)]
mod tests;
