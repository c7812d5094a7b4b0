//! Backup and restore: one file format for both databases, an SQLite file with every table.
//!
//! From SQLite a backup is the database's own consistent copy (`VACUUM INTO`); from PostgreSQL it
//! is made table by table in one snapshot ([`tables`]). Either can be restored into either. The
//! files themselves, their locks and names, are in [`files`].

mod files;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use thiserror::Error;

use super::check::{self, Findings};
use super::connect::Target;
use super::store::{self, migrate_one};
use super::trouble::StoreError;
use super::{Db, Store};
use files::{Draft, SetAside};

/// Why there is no backup, or nothing was restored.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error("{} is there already and is not overwritten; name another file", .0.display())]
    Exists(PathBuf),
    #[error("{} cannot be read or written", .0.display())]
    File(PathBuf, #[source] std::io::Error),
    #[error("{} is no database of cockpit: {what}", .file.display())]
    NotOurs { file: PathBuf, what: String },
    #[error(
        "{} has a file {} beside it: it was copied from a running service. Use a file that \
         `cockpit backup` made", .file.display(), .beside.display()
    )]
    Running { file: PathBuf, beside: PathBuf },
    #[error("{} is damaged and nothing was restored: {what}", .file.display())]
    Damaged { file: PathBuf, what: String },
    #[error("the copy does not hold what the database holds, so it was deleted: {0}")]
    NotTheSame(String),
    #[error(
        "the database holds data: nothing was restored. With --replace it is kept beside under a \
         dated name and replaced"
    )]
    NotEmpty,
    #[error("the database is in use; stop the service first (systemctl stop cockpit)")]
    InUse,
    #[error(
        "the database lacks migrations of this version; run `cockpit migrate`, or make the backup \
         with the version that served it"
    )]
    NotMigrated,
    #[error("the tables {0} are of no migration of cockpit; a backup would not hold them")]
    Strange(String),
    #[error("{table}.{column} has the type {found}; a backup takes TEXT, INTEGER and BIGINT")]
    Type {
        table: String,
        column: String,
        found: String,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> BackupError {
        BackupError::Store(StoreError::from(error))
    }
}

/// What a database holds, as it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub data_version: i64,
    pub batches: usize,
    pub facts: i64,
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
}

/// A backup that was made and verified.
#[derive(Debug)]
pub struct Backup {
    pub held: Held,
    pub bytes: u64,
    pub sha256: String,
}

/// What was restored, and where the replaced data went.
#[derive(Debug)]
pub struct Restored {
    pub held: Held,
    pub kept: Option<PathBuf>,
}

/// Copies the database of a URL into a new file, while it may be in use, and verifies the copy.
///
/// # Errors
/// [`BackupError`]; no file is left then.
pub fn backup(url: &str, file: &Path) -> Result<Backup, BackupError> {
    if let Target::Sqlite(path) = Target::parse(url).map_err(StoreError::from)?
        && !Path::new(&path).exists()
    {
        return Err(StoreError::Missing(path).into());
    }
    let draft = Draft::beside(file)?;
    let store = Store::connect(url)?;
    if !store.is_ready() {
        return Err(BackupError::NotMigrated);
    }
    let copied = store.read(|db| match db {
        Db::Sqlite(_) => Ok(None),
        Db::Postgres(_) => copy_into_draft(db, &draft).map(Some),
    })?;
    // VACUUM cannot run in a transaction; it is a snapshot of its own.
    if copied.is_none() {
        store.outside_transactions(|db| vacuum_into(db, &draft))?;
    }
    let held = verified(&mut files::read_only(draft.path())?).map_err(BackupError::NotTheSame)?;
    if let Some(rows) = copied
        && rows != held.rows
    {
        let what = format!("{rows:?} became {:?}", held.rows);
        return Err(BackupError::NotTheSame(what));
    }
    let (bytes, sha256) = draft.finish()?;
    Ok(Backup {
        held,
        bytes,
        sha256,
    })
}

fn vacuum_into(db: &mut Db, draft: &Draft) -> Result<(), BackupError> {
    let path = draft.path().to_string_lossy().into_owned();
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(path)
        .execute(as_sqlite(db)?)?;
    Ok(())
}

/// The tables of PostgreSQL in a new SQLite file; the rows of each table there were.
fn copy_into_draft(db: &mut Db, draft: &Draft) -> Result<BTreeMap<String, i64>, BackupError> {
    let mut copy = Db::Sqlite(files::read_write(draft.path())?);
    migrate(as_sqlite(&mut copy)?)?;
    in_transaction(&mut copy, |copy| tables::replace_all(db, copy))?;
    tables::counts(db)
}

/// Puts a backup in place of the database of a URL.
///
/// `stamp` names what is replaced. All is done on a copy that is verified first; the database
/// changes in one step at the end, or not at all.
///
/// # Errors
/// [`BackupError`]; the database is as it was then.
pub fn restore(
    url: &str,
    file: &Path,
    replace: bool,
    stamp: &str,
) -> Result<Restored, BackupError> {
    files::assert_whole(file)?;
    match Target::parse(url).map_err(StoreError::from)? {
        Target::Sqlite(path) => restore_sqlite(url, Path::new(&path), file, replace, stamp),
        Target::Postgres(_) => restore_postgres(url, file, replace, stamp),
    }
}

/// The backup in a draft of its own, brought to the tables of this version and verified.
fn prepared(file: &Path, draft: &Draft) -> Result<Held, BackupError> {
    std::fs::copy(file, draft.path()).map_err(|e| BackupError::File(file.to_owned(), e))?;
    let mut copy = files::read_write(draft.path())?;
    let damaged = |what: String| BackupError::Damaged {
        file: file.to_owned(),
        what,
    };
    let problems = check::of_the_file(&mut copy).map_err(|e| damaged(e.to_string()))?;
    if !problems.is_empty() {
        return Err(damaged(problems.join("; ")));
    }
    if !tables::is_ours(&mut copy)? {
        let what = "it lacks the tables that every version has".to_owned();
        return Err(BackupError::NotOurs {
            file: file.to_owned(),
            what,
        });
    }
    migrate(&mut copy)?;
    verified(&mut Db::Sqlite(copy)).map_err(damaged)
}

fn restore_sqlite(
    url: &str,
    path: &Path,
    file: &Path,
    replace: bool,
    stamp: &str,
) -> Result<Restored, BackupError> {
    let draft = Draft::for_replacing(path, stamp)?;
    let held = prepared(file, &draft)?;
    let mut old = SetAside::lock(path)?;
    if !replace && !old.is_empty(tables::is_fresh) {
        return Err(BackupError::NotEmpty);
    }
    let kept = old.keep(stamp)?;
    draft.put_at(path)?;
    let store = Store::open(url)?;
    assert_same(
        &held,
        &store.read(|db| verified(db).map_err(BackupError::NotTheSame))?,
    )?;
    Ok(Restored { held, kept })
}

fn restore_postgres(
    url: &str,
    file: &Path,
    replace: bool,
    stamp: &str,
) -> Result<Restored, BackupError> {
    let draft = Draft::for_replacing(file, stamp)?;
    let held = prepared(file, &draft)?;
    let store = Store::open(url)?;
    let fresh = store.read(tables::is_fresh)?;
    if !fresh && !replace {
        return Err(BackupError::NotEmpty);
    }
    let kept = if fresh {
        None
    } else {
        let kept = files::aside_name(file, stamp);
        backup(url, &kept)?;
        Some(kept)
    };
    let mut source = files::read_only(draft.path())?;
    store.write(|db| {
        tables::lock_all(db)?;
        tables::replace_all(&mut source, db)?;
        let now = verified(db).map_err(BackupError::NotTheSame)?;
        assert_same(&held, &now)
    })?;
    Ok(Restored { held, kept })
}

fn assert_same(wanted: &Held, found: &Held) -> Result<(), BackupError> {
    if wanted == found {
        return Ok(());
    }
    Err(BackupError::NotTheSame(format!(
        "{wanted:?} became {found:?}"
    )))
}

/// What the database holds, after the checks of `cockpit check`; what they found is the error.
fn verified(db: &mut Db) -> Result<Held, String> {
    let counted = |db: &mut Db| -> Result<(Findings, Held), BackupError> {
        let findings = check::run(db)?;
        let held = Held {
            data_version: store::version(db)?,
            batches: findings.batches,
            facts: findings.facts,
            rows: tables::counts(db)?,
        };
        Ok((findings, held))
    };
    match counted(db) {
        Ok((findings, held)) if findings.problems.is_empty() => Ok(held),
        Ok((findings, _)) => Err(findings.problems.join("; ")),
        Err(error) => Err(error.to_string()),
    }
}

fn migrate(connection: &mut SqliteConnection) -> Result<(), BackupError> {
    Ok(migrate_one(connection, &store::known_migrations()?)?)
}

/// One transaction on a file that nobody else has.
fn in_transaction<T>(
    db: &mut Db,
    work: impl FnOnce(&mut Db) -> Result<T, BackupError>,
) -> Result<T, BackupError> {
    diesel::sql_query("BEGIN IMMEDIATE").execute(as_sqlite(db)?)?;
    let done = work(db)?;
    diesel::sql_query("COMMIT").execute(as_sqlite(db)?)?;
    Ok(done)
}

fn as_sqlite(db: &mut Db) -> Result<&mut SqliteConnection, BackupError> {
    match db {
        Db::Sqlite(c) => Ok(c),
        Db::Postgres(_) => Err(diesel::result::Error::NotFound.into()),
    }
}
