//! Questions about searches for vacant places.
//!
//! [`list`] is the searches that the reader may see, [`statistics`] what they come to by municipality
//! and quarter; [`receipt`] one search with everything it showed, [`shown`] how a paper prints that,
//! and [`waiting`] what operators have not answered yet.

pub mod list;
pub mod receipt;
pub mod shown;
pub mod statistics;
pub mod waiting;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&SEARCHES];

pub static SEARCHES: Question = Question {
    name: "searches",
    row: "a search that the reader may see; in `totals` a municipality's quarter",
    right: Right::ReadPlaces,
    filters: &[
        &filters::AS_OF,
        &filters::MUNICIPALITY_OF_SEARCHES,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::SORT,
        &filters::SEARCH,
    ],
    shapes: || vec![Shape::of(list::COLUMNS, statistics::COLUMNS)],
    report: list::run,
};
