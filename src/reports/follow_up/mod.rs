//! Questions to the follow-up of increases.
//!
//! [`open`] (every case of a year and how far it is) with its [`calendar`] of meetings, [`case`] (one
//! of them).

pub mod calendar;
pub mod case;
pub mod open;
pub mod open_case;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&OPEN];

pub static OPEN: Question = Question {
    name: "tariff-follow-up",
    row: "a case that is open; in `totals` the meetings",
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
        &filters::ON,
        &filters::SUPERVISOR,
    ],
    shapes: || vec![Shape::of(open_case::COLUMNS, calendar::COLUMNS)],
    report: open::run,
};
