//! Offers (tilbud): who sells places, and whom they are for.
//!
//! Reading order: `offer`, [`target_group`].

mod offer;
pub mod target_group;

pub use offer::{Offer, OperatingForm, Supervisor, operates};
pub use target_group::TargetGroup;
