//! Questions to the component analysis.
//!
//! [`basis`] is what is read for them (with the years that are [`pending`]), [`items`] rows and changes that several share; then
//! [`unit_costs`], [`decomposition`] (by its `members`, each with its `terms`), [`reconciliation`] (with a KKR's own figures
//! [`against`] those of its municipalities), and one level down [`paragraph`] and [`municipality`].

pub mod against;
pub mod basis;
pub mod decomposition;
pub mod inhabitants;
pub mod items;
mod members;
pub mod municipality;
pub mod paragraph;
pub mod pending;
pub mod reconciliation;
mod terms;
pub mod unit_costs;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[
    &UNIT_COSTS,
    &DECOMPOSITION,
    &RECONCILIATION,
    &PARAGRAPH,
    &MUNICIPALITY,
];

pub static UNIT_COSTS: Question = Question {
    name: "unit-costs",
    row: "a group and year; in `totals` a change between two years",
    right: Right::ReadFigures,
    filters: &[
        &filters::AREA,
        &filters::FROM,
        &filters::TO,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
    ],
    shapes: || vec![Shape::of(unit_costs::COLUMNS, items::OF_GROUPS)],
    report: unit_costs::run,
};

pub static DECOMPOSITION: Question = Question {
    name: "decomposition",
    row: "a member's part of a change; in `totals` the whole change",
    right: Right::ReadFigures,
    filters: &[
        &filters::AREA,
        &filters::FROM,
        &filters::TO,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
        &filters::GROUP,
        &filters::BY,
    ],
    shapes: || vec![Shape::of(decomposition::COLUMNS, decomposition::COLUMNS)],
    report: decomposition::run,
};

pub static RECONCILIATION: Question = Question {
    name: "reconciliation",
    row: "a printed figure against the recomputed one",
    right: Right::ReadFigures,
    filters: &[&filters::AREA, &filters::AS_OF],
    shapes: || vec![Shape::of(reconciliation::COLUMNS, against::COLUMNS)],
    report: reconciliation::run,
};

pub static PARAGRAPH: Question = Question {
    name: "paragraph",
    row: "a paragraph or group, area by area",
    right: Right::ReadFigures,
    filters: &[
        &filters::AREA,
        &filters::FROM,
        &filters::TO,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
        &filters::GROUP,
    ],
    shapes: || vec![Shape::of(paragraph::COLUMNS, items::OF_MUNICIPALITIES)],
    report: paragraph::run,
};

pub static MUNICIPALITY: Question = Question {
    name: "municipality",
    row: "one municipality, beside the region and per 1,000 inhabitants",
    right: Right::ReadFigures,
    filters: &[
        &filters::AREA,
        &filters::FROM,
        &filters::TO,
        &filters::PRICE_LEVEL,
        &filters::AS_OF,
    ],
    shapes: || vec![Shape::of(municipality::COLUMNS, items::OF_GROUPS)],
    report: municipality::run,
};
