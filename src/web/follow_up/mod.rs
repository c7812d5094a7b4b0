//! Pages of follow-up.
//!
//! [`open`] (every case), [`case`] (one), [`steps`] (what is done about it), [`papers`] (what is
//! sent); [`words`] puts a case into words.

pub mod case;
pub mod open;
pub mod papers;
pub mod steps;
pub mod words;
