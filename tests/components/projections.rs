//! Models on the published table: against domain.md, and worked out anew from the published figures.

use cockpit::reports::projections::expenditure::METHOD;
use rust_decimal::prelude::FromPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{TestDatabase, run, try_run, value};

#[test]
fn a_tenth_of_section_107_at_home_is_worth_what_the_field_says() {
    let database = TestDatabase::new();
    let store = database.store();
    let report = run(&store, "home-support", "");
    let known = [("paragraph", "SEL_107"), ("year", "2024")];
    let of = |column| value(&report.totals, &known, column);
    // 602.3 persons; 854,551 and 71,417 kroner are the published, rounded unit costs.
    assert_eq!(of("moved"), "60,23");
    assert!(
        of("residential").starts_with("854.5"),
        "{}",
        of("residential")
    );
    assert!(of("home").starts_with("71.41"), "{}", of("home"));
    // 854,550.80 / 71,416.38
    assert_eq!(of("break_even_pct"), "1.196,58");
    let saving = |need| value(&report.rows, &[("need_pct", need)], "saving");
    let equal: i64 = saving("100").replace('.', "").parse().expect("a number");
    // Sixty persons, each within half a krone of the rounded unit costs.
    assert!((equal - 47_168_161).abs() <= 61, "{equal}");
    assert!(saving("1300").starts_with('\u{2212}'), "{}", saving("1300"));
    assert_eq!(report.rows.rows.len(), 7);
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.contains("Behovene er ikke ens"))
    );
    let none = run(&store, "home-support", "share=0");
    assert_eq!(value(&none.rows, &[("need_pct", "100")], "saving"), "0");
    let wrong = try_run(&store, "home-support", "paragraph=SEL_85").unwrap_err();
    assert!(wrong.to_string().contains("SEL_107"), "{wrong}");
}

#[test]
fn an_investment_and_an_occupancy_are_the_papers_examples() {
    let database = TestDatabase::new();
    let store = database.store();
    let loan = run(&store, "investment", "amount=10000000&rate=3&years=30");
    assert_eq!(value(&loan.totals, &[], "annuity"), "510.192,59");
    let saved = run(&store, "investment", "");
    assert_eq!(value(&saved.totals, &[], "net_present_value"), "684.373,59");
    assert_eq!(value(&saved.totals, &[], "paid_back_after"), "5");
    assert_eq!(saved.rows.rows.len(), 6);
    let never = run(&store, "investment", "saving=1");
    assert_eq!(value(&never.totals, &[], "paid_back_after"), "–");
    let offer = run(&store, "break-even", "");
    assert_eq!(value(&offer.totals, &[], "break_even_pct"), "92,56");
    let full = value(&offer.rows, &[("occupancy_pct", "100")], "result");
    // 8 × 365 × (4,000 − 300) − 10,000,000
    assert_eq!(full, "804.000,00");
    let poor = run(&store, "break-even", "tariff=300");
    assert_eq!(value(&poor.totals, &[], "break_even_pct"), "–");
}

/// The published table in floats: a second computation that shares nothing with the first.
#[test]
fn a_projection_goes_on_as_the_published_years_did() {
    let database = TestDatabase::new();
    let store = database.store();
    let published = run(&store, "unit-costs", "");
    let report = run(&store, "projection", "");
    assert_eq!(report.rows.rows.len(), 16);
    for paragraph in ["SEL_107", "SEL_108", "ABL_105", "SEL_85"] {
        let number = |column: &str, year: &str| -> f64 {
            let row = [("group", paragraph), ("year", year)];
            let text = value(&published.rows, &row, column);
            text.replace('.', "")
                .replace(',', ".")
                .parse()
                .expect("a number")
        };
        let average = |column: &str| {
            let of = |year| number(column, year);
            let changes = [of("2023") / of("2022") - 1.0, of("2024") / of("2023") - 1.0];
            ((changes[0] + changes[1]) / 2.0 * 10_000.0).round() / 10_000.0
        };
        let (volume, cost) = (average("full_year_persons"), average("unit_cost"));
        let row = [("paragraph", paragraph), ("year", "2028")];
        let said = value(&report.rows, &row, "expenditure");
        let said: f64 = said
            .replace('.', "")
            .replace(',', ".")
            .parse()
            .expect("a number");
        let again = number("full_year_persons", "2024")
            * (1.0 + volume).powi(4)
            * number("unit_cost", "2024")
            * (1.0 + cost).powi(4);
        assert!(
            (said - again).abs() < said * 1e-7,
            "{paragraph}: {said} and {again}"
        );
        for edge in ["low", "high"] {
            assert_eq!(value(&report.rows, &row, edge), "–");
        }
        let missed = [("paragraph", paragraph), ("horizon", "1")];
        assert_eq!(value(&report.totals, &missed, "errors"), "1");
        assert_ne!(value(&report.totals, &missed, "naive_error_pct"), "–");
        let far = [("paragraph", paragraph), ("horizon", "2")];
        assert_eq!(value(&report.totals, &far, "mean_error_pct"), "–");
    }
    let says = |words: &str| report.notes.iter().any(|note| note.contains(words));
    assert!(says("For få år") && says(METHOD));
}

#[test]
fn what_is_assumed_is_what_is_projected() {
    let database = TestDatabase::new();
    let store = database.store();
    let filters = "paragraph=SEL_107&volume-growth=0&unit-cost-growth=-10";
    let report = run(&store, "projection", filters);
    assert_eq!(report.rows.rows.len(), 4);
    let of = |year, column| {
        let cell = super::cell(&report.rows, &[("year", year)], column);
        cell.value.number().expect("a number")
    };
    let last = of("2025", "naive");
    let tenth = |times: u32| {
        let factor = Decimal::from_u32(9_u32.pow(times)).expect("small");
        (last * factor / Decimal::from(10_u32.pow(times)))
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    };
    assert_eq!(of("2025", "expenditure"), tenth(1));
    assert_eq!(of("2028", "expenditure"), tenth(4));
}
