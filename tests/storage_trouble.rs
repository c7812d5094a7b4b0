//! When the database refuses: SQLite's own refusals, told by their own words, and nothing stored.

mod support;

use cockpit::changes::components::ComponentFile;
use cockpit::changes::data::uploads::UploadError;
use cockpit::changes::kinds::Kind;
use cockpit::storage::{Store, StoreError, check, execute_for_test};
use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use support::{TestDatabase, upload};

/// These are SQLite's refusals; with another database there is nothing to try.
fn sqlite() -> Option<TestDatabase> {
    let database = TestDatabase::new();
    database.url().starts_with("sqlite:").then_some(database)
}

/// More rows than fit into the pages that a full disk leaves.
fn file() -> String {
    let mut text = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n".to_owned();
    for municipality in ["851", "860", "840", "849", "787", "773"] {
        for year in 2010..2025 {
            for paragraph in ["SEL § 107", "SEL § 108", "SEL § 85"] {
                let row = format!("{municipality};{paragraph};{year};{year}000,00;10,0;2023\n");
                text.push_str(&row);
            }
        }
    }
    text
}

fn told(error: &UploadError) -> StoreErrorKind {
    let words = StoreError::told_by(error).unwrap_or_else(|| panic!("{error:?}"));
    let all = [
        ("Disken", StoreErrorKind::Full),
        ("Databasen kan læses", StoreErrorKind::ReadOnly),
        ("Et andet program", StoreErrorKind::Locked),
        ("Databasen svarer ikke", StoreErrorKind::Away),
    ];
    let found = all.into_iter().find(|(start, _)| words.starts_with(start));
    found.expect("one of the four").1
}

#[derive(Debug, PartialEq, Eq)]
enum StoreErrorKind {
    Full,
    ReadOnly,
    Locked,
    Away,
}

fn sound(store: &Store) -> (i64, u64) {
    let found = store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    let found = found.expect("the database is read");
    assert_eq!(found.problems, Vec::<String>::new());
    (store.data_version().expect("a version"), found.facts as u64)
}

#[test]
fn a_full_disk_is_told_as_that_and_nothing_is_stored() {
    let Some(database) = sqlite() else { return };
    let store = database.store();
    let before = sound(&store);
    // No page may be added: what SQLite says on a disk without room.
    execute_for_test(&store, "PRAGMA max_page_count = 1").expect("the limit is set");
    let error = upload(&store, Kind::of(&ComponentFile), &file()).expect_err("there is no room");
    assert_eq!(told(&error), StoreErrorKind::Full, "{error:?}");
    assert_eq!(sound(&store), before);
    // With room again the same file is taken.
    upload(&database.store(), Kind::of(&ComponentFile), &file()).expect("there is room again");
}

#[test]
fn a_database_that_may_only_be_read_is_told_as_that() {
    let Some(database) = sqlite() else { return };
    let kept = database.store();
    let before = sound(&kept);
    let path = database.url().trim_start_matches("sqlite:");
    let store = Store::connect(&format!("sqlite:file:{path}?mode=ro")).expect("it can be read");
    let error = upload(&store, Kind::of(&ComponentFile), &file()).expect_err("it is read-only");
    assert_eq!(told(&error), StoreErrorKind::ReadOnly, "{error:?}");
    assert_eq!(sound(&kept), before);
}

#[test]
fn a_database_that_another_program_has_locked_is_told_as_that() {
    let Some(database) = sqlite() else { return };
    let store = database.store();
    let before = sound(&store);
    execute_for_test(&store, "PRAGMA busy_timeout = 50").expect("a short patience");
    let path = database.url().trim_start_matches("sqlite:");
    let mut other = diesel::SqliteConnection::establish(path).expect("another program");
    other.batch_execute("BEGIN EXCLUSIVE").expect("the lock");
    let error = upload(&store, Kind::of(&ComponentFile), &file()).expect_err("it is locked");
    assert_eq!(told(&error), StoreErrorKind::Locked, "{error:?}");
    other
        .batch_execute("ROLLBACK")
        .expect("the lock is given back");
    assert_eq!(sound(&store), before);
}

#[test]
fn a_database_that_is_away_is_told_as_that() {
    let folder = tempfile::tempdir().expect("a folder");
    // Nothing can be opened where a folder stands.
    let url = format!("sqlite:{}", folder.path().display());
    let error = Store::open(&url).err().expect("a folder is no database");
    assert_eq!(told(&UploadError::Store(error)), StoreErrorKind::Away);
}
