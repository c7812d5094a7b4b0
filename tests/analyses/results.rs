//! Result documentation from the file to the page: what holds, what is refused, and what nobody is told.

use cockpit::changes::data::uploads::{self, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::results::ResultFile;
use cockpit::domain::report::Report;
use cockpit::import::{ErrorCode, Options};
use cockpit::reports::{Query, question};
use cockpit::storage::{Store, check};

use crate::support::{TestDatabase, actor, upload};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;24;ja;ja\n\
    B;Skovhuset;Aalborg Kommune;kommunal;851;SEL § 108;4;ja;ja\n\
    C;Strandhuset;Hjørring Kommune;kommunal;860;SEL § 108;30;ja;ja\n";
const HEADER: &str = "tilbud_id;aar;kvartal;ophold;med_maal;evalueret;maal_opfyldt\n";

fn region() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    upload(&store, Kind::of(&OfferFile), OFFERS).expect("the offers are accepted");
    (database, store)
}

fn results(
    store: &Store,
    rows: &str,
) -> Result<cockpit::changes::data::receipt::Receipt, UploadError> {
    upload(store, Kind::of(&ResultFile), &format!("{HEADER}{rows}"))
}

fn asked(store: &Store, query: &Query) -> Report {
    let asked = question("results").expect("the question");
    store
        .read(|db| (asked.report)(db, query))
        .expect("an answer")
}

fn line(report: &Report, is_total: bool, keys: &[&str]) -> Vec<String> {
    let table = if is_total {
        &report.totals
    } else {
        &report.rows
    };
    let words = |row: &Vec<_>| {
        let cell = |key: &&str| table.cell(row, key).expect("the column").value.danish();
        keys.iter().map(cell).collect::<Vec<_>>().join(" ")
    };
    table.rows.iter().map(words).collect()
}

const SHOWN: [&str; 6] = [
    "municipality",
    "quarter",
    "stays",
    "with_goals_pct",
    "evaluated_pct",
    "met_pct",
];

#[test]
fn of_a_quarter_the_newest_file_holds_and_a_small_offer_is_in_no_sum() {
    let (_database, store) = region();
    let receipt = results(
        &store,
        "A;2026;3;20;18;15;9\nSkovhuset;2026;K3;3;2;1;0\nc;2026;3. kvartal;10;10;10;5\n",
    )
    .expect("the rows are accepted");
    assert_eq!((receipt.rows_kept, receipt.new), (3, 3));
    let report = asked(&store, &Query::default());
    assert!(report.masks);
    assert_eq!(
        line(&report, false, &SHOWN),
        [
            "Hjørring 3. kvartal 2026 10 100,00 100,00 50,00",
            "Aalborg 3. kvartal 2026 20 90,00 83,33 60,00",
            "Aalborg 3. kvartal 2026 ● ● ● ●",
        ]
    );
    assert_eq!(
        line(&report, true, &SHOWN),
        [
            "Hjørring 3. kvartal 2026 10 100,00 100,00 50,00",
            "Aalborg 3. kvartal 2026 20 90,00 83,33 60,00",
            "I alt 3. kvartal 2026 30 93,33 89,29 56,00",
        ]
    );
    assert_eq!(line(&report, true, &["left_out"]), ["0", "1", "1"]);

    let again = results(&store, "A;2026;3;20;20;16;10\nA;2026;2;4;4;4;4\n").expect("accepted");
    assert_eq!((again.new, again.changes.len()), (1, 3), "{again:?}");
    let report = asked(&store, &Query::default());
    assert_eq!(
        line(&report, false, &SHOWN)[1..3],
        [
            "Aalborg 2. kvartal 2026 ● ● ● ●",
            "Aalborg 3. kvartal 2026 20 100,00 80,00 62,50",
        ]
    );
    // A withdrawal gives back what stood before it.
    let number = again.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "forkert fil").expect("withdrawn");
    let report = asked(&store, &Query::default());
    assert_eq!(
        line(&report, false, &SHOWN)[1],
        "Aalborg 3. kvartal 2026 20 90,00 83,33 60,00"
    );
    let found = store
        .read::<_, cockpit::storage::StoreError>(|db| Ok(check::run(db)?))
        .expect("checked");
    assert_eq!(found.problems, Vec::<String>::new());
}

#[test]
fn what_cannot_be_is_refused_and_every_fault_is_told() {
    let (_database, store) = region();
    let refused = results(
        &store,
        "A;2026;3;20;21;15;16\nA;2026;5;9;9;9;9\nX;2026;1;9;9;9;9\nA;2026;4;9;9;9;-1\nA;2026;1;9,5;9;9;9\n",
    );
    let Err(UploadError::Refused(errors)) = refused else {
        panic!("{refused:?}");
    };
    let codes: Vec<ErrorCode> = errors.iter().map(|error| error.code).collect();
    assert_eq!(
        codes,
        [
            ErrorCode::MoreThanAll,
            ErrorCode::MoreThanAll,
            ErrorCode::NotAQuarter,
            ErrorCode::UnknownOffer,
            ErrorCode::NegativeAmount,
            ErrorCode::TooManyDecimals,
        ]
    );
    let twice = results(
        &store,
        "A;2026;3;20;18;15;9\nBakkehuset;2026;3;20;18;15;8\n",
    );
    let Err(UploadError::Refused(errors)) = twice else {
        panic!("{twice:?}");
    };
    assert_eq!(errors[0].code, ErrorCode::TwoValues);
}

#[test]
fn a_chef_brings_those_of_own_offers_alone() {
    let (_database, store) = region();
    let mut chef = actor();
    chef.bound_to = Some("851".to_owned());
    let bring = |rows: &str| {
        let text = format!("{HEADER}{rows}");
        let upload = uploads::Upload {
            kind: Kind::of(&ResultFile),
            file_name: "egne.csv",
            bytes: text.as_bytes(),
            options: Options::default(),
        };
        uploads::import(&store, &chef, &upload)
    };
    assert!(bring("A;2026;3;20;18;15;9\n").is_ok());
    let Err(UploadError::Refused(errors)) = bring("C;2026;3;20;18;15;9\n") else {
        panic!("another's offer is accepted");
    };
    assert_eq!(errors[0].code, ErrorCode::ForeignOffer);
}
