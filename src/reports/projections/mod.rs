//! Questions to models: what would follow from stated assumptions. `frame` is what their reports begin with; then [`home_support`],
//! [`investment`], [`break_even`], and [`expenditure`] (a projection with its past errors).

pub mod break_even;
pub mod expenditure;
mod frame;
pub mod home_support;
pub mod investment;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&PROJECTION, &HOME_SUPPORT, &INVESTMENT, &BREAK_EVEN];

pub static PROJECTION: Question = Question {
    name: "projection",
    row: "a paragraph in a year to come: persons, unit cost and expenditure, with a band where there are enough past errors, and the rival that changes nothing; in `totals` past errors by horizon",
    right: Right::ReadAnalyses,
    filters: &[
        &filters::AREA,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
        &filters::PARAGRAPH,
        &filters::VOLUME_GROWTH,
        &filters::UNIT_COST_GROWTH,
    ],
    shapes: || vec![Shape::of(expenditure::COLUMNS, expenditure::TOTALS)],
    report: expenditure::run,
};

pub static HOME_SUPPORT: Question = Question {
    name: "home-support",
    row: "what the moved need at home, in percent of what a person at home costs today, and what is saved then: alternatives, not to be added up; in `totals` what it is worked out from",
    right: Right::ReadAnalyses,
    filters: &[
        &filters::AREA,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
        &filters::YEAR,
        &filters::PARAGRAPH,
        &filters::SHARE,
    ],
    shapes: || vec![Shape::of(home_support::COLUMNS, home_support::TOTALS)],
    report: home_support::run,
};

pub static INVESTMENT: Question = Question {
    name: "investment",
    row: "a year of an investment and what it saves; in `totals` its annuity, its present value and when it is paid back",
    right: Right::ReadAnalyses,
    filters: &[
        &filters::AMOUNT,
        &filters::SAVING,
        &filters::RATE,
        &filters::YEARS,
    ],
    shapes: || vec![Shape::of(investment::COLUMNS, investment::TOTALS)],
    report: investment::run,
};

pub static BREAK_EVEN: Question = Question {
    name: "break-even",
    row: "an occupancy, and what an offer earns and costs a year at it: alternatives, not to be added up; in `totals` the occupancy that carries it",
    right: Right::ReadAnalyses,
    filters: &[
        &filters::PLACES,
        &filters::FIXED,
        &filters::VARIABLE,
        &filters::TARIFF,
    ],
    shapes: || vec![Shape::of(break_even::COLUMNS, break_even::TOTALS)],
    report: break_even::run,
};
