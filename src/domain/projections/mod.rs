//! Models and projections: pure functions with their assumptions as arguments, as a controller would work them out
//! with a pencil. In reading order: [`home_support`], [`investment`], [`break_even`], [`expenditure`].

pub mod break_even;
pub mod expenditure;
pub mod home_support;
pub mod investment;

use num_traits::One;

use super::number::{Exact, exact};

/// A percentage as the number that something is multiplied with: 4 % as 0.04.
fn part(percent: &Exact) -> Exact {
    percent / exact(100, 0)
}

/// `1 + percent / 100`, `times` over.
fn growth(percent: &Exact, times: u32) -> Exact {
    let factor = Exact::one() + part(percent);
    num_traits::pow(factor, times as usize)
}
