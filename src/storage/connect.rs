//! Two databases behind one connection type; the URL's scheme chooses.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, ConnectionError};
use thiserror::Error;

/// A connection to either database; one query text serves both.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs a query on the connection of its own database, which keeps the prepared statement: the
/// connection of either prepares it anew. For what is asked or written at each request; without a bound
/// `LIMIT` (diesel's `first`), for whose value SQLite plans the statement anew each time.
macro_rules! kept {
    ($db:expr, $connection:ident => $query:expr) => {
        match $db {
            $crate::storage::Db::Sqlite($connection) => $query,
            $crate::storage::Db::Postgres($connection) => $query,
        }
    };
}
pub(super) use kept;

/// Where the database is, as its URL says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Sqlite(String),
    Postgres(String),
}

/// A database URL that names no database we know.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum UrlError {
    #[error(
        "the database URL has the scheme {found:?}; use sqlite:PATH (for example \
         sqlite:data/cockpit.db) or postgres://USER@HOST/DATABASE"
    )]
    UnknownScheme { found: String },
    #[error("the database URL names no file; use sqlite:PATH, for example sqlite:data/cockpit.db")]
    NoPath,
}

impl Target {
    /// Reads a database URL.
    ///
    /// # Errors
    /// [`UrlError`]: a typing error must not become a new SQLite file.
    pub(super) fn parse(url: &str) -> Result<Target, UrlError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Target::Postgres(url.to_owned()));
        }
        match url.split_once(':') {
            Some(("sqlite", path)) => match path.strip_prefix("//").unwrap_or(path) {
                "" => Err(UrlError::NoPath),
                path => Ok(Target::Sqlite(path.to_owned())),
            },
            // What follows an unknown scheme may hold a password: only the scheme is repeated.
            Some((scheme, _)) => Err(UrlError::UnknownScheme {
                found: scheme.to_owned(),
            }),
            None => Err(UrlError::UnknownScheme {
                found: String::new(),
            }),
        }
    }

    pub(super) fn establish(&self) -> Result<Db, ConnectionError> {
        match self {
            Target::Postgres(url) => PgConnection::establish(url).map(Db::Postgres),
            Target::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path)?;
                // busy_timeout first: turning WAL on needs the lock that another process may hold.
                connection
                    .batch_execute(
                        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
                         PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;",
                    )
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Db::Sqlite(connection))
            }
        }
    }
}

/// Opens connections for the pool.
#[derive(Debug)]
pub(super) struct Manager(pub(super) Target);

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        self.0
            .establish()
            .map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), Self::Error> {
        db.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        std::thread::panicking() || db.is_broken()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes() {
        let path = |p: &str| Ok(Target::Sqlite(p.to_owned()));
        assert_eq!(
            Target::parse("sqlite:data/cockpit.db"),
            path("data/cockpit.db")
        );
        assert_eq!(
            Target::parse("sqlite:///var/lib/c.db"),
            path("/var/lib/c.db")
        );
        assert_eq!(Target::parse("sqlite:"), Err(UrlError::NoPath));
        for (url, found) in [
            ("postgre://secret@x/y", "postgre"),
            ("mysql://x", "mysql"),
            ("cockpit.db", ""),
        ] {
            let error = Target::parse(url).unwrap_err();
            assert_eq!(
                error,
                UrlError::UnknownScheme {
                    found: found.to_owned()
                }
            );
            assert!(!error.to_string().contains("secret"));
        }
    }
}
