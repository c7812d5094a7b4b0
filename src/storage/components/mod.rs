//! What the component analysis rests on, as it is stored.
//!
//! [`facts`], [`population`], [`price_index`], and [`published`] (what a meeting paper printed).

pub mod facts;
pub mod population;
pub mod price_index;
pub mod published;
