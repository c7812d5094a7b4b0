//! How much was let, and what one point of it is worth, against sums worked out by hand.

use super::*;

const COLUMNS: [&str; 6] = [
    "offer",
    "quarter",
    "available_days",
    "vacant_days",
    "occupancy_pct",
    "cost",
];

#[test]
fn vacant_days_are_taken_from_what_the_offer_could_let() {
    let (_database, store) = region();
    // Ten places in the first quarter of a leap year: 910 days. Two stood empty from 1 February:
    // 29 + 31 days each; 120 × 2,000 kr.
    let mut two = entry(
        "A",
        PlaceKind::Place,
        Paragraph::Sel107,
        (date(2024, 2, 1), 2),
    );
    // Of the other paragraph one for ten days: 10 × 2,500 kr.
    let mut one = entry(
        "A",
        PlaceKind::Place,
        Paragraph::Sel108,
        (date(2024, 3, 1), 1),
    );
    one.newest.terms.to = Some(date(2024, 3, 11));
    two.newest.terms.to = Some(date(2024, 4, 11));
    // A dwelling is another record: a third of April and no day of Q1; its rent 6,000 a month.
    let mut home = entry(
        "A",
        PlaceKind::Dwelling,
        Paragraph::Sel107,
        (date(2024, 4, 1), 1),
    );
    home.newest.terms.to = Some(date(2024, 4, 11));
    home.newest.terms.rent = Some(Money::from_oere(600_000));
    keep(&store, &[two, one, home]);
    let report = run(
        &store,
        "occupancy",
        "year=2024&on=2024-07-01&municipality=851",
    );
    assert_eq!(
        text(&report.rows, &COLUMNS),
        [
            // (910 − 130) / 910; 240,000 + 25,000.
            "Bakkehuset | 1. kvartal 2024 | 910 | 130 | 85,71 | 265.000,00",
            // 20 days of two, and ten thirtieths of the rent.
            "Bakkehuset | 2. kvartal 2024 | 910 | 20 | 97,80 | 42.000,00",
        ]
    );
    assert_eq!(text(&report.rows, &["assumed_pct"]), ["95,00", "95,00"]);
    assert_eq!(
        text(
            &report.totals,
            &["operator", "quarter", "vacant_days", "cost"]
        )[1],
        "I alt | 1. kvartal 2024 | 130 | 265.000,00"
    );
    // A quarter is chosen, and days are counted up to a day within it: 31 January to 11 February.
    let some = run(
        &store,
        "occupancy",
        "year=2024&quarter=1&on=2024-02-11&municipality=851",
    );
    assert_eq!(
        text(&some.rows, &COLUMNS),
        ["Bakkehuset | 1. kvartal 2024 | 410 | 20 | 95,12 | 40.000,00"]
    );
    assert_eq!(some.rows.rows.len(), 1);
}

#[test]
fn what_nobody_logged_or_nobody_priced_is_not_told() {
    let (_database, store) = region();
    keep(
        &store,
        &[
            entry(
                "B",
                PlaceKind::Place,
                Paragraph::Sel107,
                (date(2024, 1, 1), 1),
            ),
            // More than the offer has, as after its places were cut.
            entry(
                "C",
                PlaceKind::Place,
                Paragraph::Abl105,
                (date(2024, 1, 1), 4),
            ),
        ],
    );
    let report = run(&store, "occupancy", "year=2024&quarter=1&on=2024-12-31");
    assert_eq!(
        text(&report.rows, &COLUMNS),
        [
            "Bakkehuset | 1. kvartal 2024 | 910 | – | – | –",
            "Zebra | 1. kvartal 2024 | 273 | 364 | – | 327.600,00",
            "Åhuset | 1. kvartal 2024 | 364 | 91 | 75,00 | –",
        ]
    );
    // Who has never logged is in no sum.
    assert_eq!(
        text(
            &report.totals,
            &["operator", "available_days", "vacant_days", "occupancy_pct"]
        ),
        [
            "Fonden C | 273 | 364 | –",
            "Hjørring Kommune | 364 | 91 | 75,00",
            "I alt | 637 | 455 | 28,57",
        ]
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.starts_with("1 tilbud har i et eller flere kvartaler")),
        "{:?}",
        report.notes
    );
    let empty = run(&store, "occupancy", "year=2025&on=2024-12-31");
    assert!(empty.rows.rows.is_empty());
}

#[test]
fn what_is_over_before_the_year_tells_that_the_rest_was_used() {
    let (_database, store) = region();
    let to = |mut of: Entry, to| {
        of.newest.terms.to = Some(to);
        of
    };
    let of = |offer, kind, paragraph, from| entry(offer, kind, paragraph, (from, 1));
    // One was over in 2023, one begins in the second quarter of 2024, and of one only a dwelling was
    // ever logged.
    let over = of("A", PlaceKind::Place, Paragraph::Sel107, date(2023, 3, 1));
    let later = of("B", PlaceKind::Place, Paragraph::Sel107, date(2024, 4, 2));
    let home = of(
        "C",
        PlaceKind::Dwelling,
        Paragraph::Abl105,
        date(2023, 1, 1),
    );
    keep(
        &store,
        &[
            to(over, date(2023, 4, 1)),
            to(later, date(2024, 4, 4)),
            to(home, date(2023, 2, 1)),
        ],
    );
    let columns = ["offer", "quarter", "vacant_days", "occupancy_pct", "cost"];
    let report = run(&store, "occupancy", "year=2024&on=2024-07-01");
    assert_eq!(
        text(&report.rows, &columns),
        [
            "Bakkehuset | 1. kvartal 2024 | 0 | 100,00 | 0,00",
            "Zebra | 1. kvartal 2024 | – | – | 0,00",
            "Åhuset | 1. kvartal 2024 | – | – | 0,00",
            "Bakkehuset | 2. kvartal 2024 | 0 | 100,00 | 0,00",
            "Zebra | 2. kvartal 2024 | – | – | 0,00",
            "Åhuset | 2. kvartal 2024 | 2 | 99,45 | –",
        ]
    );
    // A day earlier nothing was logged of any of them.
    let before = run(&store, "occupancy", "year=2022&quarter=4&on=2024-07-01");
    assert_eq!(text(&before.rows, &["vacant_days"]), ["–", "–", "–"]);
}

#[test]
fn a_point_of_occupancy_is_worth_a_hundredth_of_the_days() {
    let (_database, store) = region();
    let report = run(&store, "occupancy-incentive", "year=2024");
    let columns = [
        "offer",
        "service",
        "tariff",
        "point_value",
        "direct",
        "overhead",
        "tariff_with_more",
        "buyers_save_a_day",
    ];
    assert_eq!(
        text(&report.rows, &columns),
        [
            // Two services share ten places; each has its own tariff with one point more.
            "Bakkehuset | Aktivitet | 2.500,00 | – | – | – | 2.473,96 | 26,04",
            "Bakkehuset | Døgn | 2.000,00 | – | – | – | 1.979,17 | 20,83",
            // 3 × 366 × 1 % × 900; nobody has told its parts nor its occupancy.
            "Zebra | Ophold | 900,00 | 9.882,00 | – | – | – | –",
            "Åhuset | Ekstra | 1.500,00 | – | – | – | 1.484,62 | 15,38",
            "Åhuset | Hoved | 1.000,00 | – | – | – | 989,74 | 10,26",
        ]
    );
}
