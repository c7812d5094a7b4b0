//! What cannot be added up or divided is a gap with its reason: price levels, no persons, members that are missing.

use super::*;

#[test]
fn price_levels_are_never_mixed() {
    let database = TestDatabase::new();
    let store = database.store();
    components(
        &store,
        &[
            "851;SEL § 107;2023;100,00;1,0;løbende",
            "851;SEL § 107;2024;104,00;1,0;løbende",
        ],
    );
    let filters = "area=851&price-level=2024";
    let row = [("group", "SEL_107"), ("year", "2023")];
    let report = run(&store, "unit-costs", filters);
    assert_eq!(value(&report.rows, &row, "expenditure"), "–");
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("mangler for 2023, 2024") && n.contains("siden Data")),
        "{:?}",
        report.notes
    );
    upload(
        &store,
        Kind::of(&PriceIndexFile),
        "aar;indeks;kilde\n2023;100,0;KL\n2024;104,0;KL\n",
    )
    .unwrap();
    let report = run(&store, "unit-costs", filters);
    assert_eq!(value(&report.rows, &row, "expenditure"), "104,00");
    let change = [
        ("group", "SEL_107"),
        ("measure", "expenditure"),
        ("from", "2023"),
    ];
    assert_eq!(value(&report.totals, &change, "change_pct"), "0,00");
    let current = run(&store, "unit-costs", "area=Aalborg&price-level=current");
    assert_eq!(value(&current.rows, &row, "expenditure"), "100,00");
    assert!(current.notes.iter().any(|n| n.contains("Løbende priser")));
}

#[test]
fn no_persons_no_unit_cost() {
    let database = TestDatabase::new();
    let store = database.store();
    components(&store, &["825;SEL § 108;2024;1.000,00;0;2023"]);
    let report = run(&store, "unit-costs", "area=Læsø");
    let cell = cell(
        &report.rows,
        &[("group", "SEL_108"), ("year", "2024")],
        "unit_cost",
    );
    assert_eq!(cell.value.danish(), "–");
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("ingen helårspersoner"))
    );
}

#[test]
fn a_region_without_its_own_figure_is_the_sum_of_its_municipalities_or_a_named_gap() {
    let database = TestDatabase::new();
    let store = database.store();
    components(
        &store,
        &[
            "630;SEL § 107;2023;100,00;1,0;2023",
            "630;SEL § 107;2024;110,00;1,0;2023",
            "621;SEL § 107;2023;50,00;0,5;2023",
        ],
    );
    let report = run(&store, "unit-costs", "area=KKR Syddanmark");
    let at = |year| {
        value(
            &report.rows,
            &[("group", "SEL_107"), ("year", year)],
            "expenditure",
        )
    };
    assert_eq!(at("2023"), "150,00");
    assert_eq!(at("2024"), "–");
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("Summen mangler Kolding")),
        "{:?}",
        report.notes
    );
    assert!(
        report.notes.iter().any(|n| n.contains("2 af 22 kommuner")),
        "{:?}",
        report.notes
    );
}

#[test]
fn members_that_enter_and_sums_of_the_same_municipalities_are_named_together() {
    let database = TestDatabase::new();
    let store = database.store();
    components(
        &store,
        &[
            "851;SEL § 107;2023;100,00;1,0;2023",
            "851;SEL § 107;2024;110,00;1,0;2023",
            "851;SEL § 108;2024;50,00;0,5;2023",
            "851;ABL § 105/85;2024;50,00;0,5;2023",
            "630;SEL § 107;2024;100,00;1,0;2023",
            "630;SEL § 108;2024;100,00;1,0;2023",
        ],
    );
    let about = |report: &Report, end: &str| -> Vec<String> {
        let notes = report.notes.iter().filter(|note| note.ends_with(end));
        notes.cloned().collect()
    };
    let report = run(&store, "decomposition", "area=851&from=2023&to=2024");
    let new = about(&report, " har ingen tal i 2023 og regnes som nye i 2024.");
    assert_eq!(new.len(), 1, "{:?}", report.notes);
    assert!(new[0].contains("SEL § 108") && new[0].contains("ABL § 105"));
    let report = run(&store, "unit-costs", "area=KKR Syddanmark");
    let sums: Vec<&String> = report
        .notes
        .iter()
        .filter(|note| note.contains("er summen af 1 af 22 kommuner"))
        .collect();
    assert_eq!(sums.len(), 1, "{:?}", report.notes);
    assert!(
        sums[0].starts_with("SEL § 107 og SEL § 108 2024 "),
        "{sums:?}"
    );
}

#[test]
fn a_change_that_cannot_be_divided_has_no_members_and_a_total_that_says_why() {
    let database = TestDatabase::new();
    let report = run(&database.store(), "decomposition", "from=2024&to=2024");
    assert!(report.rows.rows.is_empty());
    let total = cell(&report.totals, &[("member", "total")], "change");
    assert_eq!(total.value.danish(), "–");
    let why = "Der er kun tal for ét år, så der er ingen ændring.";
    assert!(report.notes.iter().any(|note| note == why));
}
