//! The sandbox: an SQLite database in memory, made for one query and gone after it.
//!
//! What is not in it cannot be read from it: no user, token, log entry or single case is ever put
//! there, whichever database the facts come from. Beside that, the query may read the tables it is
//! given, call the functions of a list, and nothing else (an authorizer), it changes nothing
//! (`query_only`), and it is stopped when it takes too many steps, too long, or gives too much.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Error, ErrorCode, Statement, ToSql};

use super::exact;

/// A value of a table or an answer. There is no float.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    Null,
    Whole(i64),
    Text(String),
}

impl ToSql for Datum {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Datum::Null => ToSqlOutput::Owned(Value::Null),
            Datum::Whole(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Datum::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

/// A table of the sandbox: its name and the names of its columns.
#[derive(Debug, Clone)]
pub struct Shape {
    pub name: &'static str,
    pub columns: Vec<&'static str>,
}

/// How much a query may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Steps of SQLite's machine. The same query takes the same number on every machine.
    pub steps: u64,
    pub time: Duration,
    pub rows: usize,
}

impl Limits {
    /// What an analysis gets.
    pub const USUAL: Limits = Limits {
        steps: 40_000_000,
        time: Duration::from_secs(4),
        rows: 5_000,
    };
}

/// A text, number or row of a table in a query may be so many bytes.
const LONGEST_VALUE: i32 = 8_000;
/// A query may be so many bytes.
const LONGEST_QUERY: i32 = 20_000;
/// Between two looks at the clock.
const STEPS_BETWEEN: i32 = 1_000;

/// What a query may call: what both kinds of database would answer alike, and [`exact`].
const FUNCTIONS: [&str; 20] = [
    "abs",
    "coalesce",
    "count",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "length",
    "max",
    "median",
    "min",
    "mul_div",
    "nullif",
    "rank",
    "replace",
    "row_number",
    "substr",
    "sum",
    "trim",
];

/// Why a query was refused or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A table that is not there for it.
    Table(String),
    /// A function that is not on the list.
    Function(String),
    /// A query that calls itself.
    Recursive,
    /// A statement that does something else than read.
    Statement,
    /// What the database says of it, and where, in bytes from its beginning.
    Sql { words: String, at: usize },
    /// A float in a column of a row.
    Float { column: String, row: usize },
    /// More steps or time than it may take.
    TooLong,
    /// A text that is longer than one may be.
    TooLarge,
    /// More rows than it may give.
    TooMany(usize),
}

/// What is known of a query before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The names of the columns of its answer.
    pub columns: Vec<String>,
    /// The tables that it reads.
    pub tables: BTreeSet<String>,
    /// The functions that it calls.
    pub functions: BTreeSet<String>,
}

/// What the authorizer saw.
#[derive(Default)]
struct Seen {
    tables: BTreeSet<String>,
    functions: BTreeSet<String>,
    refused: Option<Refusal>,
}

/// See the module.
pub struct Sandbox {
    db: Connection,
    seen: Arc<Mutex<Seen>>,
}

impl Sandbox {
    /// A sandbox with these tables and their rows; rows have a value for each column.
    ///
    /// # Errors
    /// [`Refusal::Sql`]: the tables cannot be made. That is a fault of ours.
    pub fn new<'a>(
        tables: impl IntoIterator<Item = (&'a Shape, &'a [Vec<Datum>])>,
    ) -> Result<Sandbox, Refusal> {
        Sandbox::filled(tables).map_err(|error| told(&error))
    }

    fn filled<'a>(
        tables: impl IntoIterator<Item = (&'a Shape, &'a [Vec<Datum>])>,
    ) -> rusqlite::Result<Sandbox> {
        let db = Connection::open_in_memory()?;
        // Sorting spills to a file that has no name, so that memory is bounded by the cache.
        db.execute_batch("PRAGMA temp_store = FILE; PRAGMA cache_size = -8192; BEGIN;")?;
        let mut known = BTreeSet::new();
        for (shape, rows) in tables {
            let columns = shape.columns.join(", ");
            db.execute_batch(&format!("CREATE TABLE {} ({columns});", shape.name))?;
            let places = vec!["?"; shape.columns.len()].join(", ");
            let sql = format!("INSERT INTO {} VALUES ({places})", shape.name);
            let mut statement = db.prepare(&sql)?;
            for row in rows {
                statement.execute(rusqlite::params_from_iter(row))?;
            }
            known.insert(shape.name.to_owned());
        }
        db.execute_batch("COMMIT; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
        exact::add(&db)?;
        // "x" is a name alone, never a text.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        limit(&db)?;
        let seen = Arc::<Mutex<Seen>>::default();
        let watched = seen.clone();
        db.authorizer(Some(move |context: AuthContext<'_>| {
            let mut seen = watched.lock().unwrap_or_else(PoisonError::into_inner);
            seen.judge(&known, context.action)
        }))?;
        Ok(Sandbox { db, seen })
    }

    /// What a query would read and answer with; it is not run.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn examine(&self, sql: &str) -> Result<Examined, Refusal> {
        let statement = self.prepare(sql)?;
        let columns = statement
            .column_names()
            .into_iter()
            .map(|name| name.to_owned());
        let columns = columns.collect();
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Examined {
            columns,
            tables: seen.tables.clone(),
            functions: seen.functions.clone(),
        })
    }

    /// The rows of a query, with a value for each of its parameters (`:name`).
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn run(
        &self,
        sql: &str,
        parameters: &[(&str, Datum)],
        limits: Limits,
    ) -> Result<Vec<Vec<Datum>>, Refusal> {
        self.watch(limits).map_err(|error| told(&error))?;
        let mut statement = self.prepare(sql)?;
        bind(&mut statement, parameters).map_err(|error| told(&error))?;
        let names: Vec<String> = statement
            .column_names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect();
        let mut answered = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = answered.next().map_err(|error| told(&error))? {
            if rows.len() == limits.rows {
                return Err(Refusal::TooMany(limits.rows));
            }
            let mut data = Vec::with_capacity(names.len());
            for (at, name) in names.iter().enumerate() {
                let value = row.get_ref(at).map_err(|error| told(&error))?;
                data.push(match value {
                    ValueRef::Null => Datum::Null,
                    ValueRef::Integer(number) => Datum::Whole(number),
                    ValueRef::Text(bytes) => {
                        Datum::Text(String::from_utf8_lossy(bytes).into_owned())
                    }
                    ValueRef::Real(_) | ValueRef::Blob(_) => {
                        return Err(Refusal::Float {
                            column: name.clone(),
                            row: rows.len() + 1,
                        });
                    }
                });
            }
            rows.push(data);
        }
        Ok(rows)
    }

    fn prepare(&self, sql: &str) -> Result<Statement<'_>, Refusal> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Seen::default();
        let prepared = self.db.prepare(sql);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // What it may not is said better than the database says it.
        if let Some(refused) = seen.refused.take() {
            return Err(refused);
        }
        let statement = prepared.map_err(|error| told(&error))?;
        if statement.readonly() && statement.column_count() > 0 {
            Ok(statement)
        } else {
            Err(Refusal::Statement)
        }
    }

    fn watch(&self, limits: Limits) -> rusqlite::Result<()> {
        let (began, mut steps) = (Instant::now(), 0u64);
        let is_over = move || {
            steps += u64::from(STEPS_BETWEEN.unsigned_abs());
            steps > limits.steps || began.elapsed() > limits.time
        };
        self.db.progress_handler(STEPS_BETWEEN, Some(is_over))
    }
}

fn bind(statement: &mut Statement<'_>, parameters: &[(&str, Datum)]) -> rusqlite::Result<()> {
    for at in 1..=statement.parameter_count() {
        let name = statement.parameter_name(at).unwrap_or_default();
        let name = name.trim_start_matches(':').to_owned();
        let given = parameters.iter().find(|(key, _)| *key == name);
        statement.raw_bind_parameter(at, given.map_or(&Datum::Null, |(_, value)| value))?;
    }
    Ok(())
}

fn limit(db: &Connection) -> rusqlite::Result<()> {
    for (what, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_QUERY),
        (Limit::SQLITE_LIMIT_COLUMN, 60),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 60),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 12),
        (Limit::SQLITE_LIMIT_VDBE_OP, 50_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 12),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 40),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(what, most)?;
    }
    Ok(())
}

impl Seen {
    fn judge(&mut self, known: &BTreeSet<String>, action: AuthAction<'_>) -> Authorization {
        let refused = match action {
            AuthAction::Select => return Authorization::Allow,
            AuthAction::Read { table_name, .. } if known.contains(table_name) => {
                self.tables.insert(table_name.to_owned());
                return Authorization::Allow;
            }
            // A part of the query that has a name of its own, read for how many rows it has. No
            // table of SQLite's own may be meant by it.
            AuthAction::Read {
                table_name,
                column_name: "",
            } if !is_of_sqlite(table_name) => return Authorization::Allow,
            AuthAction::Read { table_name, .. } => Refusal::Table(table_name.to_owned()),
            AuthAction::Function { function_name } => {
                let name = function_name.to_lowercase();
                if FUNCTIONS.contains(&name.as_str()) {
                    self.functions.insert(name);
                    return Authorization::Allow;
                }
                Refusal::Function(name)
            }
            AuthAction::Recursive => Refusal::Recursive,
            _ => Refusal::Statement,
        };
        self.refused.get_or_insert(refused);
        Authorization::Deny
    }
}

/// Tables that SQLite makes by itself, and those that are functions.
fn is_of_sqlite(name: &str) -> bool {
    let name = name.to_lowercase();
    [
        "sqlite",
        "pragma",
        "json",
        "dbstat",
        "fts",
        "rtree",
        "bytecode",
        "tables_used",
        "generate",
    ]
    .iter()
    .any(|beginning| name.starts_with(beginning))
}

fn told(error: &Error) -> Refusal {
    match error {
        Error::MultipleStatement => Refusal::Statement,
        Error::SqlInputError { msg, offset, .. } => Refusal::Sql {
            words: msg.clone(),
            at: usize::try_from(*offset).unwrap_or(0),
        },
        Error::SqliteFailure(failure, words) => match failure.code {
            ErrorCode::OperationInterrupted => Refusal::TooLong,
            ErrorCode::TooBig => Refusal::TooLarge,
            _ => Refusal::Sql {
                words: words.clone().unwrap_or_else(|| failure.to_string()),
                at: 0,
            },
        },
        other => Refusal::Sql {
            words: other.to_string(),
            at: 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sandbox() -> Sandbox {
        let shape = Shape {
            name: "places",
            columns: vec!["name", "number"],
        };
        let rows: Vec<Vec<Datum>> = (0..10_000)
            .map(|n| vec![Datum::Text(format!("p{n}")), Datum::Whole(n)])
            .collect();
        Sandbox::new([(&shape, rows.as_slice())]).unwrap()
    }

    fn run(sql: &str) -> Result<Vec<Vec<Datum>>, Refusal> {
        sandbox().run(sql, &[("least", Datum::Whole(9_998))], Limits::USUAL)
    }

    #[test]
    fn a_query_reads_its_tables_and_is_given_its_parameters() {
        let sql = "WITH named AS (SELECT name FROM places WHERE number >= :least) \
                   SELECT name, (SELECT count(*) FROM named) AS all_of_them FROM named ORDER BY name";
        let row = |name: &str| vec![Datum::Text(name.to_owned()), Datum::Whole(2)];
        assert_eq!(run(sql), Ok(vec![row("p9998"), row("p9999")]));
        let examined = sandbox().examine(sql).unwrap();
        assert_eq!(examined.columns, ["name", "all_of_them"]);
        assert_eq!(examined.tables, BTreeSet::from(["places".to_owned()]));
        assert_eq!(examined.functions, BTreeSet::from(["count".to_owned()]));
    }

    #[test]
    fn what_takes_too_much_is_stopped() {
        let pairs = "SELECT count(*) FROM places a, places b, places c WHERE a.number < b.number";
        assert_eq!(run(pairs), Err(Refusal::TooLong));
        assert_eq!(run("SELECT name FROM places"), Err(Refusal::TooMany(5_000)));
        let long = "SELECT replace(replace(replace(replace('aaaaaaaaaa', 'a', 'aaaaaaaaaa'), 'a', \
                    'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa') AS long";
        assert_eq!(run(long), Err(Refusal::TooLarge));
    }

    #[test]
    fn a_float_never_leaves() {
        let float = run("SELECT 1 AS one, number * 0.5 AS half FROM places LIMIT 1");
        let column = "half".to_owned();
        assert_eq!(float, Err(Refusal::Float { column, row: 1 }));
    }
}
