//! The store: snapshots to read from, transactions to write in.

use std::path::Path;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::Pool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connect::{Db, Manager, Target, kept};
use super::memory::{Memory, forgetting};
use super::schema::data_version;
use super::trouble::StoreError;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Connections kept open. Pages are cached, so few are needed, and each costs SQLite memory.
const POOL_SIZE: u32 = 4;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The database, shared by clones.
#[derive(Clone)]
pub struct Store {
    pool: Pool<Manager>,
    backend: Backend,
    memory: Memory,
}

type Manages = <Db as Connection>::TransactionManager;

impl Store {
    /// Opens the database of a URL and migrates it.
    ///
    /// # Errors
    /// [`StoreError`]: a URL of an unknown scheme, a database out of reach, a failed migration.
    pub fn open(url: &str) -> Result<Store, StoreError> {
        let store = Store::connect(url)?;
        store.migrate()?;
        Ok(store)
    }

    /// Opens a database that is there already, and migrates it: whoever only looks makes none.
    ///
    /// # Errors
    /// [`StoreError::Missing`], and as [`Store::open`].
    pub fn open_existing(url: &str) -> Result<Store, StoreError> {
        Store::assert_there(url)?;
        Store::open(url)
    }

    fn assert_there(url: &str) -> Result<(), StoreError> {
        match Target::parse(url)? {
            Target::Sqlite(path) if !file_of(&path).try_exists()? => Err(StoreError::Missing(path)),
            // Of a server, connecting tells.
            Target::Sqlite(_) | Target::Postgres(_) => Ok(()),
        }
    }

    /// Opens the database of a URL as it is.
    ///
    /// # Errors
    /// As [`Store::open`], but for the migration.
    pub fn connect(url: &str) -> Result<Store, StoreError> {
        let target = Target::parse(url)?;
        let backend = match &target {
            Target::Sqlite(path) => {
                // A `file:` URI names a database as it is: its folder is nobody's to make.
                if let Some(folder) = Path::new(path)
                    .parent()
                    .filter(|p| !p.as_os_str().is_empty() && !path.starts_with("file:"))
                {
                    std::fs::create_dir_all(folder)?;
                }
                Backend::Sqlite
            }
            Target::Postgres(_) => Backend::Postgres,
        };
        let pool = Pool::builder()
            .max_size(POOL_SIZE)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            // A ping before each use would double the queries of a cached page; SQLite has no
            // network to lose, and a broken PostgreSQL connection is found by `has_broken`.
            .test_on_check_out(false)
            .build(Manager(target))?;
        Ok(Store {
            pool,
            backend,
            memory: Memory::default(),
        })
    }

    pub fn backend(&self) -> Backend {
        self.backend
    }

    fn migrate(&self) -> Result<(), StoreError> {
        let mut db = self.pool.get()?;
        let known = known_migrations()?;
        match &mut *db {
            Db::Sqlite(c) => migrate_one(c, &known),
            Db::Postgres(c) => {
                // Two instances that start together must not migrate together.
                diesel::sql_query("SELECT pg_advisory_lock(7421936)").execute(c)?;
                let done = migrate_one(c, &known);
                diesel::sql_query("SELECT pg_advisory_unlock(7421936)").execute(c)?;
                done
            }
        }
    }

    /// Undoes every migration: for the test that proves they can be undone.
    #[doc(hidden)]
    pub fn undo_migrations(&self) -> Result<(), StoreError> {
        let mut db = self.pool.get()?;
        let failed =
            |e: Box<dyn std::error::Error + Send + Sync>| StoreError::Migrate(e.to_string());
        match &mut *db {
            Db::Sqlite(c) => c.revert_all_migrations(MIGRATIONS).map_err(failed)?,
            Db::Postgres(c) => c.revert_all_migrations(MIGRATIONS).map_err(failed)?,
        };
        Ok(())
    }

    /// Undoes every migration after the one whose version begins so: for the test that what was frozen
    /// before them stays.
    #[doc(hidden)]
    pub fn undo_migrations_after(&self, last: &str) -> Result<(), StoreError> {
        let mut db = self.pool.get()?;
        match &mut *db {
            Db::Sqlite(c) => undo_after(c, last),
            Db::Postgres(c) => undo_after(c, last),
        }
    }

    /// Applies the migrations again: for the same tests.
    #[doc(hidden)]
    pub fn redo_migrations(&self) -> Result<(), StoreError> {
        self.migrate()
    }

    /// Whether the database answers and has every migration.
    pub fn is_ready(&self) -> bool {
        self.pool.get().is_ok_and(|mut db| match &mut *db {
            Db::Sqlite(c) => c
                .has_pending_migration(MIGRATIONS)
                .is_ok_and(|pending| !pending),
            Db::Postgres(c) => c
                .has_pending_migration(MIGRATIONS)
                .is_ok_and(|pending| !pending),
        })
    }

    /// The state of the data now: one point query, made at each request.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(version(&mut *self.pool.get()?)?)
    }

    /// The state of the data and of who may come in: one point query, made at each request.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub fn versions(&self) -> Result<Versions, StoreError> {
        let mut db = self.pool.get()?;
        let query = data_version::table
            .find(1)
            .select((data_version::version, data_version::access));
        let (data, access): (i64, Option<i64>) = kept!(&mut *db, c => query.get_result(c))?;
        Ok(Versions {
            data,
            access: access.unwrap_or(0),
        })
    }

    /// Runs `work` on one snapshot: what it reads belongs to one state of the data.
    ///
    /// # Errors
    /// What `work` returns, or the database's own error.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut db = self.connection()?;
        begin_read(&mut db).map_err(StoreError::from)?;
        let result = self.memory.during(|| work(&mut db));
        // A read has nothing to keep: the rollback only ends the snapshot.
        roll_back(&mut db);
        result
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// What `work` returns (nothing is kept then), or the database's own error.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut db = self.connection()?;
        begin_write(&mut db).map_err(StoreError::from)?;
        match forgetting(|| work(&mut db)) {
            Ok(value) => {
                Manages::commit_transaction(&mut *db).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                roll_back(&mut db);
                Err(error)
            }
        }
    }

    /// Runs what no transaction allows: `VACUUM`.
    pub(super) fn outside_transactions<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, E>,
    ) -> Result<T, E> {
        work(&mut *self.connection()?)
    }

    fn connection(&self) -> Result<diesel::r2d2::PooledConnection<Manager>, StoreError> {
        Ok(self.pool.get()?)
    }
}

/// The file of an SQLite path, which may be written as SQLite's own URI: `file:PATH?mode=ro`.
fn file_of(path: &str) -> &Path {
    let file = path
        .strip_prefix("file:")
        .and_then(|uri| uri.split('?').next());
    Path::new(file.unwrap_or(path))
}

/// The versions of the migrations of this program.
pub(super) fn known_migrations() -> Result<Vec<String>, StoreError> {
    let source =
        diesel::migration::MigrationSource::<diesel::sqlite::Sqlite>::migrations(&MIGRATIONS);
    let migrations = source.map_err(|e| StoreError::Migrate(e.to_string()))?;
    let versions = migrations.iter().map(|m| m.name().version().to_string());
    Ok(versions.collect())
}

/// Undoes the newest migration until one whose version begins so is the newest.
fn undo_after<C, B>(connection: &mut C, last: &str) -> Result<(), StoreError>
where
    C: MigrationHarness<B>,
    B: diesel::backend::Backend,
    EmbeddedMigrations: diesel::migration::MigrationSource<B>,
{
    loop {
        let applied = connection.applied_migrations().map_err(not_migrated)?;
        let newest = applied.iter().map(ToString::to_string).max();
        if newest.is_none_or(|newest| newest.starts_with(last)) {
            return Ok(());
        }
        connection
            .revert_last_migration(MIGRATIONS)
            .map_err(not_migrated)?;
    }
}

pub(super) fn migrate_one<C, B>(connection: &mut C, known: &[String]) -> Result<(), StoreError>
where
    C: MigrationHarness<B>,
    B: diesel::backend::Backend,
    EmbeddedMigrations: diesel::migration::MigrationSource<B>,
{
    let applied = connection.applied_migrations().map_err(not_migrated)?;
    let strange: Vec<String> = applied
        .iter()
        .map(ToString::to_string)
        .filter(|version| !known.contains(version))
        .collect();
    if !strange.is_empty() {
        return Err(StoreError::TooNew(strange.join(", ")));
    }
    connection
        .run_pending_migrations(MIGRATIONS)
        .map_err(not_migrated)?;
    Ok(())
}

/// What changes when something is changed: a number for the figures and one for the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    pub data: i64,
    /// Raised when a user, session or token stops being what it was.
    pub access: i64,
}

/// Ends a transaction of which nothing is kept. When that fails, the transaction is gone already
/// (SQLite ends it by itself when the disk is full) or the connection is, and the pool lets go of
/// it: what went wrong before is the error to tell, and nothing is stored either way.
fn roll_back(db: &mut Db) {
    if let Err(error) = Manages::rollback_transaction(db) {
        tracing::debug!(cause = %error, "a transaction ended before it was rolled back");
    }
}

/// A migration that failed; the database's own refusal keeps its words.
fn not_migrated(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    match error.downcast::<diesel::result::Error>() {
        Ok(query) => match StoreError::from(*query) {
            StoreError::Query(error) => StoreError::Migrate(error.to_string()),
            refused => refused,
        },
        Err(error) => StoreError::Migrate(error.to_string()),
    }
}

fn begin_read(db: &mut Db) -> QueryResult<()> {
    match db {
        Db::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        Db::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

fn begin_write(db: &mut Db) -> QueryResult<()> {
    match db {
        // IMMEDIATE takes the write lock at once. A transaction that reads first and then asks
        // for the lock fails with "database is locked" however long it would wait.
        Db::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        Db::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
    }
}

/// The data version inside a snapshot or transaction.
pub fn version(db: &mut Db) -> QueryResult<i64> {
    data_version::table
        .find(1)
        .select(data_version::version)
        .first(db)
}

/// Raises the access version: every instance asks anew who the people are.
pub fn bump_access(db: &mut Db) -> QueryResult<()> {
    diesel::update(data_version::table.find(1))
        .set(data_version::access.eq(data_version::access + 1))
        .execute(db)?;
    Ok(())
}

/// Runs a statement behind the service's back: for the tests of what `cockpit check` finds.
#[doc(hidden)]
pub fn execute_for_test(store: &Store, sql: &str) -> Result<(), StoreError> {
    store.write(|db| {
        diesel::sql_query(sql).execute(db)?;
        Ok(())
    })
}
