//! Questions to the tariffs.
//!
//! [`of_year`] and [`of_offer`] (tariffs beside those they compare with), [`compared`] (how two years
//! compare), [`rise`] (one of them, with the origin of each figure), [`increases`] (each an [`increase`]) with their [`sums`],
//! [`distribution`], [`apart`] (what is not compared), and [`origin`] (how a figure of theirs was made).

pub mod apart;
pub mod compared;
pub mod distribution;
pub mod increase;
pub mod increases;
pub(super) mod of_offer;
pub mod of_year;
pub mod origin;
pub mod rise;
pub mod sums;

use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&TARIFFS, &INCREASES, &DISTRIBUTION, &APART];

pub static TARIFFS: Question = Question {
    name: "tariffs",
    row: "a tariff of a year and its place in the field; with `offer` every year of it",
    right: Right::ReadOffers,
    filters: &[
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
        &filters::YEAR,
        &filters::MUNICIPALITY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::OFFER,
        &filters::SUPERVISOR,
    ],
    report: of_year::run,
};

pub static INCREASES: Question = Question {
    name: "tariff-increases",
    row: "a service that rose by more than the threshold; in `totals` an operator",
    right: Right::ReadIncreases,
    filters: &[
        &filters::AS_OF,
        &filters::YEAR,
        &filters::LIMIT_PERCENT,
        &filters::BASIS,
        &filters::MUNICIPALITY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::OFFER,
        &filters::SUPERVISOR,
    ],
    report: increases::run,
};

pub static DISTRIBUTION: Question = Question {
    name: "tariff-distribution",
    row: "a step of one percentage point, and how many services changed by it",
    right: Right::ReadIncreases,
    filters: &[
        &filters::AS_OF,
        &filters::YEAR,
        &filters::LIMIT_PERCENT,
        &filters::BASIS,
        &filters::MUNICIPALITY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::OFFER,
        &filters::SUPERVISOR,
    ],
    report: distribution::run,
};

pub static APART: Question = Question {
    name: "tariffs-apart",
    row: "a service that is not compared, and why",
    right: Right::ReadIncreases,
    filters: &[
        &filters::AS_OF,
        &filters::YEAR,
        &filters::LIMIT_PERCENT,
        &filters::BASIS,
        &filters::MUNICIPALITY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::OFFER,
        &filters::SUPERVISOR,
    ],
    report: apart::run,
};
