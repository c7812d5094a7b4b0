//! Every table of a database into another, told by the database's own catalogue.
//!
//! No table is named here, so one that a later migration adds is copied too. Rows travel as JSON
//! arrays that the databases write and read themselves: text and 64-bit integers, which is all
//! that the migrations allow, come through exactly. Names stand in the SQL only as the catalogue
//! gave them, quoted; values only bound.

use std::collections::{BTreeMap, BTreeSet};

use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::{BackupError, Db, migrate};

/// The table of applied migrations: each database keeps its own.
const MIGRATIONS: &str = "__diesel_schema_migrations";

/// Rows of one statement.
const BLOCK: usize = 5_000;

/// Bytes after which a statement is written, however few its rows are.
const BLOCK_BYTES: usize = 8 * 1024 * 1024;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    parent: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn names(db: &mut Db) -> QueryResult<BTreeSet<String>> {
    let found: Vec<Name> = match db {
        Db::Sqlite(c) => diesel::sql_query(
            "SELECT name FROM sqlite_master WHERE type = 'table' \
             AND substr(name, 1, 7) <> 'sqlite_'",
        )
        .load(c)?,
        Db::Postgres(c) => diesel::sql_query(
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
        )
        .load(c)?,
    };
    let names = found.into_iter().map(|n| n.name);
    Ok(names.filter(|name| name != MIGRATIONS).collect())
}

fn columns(db: &mut Db, table: &str) -> Result<Vec<Column>, BackupError> {
    let columns: Vec<Column> = match db {
        Db::Sqlite(c) => {
            diesel::sql_query("SELECT name, type AS kind FROM pragma_table_info(?) ORDER BY cid")
                .bind::<Text, _>(table)
                .load(c)?
        }
        Db::Postgres(c) => diesel::sql_query(
            "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind \
             FROM information_schema.columns WHERE table_schema = current_schema() \
             AND table_name = $1 ORDER BY ordinal_position",
        )
        .bind::<Text, _>(table)
        .load(c)?,
    };
    let fits = |kind: &str| matches!(kind.to_uppercase().as_str(), "TEXT" | "INTEGER" | "BIGINT");
    match columns.iter().find(|column| !fits(&column.kind)) {
        None => Ok(columns),
        Some(column) => Err(BackupError::Type {
            table: table.to_owned(),
            column: column.name.clone(),
            found: column.kind.clone(),
        }),
    }
}

fn references(db: &mut Db) -> QueryResult<Vec<Reference>> {
    match db {
        Db::Sqlite(c) => diesel::sql_query(
            "SELECT m.name AS child, f.\"table\" AS parent \
             FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        )
        .load(c),
        Db::Postgres(c) => diesel::sql_query(
            "SELECT CAST(child.relname AS TEXT) AS child, CAST(parent.relname AS TEXT) AS parent \
             FROM pg_constraint k JOIN pg_class child ON child.oid = k.conrelid \
             JOIN pg_class parent ON parent.oid = k.confrelid \
             JOIN pg_namespace n ON n.oid = child.relnamespace \
             WHERE k.contype = 'f' AND n.nspname = current_schema()",
        )
        .load(c),
    }
}

/// The tables, each after those that it refers to.
fn ordered(names: BTreeSet<String>, references: &[Reference]) -> Vec<String> {
    let mut waiting = names;
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let blocked = |name: &String| {
            references
                .iter()
                .any(|r| r.child == *name && r.parent != *name && waiting.contains(&r.parent))
        };
        let mut free: Vec<String> = waiting.iter().filter(|n| !blocked(n)).cloned().collect();
        if free.is_empty() {
            // Tables that refer to each other in a ring; the database will judge.
            free = waiting.iter().cloned().collect();
        }
        waiting.retain(|name| !free.contains(name));
        order.extend(free);
    }
    order
}

fn count(db: &mut Db, table: &str) -> QueryResult<i64> {
    let query = format!("SELECT COUNT(*) AS rows FROM {}", quoted(table));
    let count: Count = diesel::sql_query(query).get_result(db)?;
    Ok(count.rows)
}

/// The rows of every table.
pub(super) fn counts(db: &mut Db) -> Result<BTreeMap<String, i64>, BackupError> {
    let mut counts = BTreeMap::new();
    for name in names(db)? {
        let rows = count(db, &name)?;
        counts.insert(name, rows);
    }
    Ok(counts)
}

/// Whether the file has the tables that every version of cockpit has had.
pub(super) fn is_ours(file: &mut SqliteConnection) -> QueryResult<bool> {
    let wanted = "SELECT COUNT(*) AS rows FROM sqlite_master WHERE type = 'table' \
                  AND name IN ('data_version', 'batches', '__diesel_schema_migrations')";
    let found: Count = diesel::sql_query(wanted).get_result(file)?;
    Ok(found.rows == 3)
}

/// Whether the database holds no more than the migrations themselves put there.
pub(super) fn is_fresh(db: &mut Db) -> Result<bool, BackupError> {
    let held = counts(db)?;
    if held.is_empty() {
        return Ok(true);
    }
    let memory = SqliteConnection::establish(":memory:")
        .map_err(|e| diesel::result::Error::QueryBuilderError(e.to_string().into()))?;
    let mut fresh = Db::Sqlite(memory);
    migrate(super::as_sqlite(&mut fresh)?)?;
    Ok(super::store::version(db)? == 0 && held == counts(&mut fresh)?)
}

/// Keeps every other connection away from the tables until the transaction ends.
pub(super) fn lock_all(db: &mut Db) -> Result<(), BackupError> {
    for name in names(db)? {
        if let Db::Postgres(c) = db {
            let lock = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", quoted(&name));
            diesel::sql_query(lock).execute(c)?;
        }
    }
    Ok(())
}

/// Replaces all rows of one database by those of the other, in the transaction that is open.
pub(super) fn replace_all(from: &mut Db, to: &mut Db) -> Result<(), BackupError> {
    let source = names(from)?;
    let target = names(to)?;
    let strange: Vec<&str> = source.difference(&target).map(String::as_str).collect();
    if !strange.is_empty() {
        return Err(BackupError::Strange(strange.join(", ")));
    }
    let references = references(to)?;
    let order = ordered(target, &references);
    if let Db::Sqlite(c) = to {
        // Rows of one table may refer to each other in any order.
        diesel::sql_query("PRAGMA defer_foreign_keys = ON").execute(c)?;
    }
    for table in order.iter().rev() {
        diesel::sql_query(format!("DELETE FROM {}", quoted(table))).execute(to)?;
    }
    for table in order.iter().filter(|table| source.contains(*table)) {
        // PostgreSQL checks references at the end of a statement: such a table is one statement.
        let to_itself = references
            .iter()
            .any(|r| r.child == *table && r.parent == *table);
        let block = if to_itself { usize::MAX } else { BLOCK };
        copy(from, to, table, block)?;
        let (before, after) = (count(from, table)?, count(to, table)?);
        if before != after {
            let what = format!("{table} had {before} rows and has {after}");
            return Err(BackupError::NotTheSame(what));
        }
    }
    Ok(())
}

fn copy(from: &mut Db, to: &mut Db, table: &str, block: usize) -> Result<(), BackupError> {
    let columns = columns(to, table)?;
    let listed: Vec<String> = columns.iter().map(|c| quoted(&c.name)).collect();
    let (listed, quoted) = (listed.join(", "), quoted(table));
    let array = match from {
        Db::Sqlite(_) => format!("json_array({listed})"),
        Db::Postgres(_) => format!("CAST(json_build_array({listed}) AS TEXT)"),
    };
    let select = diesel::sql_query(format!("SELECT {array} AS line FROM {quoted}"));
    let insert = insert(to, &quoted, &listed, &columns);
    let mut lines: Vec<String> = Vec::new();
    let mut bytes = 0;
    let mut take = |line: QueryResult<Line>| -> QueryResult<()> {
        let line = line?.line;
        bytes += line.len();
        lines.push(line);
        if lines.len() == block || (bytes >= BLOCK_BYTES && block == BLOCK) {
            write(to, &insert, &mut lines)?;
            bytes = 0;
        }
        Ok(())
    };
    match from {
        Db::Sqlite(c) => select.load_iter(c)?.try_for_each(&mut take)?,
        Db::Postgres(c) => select
            .load_iter::<Line, PgRowByRowLoadingMode>(c)?
            .try_for_each(&mut take)?,
    }
    write(to, &insert, &mut lines)?;
    Ok(())
}

/// The statement that takes a JSON array of rows and inserts them.
fn insert(to: &Db, table: &str, listed: &str, columns: &[Column]) -> String {
    let values = |one: &dyn Fn(usize, &Column) -> String| {
        let all: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(at, c)| one(at, c))
            .collect();
        all.join(", ")
    };
    match to {
        Db::Sqlite(_) => format!(
            "INSERT INTO {table} ({listed}) SELECT {} FROM json_each(?)",
            values(&|at, _| format!("value ->> {at}"))
        ),
        // The kind was checked to be one of three words.
        Db::Postgres(_) => format!(
            "INSERT INTO {table} ({listed}) SELECT {} FROM json_array_elements(CAST($1 AS JSON)) AS row_of(value)",
            values(&|at, c| format!("CAST(value ->> {at} AS {})", c.kind))
        ),
    }
}

fn write(to: &mut Db, insert: &str, lines: &mut Vec<String>) -> QueryResult<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows = format!("[{}]", lines.join(","));
    lines.clear();
    let statement = diesel::sql_query(insert).bind::<Text, _>(rows);
    match to {
        Db::Sqlite(c) => statement.execute(c)?,
        Db::Postgres(c) => statement.execute(c)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_what_they_refer_to() {
        let refers = |child: &str, parent: &str| Reference {
            child: child.to_owned(),
            parent: parent.to_owned(),
        };
        let names = ["a", "b", "c"].map(str::to_owned).into();
        let references = [refers("a", "b"), refers("b", "c"), refers("c", "c")];
        assert_eq!(ordered(names, &references), ["c", "b", "a"]);
        let ring = ["a", "b"].map(str::to_owned).into();
        assert_eq!(
            ordered(ring, &[refers("a", "b"), refers("b", "a")]).len(),
            2
        );
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(
            quoted("a\"; DROP TABLE b; --"),
            "\"a\"\"; DROP TABLE b; --\""
        );
    }
}
