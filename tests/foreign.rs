//! Workbooks as other programs write them hold what the reference data holds: read, every row is
//! known already. What they are: tests/fixtures/foreign/README.md.

mod support;

use cockpit::changes::components::ComponentFile;
use cockpit::changes::data::receipt::Receipt;
use cockpit::changes::data::uploads::{self, Upload, UploadError};
use cockpit::changes::kinds::Kind;
use cockpit::import::{ErrorCode, Options};
use cockpit::storage::Store;
use support::{TestDatabase, actor};

fn dry_run(store: &Store, file_name: &str) -> Result<Receipt, UploadError> {
    let path = format!("tests/fixtures/foreign/{file_name}");
    let bytes = std::fs::read(&path).expect("the fixture is there");
    let upload = Upload {
        kind: Kind::of(&ComponentFile),
        file_name,
        bytes: &bytes,
        options: Options::default(),
    };
    uploads::dry_run(store, &actor(), &upload)
}

#[test]
fn each_program_tells_the_same_facts() {
    let database = TestDatabase::new();
    let store = database.store();
    for (file, rows_in) in [
        ("libreoffice.xlsx", 12),
        ("libreoffice.ods", 12),
        ("openpyxl.xlsx", 13),
        ("xlsxwriter.xlsx", 12),
    ] {
        let receipt = dry_run(&store, file).unwrap_or_else(|error| panic!("{file}: {error:?}"));
        assert_eq!(
            (receipt.rows_in, receipt.rows_kept),
            (rows_in, 12),
            "{file}"
        );
        assert_eq!(
            (receipt.new, receipt.changed, receipt.unchanged),
            (0, 0, 12),
            "{file}"
        );
    }
    let receipt = dry_run(&store, "openpyxl.xlsx").expect("it is read");
    let skipped: Vec<(u32, &str)> = receipt
        .skipped
        .iter()
        .map(|row| (row.line, row.reason.as_str()))
        .collect();
    assert_eq!(
        skipped,
        [
            (1, "titelrække over overskriften"),
            (2, "tom række"),
            (16, "I alt-række")
        ]
    );
}

#[test]
fn a_password_is_named() {
    let database = TestDatabase::new();
    let Err(UploadError::Refused(errors)) = dry_run(&database.store(), "protected.xlsx") else {
        panic!("the file must be refused");
    };
    let codes: Vec<ErrorCode> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, [ErrorCode::PasswordProtected]);
}
