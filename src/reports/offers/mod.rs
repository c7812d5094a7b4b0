//! Questions to the register of offers.
//!
//! [`register`] is what is read for offers and tariffs (`named`: what a filter names there), [`offered`]
//! what a tariff says of its offer; [`list`] the offers, [`demands`] what the workplan asks of them
//! (`public_first`: of the municipalities that buy).

pub mod demands;
pub mod list;
mod named;
pub mod offered;
mod public_first;
pub mod register;

use super::shape::Shape;
use super::{Question, filters};
use crate::domain::people::Right;

/// The questions of this subject.
pub const QUESTIONS: &[&Question] = &[&OFFERS];

pub static OFFERS: Question = Question {
    name: "offers",
    row: "an offer; in `totals` the demands of the workplan",
    right: Right::ReadOffers,
    filters: &[
        &filters::AS_OF,
        &filters::MUNICIPALITY,
        &filters::PARAGRAPH,
        &filters::TARGET_GROUP,
        &filters::OFFER,
        &filters::SUPERVISOR,
        &filters::SORT,
        &filters::SEARCH,
    ],
    shapes: || vec![Shape::of(list::COLUMNS, demands::COLUMNS)],
    report: list::run,
};
