//! Questions to the follow-up of increases.
//!
//! [`open`] (every case of a year and how far it is), [`case`] (one of them).

pub mod case;
pub mod open;
