//! Pages of follow-up.
//!
//! [`open`] (every case), [`ask_all`] (asked about with one press), [`case`] (one) with its [`forms`], [`steps`] (what is done about it, and what is said once it is [`saved`]),
//! [`papers`] (what is sent); [`words`] puts a case into words, [`links`] into an address.

pub mod ask_all;
pub mod case;
pub mod forms;
pub mod links;
pub mod open;
pub mod papers;
pub mod saved;
pub mod steps;
pub mod words;
