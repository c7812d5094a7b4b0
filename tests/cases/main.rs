//! Lines of single cases from a file to the store: what a row means, what takes the place of what,
//! and that the same data are the same however they came.

mod deletion;
mod demo;
mod held;
mod proof;
mod published;
mod steps;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use cockpit::changes::cases::CaseFile;
use cockpit::changes::data::uploads::{self, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::domain::cases::{CaseLine, CaseYear, sum};
use cockpit::domain::components::Supplier;
use cockpit::domain::paragraph::Paragraph;
use cockpit::import::RowError;
use cockpit::storage::{self, Store, StoreError, cases};
use proptest::prelude::*;
use support::{TestDatabase, actor, case_file as file, upload};

fn bring(store: &Store, text: &str) -> cockpit::changes::data::receipt::Receipt {
    upload(store, Kind::of(&CaseFile), text).expect("the rows are accepted")
}

fn refused(store: &Store, text: &str) -> Vec<RowError> {
    match upload(store, Kind::of(&CaseFile), text) {
        Err(UploadError::Refused(errors)) => errors,
        other => panic!("{other:?}"),
    }
}

fn lines(store: &Store) -> Vec<CaseLine> {
    let read = store.read::<_, StoreError>(|db| {
        let now = storage::version(db)?;
        Ok(cases::holding(db, None, now)?)
    });
    let mut lines: Vec<CaseLine> = read
        .expect("the lines")
        .into_iter()
        .map(|l| l.value)
        .collect();
    lines.sort_by_key(|line| {
        (
            line.municipality.clone(),
            line.year,
            line.case.clone(),
            line.cost,
        )
    });
    lines
}

fn holds(store: &Store) {
    let findings = store.read::<_, StoreError>(|db| Ok(storage::check::run(db)?));
    assert_eq!(findings.expect("a check").problems, Vec::<String>::new());
}

#[test]
fn a_row_is_a_line_of_a_case() {
    let database = TestDatabase::new();
    let store = database.store();
    let receipt = bring(
        &store,
        "Sag;Kommune;År;Måned;Paragraf;Leverandør;Udgift;Under 67\n\
         K-17;851;2024;marts;§ 107;privat;1.234.567,89;ja\n\
         k-17;Aalborg;2024;3;SEL § 108;kommunal;-1.000,00;nej\n\
         18;Morsø;2024;;ABL § 105;regional;5,00;\n",
    );
    assert_eq!((receipt.new, receipt.changed, receipt.unchanged), (3, 0, 0));
    let sums: Vec<_> = receipt
        .sums
        .iter()
        .map(|sum| (&*sum.label, &*sum.value))
        .collect();
    // One pseudonym in two spellings is one case; the same in another municipality would not be.
    assert_eq!(sums, [("Udgift", "1233572.89"), ("Sager", "2")]);
    let lines = lines(&store);
    assert_eq!(lines.len(), 3);
    let morsoe = &lines[0];
    assert_eq!((&*morsoe.municipality, &*morsoe.case), ("773", "18"));
    assert_eq!((morsoe.month, morsoe.under_67), (None, None));
    assert_eq!(morsoe.supplier, Supplier::Regional);
    let correction = &lines[1];
    assert_eq!(
        (&*correction.case, correction.cost.oere()),
        ("k-17", -100_000)
    );
    assert_eq!(
        (correction.month, correction.under_67),
        (Some(3), Some(false))
    );
    assert_eq!(lines[2].paragraph, Paragraph::Sel107);
    assert_eq!(lines[2].case, correction.case);
    holds(&store);
}

#[test]
fn what_is_wrong_is_told_at_once_and_a_personal_number_is_never_repeated() {
    let database = TestDatabase::new();
    let store = database.store();
    let errors = refused(
        &store,
        &file(&[
            "a;KKR Nordjylland;2024;13;§ 107;privat;1;ja".to_owned(),
            "b;851;24;1;§ 999;fond;x;måske".to_owned(),
            "010190-1234;851;2024;1;§ 107;privat;1;ja".to_owned(),
            ";851;2024;1;§ 107;privat;1;ja".to_owned(),
        ]),
    );
    let told: Vec<String> = errors.iter().map(|error| error.at("f.csv")).collect();
    let places = [
        "f.csv:2:kommune",
        "f.csv:2:maaned",
        "f.csv:3:aar",
        "f.csv:3:paragraf",
        "f.csv:3:leverandoer",
        "f.csv:3:udgift",
        "f.csv:3:under_67",
        "f.csv:4:sag",
        "f.csv:5:sag",
    ];
    for place in places {
        assert!(
            told.iter().any(|line| line.starts_with(place)),
            "{place}: {told:#?}"
        );
    }
    assert!(!told.concat().contains("1234"), "{told:#?}");
    assert_eq!(lines(&store), Vec::new());
}

#[test]
fn a_later_file_takes_the_place_of_a_municipalitys_year_and_leaves_it_when_withdrawn() {
    let database = TestDatabase::new();
    let store = database.store();
    let row = |case: &str, code: &str, year: i32, cost: &str| {
        format!("{case};{code};{year};1;§ 107;privat;{cost};ja")
    };
    let first = bring(
        &store,
        &file(&[
            row("a", "851", 2023, "1"),
            row("a", "851", 2024, "2"),
            row("b", "851", 2024, "2"),
            row("b", "773", 2024, "7"),
        ]),
    );
    // Only Aalborg's 2024: one line stays, one is gone.
    let text = file(&[row("a", "851", 2024, "2")]);
    let second = bring(&store, &text);
    assert_eq!((second.new, second.changed, second.unchanged), (0, 1, 0));
    let changes: Vec<_> = second
        .changes
        .iter()
        .map(|c| (&*c.what, &*c.measure, &*c.old, &*c.new))
        .collect();
    assert_eq!(
        changes,
        [
            ("Aalborg, 2024", "linjer", "2", "1"),
            ("Aalborg, 2024", "udgift", "4,00", "2,00")
        ]
    );
    let costs = |store: &Store| -> Vec<i64> {
        lines(store)
            .iter()
            .map(|line| line.cost.oere() / 100)
            .collect()
    };
    assert_eq!(costs(&store), [7, 1, 2]);
    holds(&store);
    // The same file again changes nothing, and is not kept twice.
    let again = bring(&store, &text);
    assert_eq!((again.number, again.same_as), (None, second.number));
    // The first file again is a change, though every line of it but one stands.
    let back = bring(
        &store,
        &file(&[row("a", "851", 2024, "2"), row("b", "851", 2024, "2")]),
    );
    assert_eq!((back.changed, back.unchanged), (2, 0));
    let withdraw = |number: Option<i64>| {
        uploads::withdraw(&store, &actor(), number.expect("a number"), "fejl").expect("withdrawn");
    };
    withdraw(back.number);
    assert_eq!(costs(&store), [7, 1, 2]);
    withdraw(second.number);
    assert_eq!(costs(&store), [7, 1, 2, 2]);
    withdraw(first.number);
    assert_eq!(costs(&store), Vec::<i64>::new());
    holds(&store);
}

/// Lines of two municipalities and two years; equal lines are two payments.
fn some_lines() -> impl Strategy<Value = Vec<(u8, bool, bool, i64)>> {
    prop::collection::vec(
        (0u8..4, any::<bool>(), any::<bool>(), -300i64..3_000),
        1..12,
    )
}

fn text_of(lines: &[(u8, bool, bool, i64)]) -> String {
    let row = |&(case, north, late, oere): &(u8, bool, bool, i64)| {
        let code = if north { "851" } else { "773" };
        let year = if late { 2024 } else { 2023 };
        let sign = if oere < 0 { "-" } else { "" };
        let (kroner, oere) = (oere.abs() / 100, oere.abs() % 100);
        format!("s{case};{code};{year};;§ 107;privat;{sign}{kroner},{oere:02};ja")
    };
    file(&lines.iter().map(row).collect::<Vec<_>>())
}

fn years(store: &Store) -> BTreeMap<(String, String, i32), CaseYear> {
    let years = sum(&lines(store));
    let key = |of: &CaseYear| {
        let (municipality, case) = (of.key.municipality.to_string(), of.key.case.to_string());
        (municipality, case, of.year.number())
    };
    years.into_iter().map(|of| (key(&of), of)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn order_splits_and_files_change_nothing(lines in some_lines(), turn in 0usize..12, cut in -500i64..500) {
        let one = TestDatabase::new();
        let one = one.store();
        bring(&one, &text_of(&lines));
        let whole = years(&one);

        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        // A line as two.
        let (case, north, late, oere) = turned[0];
        turned[0].3 = cut;
        turned.push((case, north, late, oere - cut));
        let two = TestDatabase::new();
        let two = two.store();
        bring(&two, &text_of(&turned));
        prop_assert_eq!(&years(&two), &whole);

        // Each municipality's years in a file of their own.
        let three = TestDatabase::new();
        let three = three.store();
        for north in [true, false] {
            let own: Vec<_> = turned.iter().copied().filter(|line| line.1 == north).collect();
            if !own.is_empty() {
                bring(&three, &text_of(&own));
            }
        }
        prop_assert_eq!(&years(&three), &whole);
    }
}
