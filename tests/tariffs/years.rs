//! What several years of tariffs have open, and tariffs that are newer than the index.

use std::collections::BTreeSet;

use cockpit::reports::follow_up::open;
use cockpit::storage::tariffs::{self, Wanted};

use super::*;

#[test]
fn an_open_case_stays_when_a_newer_year_comes() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2023;100,00;døgn",
            "A;Døgn;SEL § 107;2024;110,00;døgn",
            "B;Døgn;SEL § 107;2023;100,00;døgn",
            "B;Døgn;SEL § 107;2024;120,00;døgn",
        ],
    );
    let open = |filters: &str| {
        let report = run(&store, "tariff-follow-up", filters);
        text(&report.rows, &["offer", "year"])
    };
    assert_eq!(open(""), ["Åhuset | 2024", "Bakkehuset | 2024"]);
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2025;121,00;døgn",
            "B;Døgn;SEL § 107;2025;121,00;døgn",
        ],
    );
    let every = ["Bakkehuset | 2025", "Åhuset | 2024", "Bakkehuset | 2024"];
    assert_eq!(open(""), every);
    assert_eq!(open("year=2025"), every[..1]);
    let notes = run(&store, "tariff-follow-up", "").notes;
    let counted =
        "3 stigninger er åbne (1 fra 2025 og 2 fra 2024), og 0 er indberettet og drøftet.";
    assert!(notes.iter().any(|note| note == counted), "{notes:?}");
    // Also a newer year of which nothing can be compared leaves them there.
    tariffs(&store, &["C;Ny;ABL § 105/85;2027;1,00;døgn"]);
    assert_eq!(open(""), every);
}

#[test]
fn every_year_at_once_is_each_year_alone() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2022;100,00;døgn",
            "A;Døgn;SEL § 107;2023;110,00;døgn",
            "A;Døgn;SEL § 108;2024;121,00;døgn",
            "A;Aften;SEL § 107;2022;100,00;døgn",
            "A;Aften;SEL § 107;2024;300,00;døgn",
            "B;Døgn;SEL § 107;2023;100,00;døgn",
            "B;Døgn;SEL § 107;2024;120,00;time",
            "B;Nat;SEL § 107;2023;100,00;døgn",
            "B;Nat;SEL § 107;2024;120,00;døgn",
            "C;Ny;ABL § 105/85;2024;7,00;døgn",
        ],
    );
    let wrong = tariffs(&store, &["B;Nat;SEL § 107;2024;101,00;døgn"]);
    let number = wrong.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "forkert").expect("it is withdrawn");
    // One that replaces another of an earlier upload.
    tariffs(&store, &["A;Døgn;SEL § 107;2023;106,00;døgn"]);
    let columns = ["offer", "service", "year", "old", "new", "change_pct"];
    let open = |filters: String| {
        let report = run(&store, "tariff-follow-up", &filters);
        text(&report.rows, &columns)
    };
    let mut seen = 0;
    for filters in [
        "",
        "&basis=real",
        "&threshold=2",
        "&paragraph=SEL_107",
        "&municipality=860",
        "&offer=A",
        "&as-of=2",
    ] {
        let alone = [2024, 2023, 2022].map(|year| open(format!("year={year}{filters}")));
        let every = open(filters.trim_start_matches('&').to_owned());
        assert_eq!(every, alone.concat(), "{filters}");
        seen += every.len();
    }
    assert!(seen > 10, "{seen}");
    assert_eq!(
        open(String::new()),
        [
            // By operator: Aalborg comes after Hjørring.
            "Åhuset | Nat | 2024 | 100,00 | 120,00 | 20,00",
            "Bakkehuset | Døgn | 2024 | 106,00 | 121,00 | 14,15",
            "Bakkehuset | Døgn | 2023 | 100,00 | 106,00 | 6,00",
        ]
    );
}

#[test]
fn tariffs_newer_than_the_index_keep_its_newest_level() {
    let (_database, store) = with_offers();
    let index = "aar;indeks;kilde\n2023;100,0;KL\n2024;104,0;KL\n";
    upload(&store, Kind::of(&PriceIndexFile), index).expect("the index is accepted");
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2023;100,00;døgn",
            "A;Døgn;SEL § 107;2024;110,00;døgn",
            "A;Døgn;SEL § 107;2025;121,00;døgn",
        ],
    );
    let report = run(&store, "tariffs", "offer=A");
    let level = report.filters.iter().find(|f| f.key == "price-level");
    assert_eq!(
        level.map(|f| (&*f.value, f.words())),
        Some(("2024", "2024-p/l"))
    );
    assert_eq!(
        text(&report.rows, &["year", "real_tariff"]),
        ["2023 | 104,00", "2024 | 110,00", "2025 | –"]
    );
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("indekset mangler for 2025"))
    );
    let later = "aar;indeks;kilde\n2025;108,0;KL\n";
    upload(&store, Kind::of(&PriceIndexFile), later).expect("the index is accepted");
    let report = run(&store, "tariffs", "offer=A");
    assert_eq!(text(&report.rows, &["real_tariff"])[2], "121,00");
}

#[test]
fn an_offers_tariffs_are_of_the_uploads_that_held_then() {
    let (_database, store) = with_offers();
    let before = store.data_version().expect("a version");
    let rows = [
        "A;Døgn;SEL § 107;2024;100,00;døgn",
        "A;Døgn;SEL § 107;2025;110,00;døgn",
        "B;Døgn;SEL § 107;2025;200,00;døgn",
    ];
    super::tariffs(&store, &rows);
    let wrong = super::tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2025;104,00;døgn",
            "A;Dag;SEL § 107;2023;9,00;døgn",
        ],
    );
    let number = wrong.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "forkert").expect("it is withdrawn");
    let asked = |wanted: &Wanted, version| {
        let held = store.read::<_, StoreError>(|db| Ok(tariffs::holding(db, wanted, version)?));
        let held = held.expect("the tariffs");
        let told = held
            .into_iter()
            .map(|of| (of.value.year.number(), of.value.amount.oere() / 100));
        told.collect::<Vec<_>>()
    };
    let a = || vec!["A".to_owned()];
    let (all, of_year) = (Wanted::Offers(a()), Wanted::OffersIn(a(), 2025));
    let by_version: Vec<_> = (before..=number + 1).map(|v| asked(&all, v)).collect();
    let first = vec![(2024, 100), (2025, 110)];
    let corrected = vec![(2023, 9), (2024, 100), (2025, 104)];
    assert_eq!(by_version, [vec![], first.clone(), corrected, first]);
    let by_version: Vec<_> = (before..=number + 1).map(|v| asked(&of_year, v)).collect();
    assert_eq!(
        by_version,
        [
            vec![],
            vec![(2025, 110)],
            vec![(2025, 104)],
            vec![(2025, 110)]
        ]
    );
    let years = |version| {
        let years = store.read::<_, StoreError>(|db| Ok(tariffs::years_of(db, &a(), version)?));
        let years = years.expect("the years").into_iter();
        let numbers = |of: Vec<Year>| of.into_iter().map(Year::number).collect::<Vec<_>>();
        years
            .map(|((_, service), of)| (service, numbers(of)))
            .collect::<Vec<_>>()
    };
    let by_day = ("Døgn".to_owned(), vec![2024, 2025]);
    assert_eq!(
        years(number),
        [("Dag".to_owned(), vec![2023]), by_day.clone()]
    );
    assert_eq!(years(number + 1), [by_day]);
}

#[test]
fn an_older_database_knows_its_years() {
    let (_database, store) = with_offers();
    let before = store.data_version().expect("a version");
    super::tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "B;Døgn;SEL § 107;2026;200,00;døgn",
        ],
    );
    let wrong = super::tariffs(&store, &["A;Døgn;SEL § 107;2025;9,00;døgn"]);
    let number = wrong.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "forkert").expect("it is withdrawn");
    let years = || {
        let at = |version| {
            let years = store.read::<_, StoreError>(|db| Ok(tariffs::years(db, version)?));
            let years = years.expect("the years").into_iter();
            years.map(Year::number).collect::<Vec<_>>()
        };
        (before..=number + 1).map(at).collect::<Vec<_>>()
    };
    let by_version = [
        vec![],
        vec![2024, 2026],
        vec![2024, 2025, 2026],
        vec![2024, 2026],
    ];
    assert_eq!(years(), by_version);
    // The table of years comes with the migration after this one.
    store
        .undo_migrations_after("20261127000058")
        .expect("the table goes");
    store
        .redo_migrations()
        .expect("it is made of what is there");
    assert_eq!(years(), by_version);
}

#[test]
fn the_first_open_cases_are_those_of_all_and_all_are_counted() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    let query = reports::Query {
        on: Some(date(2025, 6, 20)),
        ..reports::Query::default()
    };
    let cases = |most: usize| {
        let first = store.read(|db| open::first(db, &query, most));
        let first = first.expect("they are read");
        let rows = first.cases.rows.iter();
        let cases: Vec<_> = rows.map(|of| (of.rise.case(), of.state, of.next)).collect();
        (cases, first.count, first.cases.frame.notes)
    };
    let (all, count, notes) = cases(usize::MAX);
    assert_eq!(all.len(), count);
    let years: BTreeSet<Year> = all.iter().map(|(case, ..)| case.year).collect();
    assert!(count > 10 && years.len() > 1, "{count} of {years:?}");
    for most in (0..=count).step_by(3).chain([1, count + 1]) {
        let (first, counted, told) = cases(most);
        assert_eq!(first, all[..most.min(count)], "{most}");
        assert_eq!((counted, told), (count, notes.clone()), "{most}");
    }
}
