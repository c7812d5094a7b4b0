use proptest::prelude::*;

use super::*;
use crate::domain::cases::{CaseLine, sum};
use crate::domain::components::Supplier;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;

const OF_2022: Thresholds = Thresholds {
    first: Money::from_oere(86_000_000),
    second: Money::from_oere(168_000_000),
    third: Money::from_oere(212_000_000),
};

fn kroner(kroner: i64) -> Money {
    Money::from_oere(kroner * 100)
}

/// A case of these costs; the n-th of them in month n where months are told.
fn case(costs: &[i64], months: bool, under_67: Option<bool>) -> CaseYear {
    let line = |(month, cost): (u8, &i64)| CaseLine {
        municipality: "851".into(),
        case: "a".into(),
        year: Year::FIRST,
        month: months.then_some(month),
        paragraph: Paragraph::Sel107,
        supplier: Supplier::Municipal,
        offer: None,
        cost: kroner(*cost),
        under_67,
    };
    let lines: Vec<CaseLine> = (1u8..).zip(costs).map(line).collect();
    sum(&lines).remove(0)
}

#[test]
fn the_laws_numbers_of_2022() {
    for (cost, expected) in [
        (860_000, 0),
        (1_680_000, 205_000),
        (2_000_000, 365_000),
        (2_500_000, 710_000),
        (4_000_000, 1_835_000),
    ] {
        let found = refund(&case(&[cost], false, Some(true)), OF_2022);
        assert_eq!(found.amount, kroner(expected), "{cost}");
        assert!(found.is_minimum());
    }
}

#[test]
fn by_month_the_law_gives_more_than_by_year() {
    let half = [200_000; 6];
    let peak: Vec<i64> = [500_000; 3].into_iter().chain([100_000; 9]).collect();
    for (costs, by_month, by_year) in [(&half[..], 317_500, 85_000), (&peak, 897_500, 635_000)] {
        let months = refund(&case(costs, true, Some(true)), OF_2022);
        assert_eq!(
            (months.amount, months.is_minimum()),
            (kroner(by_month), false)
        );
        let year = refund(&case(costs, false, Some(true)), OF_2022);
        assert_eq!((year.amount, year.is_minimum()), (kroner(by_year), true));
    }
}

#[test]
fn sixty_seven_and_over_give_no_refund_and_no_age_counts_as_under() {
    let of = |under_67| refund(&case(&[4_000_000], false, under_67), OF_2022).amount;
    assert_eq!(of(Some(false)), Money::ZERO);
    assert_eq!(of(None), kroner(1_835_000));
    // Nothing to refund is exact, whatever the months.
    let old = refund(&case(&[4_000_000], false, Some(false)), OF_2022);
    assert!(!old.is_minimum());
}

proptest! {
    /// What a year's sum gives is never more than the months give; and a kroner more of cost
    /// gives between nothing and 75 øre.
    #[test]
    fn the_year_is_a_lower_bound(costs in prop::collection::vec(0i64..600_000, 12)) {
        let by = |months: bool, costs: &[i64]| refund(&case(costs, months, None), OF_2022).amount;
        prop_assert!(by(false, &costs) <= by(true, &costs));
        let mut more = costs.clone();
        more[0] += 1;
        let step = by(true, &more).oere() - by(true, &costs).oere();
        prop_assert!((0..=76).contains(&step), "{}", step);
    }
}
