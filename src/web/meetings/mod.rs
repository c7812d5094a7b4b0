//! `/moeder`: [`list`] (the calendar), [`new`] (a new meeting), [`meeting`] (one, with its agenda as [`shown`]),
//! [`steps`] (what is done about it), [`item`] (the form of an item, read by [`written`]), [`decisions`] (what was
//! decided); [`sent`] are the fields of a form, [`links`] the addresses.

pub mod decisions;
pub mod item;
pub mod links;
pub mod list;
pub mod meeting;
pub mod new;
mod sent;
mod shown;
pub mod steps;
mod written;
