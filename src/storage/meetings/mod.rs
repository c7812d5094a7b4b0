//! Meetings: [`calendar`] (each with its state), [`steps`], [`items`] (agendas as they were written,
//! with what was decided; [`rows`] as they lie, [`loaded`] puts them together), [`grid`] (a table as text), [`check`]. All of it is only ever added.

pub mod calendar;
mod check;
mod grid;
pub mod items;
mod loaded;
mod rows;
pub mod steps;
mod tables;

pub use calendar::{add, all, cancel, get, rewrite};
pub use check::check;
