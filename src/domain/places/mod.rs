//! Vacant places (ledige pladser) and vacant dwellings (tomgangsboliger): what stands empty, from
//! when, and who said so last.
//!
//! Reading order: [`entry`] (what is said of it, step by step), [`timeline`] (how many are vacant on
//! which day, and place-days), [`fresh`] (whether somebody has confirmed it lately), [`together`]
//! (entries beside each other: overlaps, and more than the offer has), [`occupancy`] (what an offer let,
//! and what the rest cost).

pub mod entry;
pub mod fresh;
mod listed;
pub mod occupancy;
pub mod timeline;
pub mod together;

pub use entry::{About, Act, Entry, PlaceKind, State, Step, Terms};
pub use listed::{Listed, Said};
pub use timeline::{DayTaken, Piece, Timeline};

#[cfg(test)]
mod tests;
