//! What can go wrong with the store. When the database itself refuses: the disk is full, it may only be read, another program has it
//! locked, it is away. What to do is another thing for each, so each is told by its own words.

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use thiserror::Error;

use super::connect::UrlError;

/// What is told of a full disk, on the page, in the API and on the command line.
pub const DISK_FULL: &str = "Disken, som databasen ligger på, er fuld. Intet er gemt, og det, der stod der, er uændret. \
     Gør plads på disken (eller udvid den), og prøv igen.";

/// What is told of a database that may only be read.
pub const READ_ONLY: &str = "Databasen kan læses, men ikke skrives i. Intet er gemt. \
     Giv servicen lov til at skrive i databasens fil og mappe, og prøv igen.";

/// What is told of a database that another program has locked.
pub const LOCKED: &str = "Et andet program har låst databasen. Intet er gemt. \
     Vent, til det er færdigt (eller luk det), og prøv igen.";

/// What is told of a database that does not answer.
pub const AWAY: &str = "Databasen svarer ikke, og intet er gemt. Prøv igen om lidt. \
     Sker det stadig, så se efter, om databasen kører, og om adressen på den (DATABASE_URL) er rigtig.";

/// What can go wrong before a query is run.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error("the folder of the database could not be made")]
    Folder(#[from] std::io::Error),
    /// The path of the file, as the URL has it.
    #[error(
        "there is no database at {0}; write the path of yours in --database-url or DATABASE_URL, \
         or make a new one with `cockpit migrate`"
    )]
    Missing(String),
    #[error("{DISK_FULL}")]
    DiskFull(#[source] Cause),
    #[error("{READ_ONLY}")]
    ReadOnly(#[source] Cause),
    #[error("{LOCKED}")]
    Locked(#[source] Cause),
    #[error("{AWAY}")]
    Away(#[source] Cause),
    #[error("the database could not be migrated: {0}")]
    Migrate(String),
    #[error(
        "the database has migrations that this version does not know: {0}; use the newer version"
    )]
    TooNew(String),
    #[error("a query failed")]
    Query(#[source] diesel::result::Error),
}

/// What SQLite (`sqlite3_errstr`, which is not translated) and PostgreSQL say, and what it means.
/// Diesel hands over the text only, not the code.
const TEXTS: [(&str, Make); 9] = [
    ("database or disk is full", StoreError::DiskFull),
    ("No space left on device", StoreError::DiskFull),
    ("attempt to write a readonly database", StoreError::ReadOnly),
    ("database is locked", StoreError::Locked),
    ("database table is locked", StoreError::Locked),
    ("unable to open database file", StoreError::Away),
    ("disk I/O error", StoreError::Away),
    ("the database system is shutting down", StoreError::Away),
    (
        "terminating connection due to administrator command",
        StoreError::Away,
    ),
];

/// What a refusal of the database is kept with: for the log and the command line's chain.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

type Make = fn(Cause) -> StoreError;

/// What a text of the database means; nothing when it is about the query.
fn meaning(text: &str) -> Option<Make> {
    let found = TEXTS.iter().find(|(words, _)| text.contains(words));
    found.map(|(_, make)| *make)
}

impl From<QueryError> for StoreError {
    fn from(error: QueryError) -> StoreError {
        match error {
            // Why the commit failed is the first error; that it could not be undone the second.
            QueryError::RollbackErrorOnCommit { commit_error, .. } => {
                StoreError::from(*commit_error)
            }
            QueryError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => {
                StoreError::ReadOnly(error.into())
            }
            QueryError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => {
                StoreError::Away(error.into())
            }
            QueryError::DatabaseError(_, ref told) => match meaning(told.message()) {
                Some(make) => make(error.into()),
                None => StoreError::Query(error),
            },
            other => StoreError::Query(other),
        }
    }
}

impl From<diesel::r2d2::PoolError> for StoreError {
    fn from(error: diesel::r2d2::PoolError) -> StoreError {
        // No connection is the sign of a database that is away, unless it says something else.
        let make = meaning(&error.to_string()).unwrap_or(StoreError::Away);
        make(error.into())
    }
}

impl StoreError {
    /// What the database itself refuses with, found among the causes of any error: whatever layer
    /// it came through, it is told in the same words.
    pub fn told_by(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
        let mut next = Some(error);
        while let Some(cause) = next {
            let known = cause
                .downcast_ref::<StoreError>()
                .and_then(StoreError::words);
            let asked = cause.downcast_ref::<QueryError>().and_then(words_of);
            let unreached = cause
                .downcast_ref::<diesel::r2d2::PoolError>()
                .map(|_| AWAY);
            if let Some(words) = known.or(asked).or(unreached) {
                return Some(words);
            }
            next = cause.source();
        }
        None
    }

    /// The words for people; nothing for an error that is not the database's refusal.
    pub fn words(&self) -> Option<&'static str> {
        match self {
            StoreError::DiskFull(_) => Some(DISK_FULL),
            StoreError::ReadOnly(_) => Some(READ_ONLY),
            StoreError::Locked(_) => Some(LOCKED),
            StoreError::Away(_) => Some(AWAY),
            _ => None,
        }
    }
}

fn words_of(error: &QueryError) -> Option<&'static str> {
    match error {
        QueryError::RollbackErrorOnCommit { commit_error, .. } => words_of(commit_error),
        QueryError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => Some(READ_ONLY),
        QueryError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => Some(AWAY),
        QueryError::DatabaseError(_, told) => {
            let make = meaning(told.message())?;
            make(told.message().into()).words()
        }
        _ => None,
    }
}
