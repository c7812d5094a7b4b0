//! Questions about vacant places: what is vacant, whether somebody looks after it, how much of the rest is used, and what a point of
//! occupancy is worth.

pub mod by_quarter;
pub mod confirmed;
pub mod counted;
pub mod incentive;
pub mod list;
pub mod occupancy;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&VACANCIES, &CONFIRMED, &OCCUPANCY, &BY_QUARTER, &INCENTIVE];

pub static VACANCIES: Question = Question {
    name: "vacancies",
    row: "an entry of places or dwellings that stand empty on the day; in `totals` how many of each kind",
    right: Right::ReadPlaces,
    filters: &[
        &filters::AS_OF,
        &filters::DAY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::MUNICIPALITY,
    ],
    shapes: || vec![Shape::of(list::COLUMNS, list::TOTALS)],
    report: list::run,
};

pub static CONFIRMED: Question = Question {
    name: "vacancies-confirmed",
    row: "an operator: how many of its open entries are confirmed in time, and whether the goal of 90 % is reached; in `totals` all (`total`)",
    right: Right::ReadPlaces,
    filters: &[&filters::AS_OF, &filters::DAY, &filters::MUNICIPALITY],
    shapes: || vec![Shape::of(confirmed::COLUMNS, confirmed::COLUMNS)],
    report: confirmed::run,
};

pub static OCCUPANCY: Question = Question {
    name: "occupancy",
    row: "an offer and a quarter; in `totals` its operator, and all (`total`)",
    right: Right::ReadOffers,
    filters: &[
        &filters::AS_OF,
        &filters::YEAR_OF_DAYS,
        &filters::QUARTER,
        &filters::MUNICIPALITY,
        &filters::COUNTED_TO,
        &filters::SORT,
        &filters::SEARCH,
    ],
    shapes: || vec![Shape::of(occupancy::COLUMNS, occupancy::TOTALS)],
    report: occupancy::run,
};

pub static BY_QUARTER: Question = Question {
    name: "occupancy-by-quarter",
    row: "a municipality and a quarter: the offers there that have logged a place; in `totals` all (`total`)",
    right: Right::ReadOffers,
    filters: &[
        &filters::AS_OF,
        &filters::MUNICIPALITY,
        &filters::COUNTED_TO,
    ],
    shapes: || vec![Shape::of(by_quarter::COLUMNS, by_quarter::COLUMNS)],
    report: by_quarter::run,
};

pub static INCENTIVE: Question = Question {
    name: "occupancy-incentive",
    row: "a service that is paid by the day: what one point of occupancy is worth to its operator, by the tariff's parts, and to the buyers",
    right: Right::ReadOffers,
    filters: &[&filters::AS_OF, &filters::YEAR, &filters::MUNICIPALITY],
    shapes: || vec![Shape::of(incentive::COLUMNS, incentive::TOTALS)],
    report: incentive::run,
};
