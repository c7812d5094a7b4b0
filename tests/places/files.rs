//! Lists of vacant places: a row is a word more about an entry.

use super::*;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::changes::places::VacancyFile;
use cockpit::import::{ErrorCode, Options};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use support::actor;

const HEADER: &str =
    "tilbud_id;type;paragraf;maalgrupper;pladser;fra;til;bemandet;aarsag;husleje_md\n";
const COLUMNS: [&str; 9] = [
    "offer",
    "kind",
    "places",
    "state",
    "staffed",
    "from",
    "to",
    "stale",
    "rent_per_month",
];

pub(super) fn list(store: &Store, rows: &str) -> cockpit::changes::data::receipt::Receipt {
    upload(store, Kind::of(&VacancyFile), &format!("{HEADER}{rows}")).expect("the list is accepted")
}

#[test]
fn a_list_is_what_stands_empty_and_a_second_one_a_word_more() {
    let (_database, store) = region();
    let receipt = list(
        &store,
        "A;plads;SEL § 107;;2;2025-02-01;;ja;ombygning;\n\
         B;Bolig;107;Autismespektrum;1;01-02-2025;1.4.2025;;;6.250,50\n",
    );
    assert_eq!((receipt.rows_kept, receipt.new), (2, 2));
    let report = run(&store, "vacancies", "on=2025-02-15");
    assert_eq!(
        text(&report.rows, &COLUMNS),
        [
            "Bakkehuset | plads | 2 | Ledig | ja | 1. februar 2025 |  | nej | ",
            "Åhuset | bolig | 1 | Ledig | – | 1. februar 2025 | 1. april 2025 | nej | 6.250,50",
        ]
    );
    // The offer's own groups where the list has none.
    assert_eq!(
        text(&report.rows, &["target_groups"]),
        ["Udviklingshæmning, Autismespektrum", "Autismespektrum"]
    );
    assert_eq!(
        text(&report.totals, &["kind", "places"]),
        ["pladser | 2", "boliger | 1"]
    );
    // The day it ends on is no day of it; before the first day there is nothing.
    assert_eq!(run(&store, "vacancies", "on=2025-04-01").rows.rows.len(), 1);
    assert!(
        run(&store, "vacancies", "on=2025-01-31")
            .rows
            .rows
            .is_empty()
    );
    for (filters, found) in [
        ("on=2025-02-15&paragraph=SEL_107", 2),
        ("on=2025-02-15&paragraph=SEL_108", 0),
        ("on=2025-02-15&municipality=Hjørring", 1),
        ("on=2025-02-15&target-group=Udviklingshæmning", 1),
        ("on=2025-02-15&target-group=Autismespektrum", 2),
    ] {
        assert_eq!(
            run(&store, "vacancies", filters).rows.rows.len(),
            found,
            "{filters}"
        );
    }
    // The second list leaves one out, which stands as it was, and says another number of the other.
    let receipt = list(&store, "A;plads;SEL § 107;;3;2025-02-01;;;;\n");
    assert_eq!((receipt.new, receipt.changed), (0, 1));
    let now = run(&store, "vacancies", "on=2030-01-01");
    assert_eq!(
        text(&now.rows, &["offer", "places", "staffed", "stale"]),
        ["Bakkehuset | 3 | ja | ja"]
    );
    // What was said of days before stays said.
    assert_eq!(
        text(&run(&store, "vacancies", "on=2025-02-15").rows, &["places"])[0],
        "2"
    );
    // Taken back, the first list holds again.
    let number = receipt.number.expect("a number");
    uploads::withdraw(&store, &actor(), number, "forkert fil").expect("it is taken back");
    assert_eq!(
        text(&run(&store, "vacancies", "on=2030-01-01").rows, &["places"]),
        ["2"]
    );
}

#[test]
fn the_same_list_again_confirms() {
    let (_database, store) = region();
    let rows = "A;plads;SEL § 107;;2;2025-02-01;;;;\n";
    let first = list(&store, rows);
    let again = list(&store, rows);
    assert_eq!((again.same_as, again.unchanged), (first.number, 1));
    assert!(
        again.number > first.number,
        "it says that nothing has changed"
    );
    let report = run(&store, "vacancies", "on=2025-03-01");
    assert_eq!(report.rows.rows.len(), 1);
}

#[test]
fn a_list_from_excel_has_dates_that_are_dates() {
    let (_database, store) = region();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let day = |year, month, day| ExcelDateTime::from_ymd(year, month, day).expect("a day");
    for (at, head) in ["tilbud_id", "type", "paragraf", "pladser", "fra", "til"]
        .iter()
        .enumerate()
    {
        let at = u16::try_from(at).expect("few columns");
        sheet.write(0, at, *head).expect("a heading");
    }
    let cells = ["A", "plads", "SEL § 107"];
    for (at, text) in (0u16..).zip(cells) {
        sheet.write(1, at, text).expect("a cell");
    }
    sheet.write(1, 3, 2).expect("a number");
    sheet
        .write_datetime_with_format(1, 4, day(2024, 2, 29), &date)
        .expect("a day");
    sheet
        .write_datetime_with_format(1, 5, day(2024, 3, 31), &date)
        .expect("a day");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let upload = |bytes: &[u8]| {
        uploads::import(
            &store,
            &actor(),
            &Upload {
                kind: Kind::of(&VacancyFile),
                file_name: "ledige.xlsx",
                bytes,
                options: Options::default(),
            },
        )
    };
    upload(&bytes).expect("the workbook is accepted");
    let report = run(&store, "vacancies", "on=2024-03-01");
    assert_eq!(
        text(&report.rows, &["from", "to"]),
        ["29. februar 2024 | 31. marts 2024"]
    );
    // A moment within a day is no day.
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, head) in (0u16..).zip(["tilbud_id", "type", "paragraf", "pladser", "fra"]) {
        sheet.write(0, at, head).expect("a heading");
    }
    for (at, text) in (0u16..).zip(cells) {
        sheet.write(1, at, text).expect("a cell");
    }
    sheet.write(1, 3, 2).expect("a number");
    let noon = day(2024, 2, 29).and_hms(12, 0, 0).expect("a moment");
    sheet
        .write_datetime_with_format(1, 4, &noon, &date)
        .expect("a moment");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    match upload(&bytes) {
        Err(UploadError::Refused(errors)) => assert_eq!(errors[0].code, ErrorCode::NotADate),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_chef_lists_the_own_offers_alone() {
    let (_database, store) = region();
    let mut chef = actor();
    chef.bound_to = Some("851".to_owned());
    let list = |rows: &str| {
        uploads::import(
            &store,
            &chef,
            &Upload {
                kind: Kind::of(&VacancyFile),
                file_name: "ledige.csv",
                bytes: format!("{HEADER}{rows}").as_bytes(),
                options: Options::default(),
            },
        )
    };
    list("A;plads;SEL § 107;;2;2025-02-01;;;;\n").expect("an own offer");
    match list("B;plads;SEL § 107;;1;2025-02-01;;;;\n") {
        Err(UploadError::Refused(errors)) => assert_eq!(errors[0].code, ErrorCode::ForeignOffer),
        other => panic!("{other:?}"),
    }
}
