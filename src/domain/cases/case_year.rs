//! A case in a year: the sum of its lines, whatever their order, splits and files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::line::CaseLine;
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

/// Which case: a pseudonym within a municipality. The same pseudonym elsewhere is somebody else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseKey {
    pub municipality: Arc<str>,
    pub case: Arc<str>,
}

/// A part of a case's cost: one paragraph, supplier kind and offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePart {
    pub paragraph: Paragraph,
    pub supplier: Supplier,
    pub offer: Option<Arc<str>>,
    pub cost: Money,
}

/// What a case cost in a year (sagens udgift i et år).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseYear {
    pub key: CaseKey,
    pub year: Year,
    /// The sum of all lines.
    pub cost: Money,
    /// One per paragraph, supplier kind and offer, in that order; they add up to the cost.
    pub parts: Vec<CasePart>,
    /// Cost of the lines of which the citizen is under 67, or not said to be older: what refund
    /// is counted of.
    pub cost_under_67: Money,
    /// The same by month, where every line of the case and year has one.
    pub months: Option<[Money; 12]>,
    /// Whether some line does not tell the age, so that under 67 was supposed.
    pub age_supposed: bool,
}

impl CaseYear {
    /// Strictly more than the limit, compared exactly.
    pub fn is_costly(&self, limit: Money) -> bool {
        self.cost > limit
    }

    /// The paragraph with the largest part of the cost, under which the case is counted once.
    /// Ties go to the earlier of SEL § 107, § 108, ABL § 105/85, SEL § 85.
    pub fn paragraph(&self) -> Paragraph {
        largest(&Paragraph::ALL, &self.parts, |part| part.paragraph)
    }

    /// The supplier kind with the largest part of the cost. Ties: municipal, regional, private.
    pub fn supplier(&self) -> Supplier {
        largest(&Supplier::ALL, &self.parts, |part| part.supplier)
    }
}

/// The kind with the largest sum, of equal ones the first in the stated order.
fn largest<K: Copy + PartialEq, const N: usize>(
    order: &[K; N],
    parts: &[CasePart],
    kind: impl Fn(&CasePart) -> K,
) -> K {
    let sum = |wanted: K| -> Option<Money> {
        let of_kind = parts.iter().filter(|part| kind(part) == wanted);
        of_kind.map(|part| part.cost).reduce(|a, b| a + b)
    };
    let mut best = (order[0], None);
    for candidate in order {
        let cost = sum(*candidate);
        // `None` is less than any sum: a kind without lines is never chosen before one with.
        if cost > best.1 {
            best = (*candidate, cost);
        }
    }
    best.0
}

/// The months of a case while it is added up.
#[derive(Default)]
struct Open {
    parts: BTreeMap<(Paragraph, Supplier, Option<Arc<str>>), Money>,
    cost: Money,
    cost_under_67: Money,
    months: [Money; 12],
    without_month: bool,
    age_supposed: bool,
}

impl Open {
    fn add(&mut self, line: &CaseLine) {
        let part = (line.paragraph, line.supplier, line.offer.clone());
        let part = self.parts.entry(part).or_default();
        *part = *part + line.cost;
        self.cost = self.cost + line.cost;
        self.age_supposed |= line.under_67.is_none();
        let month = line
            .month
            .and_then(|month| usize::from(month).checked_sub(1));
        let month = month.and_then(|month| self.months.get_mut(month));
        self.without_month |= month.is_none();
        if line.under_67 != Some(false) {
            self.cost_under_67 = self.cost_under_67 + line.cost;
            if let Some(month) = month {
                *month = *month + line.cost;
            }
        }
    }

    fn close(self, key: CaseKey, year: Year) -> CaseYear {
        let part = |((paragraph, supplier, offer), cost)| CasePart {
            paragraph,
            supplier,
            offer,
            cost,
        };
        CaseYear {
            key,
            year,
            cost: self.cost,
            parts: self.parts.into_iter().map(part).collect(),
            cost_under_67: self.cost_under_67,
            months: (!self.without_month).then_some(self.months),
            age_supposed: self.age_supposed,
        }
    }
}

/// Adds lines up to cases and years, sorted by municipality, pseudonym and year. The order of the
/// lines, a line split in two and the files they came in change nothing.
pub fn sum<'a>(lines: impl IntoIterator<Item = &'a CaseLine>) -> Vec<CaseYear> {
    let mut open: BTreeMap<(CaseKey, Year), Open> = BTreeMap::new();
    for line in lines {
        let key = CaseKey {
            municipality: line.municipality.clone(),
            case: line.case.clone(),
        };
        open.entry((key, line.year)).or_default().add(line);
    }
    open.into_iter()
        .map(|((key, year), open)| open.close(key, year))
        .collect()
}

#[cfg(test)]
mod tests;
