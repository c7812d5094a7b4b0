//! A new year that is on its way: the region's figures stay those of the newest complete one.

use super::*;

const CODES: [&str; 11] = [
    "773", "787", "810", "813", "820", "825", "840", "846", "849", "851", "860",
];

fn rows(year: i32, codes: &[&str], level: i32) -> Vec<String> {
    let row = |code: &&str| format!("{code};SEL § 107;{year};1.000.000,00;2,0;{level}");
    codes.iter().map(row).collect()
}

fn report_of(store: &Store, year: i32, codes: &[&str], level: i32) {
    let rows = rows(year, codes, level);
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    components(store, &rows);
}

fn years(report: &Report) -> Vec<String> {
    let years = report.rows.rows.iter();
    let years = years.map(|row| report.rows.cell(row, "year").unwrap().value.danish());
    let years: std::collections::BTreeSet<String> = years.collect();
    years.into_iter().collect()
}

#[test]
fn the_region_keeps_its_newest_complete_year() {
    let database = TestDatabase::new();
    let store = database.store();
    let told = |words: &str| {
        let report = run(&store, "unit-costs", "");
        let found = report.notes.iter().any(|note| note.starts_with(words));
        assert!(found, "{words}: {:?}", report.notes);
        years(&report)
    };
    let published = ["2022", "2023", "2024"];
    report_of(&store, 2025, &CODES[..1], 2023);
    assert_eq!(told("2025: 1 af 11 kommuner har indberettet"), published);
    report_of(&store, 2025, &CODES[..10], 2023);
    assert_eq!(told("2025: 10 af 11 kommuner har indberettet"), published);
    let drivers = run(&store, "decomposition", "");
    assert!(value(&drivers.totals, &[("member", "total")], "change") == "34.079.410");
    // Whoever asks for the year sees it, with its reason.
    let asked = run(&store, "unit-costs", "to=2025");
    assert_eq!(years(&asked), ["2022", "2023", "2024", "2025"]);
    let of_municipality = run(&store, "unit-costs", "area=773");
    assert_eq!(years(&of_municipality), ["2025"]);
}

#[test]
fn a_year_is_complete_when_every_municipality_has_reported() {
    let database = TestDatabase::new();
    let store = database.store();
    report_of(&store, 2025, &CODES, 2023);
    let report = run(&store, "unit-costs", "");
    // The region publishes three paragraphs; here it is one, and the group goes without the others.
    assert_eq!(years(&report), ["2022", "2023", "2024"]);
    for paragraph in ["SEL § 108", "ABL § 105/85"] {
        let row = |code: &&str| format!("{code};{paragraph};2025;1.000.000,00;2,0;2023");
        let rows: Vec<String> = CODES.iter().map(row).collect();
        components(&store, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let report = run(&store, "unit-costs", "");
    assert_eq!(years(&report), ["2022", "2023", "2024", "2025"]);
}

#[test]
fn a_year_that_the_index_does_not_reach_is_not_shown_in_fixed_prices() {
    let database = TestDatabase::new();
    let store = database.store();
    for paragraph in ["SEL § 107", "SEL § 108", "ABL § 105/85"] {
        let row = |code: &&str| format!("{code};{paragraph};2025;1.000.000,00;2,0;2025");
        let rows: Vec<String> = CODES.iter().map(row).collect();
        components(&store, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let report = run(&store, "unit-costs", "");
    assert_eq!(years(&report), ["2022", "2023", "2024"]);
    let why = |note: &String| note.starts_with("2025: Pris- og lønindekset mangler for");
    assert!(report.notes.iter().any(why), "{:?}", report.notes);
}
