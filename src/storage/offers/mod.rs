//! Offers and the target groups they name, as they are stored.
//!
//! [`register`] (the offers), [`target_groups`].

pub mod register;
pub mod target_groups;
