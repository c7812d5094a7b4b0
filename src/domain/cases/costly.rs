//! Costly cases: what the published tables are made of.

use super::case_year::{CaseKey, CaseYear};
use super::refund::{Refund, refund};
use super::rules::Rules;
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// A case that cost strictly more than the limit in a year (dyr enkeltsag). It counts once, under
/// the paragraph and the supplier kind with the largest part of its cost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Costly {
    pub key: CaseKey,
    pub year: Year,
    /// Gross: before refund and income.
    pub cost: Money,
    pub paragraph: Paragraph,
    pub supplier: Supplier,
    /// `None` in a year without thresholds.
    pub refund: Option<Refund>,
}

/// The costly ones of some cases, sorted. A year without a limit has none.
pub fn costly<'a>(cases: impl IntoIterator<Item = &'a CaseYear>, rules: &Rules) -> Vec<Costly> {
    let above = |case: &&CaseYear| {
        let limit = rules.limit(case.year);
        limit.is_some_and(|limit| case.is_costly(limit))
    };
    let costly = |case: &CaseYear| Costly {
        key: case.key.clone(),
        year: case.year,
        cost: case.cost,
        paragraph: case.paragraph(),
        supplier: case.supplier(),
        refund: rules.thresholds(case.year).map(|of| refund(case, of)),
    };
    let mut found: Vec<Costly> = cases.into_iter().filter(above).map(costly).collect();
    found.sort();
    found
}
