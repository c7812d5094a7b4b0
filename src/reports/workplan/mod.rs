//! Questions about the workplan: [`list`] is how its milestones stand on a day, [`evidence`] the figures
//! that their deliverables are followed by.

pub mod evidence;
pub mod list;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&WORKPLAN];

pub static WORKPLAN: Question = Question {
    name: "workplan",
    row: "a milestone as it stands at the end of the day; in `totals` each focus area",
    right: Right::ReadWorkplan,
    filters: &[&filters::AS_OF, &filters::DAY],
    shapes: || vec![Shape::of(list::COLUMNS, list::TOTALS)],
    report: list::run,
};
