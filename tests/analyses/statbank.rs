//! The tables of Danmarks Statistik in the forms they are downloaded in, and the component analysis beside them.

use cockpit::changes::data::receipt::Receipt;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::domain::report::Report;
use cockpit::import::{Amounts, ErrorCode, Options};
use cockpit::reports::{Query, question};
use cockpit::storage::{Store, StoreError, check};

use crate::support::{TestDatabase, actor, components};

/// As api.statbank.dk gives it, with text: a byte-order mark, commas, a heading for each variable.
const LONG: &str = "\u{feff}OMRÅDE;YDELSESTYPE;TID;INDHOLD\r\n\
    Aalborg;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K1;150,0\r\n\
    Aalborg;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K2;151,0\r\n\
    Aalborg;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K3;149,5\r\n\
    Aalborg;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K4;151,5\r\n\
    Aalborg;Ledsageordning (§ 97 i lov om social service);2024K4;99,9\r\n\
    Hjørring;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K1;40,2\r\n\
    Hjørring;Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service);2024K2;..\r\n";

/// As the site writes a matrix: titles, an empty corner, a label once above what it is of, Danish letters of Windows.
const MATRIX: &str = "\"Handicapydelser efter område, ydelsestype og tid\";;;;;\r\n\
    \"Enhed: Antal\";;;;;\r\n\
    \" \";\" \";\"2024K1\";\"2024K2\";\"2024K3\";\"2024K4*\"\r\n\
    \"Aalborg\";;;;;\r\n\
    \" \";\"Længerevarende botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 108 i lov om social service)\";200,0;200,0;200,0;202,0\r\n\
    \" \";\"Ledsageordning (§ 97 i lov om social service)\";1,0;1,0;1,0;1,0\r\n\
    \"Region Nordjylland\";;;;;\r\n\
    \" \";\"Længerevarende botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 108 i lov om social service)\";900,0;900,0;900,0;900,0\r\n";

const ACCOUNTS: &str = "\"Kommunernes regnskaber på funktioner efter område, funktion, dranst, art, prisenhed og tid\"\n\n\
    \" \";\" \";\" \";\" \";\" \";\"2023\";\"2024\"\n\
    \"Aalborg\";\"5.38.52 Botilbud til midlertidigt ophold (§ 107)\";\"1 Driftskonti\";\"I alt (netto)\";\"Løbende priser (1.000 kr.)\";120000;125000\n\
    \"\";\"\";\"\";\"\";\"Pr. indbygger, løbende priser (kr.)\";540;563\n\
    \"\";\"\";\"\";\"Bruttoudgifter\";\"Løbende priser (1.000 kr.)\";150000;155000\n\
    \"\";\"\";\"2 Statsrefusion\";\"I alt (netto)\";\"Løbende priser (1.000 kr.)\";-100;-100\n\
    \"\";\"3.22.01 Folkeskoler\";\"1 Driftskonti\";\"I alt (netto)\";\"Løbende priser (1.000 kr.)\";1;1\n";

const OWNERS: &str = "OMRÅDE;FUNKTION;DRANST;EJER;GRUPPERING;ART;PRISENHED;TID;INDHOLD\n\
    851;53850;1;1;001;TOT;LOBM;2024;100\n\
    851;53850;1;1;002;TOT;LOBM;2024;50\n\
    851;53850;1;4;001;TOT;LOBM;2024;30\n\
    851;53850;1;2;001;TOT;LOBM;2024;20\n\
    851;53850;1;2;001;UE;LOBM;2024;25\n";

const PEOPLE: &str = "OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD\n\
    000 Hele landet;TOT I alt;IALT Alder i alt;TOT I alt;2024K1;5961249\n\
    851 Aalborg;TOT I alt;IALT Alder i alt;TOT I alt;2024K1;223174\n";

fn region() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    components(
        &store,
        &[
            "Aalborg;SEL § 107;2024;120000000;147,0;løbende",
            "Aalborg;SEL § 108;2024;210000,50;200,5;løbende",
            "Hjørring;SEL § 107;2024;30000000;40,0;løbende",
        ],
    );
    (database, store)
}

fn bring(
    store: &Store,
    kind: &str,
    bytes: &[u8],
    amounts: Option<Amounts>,
) -> Result<Receipt, UploadError> {
    let upload = Upload {
        kind: Kind::from_key(kind).expect("a kind"),
        file_name: "statistikbanken.csv",
        bytes,
        options: Options {
            amounts,
            ..Options::default()
        },
    };
    uploads::import(store, &actor(), &upload)
}

fn read(store: &Store, kind: &str, text: &str) -> Receipt {
    bring(store, kind, text.as_bytes(), None).unwrap_or_else(|error| panic!("{kind}: {error:?}"))
}

fn refused(store: &Store, kind: &str, text: &str) -> Vec<ErrorCode> {
    match bring(store, kind, text.as_bytes(), None) {
        Err(UploadError::Refused(errors)) => errors.iter().map(|error| error.code).collect(),
        other => panic!("{kind} is accepted: {other:?}"),
    }
}

/// The letters that Windows writes a Danish text with.
fn windows(text: &str) -> Vec<u8> {
    let byte = |letter: char| u8::try_from(u32::from(letter)).expect("a letter of latin 1");
    text.chars().map(byte).collect()
}

fn compared(store: &Store, query: &Query) -> Report {
    let asked = question("public-comparison").expect("the question");
    store
        .read(|db| (asked.report)(db, query))
        .expect("an answer")
}

fn lines(report: &Report, keys: &[&str]) -> Vec<String> {
    let table = &report.rows;
    let words = |row: &Vec<_>| {
        let cell = |key: &&str| table.cell(row, key).expect("the column").value.danish();
        keys.iter().map(cell).collect::<Vec<_>>().join(" ")
    };
    table.rows.iter().map(words).collect()
}

/// Why a figure is missing, of the first row of a municipality.
fn reason(report: &Report, municipality: &str, key: &str) -> String {
    let table = &report.rows;
    let of =
        |row: &&Vec<_>| table.cell(row, "municipality").expect("it").value.key() == municipality;
    let row = table.rows.iter().find(of).expect("a row");
    let cell = table.cell(row, key).expect("the column");
    cell.value
        .lack()
        .map(|why| why.into_owned())
        .unwrap_or_default()
}

#[test]
fn each_form_that_a_table_is_downloaded_in_is_read() {
    let (_database, store) = region();
    let long = read(&store, "hand01", LONG);
    assert_eq!((long.rows_in, long.rows_kept), (7, 5));
    let notes = long.notes.join(" ");
    assert!(notes.contains("oplyser ikke 1 tal"), "{notes}");
    let matrix = bring(&store, "hand01", &windows(MATRIX), None).expect("the matrix");
    assert_eq!((matrix.rows_in, matrix.rows_kept), (12, 4));
    let accounts = read(&store, "regk31", ACCOUNTS);
    assert_eq!((accounts.rows_in, accounts.rows_kept), (10, 2));
    assert_eq!(read(&store, "regk100", OWNERS).rows_kept, 4);
    assert_eq!(read(&store, "folk1a", PEOPLE).rows_kept, 1);

    let report = compared(&store, &Query::default());
    let keys = [
        "municipality",
        "paragraph",
        "persons",
        "public_persons",
        "persons_difference_pct",
        "expenditure",
        "public_expenditure",
        "expenditure_difference_pct",
        "public_private_expenditure",
        "public_per_inhabitant",
    ];
    assert_eq!(
        lines(&report, &keys),
        [
            "Hjørring SEL § 107 40,0 – – 30.000.000,00 – – – –",
            "Aalborg SEL § 107 147,0 150,5 −2,33 120.000.000,00 125.000.000,00 −4,00 – 560,10",
            "Aalborg SEL § 108 200,5 200,5 0,00 210.000,50 200.000,00 5,00 50.000,00 0,90",
        ]
    );
    assert_eq!(
        reason(&report, "860", "public_persons"),
        "HAND01 mangler 2. kvartal, 3. kvartal og 4. kvartal 2024 for kommunen."
    );
    assert_eq!(
        reason(&report, "860", "public_expenditure"),
        "REGK31 har ingen tal for kommunen i 2024."
    );
    assert_eq!(report.sources.len(), 6, "{:?}", report.sources);
    let found = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .expect("checked");
    assert_eq!(found.problems, Vec::<String>::new());
}

#[test]
fn before_anything_is_brought_it_is_said_what_to_bring() {
    let (_database, store) = region();
    let report = compared(&store, &Query::default());
    assert_eq!(
        reason(&report, "851", "public_persons"),
        "HAND01 er ikke indlæst."
    );
    let notes = report.notes.join(" ");
    assert!(
        notes.contains("FOLK1A er ikke indlæst. Hent tabellerne på statistikbanken.dk"),
        "{notes}"
    );
    assert!(notes.contains("CC BY 4.0"));
}

#[test]
fn of_the_same_figure_the_newest_file_holds_until_it_is_withdrawn() {
    let (_database, store) = region();
    read(&store, "hand01", LONG);
    let again = read(&store, "hand01", &LONG.replace(";150,0", ";154,0"));
    assert_eq!((again.new, again.changes.len()), (0, 1), "{again:?}");
    let persons = || lines(&compared(&store, &Query::default()), &["public_persons"])[1].clone();
    assert_eq!(persons(), "151,5");
    let number = again.number.expect("it is stored");
    uploads::withdraw(&store, &actor(), number, "foreløbige tal").expect("withdrawn");
    assert_eq!(persons(), "150,5");
}

#[test]
fn what_a_file_does_not_tell_is_not_guessed() {
    let (_database, store) = region();
    let unknown = LONG.replace("Midlertidige botilbud inkl.", "Kortvarige botilbud inkl.");
    assert_eq!(
        refused(&store, "hand01", &unknown),
        [ErrorCode::UnknownService]
    );
    let area = LONG.replace("Hjørring", "Hjoring");
    assert_eq!(refused(&store, "hand01", &area), [ErrorCode::UnknownArea]);
    assert_eq!(
        refused(&store, "hand01", &LONG.replace(";150,0", ";150.0"))[0],
        ErrorCode::WrongConvention
    );
    assert_eq!(
        refused(&store, "hand01", &LONG.replace("2024K1;40,2", "2024;40,2")),
        [ErrorCode::NotAPeriod]
    );
    let twice = LONG.replace("2024K2;151,0", "2024K1;151,0");
    assert_eq!(refused(&store, "hand01", &twice), [ErrorCode::TwoValues]);
    // Owners split what a table without them has whole.
    assert_eq!(
        refused(&store, "regk31", OWNERS)[0],
        ErrorCode::UnknownHeader
    );
}

#[test]
fn whether_amounts_are_in_thousands_is_told_by_the_file_or_by_whoever_brings_it() {
    let (_database, store) = region();
    let bare = "OMRÅDE;FUNKTION;DRANST;ART;TID;INDHOLD\nAalborg;53852;1;TOT;2024;125000\n";
    assert_eq!(
        refused(&store, "regk31", bare),
        [ErrorCode::AmountsNotStated]
    );
    let kroner = |amounts| {
        let receipt = bring(&store, "regk31", bare.as_bytes(), amounts);
        receipt.expect("accepted").sums[0].value.clone()
    };
    assert_eq!(kroner(Some(Amounts::Thousands)), "125000000");
    assert_eq!(kroner(Some(Amounts::Kroner)), "125000");
    let titled = format!("Enhed: kr.;;;;;\n{bare}").replace("125000", "126000");
    assert_eq!(read(&store, "regk31", &titled).sums[0].value, "126000");
    let titled = format!("Enhed: 1.000 kr.;;;;;\n{bare}");
    assert_eq!(read(&store, "regk31", &titled).sums[0].value, "125000000");
}

#[test]
fn a_chef_does_not_bring_what_is_everybodys() {
    let (_database, store) = region();
    let mut chef = actor();
    chef.bound_to = Some("851".to_owned());
    let upload = Upload {
        kind: Kind::from_key("hand01").expect("a kind"),
        file_name: "hand01.csv",
        bytes: LONG.as_bytes(),
        options: Options::default(),
    };
    let refused = uploads::import(&store, &chef, &upload);
    assert!(
        matches!(refused, Err(UploadError::NobodysOwn(_))),
        "{refused:?}"
    );
}
