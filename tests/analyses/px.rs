//! The tables of Danmarks Statistik as PX files: the same figures as in the other forms.

use cockpit::changes::data::receipt::Receipt;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::import::{ErrorCode, Limits, Options};
use cockpit::storage::Store;

use crate::support::{TestDatabase, actor};

/// Services down the side, areas and quarters in the head; a text over two lines, another language, figures that are
/// not told and that are nought.
const SERVICES: &str = "CHARSET=\"ANSI\";\r\nAXIS-VERSION=\"2013\";\r\nCODEPAGE=\"iso-8859-1\";\r\nLANGUAGE=\"da\";\r\n\
    LANGUAGES=\"da\",\"en\";\r\nDECIMALS=1;\r\nMATRIX=\"HAND01\";\r\n\
    TITLE=\"Handicapydelser efter ydelsestype, \"\r\n\"område og tid\";\r\nTITLE[en]=\"Services; by area\";\r\n\
    UNITS=\"Antal\";\r\nSTUB=\"ydelsestype\";\r\nHEADING=\"område\",\"tid\";\r\n\
    VALUES(\"ydelsestype\")=\"Midlertidige botilbud inkl. tilknyttede ydelser fx §§ 83, 85 (§ 107 i lov om social service)\",\r\n\
    \"Ledsageordning (§ 97 i lov om social service)\";\r\n\
    VALUES[en](\"type\")=\"Temporary\",\"Other\";\r\n\
    VALUES(\"område\")=\"Aalborg\",\"Brønderslev\";\r\nVALUES(\"tid\")=\"2024K1\",\"2024K2\";\r\n\
    TIMEVAL(\"tid\")=TLIST(Q1,\"20241\",\"20242\");\r\n\
    DATA=\r\n150.5 151 40.2 \"..\"\r\n9 9 \"-\" 9\r\n;\r\n";

const ACCOUNTS: &str = "CHARSET=\"ANSI\";\nUNITS=\"1.000 kr.\";\nSTUB=\"område\",\"funktion\",\"dranst\",\"art\";\nHEADING=\"tid\";\n\
    VALUES(\"område\")=\"Aalborg\";\nVALUES(\"funktion\")=\"5.38.52 Botilbud til midlertidigt ophold (§ 107)\";\n\
    VALUES(\"dranst\")=\"1 Driftskonti\",\"2 Statsrefusion\";\nVALUES(\"art\")=\"I alt (netto)\";\n\
    VALUES(\"tid\")=\"2023\",\"2024\";\nDATA=\n120000 125000\n-100 -100;\n";

fn bring(store: &Store, kind: &str, bytes: &[u8], limits: Limits) -> Result<Receipt, UploadError> {
    let upload = Upload {
        kind: Kind::from_key(kind).expect("a kind"),
        file_name: "HAND01.px",
        bytes,
        options: Options {
            limits,
            ..Options::default()
        },
    };
    uploads::import(store, &actor(), &upload)
}

fn read(store: &Store, kind: &str, bytes: &[u8]) -> Receipt {
    let read = bring(store, kind, bytes, Limits::default());
    read.unwrap_or_else(|error| panic!("{kind}: {error:?}"))
}

/// The letters that Windows writes a Danish text with.
fn windows(text: &str) -> Vec<u8> {
    let byte = |letter: char| u8::try_from(u32::from(letter)).expect("a letter of latin 1");
    text.chars().map(byte).collect()
}

#[test]
fn a_px_file_is_read_in_either_encoding_whatever_stands_in_its_head() {
    let database = TestDatabase::new();
    let store = database.store();
    for bytes in [windows(SERVICES), SERVICES.as_bytes().to_vec()] {
        let receipt = read(&store, "hand01", &bytes);
        assert_eq!((receipt.rows_in, receipt.rows_kept), (8, 3));
        let notes = receipt.notes.join(" ");
        assert!(notes.contains("oplyser ikke 1 tal"), "{notes}");
        assert!(
            notes.contains(
                "Ydelser, der ikke har en paragraf i komponentanalysen er ikke læst: 4 tal."
            ),
            "{notes}"
        );
        assert!(receipt.read_as.starts_with("PX"), "{}", receipt.read_as);
    }
    // The same by another order of the variables, and as a long file: nothing is new.
    let turned = SERVICES
        .replace("STUB=\"ydelsestype\"", "STUB=\"tid\",\"område\"")
        .replace("HEADING=\"område\",\"tid\"", "HEADING=\"ydelsestype\"")
        .replace(
            "150.5 151 40.2 \"..\"\r\n9 9 \"-\" 9",
            "150.5 9 40.2 \"-\" 151 9 \"..\" 9",
        );
    let receipt = read(&store, "hand01", turned.as_bytes());
    assert_eq!((receipt.new, receipt.changes.len()), (0, 0), "{receipt:?}");
    let long =
        "OMRÅDE;YDELSESTYPE;TID;INDHOLD\nAalborg;30182;2024K1;150,5\nAalborg;30182;2024K2;151,0\n";
    let receipt = read(&store, "hand01", long.as_bytes());
    assert_eq!((receipt.new, receipt.changes.len()), (0, 0), "{receipt:?}");
}

#[test]
fn a_px_file_says_what_its_amounts_are_in() {
    let database = TestDatabase::new();
    let store = database.store();
    let receipt = read(&store, "regk31", ACCOUNTS.as_bytes());
    assert_eq!((receipt.rows_in, receipt.rows_kept), (4, 2));
    assert_eq!(receipt.sums[0].value, "245000000");
    let kroner = ACCOUNTS.replace("1.000 kr.", "kr.");
    let receipt = read(&store, "regk31", kroner.as_bytes());
    assert_eq!(receipt.sums[0].value, "245000");
    let silent = ACCOUNTS.replace("UNITS=\"1.000 kr.\";\n", "");
    let refused = bring(&store, "regk31", silent.as_bytes(), Limits::default());
    assert_eq!(codes(refused), [ErrorCode::AmountsNotStated]);
}

fn codes(refused: Result<Receipt, UploadError>) -> Vec<ErrorCode> {
    match refused {
        Err(UploadError::Refused(errors)) => errors.iter().map(|error| error.code).collect(),
        other => panic!("it is accepted: {other:?}"),
    }
}

#[test]
fn a_px_file_that_is_not_whole_is_refused() {
    let database = TestDatabase::new();
    let store = database.store();
    let refused = |text: &str| {
        let mut codes = codes(bring(&store, "hand01", text.as_bytes(), Limits::default()));
        codes.dedup();
        codes
    };
    for (found, instead, code) in [
        ("VALUES(\"tid\")", "NOTE(\"tid\")", ErrorCode::PxLacks),
        // The figures are too many for the variables that are left.
        ("STUB=\"ydelsestype\";\r\n", "", ErrorCode::PxBroken),
        ("9 9 \"-\" 9", "9 9 \"-\"", ErrorCode::PxBroken),
        ("9 9 \"-\" 9", "9 9 \"-\" 9 9", ErrorCode::PxBroken),
        ("9\r\n;\r\n", "9\r\n", ErrorCode::PxBroken),
        (
            "UNITS=\"Antal\"",
            "KEYS(\"tid\")=VALUES",
            ErrorCode::PxBroken,
        ),
        ("151 40.2", "x 40.2", ErrorCode::NotANumber),
        ("151 40.2", "-151 40.2", ErrorCode::NegativeNumber),
        (
            "\"2024K2\";\r\nTIME",
            "\"2024\";\r\nTIME",
            ErrorCode::NotAPeriod,
        ),
        ("Brønderslev", "Brondby Strand", ErrorCode::UnknownArea),
        (
            "HEADING=\"område\"",
            "HEADING=\"landsdel\"",
            ErrorCode::PxLacks,
        ),
        ("Antal", "Antal for 010190-1234", ErrorCode::CprNumber),
        (
            "Brønderslev",
            &"Brønderslev".repeat(50),
            ErrorCode::TextTooLong,
        ),
    ] {
        let text = SERVICES.replace(found, instead);
        assert_ne!(text, SERVICES, "{found}");
        assert_eq!(refused(&text), [code], "{found} as {instead}");
    }
    let nothing = "CHARSET=\"ANSI\";\nUNITS=\"Antal\";\nDATA=\n1;\n";
    assert_eq!(refused(nothing), [ErrorCode::PxLacks]);
    // More figures than a file may have, before any is made.
    let many: Vec<String> = (0..2_000).map(|n| format!("\"{n}\"")).collect();
    let many = format!("=\"Aalborg\",{}", many.join(","));
    let wide = SERVICES.replace("=\"Aalborg\"", &many);
    let limits = Limits {
        rows: 1_000,
        ..Limits::default()
    };
    let refused = bring(&store, "hand01", wide.as_bytes(), limits);
    assert_eq!(codes(refused), [ErrorCode::TooManyRows]);
}
