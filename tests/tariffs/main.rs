//! Offers, tariffs, increases and their follow-up on a real database, against figures worked out by
//! hand.

#[path = "../support/mod.rs"]
mod support;

mod follow_up_story;
mod increases;
mod offers;
mod remembered;
mod years;

use cockpit::changes::components::PriceIndexFile;
use cockpit::changes::data::receipt::Receipt;
use cockpit::changes::data::uploads::{self, UploadError};
use cockpit::changes::follow_up::{self, Explanation, FollowUpError};
use cockpit::changes::kinds::Kind;
use cockpit::changes::meetings::{self, MeetingError};
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::offers::form::OfferForm;
use cockpit::changes::tariffs::TariffFile;
use cockpit::demo;
use cockpit::domain::follow_up::{CaseKey, Reason, Reopening, State};
use cockpit::domain::meetings::MeetingKind;
use cockpit::domain::money::Money;
use cockpit::domain::period::Year;
use cockpit::domain::report::{Report, Table};
use cockpit::import::{ErrorCode, Options};
use cockpit::reports::{self, ReportError};
use cockpit::storage::{Store, StoreError, check};
use jiff::civil::{Date, date};
use support::{TestDatabase, actor, clock, upload};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n";

fn with_offers() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    let rows = "A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;Udviklingshæmning|Autismespektrum;10;ja;ja\n\
                B;Åhuset;Hjørring Kommune;kommunal;860;SEL § 107;Autismespektrum;4;nej;ja\n\
                C;Zebra;Fonden C;privat;Rebild;ABL § 105/85;Demens;3;ja;nej\n";
    upload(&store, Kind::of(&OfferFile), &format!("{OFFERS}{rows}"))
        .expect("the offers are accepted");
    (database, store)
}

fn tariffs(store: &Store, rows: &[&str]) -> Receipt {
    let text = format!("{TARIFFS}{}\n", rows.join("\n"));
    upload(store, Kind::of(&TariffFile), &text).expect("the tariffs are accepted")
}

fn try_run(store: &Store, name: &str, filters: &str) -> Result<Report, ReportError> {
    let question = reports::question(name)?;
    let query = question.query(filters.split('&').filter_map(|p| p.split_once('=')))?;
    store.read(|db| (question.report)(db, &query))
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
fn bad_rows_are_refused_and_nothing_is_stored() {
    let (_database, store) = with_offers();
    let refused = |kind, text: String| match upload(&store, kind, &text) {
        Err(UploadError::Refused(errors)) => errors.iter().map(|e| e.code).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let tariff = |row: &str| refused(Kind::of(&TariffFile), format!("{TARIFFS}{row}\n"));
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
    let offer = |row: &str| refused(Kind::of(&OfferFile), format!("{OFFERS}{row}\n"));
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
    uploads::withdraw(&store, &actor(), number, "forkert").expect("it is withdrawn");
    assert_eq!((flagged(""), flagged("as-of=4")), (1, 0));
    let findings = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .expect("the check runs");
    assert_eq!(findings.problems, Vec::<String>::new());
    // 12 reference facts, 3 offers, 3 tariffs.
    assert_eq!(findings.facts, 18);
}

#[test]
fn a_service_and_an_offer_are_the_same_in_another_spelling_of_a_later_file() {
    let (_database, store) = with_offers();
    tariffs(&store, &["A;Bo og støtte;SEL § 107;2024;100,00;døgn"]);
    let later = tariffs(
        &store,
        &["a;BO  og sto\u{338}tte;SEL § 107;2025;120,00;døgn"],
    );
    // A stroke through an o is no ø: that is another service.
    assert_eq!(later.notes, Vec::<String>::new());
    let later = tariffs(&store, &["a;BO\u{a0} og støtte;SEL § 107;2025;120,00;døgn"]);
    assert_eq!(
        later.notes,
        ["Ydelsen »BO og støtte« er læst som »Bo og støtte«, der er indlæst før."]
    );
    let rises = run(&store, "tariff-increases", "year=2025");
    assert_eq!(
        text(&rises.rows, &["service", "change_pct"]),
        ["Bo og støtte | 20,00"]
    );
    // The same offer, with one place more; not an offer more.
    let row = "a;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;;11;ja;ja\n";
    let receipt = upload(&store, Kind::of(&OfferFile), &format!("{OFFERS}{row}")).unwrap();
    assert_eq!((receipt.new, receipt.changed), (0, 1));
    assert_eq!(
        receipt.notes,
        ["Tilbuddet »a« er læst som »A«, der er indlæst før."]
    );
    assert_eq!(run(&store, "offers", "").rows.rows.len(), 3);
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
            "Bakkehuset | Aften | 200,00 | 100,00 | Nr. 3 af 3 | 3",
            "Bakkehuset | Døgn | 200,00 | −50,00 | Nr. 1 af 3 | 3",
            "Åhuset | Døgn | 200,00 | 0,00 | Nr. 2 af 3 | 3",
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
        Kind::of(&PriceIndexFile),
        "aar;indeks;kilde\n2024;100,0;KL\n2025;104,0;KL\n",
    )
    .expect("an index");
    let text_of = format!(
        "{};direkte;overhead;regulering;belaegning;takstmodel\n\
         A;Døgn;SEL § 107;2024;1000,00;døgn;800;100;50;95;2018\n\
         A;Døgn;SEL § 107;2025;1100,00;døgn;850;140;60;95,5;2018\n",
        TARIFFS.trim_end()
    );
    upload(&store, Kind::of(&TariffFile), &text_of).expect("the tariffs are accepted");
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
