//! Pages about vacant places, made to be read and filled in on a phone.
//!
//! Reading order: [`board`] (what is open, as lines), [`map`] (the region, drawn), [`list`] (`/ledige-pladser`), [`mine`] (one's
//! own, to confirm), [`log`] (the form), [`entry`] (one entry and its history), [`steps`] (what is
//! done about it), [`by_mail`] (the links of a reminder), [`calendar`], [`occupancy`] (how much is used, and what the rest costs), [`nav`], [`sent`] and [`words`].

pub mod board;
pub mod by_mail;
pub mod calendar;
pub mod entry;
pub mod links;
pub mod list;
pub mod log;
pub mod map;
pub mod mine;
pub mod nav;
pub mod occupancy;
pub mod sent;
pub mod steps;
pub mod words;
