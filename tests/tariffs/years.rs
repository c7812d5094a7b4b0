//! What several years of tariffs have open, and tariffs that are newer than the index.

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
