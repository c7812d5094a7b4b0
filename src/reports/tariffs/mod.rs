//! Questions to the tariffs.
//!
//! [`of_year`] and [`of_offer`] (tariffs beside those they compare with), [`compared`] (how two years
//! compare), [`increases`], [`distribution`], and [`origin`] (how a figure of theirs was made).

pub mod compared;
pub mod distribution;
pub mod increases;
pub(super) mod of_offer;
pub mod of_year;
pub mod origin;
