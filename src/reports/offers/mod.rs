//! Questions to the register of offers.
//!
//! [`register`] is what is read for offers and tariffs; [`list`] the offers.

pub mod list;
pub mod register;
