//! Questions to the tariffs.
//!
//! [`of_year`] with its [`spread`] and [`of_offer`] with its [`parts`] (tariffs beside those they compare
//! with; [`row`] is one of them), [`compared`] (how two years compare, put in [`order`]), [`rise`] (one of them, with the
//! origin of each figure), [`increases`] (each an [`increase`]) with their [`sums`],
//! [`distribution`], [`apart`] (what is not compared), and [`origin`] (how a figure of theirs was
//! made; `field_origin`: of a whole field).

pub mod apart;
pub mod compared;
pub mod distribution;
mod field_origin;
pub mod increase;
pub mod increases;
pub mod of_offer;
pub mod of_year;
mod order;
pub mod origin;
pub mod parts;
pub mod rise;
pub mod row;
pub mod spread;
pub mod sums;

use super::columns::heads;
use super::offers::register::{Register, nothing};
use super::shape::Shape;
use super::{Filter, Query, Question, ReportError, filters};
use crate::domain::people::Right;
use crate::domain::report::Report;
use crate::storage::Db;

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
        &filters::SORT,
        &filters::SEARCH,
    ],
    shapes: || {
        vec![
            Shape::of(of_year::COLUMNS, spread::COLUMNS),
            Shape::of(of_offer::COLUMNS, parts::COLUMNS),
        ]
    },
    report: run,
};

/// The filters of the increases of a year, as a list that is sorted and searched.
const OF_LIST: &[&Filter; 11] = &[
    &filters::AS_OF,
    &filters::YEAR,
    &filters::LIMIT_PERCENT,
    &filters::BASIS,
    &filters::MUNICIPALITY,
    &filters::PARAGRAPH,
    &filters::TARGET_GROUP,
    &filters::OFFER,
    &filters::SUPERVISOR,
    &filters::SORT,
    &filters::SEARCH,
];

/// Those of the other questions about them.
const OF_INCREASES: &[&Filter] = {
    let [of_increases @ .., _sort, _search] = OF_LIST;
    of_increases
};

pub static INCREASES: Question = Question {
    name: "tariff-increases",
    row: "a service that rose by more than the threshold; in `totals` an operator",
    right: Right::ReadIncreases,
    filters: OF_LIST,
    shapes: || vec![Shape::of(increase::COLUMNS, sums::COLUMNS)],
    report: increases::run,
};

pub static DISTRIBUTION: Question = Question {
    name: "tariff-distribution",
    row: "a step of one percentage point, and how many services changed by it",
    right: Right::ReadIncreases,
    filters: OF_INCREASES,
    shapes: || vec![Shape::without_totals(distribution::COLUMNS)],
    report: distribution::run,
};

pub static APART: Question = Question {
    name: "tariffs-apart",
    row: "a service that is not compared, and why",
    right: Right::ReadIncreases,
    filters: OF_INCREASES,
    shapes: || vec![Shape::without_totals(apart::COLUMNS)],
    report: apart::run,
};

/// The report of `tariffs`: those of a year, or with an offer all of its own.
fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    let asked = row::Asked::read(db, query, &register)?;
    let heads = match &register.offer {
        Some(_) => heads(of_offer::COLUMNS),
        None => heads(of_year::COLUMNS),
    };
    let Some(asked) = asked else {
        return nothing(db, &register, TARIFFS.name, heads);
    };
    Ok(match &register.offer {
        Some(offer) => of_offer::answer(db, query, (&register, offer), &asked)?
            .report(of_offer::COLUMNS, parts::COLUMNS),
        None => of_year::answer(db, &register, &asked)?.report(of_year::COLUMNS, spread::COLUMNS),
    })
}
