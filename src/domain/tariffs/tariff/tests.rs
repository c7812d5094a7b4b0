//! The rule of an increase, and what is never compared.

use proptest::prelude::*;

use super::*;

fn kroner(text: &str) -> Exact {
    Money::parse_danish(text).unwrap().exact()
}

fn year(n: i64) -> Year {
    Year::new(n).unwrap()
}

fn tariff(y: i64, oere: i64, unit: TariffUnit) -> Tariff {
    Tariff {
        offer_id: "1".into(),
        service: "Døgn".into(),
        paragraph: Paragraph::Sel107,
        year: year(y),
        amount: Money::from_oere(oere),
        unit,
        parts: None,
    }
}

#[test]
fn five_percent_exactly_is_none_and_an_oere_more_is_one() {
    let five = number::exact(5, 0);
    assert!(!exceeds(&kroner("100,00"), &kroner("105,00"), &five));
    assert!(exceeds(&kroner("100,00"), &kroner("105,01"), &five));
    // Both are 5.00 % when rounded.
    assert!(!exceeds(&kroner("1.999,99"), &kroner("2.099,98"), &five));
    assert!(exceeds(&kroner("2.000,00"), &kroner("2.100,01"), &five));
    // A threshold with decimals is exact too.
    let half = number::exact(25, 1);
    assert!(!exceeds(&kroner("200,00"), &kroner("205,00"), &half));
    assert!(exceeds(&kroner("200,00"), &kroner("205,01"), &half));
}

#[test]
fn what_is_not_compared_has_its_reason() {
    let (a, b) = (
        tariff(2024, 100, TariffUnit::FullDay),
        tariff(2025, 110, TariffUnit::FullDay),
    );
    let month = tariff(2025, 110, TariffUnit::Month);
    let at = |old, new, years: &[i64]| {
        let years: Vec<Year> = years.iter().map(|y| year(*y)).collect();
        judge(year(2025), old, new, &years)
    };
    assert!(matches!(
        at(Some(&a), Some(&b), &[2024, 2025]),
        Some(Outcome::Compared { .. })
    ));
    let apart = |outcome: Option<Outcome>| match outcome {
        Some(Outcome::Apart(apart)) => apart,
        other => panic!("{other:?}"),
    };
    assert_eq!(apart(at(None, Some(&b), &[2025, 2026])), Apart::New);
    assert_eq!(apart(at(Some(&a), None, &[2023, 2024])), Apart::Closed);
    assert_eq!(
        apart(at(None, Some(&b), &[2022, 2023, 2025])),
        Apart::Gap {
            missing: year(2024),
            nearest: year(2023)
        }
    );
    assert_eq!(
        apart(at(Some(&a), None, &[2024, 2026])),
        Apart::Gap {
            missing: year(2025),
            nearest: year(2026)
        }
    );
    assert_eq!(
        apart(at(Some(&a), Some(&month), &[2024, 2025])),
        Apart::UnitChange {
            old: TariffUnit::FullDay,
            new: TariffUnit::Month
        }
    );
    assert_eq!(at(None, None, &[2022]), None);
}

#[test]
fn a_year_has_its_own_days_and_an_hour_has_no_year() {
    let increase = kroner("10,00");
    let whole = |unit, y| yearly(&increase, unit, year(y), 3);
    assert_eq!(
        whole(TariffUnit::FullDay, 2024),
        Some(number::exact(10_980, 0))
    );
    assert_eq!(
        whole(TariffUnit::FullDay, 2025),
        Some(number::exact(10_950, 0))
    );
    assert_eq!(whole(TariffUnit::Month, 2025), Some(number::exact(360, 0)));
    assert_eq!(whole(TariffUnit::Hour, 2025), None);
}

#[test]
fn parts_contradict_only_when_all_are_given() {
    let mut parts = TariffParts {
        amounts: [Some(Money::from_oere(100)); 7],
        ..TariffParts::default()
    };
    assert!(!parts.contradict(Money::from_oere(700)));
    assert!(!parts.contradict(Money::from_oere(703)));
    assert!(parts.contradict(Money::from_oere(704)));
    parts.amounts[6] = None;
    assert!(!parts.contradict(Money::from_oere(900)));
    assert_eq!(
        parts.rest(Money::from_oere(900)),
        Some(Money::from_oere(300))
    );
    assert_eq!(TariffParts::default().rest(Money::ZERO), None);
}

#[test]
fn units_as_people_write_them() {
    for unit in TariffUnit::ALL {
        assert_eq!(TariffUnit::parse(unit.label()), Some(unit));
        assert_eq!(TariffUnit::from_key(unit.key()), Some(unit));
    }
    assert_eq!(TariffUnit::parse("kr. pr. døgn"), Some(TariffUnit::FullDay));
    assert_eq!(TariffUnit::parse("uge"), None);
}

proptest! {
    /// A second computation of the rule, in whole øre.
    #[test]
    fn the_rule_in_whole_numbers(old in 1i64..1_000_000_000, rise in -1000i64..2000, threshold in 0i64..1000) {
        // Near the limit, where it matters: old × (100 + threshold) / 100, and a few øre about it.
        let limit = i128::from(old) * i128::from(100 + threshold) / 100;
        let new = limit + i128::from(rise) / 100;
        let new_oere = i64::try_from(new).unwrap();
        let flagged = exceeds(
            &Money::from_oere(old).exact(),
            &Money::from_oere(new_oere).exact(),
            &number::exact(threshold, 0),
        );
        prop_assert_eq!(flagged, new * 100 > i128::from(old) * i128::from(100 + threshold));
    }

    #[test]
    fn a_higher_threshold_never_flags_more(old in 1i64..1_000_000, new in 1i64..1_000_000, a in 0i64..10_000, b in 0i64..10_000) {
        let flagged = |t: i64| exceeds(
            &Money::from_oere(old).exact(),
            &Money::from_oere(new).exact(),
            &number::exact(t, 2),
        );
        prop_assert!(!flagged(a.max(b)) || flagged(a.min(b)));
    }

    /// Machine numbers and numbers of any size say the same, and the first refuse what they cannot hold.
    #[test]
    fn both_ways_to_the_rule_agree(
        old in (1i64..i64::MAX, 1i64..1_000_000),
        new in (1i64..i64::MAX, 1i64..1_000_000),
        threshold in (-10_000i64..100_000, 1i64..1_000),
    ) {
        let ratio = |(numer, denom): (i64, i64)| Exact::new(numer.into(), denom.into());
        let (old, new, threshold) = (ratio(old), ratio(new), ratio(threshold));
        let any = in_any(&old, &new, &threshold);
        if let Some(found) = in_machine_numbers(&old, &new, &threshold) {
            prop_assert_eq!(found, any);
        }
        // The largest that any way can have to hold is told by the way that holds it.
        let most = Exact::from_integer(i64::MAX.into());
        let large = &old * &most * &most * &most;
        prop_assert_eq!(in_machine_numbers(&large, &new, &threshold), None);
        prop_assert_eq!(exceeds(&old, &new, &threshold), any);
    }
}
