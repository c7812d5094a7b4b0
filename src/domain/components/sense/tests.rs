use super::*;
use crate::domain::area::AreaKind;
use crate::domain::money::Money;
use crate::domain::persons::FullYearPersons;

const CODES: [&str; 6] = ["773", "787", "810", "825", "851", "860"];

fn areas() -> Vec<Area> {
    let area = |code: &str, kind| Area {
        code: code.to_owned(),
        name: code.to_owned(),
        kind,
        kkr: None,
    };
    let municipalities = CODES.map(|code| area(code, AreaKind::Municipality));
    let kkr = area("KKR_NORDJYLLAND", AreaKind::Kkr);
    municipalities.into_iter().chain([kkr]).collect()
}

/// Expenditure in kroner and persons in tenths.
fn fact(area: &str, year: i64, kroner: i64, tenths: i64) -> ComponentFact {
    ComponentFact {
        key: FactKey {
            area: area.to_owned(),
            paragraph: Paragraph::Sel107,
            year: Year::new(year).unwrap(),
            price_level: Year::new(2023).unwrap(),
            supplier: None,
            target_group: None,
        },
        expenditure: Money::from_oere(kroner * 100),
        persons: FullYearPersons::from_ten_thousandths(tenths * 1000),
    }
}

/// Each municipality with 20 persons at 850,000 kroner and a little more each.
fn year(year: i64) -> Vec<ComponentFact> {
    let of = |(at, code): (i64, &&str)| fact(code, year, 17_000_000 + at * 200_000, 200);
    (0..).zip(&CODES).map(of).collect()
}

fn odd(brought: &[ComponentFact], held: &[ComponentFact]) -> Vec<Odd> {
    look(brought.iter(), held.iter(), &areas())
}

fn changed(old: (i64, i64), new: (i64, i64)) -> Vec<Measure> {
    let held = [fact("KKR_NORDJYLLAND", 2023, old.0, old.1)];
    let brought = [fact("KKR_NORDJYLLAND", 2024, new.0, new.1)];
    let odd = odd(&brought, &held).into_iter();
    odd.filter_map(|odd| match odd.what {
        Oddity::Change { measure, .. } => Some(measure),
        _ => None,
    })
    .collect()
}

#[test]
fn a_year_like_the_one_before_is_plausible() {
    assert_eq!(odd(&year(2024), &year(2023)), []);
    assert_eq!(odd(&year(2024), &[]), []);
}

#[test]
fn a_change_is_odd_below_a_quarter_and_above_three_times() {
    use Measure::{Expenditure, Persons};
    assert_eq!(changed((8_000_000, 100), (2_000_000, 25)), []);
    assert_eq!(changed((8_000_000, 100), (1_999_999, 100)), [Expenditure]);
    assert_eq!(changed((8_000_000, 100), (24_000_000, 300)), []);
    assert_eq!(
        changed((8_000_000, 100), (24_000_001, 301)),
        [Expenditure, Persons]
    );
    // Thousands for kroner.
    assert_eq!(changed((532_477_630, 6260), (532_478, 6260)), [Expenditure]);
    // One citizen more of a few says nothing, nor does what was not there before.
    assert_eq!(changed((400_000, 5), (1_900_000, 25)), []);
    assert_eq!(changed((0, 0), (8_000_000, 100)), []);
}

#[test]
fn a_municipality_without_the_new_year_is_missing_where_most_others_have_it() {
    let lacking = |codes: &[&str], held: &[ComponentFact]| -> Vec<String> {
        let mut brought = year(2024);
        brought.retain(|fact| codes.contains(&fact.key.area.as_str()));
        let odd = odd(&brought, held).into_iter();
        let missing = odd.filter(|odd| odd.what == Oddity::Missing);
        missing.filter_map(|odd| odd.area).collect()
    };
    let before = year(2023);
    assert_eq!(lacking(&CODES[..5], &before), ["860"]);
    assert_eq!(lacking(&CODES[..4], &before), ["851", "860"]);
    // Half of them, or one, is a file about these alone.
    assert_eq!(lacking(&CODES[..3], &before), [""; 0]);
    assert_eq!(lacking(&CODES[..1], &before), [""; 0]);
    // It brought its own before.
    let mut own = before.clone();
    own.push(fact("860", 2024, 1, 1));
    assert_eq!(lacking(&CODES[..5], &own), [""; 0]);
}

#[test]
fn a_unit_cost_is_held_against_the_others_of_its_year() {
    let costs = |kroner: i64, tenths: i64, others: usize| -> Vec<Oddity> {
        let held: Vec<ComponentFact> = year(2024).into_iter().take(others).collect();
        let brought = [fact("860", 2024, kroner, tenths)];
        odd(&brought, &held)
            .into_iter()
            .map(|odd| odd.what)
            .collect()
    };
    // The others lie from 850,000 to 890,000.
    assert_eq!(costs(17_800_000 * 2, 200, 5), []);
    let [
        Oddity::UnitCost {
            value, low, high, ..
        },
    ] = &costs(17_800_001 * 2, 200, 5)[..]
    else {
        panic!("one is odd");
    };
    assert!(*value > exact(1_780_000, 0));
    assert_eq!((low, high), (&exact(850_000, 0), &exact(890_000, 0)));
    assert_eq!(costs(8_500_000, 200, 5), []);
    assert_eq!(costs(8_499_999, 200, 5).len(), 1);
    // Three make no range, and a few persons no unit cost.
    assert_eq!(costs(100_000_000, 200, 3), []);
    assert_eq!(costs(100_000_000, 49, 5), []);
}

#[test]
fn the_first_with_a_year_is_held_against_the_year_before() {
    let held: Vec<ComponentFact> = year(2023).into_iter().take(5).collect();
    let found = odd(&[fact("860", 2024, 40_000_000, 200)], &held);
    let [
        Odd {
            what: Oddity::UnitCost { of, .. },
            ..
        },
    ] = &found[..]
    else {
        panic!("{found:?}");
    };
    assert_eq!(of.number(), 2023);
    assert_eq!(odd(&[fact("860", 2024, 17_000_000, 200)], &held), []);
}

#[test]
fn a_median_outside_the_range_of_last_year_is_odd() {
    let raised = |percent: i64| -> Vec<Odd> {
        let mut brought = year(2024);
        for fact in &mut brought {
            fact.expenditure = Money::from_oere(fact.expenditure.oere() / 100 * percent);
        }
        odd(&brought, &year(2023))
    };
    assert_eq!(raised(102), []);
    let found = raised(110);
    assert!(
        matches!(
            &found[..],
            [Odd {
                area: None,
                what: Oddity::Median { .. },
                ..
            }]
        ),
        "{found:?}"
    );
}

#[test]
fn a_split_counts_where_there_is_no_unsplit_fact() {
    use crate::domain::components::Supplier;
    let part = |supplier| ComponentFact {
        key: FactKey {
            supplier: Some(supplier),
            ..fact("851", 2024, 0, 0).key
        },
        ..fact("851", 2024, 4_000_000, 50)
    };
    let halves = [part(Supplier::Municipal), part(Supplier::Private)];
    let held = [fact("851", 2023, 8_000_000, 100)];
    assert_eq!(odd(&halves, &held), []);
    // Beside the whole its parts are not added once more.
    let whole = fact("851", 2024, 8_000_000, 100);
    let all: Vec<ComponentFact> = halves.into_iter().chain([whole]).collect();
    assert_eq!(odd(&all, &held), []);
}

#[test]
fn each_years_own_prices_are_compared_with_the_last_years_own() {
    let own = |year: i64, kroner| {
        let mut fact = fact("851", year, kroner, 100);
        fact.key.price_level = fact.key.year;
        fact
    };
    assert_eq!(
        odd(&[own(2024, 100_000_000)], &[own(2023, 8_000_000)]).len(),
        1
    );
    // Stated in another level, it is not compared.
    assert_eq!(
        odd(
            &[own(2024, 100_000_000)],
            &[fact("851", 2022, 8_000_000, 100)]
        ),
        []
    );
}
