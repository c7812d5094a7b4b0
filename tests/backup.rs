//! Backup and restore: nothing stored is lost, between the two databases too; whatever is wrong
//! with a file or with the database in its place is refused before anything changes.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use cockpit::export::{self, Format};
use cockpit::reports::{self, Query};
use cockpit::storage::backup::{self, BackupError};
use cockpit::storage::data::versions;
use cockpit::storage::{Store, StoreError};
use support::{TestDatabase, components};
use tempfile::TempDir;

const STAMP: &str = "20250620T080000Z";

/// A database with uploads beside the reference data, and a folder for files.
struct Case {
    database: TestDatabase,
    folder: TempDir,
}

impl Case {
    fn new() -> Case {
        let database = TestDatabase::new();
        let store = database.store();
        components(
            &store,
            &[
                "851;SEL § 107;2024;1.234,50;1,0;2023",
                "Thisted;SEL § 85;2023;0,01;0,5;2023",
            ],
        );
        let folder = TempDir::new().unwrap();
        Case { database, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn backup(&self) -> PathBuf {
        let file = self.path("backup");
        backup::backup(self.database.url(), &file).unwrap();
        file
    }

    /// The files in the folder.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// What everybody sees of a database: every report as JSON.
fn seen(url: &str) -> Vec<Vec<u8>> {
    let store = Store::open(url).unwrap();
    let one = |name: &str| {
        let report = store
            .read(|db| (reports::question(name)?.report)(db, &Query::default()))
            .unwrap();
        export::write(&report, Format::Json).unwrap()
    };
    ["unit-costs", "decomposition", "reconciliation"]
        .map(one)
        .into()
}

fn version(url: &str) -> i64 {
    Store::connect(url).unwrap().data_version().unwrap()
}

fn sqlite(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

fn refusal<T>(result: Result<T, BackupError>) -> String {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_backup_restores_to_the_same_reports() {
    let case = Case::new();
    let made = backup::backup(case.database.url(), &case.path("backup")).unwrap();
    assert_eq!(case.files(), ["backup"]);
    assert_eq!(made.held.data_version, version(case.database.url()));
    assert_eq!(made.bytes, fs::metadata(case.path("backup")).unwrap().len());
    assert_eq!(made.sha256.len(), 64);
    assert!(made.held.rows["component_facts"] > 2);

    let new = case.path("new/cockpit.db");
    let restored = backup::restore(&sqlite(&new), &case.path("backup"), false, STAMP).unwrap();
    assert_eq!(restored.held, made.held);
    assert!(restored.kept.is_none());
    assert_eq!(seen(&sqlite(&new)), seen(case.database.url()));
    // And from there back to the database under test, which may be PostgreSQL.
    let again = case.path("again");
    let second = backup::backup(&sqlite(&new), &again).unwrap();
    assert_eq!(second.held, made.held);
    let other = TestDatabase::new();
    backup::restore(other.url(), &again, false, STAMP).unwrap();
    assert_eq!(seen(other.url()), seen(case.database.url()));
    assert_eq!(version(other.url()), made.held.data_version);
}

#[test]
fn a_backup_of_a_database_in_use_is_one_state() {
    let case = Case::new();
    let store = Store::open(case.database.url()).unwrap();
    let before = version(case.database.url());
    store
        .read::<_, StoreError>(|_| {
            case.backup();
            Ok(())
        })
        .unwrap();
    components(&store, &["851;SEL § 108;2024;9,00;1,0;2023"]);
    let copy = case.path("copy");
    fs::copy(case.path("backup"), &copy).unwrap();
    assert_eq!(version(&sqlite(&copy)), before);
    assert!(version(case.database.url()) > before);
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let case = Case::new();
    fs::write(case.path("backup"), "precious").unwrap();
    let why = refusal(backup::backup(case.database.url(), &case.path("backup")));
    assert!(why.contains("is there already"), "{why}");
    assert_eq!(fs::read(case.path("backup")).unwrap(), b"precious");
    assert_eq!(case.files(), ["backup"]);
}

#[test]
fn a_database_that_is_not_there_gives_no_backup() {
    let case = Case::new();
    let url = sqlite(&case.path("typing-error.db"));
    let why = refusal(backup::backup(&url, &case.path("backup")));
    assert!(
        why.contains("there is no database at") && why.contains("typing-error.db;"),
        "{why}"
    );
    assert!(case.files().is_empty());
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_a_backup() {
    use std::os::unix::fs::PermissionsExt as _;
    let file = Case::new();
    let path = file.backup();
    assert_eq!(
        fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_database_with_data_is_replaced_only_when_told_and_kept() {
    let case = Case::new();
    let file = case.backup();
    let expected = seen(case.database.url());
    let other = TestDatabase::new();
    components(&other.store(), &["851;SEL § 107;2024;77,00;1,0;2023"]);
    let before = seen(other.url());
    let why = refusal(backup::restore(other.url(), &file, false, STAMP));
    assert!(why.contains("--replace"), "{why}");
    assert_eq!(seen(other.url()), before);

    let restored = backup::restore(other.url(), &file, true, STAMP).unwrap();
    assert_eq!(seen(other.url()), expected);
    let kept = restored.kept.unwrap();
    assert!(
        kept.to_string_lossy()
            .ends_with(&format!(".before-restore-{STAMP}"))
    );
    assert_eq!(seen(&sqlite(&kept)), before);
}

#[test]
fn damaged_and_foreign_files_are_refused_and_leave_nothing() {
    let case = Case::new();
    let good = fs::read(case.backup()).unwrap();
    let mut torn = good.clone();
    torn.truncate(good.len() / 2);
    let mut flipped = good.clone();
    for byte in flipped.iter_mut().skip(8192).step_by(3) {
        *byte ^= 0x5a;
    }
    let foreign = case.path("foreign");
    diesel::connection::SimpleConnection::batch_execute(
        &mut <diesel::SqliteConnection as diesel::Connection>::establish(
            &foreign.to_string_lossy(),
        )
        .unwrap(),
        "CREATE TABLE notes (text TEXT)",
    )
    .unwrap();
    let changed = case.path("changed");
    fs::write(&changed, &good).unwrap();
    execute(
        &changed,
        "UPDATE component_facts SET expenditure = expenditure + 1",
    );
    let newer = case.path("newer");
    fs::write(&newer, &good).unwrap();
    execute(
        &newer,
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000000')",
    );
    fs::write(case.path("torn"), torn).unwrap();
    fs::write(case.path("flipped"), flipped).unwrap();
    fs::write(case.path("empty"), "").unwrap();
    fs::write(case.path("text"), "omraade;aar\n").unwrap();
    let files = case.files();

    let target = TestDatabase::new();
    let before = seen_or_nothing(target.url());
    for (name, words) in [
        ("torn", "is damaged"),
        ("flipped", "is damaged"),
        ("empty", "no database of cockpit"),
        ("text", "no database of cockpit"),
        ("foreign", "no database of cockpit"),
        ("changed", "sum of money"),
        ("newer", "use the newer version"),
        ("missing", "cannot be read"),
    ] {
        for replace in [false, true] {
            let why = refusal(backup::restore(
                target.url(),
                &case.path(name),
                replace,
                STAMP,
            ));
            assert!(why.contains(words), "{name}: {why}");
        }
    }
    assert_eq!(case.files(), files);
    assert_eq!(seen_or_nothing(target.url()), before);
}

/// A file copied from under a running service lacks what is in its log.
#[test]
fn a_copy_of_a_running_database_is_refused() {
    let case = Case::new();
    let file = case.backup();
    fs::write(case.path("backup-wal"), "x").unwrap();
    let target = TestDatabase::new();
    let why = refusal(backup::restore(target.url(), &file, false, STAMP));
    assert!(why.contains("copied from a running service"), "{why}");
}

#[test]
fn a_database_in_use_is_not_replaced() {
    let case = Case::new();
    let file = case.backup();
    let path = case.path("live.db");
    let live = Store::open(&sqlite(&path)).unwrap();
    let why = refusal(backup::restore(&sqlite(&path), &file, true, STAMP));
    assert!(why.contains("stop the service first"), "{why}");
    assert_eq!(live.data_version().unwrap(), 0);
    drop(live);
    backup::restore(&sqlite(&path), &file, true, STAMP).unwrap();
}

#[test]
fn a_damaged_database_can_be_replaced() {
    let case = Case::new();
    let file = case.backup();
    let path = case.path("live.db");
    fs::write(&path, "not a database any more").unwrap();
    let why = refusal(backup::restore(&sqlite(&path), &file, false, STAMP));
    assert!(why.contains("--replace"), "{why}");
    let restored = backup::restore(&sqlite(&path), &file, true, STAMP).unwrap();
    assert_eq!(seen(&sqlite(&path)), seen(case.database.url()));
    assert_eq!(
        fs::read(restored.kept.unwrap()).unwrap(),
        b"not a database any more"
    );
}

/// Text of every kind and the outermost numbers come through.
#[test]
fn every_value_comes_through() {
    let case = Case::new();
    let store = Store::connect(case.database.url()).unwrap();
    let strange = "ÆØÅ \"quoted\" \\ 'x' \u{1f3e0}\n\t[1,2] null \u{7f}";
    store
        .write::<_, StoreError>(|db| {
            cockpit::storage::data::settings::set(db, "strange", strange)?;
            cockpit::storage::data::settings::set(db, "empty", "")?;
            Ok(())
        })
        .unwrap();
    let file = case.backup();
    let other = TestDatabase::new();
    backup::restore(other.url(), &file, false, STAMP).unwrap();
    let read = |key: &str| {
        Store::connect(other.url())
            .unwrap()
            .read::<_, StoreError>(|db| Ok(cockpit::storage::data::settings::get(db, key)?))
            .unwrap()
    };
    assert_eq!(read("strange").as_deref(), Some(strange));
    assert_eq!(read("empty").as_deref(), Some(""));
}

/// PostgreSQL refuses a row in the middle of the copy; SQLite takes the file as it is.
#[test]
fn a_restore_that_fails_half_way_leaves_nothing() {
    let case = Case::new();
    let file = case.backup();
    execute(
        &file,
        "UPDATE published_figures SET year = 'x' WHERE rowid = (SELECT MAX(rowid) FROM published_figures)",
    );
    let target = TestDatabase::new();
    if target.url().starts_with("sqlite:") {
        return;
    }
    target.store();
    let before = seen(target.url());
    refusal(backup::restore(target.url(), &file, true, STAMP));
    assert_eq!(seen(target.url()), before);
    let kept = case.path(&format!("backup.before-restore-{STAMP}"));
    assert_eq!(seen(&sqlite(&kept)), before);
}

/// A backup of the version before the table of data versions.
#[test]
fn an_older_backup_gets_its_versions() {
    let case = Case::new();
    let file = case.backup();
    execute(
        &file,
        "DROP TABLE versions; \
         DELETE FROM __diesel_schema_migrations WHERE version = '20261126000005';",
    );
    let other = TestDatabase::new();
    let restored = backup::restore(other.url(), &file, false, STAMP).unwrap();
    assert_eq!(restored.held.rows["versions"], restored.held.data_version);
    let kept = |url: &str| {
        let store = Store::open(url).unwrap();
        store
            .read::<_, StoreError>(|db| Ok(versions::all(db)?))
            .unwrap()
    };
    assert_eq!(kept(other.url()), kept(case.database.url()));
}

fn seen_or_nothing(url: &str) -> i64 {
    // A database that nobody opened yet has no version.
    Store::open(url).unwrap().data_version().unwrap()
}

fn execute(path: &Path, sql: &str) {
    use diesel::Connection as _;
    use diesel::connection::SimpleConnection as _;
    let mut connection = diesel::SqliteConnection::establish(&path.to_string_lossy()).unwrap();
    connection.batch_execute(sql).unwrap();
}
