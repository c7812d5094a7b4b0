use jiff::civil::Date;

use super::*;

fn parameter(key: &str, from: i16, value: &str) -> Parameter {
    Parameter {
        key: key.into(),
        valid_from: Date::new(from, 1, 1).unwrap(),
        value: value.into(),
        unit: "kroner".into(),
        source: "lov".into(),
    }
}

#[test]
fn the_limit_holds_on_and_thresholds_hold_for_their_own_year_alone() {
    let [first, second, third] = parameters::REFUND_THRESHOLDS;
    let all = [
        parameter(parameters::COSTLY_CASE_LIMIT, 2022, "2000000"),
        parameter(first, 2022, "860000"),
        parameter(second, 2022, "1680000"),
        parameter(third, 2022, "2120000"),
        parameter(first, 2023, "900000"),
    ];
    let year = |number| Year::new(number).unwrap();
    let rules = Rules::of(&all, (2021..2026).map(year));
    assert_eq!(rules.limit(year(2025)), Some(Money::from_oere(200_000_000)));
    assert_eq!(
        rules.thresholds(year(2022)).map(|t| t.third),
        Some(Money::from_oere(212_000_000))
    );
    // Before, after, and where only one of the three is stated: no refund.
    for without in [2021, 2023, 2024] {
        assert_eq!(rules.thresholds(year(without)), None, "{without}");
    }
    assert_eq!(Rules::of(&[], [year(2022)]).limit(year(2022)), None);
}
