//! Changes: every write by a person, in one transaction with its line in the log.
//!
//! Pages, API and command line call these functions; nothing else writes. [`data`] (uploads,
//! withdrawals, limits by date), [`components`], [`offers`] and [`tariffs`] (what an upload changes
//! of each), [`follow_up`] (what is done about an increase), [`people`].

pub mod components;
pub mod data;
pub mod follow_up;
pub mod offers;
pub mod people;
pub mod tariffs;
