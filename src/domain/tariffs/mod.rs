//! Tariffs (takster): what a service of an offer costs, and how two of them compare.
//!
//! Reading order: `tariff`, [`field`] (the tariffs that one is compared with).

pub mod field;
mod tariff;

pub use tariff::{
    Apart, Outcome, Part, Tariff, TariffBasis, TariffParts, TariffUnit, exceeds, judge, yearly,
};
