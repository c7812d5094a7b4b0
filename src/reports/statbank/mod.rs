//! The component analysis beside what Danmarks Statistik publishes.
//!
//! [`held`] is what was uploaded of statistikbanken, [`comparison`] the question.

pub mod comparison;
mod held;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&PUBLIC_COMPARISON];

pub static PUBLIC_COMPARISON: Question = Question {
    name: "public-comparison",
    row: "a municipality's paragraph in a year: persons and expenditure of the component analysis, and of Danmarks Statistik (HAND01, REGK31 or REGK100, FOLK1A)",
    right: Right::ReadAnalyses,
    filters: &[
        &filters::AREA,
        &filters::AS_OF,
        &filters::YEAR_OF_COMPARISON,
        &filters::PARAGRAPH,
    ],
    shapes: || vec![Shape::without_totals(comparison::COLUMNS)],
    report: comparison::run,
};
