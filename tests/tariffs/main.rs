//! Offers, tariffs, increases and their follow-up on a real database, against figures worked out by
//! hand.

#[path = "../support/mod.rs"]
mod support;

mod follow_up_story;

use cockpit::demo;
use cockpit::domain::follow_up::{CaseKey, MeetingKind, Reason, Reopening, State};
use cockpit::domain::money::Money;
use cockpit::domain::period::Year;
use cockpit::domain::report::{Report, Table};
use cockpit::follow_up::{self, Actor, Explanation, FollowUpError};
use cockpit::import::{ErrorCode, Kind};
use cockpit::reports::{self, Query, ReportError};
use cockpit::storage::{Store, StoreError, check};
use cockpit::uploads::{self, OfferForm, Receipt, UploadError};
use jiff::civil::{Date, date};
use support::{TestDatabase, clock, upload};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n";

fn with_offers() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    let rows = "A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;Udviklingshæmning|Autismespektrum;10;ja;ja\n\
                B;Åhuset;Hjørring Kommune;kommunal;860;SEL § 107;Autismespektrum;4;nej;ja\n\
                C;Zebra;Fonden C;privat;Rebild;ABL § 105/85;Demens;3;ja;nej\n";
    upload(&store, Kind::Offers, &format!("{OFFERS}{rows}")).expect("the offers are accepted");
    (database, store)
}

fn tariffs(store: &Store, rows: &[&str]) -> Receipt {
    let text = format!("{TARIFFS}{}\n", rows.join("\n"));
    upload(store, Kind::Tariffs, &text).expect("the tariffs are accepted")
}

fn try_run(store: &Store, name: &str, filters: &str) -> Result<Report, ReportError> {
    let query = Query::from_pairs(filters.split('&').filter_map(|p| p.split_once('=')))?;
    store.read(|db| reports::run(db, name, &query))
}

fn run(store: &Store, name: &str, filters: &str) -> Report {
    try_run(store, name, filters).expect("the report is made")
}

/// The table as text: the named columns of each row, as people read them.
fn text(table: &Table, columns: &[&str]) -> Vec<String> {
    let cell = |row: &[_], key: &str| table.cell(row, key).expect(key).value.danish();
    let row = |row: &Vec<_>| {
        let cells: Vec<String> = columns.iter().map(|key| cell(row, key)).collect();
        cells.join(" | ")
    };
    table.rows.iter().map(row).collect()
}

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
            .filter_map(|(label, n)| Some((label.as_str(), i64::try_from((*n)?).ok()?)))
            .filter(|(_, n)| *n > 0)
            .collect()
    };
    assert_eq!(filled(0), [("4 til 5 %", 1)]);
    assert_eq!(
        filled(1),
        [("5 til 6 %", 1), ("9 til 10 %", 1), ("over 15 %", 1)]
    );
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
            Kind::PriceIndex,
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
fn bad_rows_are_refused_and_nothing_is_stored() {
    let (_database, store) = with_offers();
    let refused = |kind, text: String| match upload(&store, kind, &text) {
        Err(UploadError::Refused(errors)) => errors.iter().map(|e| e.code).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let tariff = |row: &str| refused(Kind::Tariffs, format!("{TARIFFS}{row}\n"));
    use ErrorCode::*;
    for (row, want) in [
        ("AA;Døgn;SEL § 107;2025;100,00;døgn", &[UnknownOffer][..]),
        ("B;Døgn;SEL § 108;2025;100,00;døgn", &[ParagraphNotOfOffer]),
        ("A;Døgn;SEL § 107;2025;0;døgn", &[TariffNotPositive]),
        (
            "A;Døgn;SEL § 107;2025;-5;uge",
            &[TariffNotPositive, UnknownUnit],
        ),
        (
            "A;D  øgn;SEL § 107;2025;1,00;døgn\nA;D øgn;SEL § 107;2025;2,00;døgn",
            &[TwoTariffs],
        ),
        (
            "A;Døgn;SEL § 107;2025;1,00;døgn\nA;Døgn;SEL § 107;2025;1,00;døgn",
            &[RepeatedRow],
        ),
        ("A;010190-1234;SEL § 107;2025;1,00;døgn", &[CprNumber]),
    ] {
        assert_eq!(tariff(row), want, "{row}");
    }
    let offer = |row: &str| refused(Kind::Offers, format!("{OFFERS}{row}\n"));
    assert_eq!(
        offer("D;Hus;X;fond;Atlantis;SEL § 99;Udviklingshemning;2,5;måske;ja"),
        [
            UnknownForm,
            UnknownArea,
            UnknownParagraph,
            UnknownTargetGroup,
            TooManyDecimals,
            NotYesOrNo
        ]
    );
    assert_eq!(
        offer("D;Hus;X;privat;KKR Nordjylland;107;Demens;1;ja;ja"),
        [NotAMunicipality]
    );
    assert_eq!(store.data_version().expect("a version"), 2);
}

#[test]
fn a_later_file_replaces_and_a_withdrawal_brings_back() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "A;Døgn;SEL § 107;2025;110,00;døgn",
        ],
    );
    let correction = tariffs(&store, &["A;Døgn;SEL § 107;2025;104,00;døgn"]);
    assert_eq!((correction.changed, correction.new), (1, 0));
    assert_eq!(
        (
            correction.changes[0].old.as_str(),
            correction.changes[0].new.as_str()
        ),
        ("110,00", "104,00")
    );
    let flagged = |filters| run(&store, "tariff-increases", filters).rows.rows.len();
    assert_eq!((flagged(""), flagged("as-of=3")), (0, 1));
    let number = correction.number.expect("it is stored");
    uploads::withdraw(&store, clock(), number, ("test", None), "forkert").expect("it is withdrawn");
    assert_eq!((flagged(""), flagged("as-of=4")), (1, 0));
    let findings = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .expect("the check runs");
    assert_eq!(findings.problems, Vec::<String>::new());
    // 12 reference facts, 3 offers, 3 tariffs.
    assert_eq!(findings.facts, 18);
}

#[test]
fn the_three_demands_and_an_offer_from_a_form() {
    let (_database, store) = with_offers();
    let report = run(&store, "offers", "");
    assert_eq!(
        text(&report.rows, &["offer", "supervisor", "target_groups"]),
        [
            "Bakkehuset | Socialtilsyn Nord | Udviklingshæmning, Autismespektrum",
            "Zebra | Socialtilsyn Nord | Demens",
            "Åhuset | Socialtilsyn Øst | Autismespektrum",
        ]
    );
    assert_eq!(
        text(&report.totals, &["met", "of", "met_pct"]),
        ["2 | 3 | 66,67", "2 | 3 | 66,67", "– | – | –"]
    );
    assert!(
        report
            .notes
            .iter()
            .any(|n| n.contains("Mangler: Åhuset (B)"))
    );
    let mut form = OfferForm {
        id: "B".into(),
        name: "Å\"huset\"; nyt navn".into(),
        operator: "Hjørring Kommune".into(),
        form: "kommunal".into(),
        municipality: "Hjørring".into(),
        paragraphs: "SEL § 107".into(),
        target_groups: "Autismespektrum".into(),
        places: "5".into(),
        in_agreement: "ja".into(),
        standard_contract: "ja".into(),
        ..OfferForm::default()
    };
    let receipt =
        uploads::store_offer(&store, clock(), ("test", None), &form).expect("it is stored");
    assert_eq!((receipt.changed, receipt.number), (1, Some(3)));
    assert_eq!(receipt.file_name, "formular-tilbud.csv");
    let report = run(
        &store,
        "offers",
        "target-group=Autismespektrum&municipality=860",
    );
    assert_eq!(
        text(&report.rows, &["offer", "places"]),
        ["Å\"huset\"; nyt navn | 5"]
    );
    form.places = "mange".into();
    let Err(UploadError::Refused(errors)) =
        uploads::store_offer(&store, clock(), ("test", None), &form)
    else {
        panic!("stored")
    };
    assert_eq!(errors[0].column.as_deref(), Some("pladser"));
    uploads::withdraw(&store, clock(), 3, ("test", None), "fortrudt").expect("it is withdrawn");
    let names = text(&run(&store, "offers", "").rows, &["offer"]);
    assert!(names.contains(&"Åhuset".to_owned()), "{names:?}");
}

#[test]
fn tariffs_of_a_year_have_a_place_in_their_field() {
    let (_database, store) = with_offers();
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2025;100,00;døgn",
            "A;Aften;SEL § 107;2025;400,00;døgn",
            "B;Døgn;SEL § 107;2025;200,00;døgn",
            "C;Døgn;ABL § 105/85;2025;900,00;døgn",
        ],
    );
    let report = run(&store, "tariffs", "paragraph=SEL_107");
    let columns = [
        "offer",
        "service",
        "median",
        "from_median_pct",
        "place",
        "field_size",
    ];
    assert_eq!(
        text(&report.rows, &columns),
        [
            "Bakkehuset | Aften | 200,00 | 100,00 | 3 | 3",
            "Bakkehuset | Døgn | 200,00 | −50,00 | 1 | 3",
            "Åhuset | Døgn | 200,00 | 0,00 | 2 | 3",
        ]
    );
    assert_eq!(
        text(
            &report.totals,
            &["target_group", "field_size", "lower_quartile", "median"]
        ),
        [
            "Alle målgrupper | 3 | 150,00 | 200,00",
            "Udviklingshæmning | 2 | 175,00 | 250,00",
            "Autismespektrum | 3 | 150,00 | 200,00"
        ]
    );
    let words = |filters| {
        try_run(&store, "tariffs", filters)
            .expect_err("a refusal")
            .to_string()
    };
    assert!(words("target-group=Demans").contains("Mente du Demens?"));
    assert!(words("offer=Bakkehus").contains("Mente du Bakkehuset (A)?"));
    assert!(words("municipality=Ålbrog").contains("»municipality«"));
}

#[test]
fn one_offer_over_the_years_with_its_parts() {
    let (_database, store) = with_offers();
    upload(
        &store,
        Kind::PriceIndex,
        "aar;indeks;kilde\n2024;100,0;KL\n2025;104,0;KL\n",
    )
    .expect("an index");
    let text_of = format!(
        "{};direkte;overhead;regulering;belaegning;takstmodel\n\
         A;Døgn;SEL § 107;2024;1000,00;døgn;800;100;50;95;2018\n\
         A;Døgn;SEL § 107;2025;1100,00;døgn;850;140;60;95,5;2018\n",
        TARIFFS.trim_end()
    );
    upload(&store, Kind::Tariffs, &text_of).expect("the tariffs are accepted");
    let report = run(&store, "tariffs", "offer=A");
    let columns = [
        "year",
        "tariff",
        "real_tariff",
        "change_pct",
        "real_change_pct",
        "direct",
        "rest",
        "occupancy_pct",
    ];
    // 1,100 against 1,040 is 5.77 %.
    assert_eq!(
        text(&report.rows, &columns),
        [
            "2024 | 1.000,00 | 1.040,00 |  |  | 800,00 | 50,00 | 95,00",
            "2025 | 1.100,00 | 1.100,00 | 10,00 | 5,77 | 850,00 | 50,00 | 95,50",
        ]
    );
    let columns = [
        "year",
        "part",
        "share_pct",
        "increase",
        "increase_share_pct",
    ];
    assert_eq!(
        text(&report.totals, &columns)[4..],
        [
            "2025 | Direkte omkostninger | 77,27 | 50,00 | 50,00",
            "2025 | Overhead | 12,73 | 40,00 | 40,00",
            "2025 | Regulering fra tidligere år | 5,45 | 10,00 | 10,00",
            "2025 | Ikke oplyst | 4,55 | 0,00 | 0,00",
        ]
    );
    assert_eq!(report.series[0].lines.len(), 2);
}

#[test]
fn the_synthetic_offers_show_every_case() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    let report = run(&store, "tariff-increases", "");
    assert!(report.synthetic);
    assert!(report.rows.rows.len() >= 5, "{}", report.rows.rows.len());
    let reasons = text(&run(&store, "tariffs-apart", "").rows, &["reason"]);
    for reason in ["Ny ydelse", "Lukket ydelse", "Manglende år", "Ny enhed"] {
        assert!(reasons.iter().any(|r| r == reason), "{reason}: {reasons:?}");
    }
    assert_eq!(run(&store, "offers", "").rows.rows.len(), 40);
    let offer = run(&store, "tariffs", "offer=SYN-001");
    assert_eq!(
        offer
            .notes
            .iter()
            .filter(|n| n.contains("mangler for"))
            .count(),
        0
    );
    assert!(!offer.totals.rows.is_empty());
}

#[test]
fn without_tariffs_every_report_says_so() {
    let database = TestDatabase::new();
    let store = database.store();
    for name in [
        "tariffs",
        "tariff-increases",
        "tariffs-apart",
        "tariff-follow-up",
    ] {
        let report = run(&store, name, "");
        assert!(report.rows.rows.is_empty());
        assert!(
            report.notes.iter().any(|n| n.contains("ikke indlæst")),
            "{name}"
        );
    }
}

#[test]
fn a_target_group_of_the_file_s_own_is_kept_and_told() {
    let database = TestDatabase::new();
    let store = database.store();
    let row = |groups: &str| {
        format!(
            "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
             T1;Bakkehuset;Aalborg;kommunal;851;SEL § 107;{groups};12;ja;ja\n"
        )
    };
    let receipt = upload(
        &store,
        Kind::Offers,
        &row("autisme|UDVIKLINGSHÆMNING|Autisme"),
    )
    .unwrap();
    assert_eq!(receipt.notes.len(), 1, "{:?}", receipt.notes);
    assert!(
        receipt.notes[0].contains("»Autisme«"),
        "{:?}",
        receipt.notes
    );
    let report = run(&store, "offers", "");
    assert_eq!(
        text(&report.rows, &["target_groups"]),
        ["Autisme, Udviklingshæmning"]
    );
    let Err(UploadError::Refused(errors)) = upload(&store, Kind::Offers, &row("Udviklingshemning"))
    else {
        panic!("a slip is accepted")
    };
    assert!(errors[0].remedy.contains("»Udviklingshæmning«"));
}
