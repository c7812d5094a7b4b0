//! What rose, by how much, and what cannot be compared.

use super::*;
use cockpit::changes::components::PriceIndexFile;

#[test]
fn five_percent_exactly_is_none_and_an_oere_more_is_one() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "A;Døgn;SEL § 107;2025;105,00;døgn",
            "A;Aften;SEL § 108;2024;100,00;døgn",
            "A;Aften;SEL § 108;2025;105,01;døgn",
            "B;Døgn;SEL § 107;2024;2.000,00;måned",
            "B;Døgn;SEL § 107;2025;2.200,00;måned",
            "C;Time;ABL § 105/85;2024;400,00;time",
            "C;Time;ABL § 105/85;2025;500,00;time",
        ],
    );
    let report = run(&store, "tariff-increases", "");
    let columns = [
        "offer_id",
        "service",
        "old",
        "new",
        "change_pct",
        "kroner_per_year",
    ];
    // Danes sort Aalborg as Ålborg. 5.01 × 365 × 10 = 18,286.50; 200 × 12 × 4 = 9,600; hours a year are not known.
    assert_eq!(
        text(&report.rows, &columns),
        [
            "C | Time | 400,00 | 500,00 | 25,00 | –",
            "B | Døgn | 2.000,00 | 2.200,00 | 10,00 | 9.600,00",
            "A | Aften | 100,00 | 105,01 | 5,01 | 18.286,50",
        ]
    );
    assert_eq!(
        text(
            &report.totals,
            &["operator", "increases", "kroner_per_year"]
        ),
        [
            "Fonden C | 1 | –",
            "Hjørring Kommune | 1 | 9.600,00",
            "Aalborg Kommune | 1 | 18.286,50",
            "I alt | 3 | 27.886,50",
        ]
    );
    assert_eq!(text(&report.rows, &["supervisor"])[1], "Socialtilsyn Øst");
    assert!(
        report.notes.iter().any(|n| n.contains("Grænsen er 5 %")
            && n.contains("ikke trådt i kraft")
            && n.contains("også for årene før")),
        "{:?}",
        report.notes
    );
    // The threshold is a filter, and the picture begins and ends its steps at it.
    let at = |filters| run(&store, "tariff-increases", filters).rows.rows.len();
    assert_eq!(at("threshold=4,99"), 4);
    assert_eq!(at("threshold=10"), 1);
    assert_eq!(at("municipality=Hjørring"), 1);
    assert_eq!(at("municipality=KKR Nordjylland"), 3);
    let chart = &report.series[0];
    let filled = |line: usize| -> Vec<(&str, i64)> {
        let points = chart.labels.iter().zip(&chart.lines[line].points);
        points
            .filter_map(|(label, n)| Some((label.as_str(), i64::try_from(n.number()?).ok()?)))
            .filter(|(_, n)| *n > 0)
            .collect()
    };
    assert_eq!(filled(0), [("4 til 5 %", 1)]);
    assert_eq!(
        filled(1),
        [("5 til 6 %", 1), ("9 til 10 %", 1), ("over 15 %", 1)]
    );
}

/// Neither the sums nor the distribution nor the notes count what could not be compared.
fn nothing_said(store: &Store, filters: &str) {
    let report = run(store, "tariff-increases", filters);
    let columns = [
        "operator",
        "increases",
        "kroner_per_year",
        "not_counted",
        "open",
    ];
    assert_eq!(text(&report.totals, &columns), ["I alt | – | – | – | –"]);
    assert!(!report.notes.iter().any(|n| n.contains("ydelser steg")));
    assert!(report.series.is_empty());
    let spread = run(store, "tariff-distribution", filters);
    assert!(spread.rows.rows.is_empty() && spread.series.is_empty());
    let open = run(store, "tariff-follow-up", filters);
    assert!(!open.notes.iter().any(|n| n.contains("er åbne")));
}

#[test]
fn the_real_change_needs_the_index_and_names_the_year_it_lacks() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;1.000,00;døgn",
            "A;Døgn;SEL § 107;2025;1.080,00;døgn",
            "B;Døgn;SEL § 107;2024;1.000,00;døgn",
            "B;Døgn;SEL § 107;2025;1.100,00;døgn",
        ],
    );
    let index = |rows: &str| {
        upload(
            &store,
            Kind::of(&PriceIndexFile),
            &format!("aar;indeks;kilde\n{rows}"),
        )
        .expect("an index");
    };
    index("2024;100,0;KL\n");
    let nominal = run(&store, "tariff-increases", "");
    assert_eq!(text(&nominal.rows, &["real_change_pct"]), ["–", "–"]);
    assert!(nominal.notes.iter().any(|n| n.contains("mangler for 2025")));
    let real = run(&store, "tariff-increases", "basis=real");
    assert!(real.rows.rows.is_empty());
    assert!(real.notes.iter().any(|n| n.contains("mangler for 2025")));
    // What cannot be said is no zero.
    nothing_said(&store, "basis=real");
    index("2024;100,0;KL\n2025;104,0;KL\n");
    // 1,080 against 1,040 is 3.846 %; 1,100 against 1,040 is 5.769 %.
    let real = run(&store, "tariff-increases", "basis=real");
    assert_eq!(
        text(&real.rows, &["offer_id", "change_pct", "real_change_pct"]),
        ["B | 10,00 | 5,77"]
    );
    let nominal = run(&store, "tariff-increases", "");
    assert_eq!(text(&nominal.rows, &["real_change_pct"]), ["5,77", "3,85"]);
}

#[test]
fn what_cannot_be_compared_stands_apart_and_a_skipped_year_is_in_the_receipt() {
    let (_database, store) = with_offers();
    let receipt = tariffs(
        &store,
        &[
            "A;Ny;SEL § 107;2025;100,00;døgn",
            "A;Lukket;SEL § 107;2024;100,00;døgn",
            "A;Hul;SEL § 107;2023;100,00;døgn",
            "A;Hul;SEL § 107;2025;200,00;døgn",
            "B;Enhed;SEL § 107;2024;100,00;døgn",
            "B;Enhed;SEL § 107;2025;3.000,00;måned",
        ],
    );
    assert_eq!(
        receipt.notes,
        ["A, Hul: der mangler en takst for 2024, så årene omkring sammenlignes ikke."]
    );
    let report = run(&store, "tariff-increases", "year=2025");
    assert!(report.rows.rows.is_empty());
    let apart: Vec<&String> = report
        .notes
        .iter()
        .filter(|n| n.starts_with("Ikke sammenlignet"))
        .collect();
    insta::assert_debug_snapshot!(apart, @r#"
    [
        "Ikke sammenlignet: Åhuset (B), Enhed: enheden er ændret fra døgn til måned.",
        "Ikke sammenlignet: Bakkehuset (A), Hul: der mangler en takst for 2024; den nærmeste er fra 2023.",
        "Ikke sammenlignet: Bakkehuset (A), Lukket: ingen takst i 2025: ydelsen er lukket, eller taksten er ikke indlæst.",
        "Ikke sammenlignet: Bakkehuset (A), Ny: ny ydelse i 2025; der er ingen takst i årene før.",
    ]
    "#);
    let apart = run(&store, "tariffs-apart", "year=2025");
    assert_eq!(
        text(&apart.rows, &["service", "reason", "old_unit", "new_unit"]),
        [
            "Enhed | Ny enhed | døgn | måned",
            "Hul | Manglende år |  | døgn",
            "Lukket | Lukket ydelse | døgn | ",
            "Ny | Ny ydelse |  | døgn",
        ]
    );
    // The gap is closed by a later file; the year before it is still skipped by nothing.
    let receipt = tariffs(&store, &["A;Hul;SEL § 107;2024;150,00;døgn"]);
    assert!(receipt.notes.is_empty());
    let report = run(&store, "tariff-increases", "year=2025");
    assert_eq!(text(&report.rows, &["change_pct"]), ["33,33"]);
}

#[test]
fn a_year_that_nobody_has_a_tariff_for_is_a_gap_of_every_service() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2023;100,00;døgn",
            "A;Døgn;SEL § 107;2025;200,00;døgn",
            "B;Døgn;SEL § 107;2025;300,00;døgn",
        ],
    );
    let apart = |year: &str| {
        text(
            &run(&store, "tariffs-apart", year).rows,
            &["offer", "reason"],
        )
    };
    assert_eq!(
        apart("year=2025"),
        ["Åhuset | Ny ydelse", "Bakkehuset | Manglende år"]
    );
    let report = run(&store, "tariff-increases", "year=2025");
    assert!(report.rows.rows.is_empty());
    let told = |words: &str| report.notes.iter().any(|n| n.contains(words));
    assert!(told("for både 2025 og året før"), "{:?}", report.notes);
    assert!(told("der mangler en takst for 2024"), "{:?}", report.notes);
    nothing_said(&store, "year=2025");
    // In the first year of all, and in one without tariffs, there is nothing to tell one by one.
    assert_eq!(apart("year=2023"), Vec::<String>::new());
    assert_eq!(apart("year=2024"), Vec::<String>::new());
}
