//! What changed in a case from one year to the next, part by part.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case_year::{CasePart, CaseYear};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;

/// A part of a case in two years; zero in the year that does not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    pub paragraph: Paragraph,
    pub supplier: Supplier,
    pub offer: Option<Arc<str>>,
    pub before: Money,
    pub after: Money,
}

impl PartChange {
    pub fn difference(&self) -> Money {
        self.after - self.before
    }
}

/// The parts of a case in two years, the largest change first (ties by paragraph, supplier kind and
/// offer); their differences add up to the case's.
pub fn changes(before: Option<&CaseYear>, after: Option<&CaseYear>) -> Vec<PartChange> {
    let mut parts: BTreeMap<_, (Money, Money)> = BTreeMap::new();
    let key = |part: &CasePart| (part.paragraph, part.supplier, part.offer.clone());
    for part in before.into_iter().flat_map(|case| &case.parts) {
        parts.entry(key(part)).or_default().0 = part.cost;
    }
    for part in after.into_iter().flat_map(|case| &case.parts) {
        parts.entry(key(part)).or_default().1 = part.cost;
    }
    let change = |((paragraph, supplier, offer), (before, after))| PartChange {
        paragraph,
        supplier,
        offer,
        before,
        after,
    };
    let mut changes: Vec<PartChange> = parts.into_iter().map(change).collect();
    // Stable: equal changes stay in the order of their parts.
    changes.sort_by_key(|part| std::cmp::Reverse(part.difference().oere().abs()));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cases::{CaseLine, sum};
    use crate::domain::period::Year;

    fn year(number: i64, lines: &[(Paragraph, Option<&str>, i64)]) -> CaseYear {
        let line = |(paragraph, offer, kroner): &(Paragraph, Option<&str>, i64)| CaseLine {
            municipality: "851".into(),
            case: "a".into(),
            year: Year::new(number).expect("a year"),
            month: None,
            paragraph: *paragraph,
            supplier: Supplier::Private,
            offer: offer.map(Arc::from),
            cost: Money::from_oere(kroner * 100),
            under_67: None,
        };
        let lines: Vec<CaseLine> = lines.iter().map(line).collect();
        sum(&lines).remove(0)
    }

    #[test]
    fn a_move_to_another_offer_is_two_changes_that_add_up_to_the_case_s() {
        use Paragraph::{Sel85, Sel107};
        let before = year(
            2023,
            &[(Sel107, Some("A"), 2_400_000), (Sel85, None, 90_000)],
        );
        let after = year(
            2024,
            &[(Sel107, Some("B"), 2_900_000), (Sel85, None, 100_000)],
        );
        let changed = changes(Some(&before), Some(&after));
        let told: Vec<_> = changed
            .iter()
            .map(|c| (c.offer.as_deref(), c.difference().oere() / 100))
            .collect();
        let expected = [
            (Some("B"), 2_900_000),
            (Some("A"), -2_400_000),
            (None, 10_000),
        ];
        assert_eq!(told, expected);
        let sum: Money = changed.iter().map(PartChange::difference).sum();
        assert_eq!(sum, after.cost - before.cost);
        assert_eq!(changes(None, Some(&after)).len(), 2);
        assert_eq!(changes(None, None), Vec::new());
    }
}
