//! A case of the municipality's own as it stands in a year.

use crate::domain::cases::{CaseKey, CaseYear, PartChange, Refund, Review, Status, changes};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// A case as it stands in a year.
#[derive(Debug, Clone)]
pub struct OwnCase {
    pub key: CaseKey,
    pub year: Year,
    /// `None` when it has no lines in the year.
    pub now: Option<CaseYear>,
    /// The year before, where the municipality has lines for both.
    pub before: Option<CaseYear>,
    /// Whether the municipality has lines for both years.
    pub followed: bool,
    /// `None` when it was costly in neither year, or when cases cannot be followed.
    pub status: Option<Status>,
    /// What it cost in each year that the municipality has lines for.
    pub costs: Vec<(Year, Option<Money>)>,
    /// `None` in a year without thresholds, and without lines.
    pub refund: Option<Refund>,
    /// The newest review.
    pub review: Option<Review>,
    pub overdue: bool,
}

impl OwnCase {
    /// Whether there is something to tell of the year: lines in it, or in the year before.
    pub fn is_known(&self) -> bool {
        self.known().is_some()
    }

    /// Whether the refund is a lower bound.
    pub fn is_minimum(&self) -> bool {
        self.refund.is_some_and(Refund::is_minimum)
    }

    /// Cost of the year before refund.
    pub fn cost(&self) -> Option<Money> {
        self.now.as_ref().map(|case| case.cost)
    }

    /// Cost of the year less refund; at most this where the refund is a lower bound.
    pub fn net(&self) -> Option<Money> {
        Some(self.cost()? - self.refund?.amount)
    }

    /// What it is sorted by: the year's cost, or what it cost before it was gone.
    pub fn largest(&self) -> Money {
        let of = |case: &Option<CaseYear>| case.as_ref().map(|case| case.cost);
        of(&self.now).or(of(&self.before)).unwrap_or_default()
    }

    /// What changed since the year before; `None` when cases cannot be followed into the year.
    pub fn change(&self) -> Option<Money> {
        let of = |case: &Option<CaseYear>| case.as_ref().map_or(Money::ZERO, |case| case.cost);
        self.followed.then(|| of(&self.now) - of(&self.before))
    }

    /// The same by paragraph, supplier kind and offer, the largest change first.
    pub fn changes(&self) -> Vec<PartChange> {
        if self.followed {
            changes(self.before.as_ref(), self.now.as_ref())
        } else {
            Vec::new()
        }
    }

    /// The case in the year, or before it was gone.
    pub fn known(&self) -> Option<&CaseYear> {
        self.now.as_ref().or(self.before.as_ref())
    }

    /// Its paragraphs, in the usual order.
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let mut paragraphs: Vec<Paragraph> = self
            .known()
            .map(|case| case.parts.iter().map(|part| part.paragraph).collect())
            .unwrap_or_default();
        paragraphs.dedup();
        paragraphs
    }
}
