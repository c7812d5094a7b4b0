//! Searches for vacant places: what is kept of each for ever ([`kept`]), what came of them
//! ([`events`]), what is free now ([`free`]), and whether all of it
//! still holds together ([`check`]); `tables` is what diesel knows.

pub mod check;
pub mod events;
pub mod free;
pub mod kept;
mod tables;
