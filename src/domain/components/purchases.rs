//! Purchases from private suppliers (køb hos private leverandører) by target group, of a region together.
//!
//! A target group at a kind of supplier may be one person, and its unit cost what that person's support
//! costs. So a group is told only where whoever reads it, each municipality that takes its own persons
//! away included, is left with none or at least five full-year persons at private and at other suppliers
//! each. What is not told must not follow from the sum of the suppliers either: as long as the
//! hidden groups together leave somebody fewer than five, or only one is hidden, the smallest of the others is
//! hidden with them.

use std::collections::BTreeMap;

use num_traits::Zero as _;

use super::fact::Supplier;
use super::figures::Figure;
use crate::domain::number::{Exact, exact};

/// Full-year persons that a group leaves at least, to everybody.
const FEW: i64 = 5;

/// What one municipality states of one kind of supplier and one target group.
pub struct Part<'a> {
    pub area: &'a str,
    pub supplier: Supplier,
    pub group: &'a str,
    pub figure: Figure,
}

/// What the municipalities together buy for one target group.
#[derive(Debug, PartialEq, Eq)]
pub struct Purchases<'a> {
    pub group: &'a str,
    /// From private suppliers.
    pub private: Figure,
    /// From municipal and regional suppliers.
    pub public: Figure,
    /// It would tell of a few persons, and is told to nobody.
    pub masked: bool,
}

/// Persons at private and at other suppliers, of all municipalities and of each.
#[derive(Default, Clone)]
struct Persons<'a> {
    all: [Exact; 2],
    of: BTreeMap<&'a str, [Exact; 2]>,
}

impl<'a> Persons<'a> {
    fn add(&mut self, area: &'a str, side: usize, persons: &Exact) {
        self.all[side] += persons;
        self.of.entry(area).or_default()[side] += persons;
    }

    fn add_all(&mut self, other: &Persons<'a>) {
        for (area, sides) in &other.of {
            for (side, persons) in sides.iter().enumerate() {
                self.add(area, side, persons);
            }
        }
    }

    /// Whether somebody is left with some persons, but fewer than five, at a kind of supplier.
    fn are_few_to_anybody(&self) -> bool {
        let few = |left: &Exact| !left.is_zero() && *left < exact(FEW, 0);
        (0..2).any(|side| {
            let all = &self.all[side];
            few(all) || self.of.values().any(|own| few(&(all - &own[side])))
        })
    }
}

/// By target group, as the group's name or code sorts.
pub fn by_group<'a>(parts: &[Part<'a>]) -> Vec<Purchases<'a>> {
    let mut groups: BTreeMap<&str, [Vec<&Figure>; 2]> = BTreeMap::new();
    let mut persons: BTreeMap<&str, Persons<'_>> = BTreeMap::new();
    for part in parts {
        let side = usize::from(part.supplier != Supplier::Private);
        groups.entry(part.group).or_default()[side].push(&part.figure);
        let of = persons.entry(part.group).or_default();
        of.add(part.area, side, &part.figure.persons);
    }
    let masked = masked(&persons);
    let purchases = |(group, [private, public]): (&'a str, [Vec<&Figure>; 2])| Purchases {
        group,
        private: Figure::sum(private).unwrap_or_default(),
        public: Figure::sum(public).unwrap_or_default(),
        masked: masked.contains(&group),
    };
    groups.into_iter().map(purchases).collect()
}

/// The groups that are hidden: the small ones, and of the others as few as it takes, the smallest first.
fn masked<'a>(groups: &BTreeMap<&'a str, Persons<'a>>) -> Vec<&'a str> {
    let mut hidden = Vec::new();
    let mut pool = Persons::default();
    let mut others: Vec<(Exact, &str, &Persons<'_>)> = Vec::new();
    for (group, persons) in groups {
        if persons.are_few_to_anybody() {
            hidden.push(*group);
            pool.add_all(persons);
        } else {
            others.push((&persons.all[0] + &persons.all[1], *group, persons));
        }
    }
    others.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for (_, group, persons) in others {
        if hidden.is_empty() || hidden.len() > 1 && !pool.are_few_to_anybody() {
            break;
        }
        hidden.push(group);
        pool.add_all(persons);
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Persons of a municipality, in tenths.
    fn part(
        area: &'static str,
        supplier: Supplier,
        group: &'static str,
        tenths: i64,
    ) -> Part<'static> {
        let figure = Figure {
            persons: exact(tenths, 1),
            ..Figure::default()
        };
        Part {
            area,
            supplier,
            group,
            figure,
        }
    }

    fn hidden(parts: &[Part<'static>]) -> Vec<&'static str> {
        let all = by_group(parts);
        let masked = all.iter().filter(|of| of.masked);
        masked.map(|of| of.group).collect()
    }

    #[test]
    fn enough_on_both_sides_is_told_and_none_is_told_too() {
        use Supplier::{Municipal, Private, Regional};
        let parts = [
            part("851", Private, "a", 60),
            part("846", Private, "a", 50),
            part("851", Municipal, "a", 50),
            part("846", Regional, "a", 70),
            part("851", Municipal, "b", 90),
            part("846", Municipal, "b", 80),
        ];
        assert_eq!(hidden(&parts), Vec::<&str>::new());
        let told = by_group(&parts);
        assert_eq!(told[0].private.persons, exact(11, 0));
        assert_eq!(told[0].public.persons, exact(12, 0));
        assert_eq!(told[1].private.persons, exact(0, 0));
    }

    #[test]
    fn who_takes_the_own_persons_away_is_not_left_with_a_few() {
        use Supplier::Private;
        let parts = [
            part("851", Private, "a", 100),
            part("846", Private, "a", 49),
            part("851", Private, "b", 300),
            part("846", Private, "b", 300),
            part("851", Private, "c", 200),
            part("846", Private, "c", 200),
        ];
        // 14.9 in all, but 851 is left with 4.9; what is hidden is not the difference to the sum.
        assert_eq!(hidden(&parts), ["a", "c"]);
    }

    proptest! {
        /// Whoever reads what is told, knows the sum by kind of supplier and takes the own persons away, is never left
        /// with a few of a group or of what is hidden together, unless everything is hidden.
        #[test]
        fn nobody_is_left_with_a_few(
            tenths in proptest::collection::vec(0i64..200, 3 * 2 * 5),
        ) {
            const AREAS: [&str; 3] = ["773", "851", "860"];
            const GROUPS: [&str; 5] = ["a", "b", "c", "d", "e"];
            let mut parts = Vec::new();
            for (at, tenths) in tenths.iter().enumerate() {
                let supplier = [Supplier::Private, Supplier::Regional][at / 3 % 2];
                parts.push(part(AREAS[at % 3], supplier, GROUPS[at / 6], *tenths));
            }
            let told = by_group(&parts);
            let left = |only: &dyn Fn(&Part<'_>) -> bool, less: Option<&str>, private: bool| -> i64 {
                (parts.iter().zip(&tenths))
                    .filter(|(part, _)| (part.supplier == Supplier::Private) == private)
                    .filter(|(part, _)| less != Some(part.area) && only(part))
                    .map(|(_, tenths)| tenths)
                    .sum()
            };
            let masked = |group: &str| told.iter().any(|of| of.group == group && of.masked);
            let all_hidden = told.iter().all(|of| of.masked);
            for less in [None, Some("773"), Some("851"), Some("860")] {
                for private in [true, false] {
                    for group in GROUPS.into_iter().filter(|group| !masked(group)) {
                        let left = left(&|part| part.group == group, less, private);
                        prop_assert!(left == 0 || left >= 50, "{} of {}", left, group);
                    }
                    let left = left(&|part| masked(part.group), less, private);
                    prop_assert!(all_hidden || left == 0 || left >= 50, "{} hidden", left);
                }
            }
        }
    }
}
