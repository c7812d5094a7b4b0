//! Queries that would do or see more than they may: refused before they run, or stopped while they do.

use std::collections::BTreeMap;

use cockpit::analyses::given::Tables;
use cockpit::analyses::view;
use cockpit::demo;
use cockpit::storage::analyses::{Datum, Limits, Refusal, Sandbox, Shape};

use super::folders::faults;
use crate::support::{TestDatabase, clock};

/// Each in place of the query of a folder that is right but for it.
const REFUSED: [&str; 48] = [
    "SELECT 1; DROP TABLE components",
    "SELECT area, persons AS share FROM components; SELECT 1",
    "SELECT area, persons AS share FROM components -- WHERE :year\n; DELETE FROM users",
    "SELECT area, persons /* ; */ AS share FROM components",
    "/* SELECT 1 */ PRAGMA table_info(users)",
    "PRAGMA user_version",
    "PRAGMA query_only = OFF",
    "ATTACH 'data/cockpit.db' AS other",
    "ATTACH DATABASE ':memory:' AS other",
    "DETACH main",
    "VACUUM INTO 'stolen.db'",
    "SELECT pg_sleep(60)",
    "SELECT area, pg_sleep(60) AS share FROM components",
    "COPY users TO '/tmp/users'",
    "COPY (SELECT 1) TO PROGRAM 'sh'",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "RESET ROLE",
    "INSERT INTO users VALUES (1)",
    "WITH gone AS (DELETE FROM users RETURNING id) SELECT id AS area, 1 AS share FROM gone",
    "WITH made AS (INSERT INTO areas VALUES (1) RETURNING code) SELECT code AS area, 1 AS share FROM made",
    "UPDATE areas SET name = 'x'",
    "DELETE FROM areas",
    "CREATE TABLE x (y)",
    "CREATE TEMP VIEW x AS SELECT 1",
    "DROP TABLE areas",
    "ALTER TABLE areas RENAME TO x",
    "WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS area, n AS share FROM endless",
    "WITH endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n AS area, n AS share FROM endless",
    "SELECT email AS area, password AS share FROM users",
    "SELECT id AS area, secret_hash AS share FROM tokens",
    "SELECT who AS area, detail AS share FROM log_entries",
    "SELECT pseudonym AS area, amount AS share FROM case_lines",
    "SELECT pseudonym AS area, amount AS share FROM costly_cases",
    "SELECT name AS area, sql AS share FROM sqlite_master",
    "SELECT count(*) AS area, 1 AS share FROM sqlite_schema",
    "SELECT name AS area, type AS share FROM pragma_table_info('areas')",
    "SELECT tablename AS area, 1 AS share FROM pg_catalog.pg_tables",
    "SELECT table_name AS area, 1 AS share FROM information_schema.tables",
    "SELECT value AS area, 1 AS share FROM json_each('[1]')",
    "SELECT load_extension('x') AS area, 1 AS share FROM components",
    "SELECT readfile('/etc/passwd') AS area, 1 AS share FROM components",
    "SELECT sqlite_version() AS area, 1 AS share FROM components",
    "SELECT randomblob(1000000000) AS area, 1 AS share FROM components",
    "SELECT area, persons * 0.1 AS share FROM components WHERE year = :year",
    "SELECT area, avg(persons) AS share FROM components WHERE year = :year",
    "SELECT \"area\", persons AS share FROM components WHERE year = :year",
    "SELECT area, persons AS share FROM components WHERE year = ?1",
];

#[test]
fn what_no_query_may_is_refused_before_it_runs() {
    for query in REFUSED {
        let found = faults(&[("query.sql", query)]);
        let of_query = found.iter().filter(|line| line.starts_with("query.sql:"));
        assert!(of_query.count() > 0, "{query}: {found:#?}");
    }
}

/// The database of the service is not the one that the query runs in: what would have to be kept
/// from it is not there.
#[test]
fn where_nobody_reads_the_text_first_there_is_nothing_to_see_either() {
    let shapes: Vec<Shape> = view::ALL.iter().map(|view| view.shape()).collect();
    let none: &[Vec<Datum>] = &[];
    let sandbox = Sandbox::new(shapes.iter().map(|shape| (shape, none))).expect("it is made");
    for query in REFUSED {
        let answer = sandbox.run(query, &[], Limits::USUAL);
        let is_harmless = answer.as_ref().is_ok_and(|rows| rows.len() <= 1);
        assert!(answer.is_err() || is_harmless, "{query}: {answer:?}");
    }
    for secret in [
        "users",
        "tokens",
        "sessions",
        "log_entries",
        "case_lines",
        "settings",
    ] {
        let query = format!("SELECT count(*) FROM {secret}");
        assert!(sandbox.run(&query, &[], Limits::USUAL).is_err(), "{secret}");
    }
}

/// How a refusal is told from others.
type Which = fn(&Refusal) -> bool;

/// Queries that read what they may, and too much of it.
const STOPPED: [(&str, Which); 6] = [
    (
        "SELECT count(*) AS n FROM areas a, areas b, areas c, areas d WHERE a.position + b.position + c.position = d.position + 1",
        |refusal| matches!(refusal, Refusal::TooLong),
    ),
    (
        "SELECT a.code AS code, b.name AS name FROM areas a CROSS JOIN areas b ORDER BY a.position * b.position, b.name, a.code",
        |refusal| matches!(refusal, Refusal::TooLong | Refusal::TooMany(_)),
    ),
    ("SELECT a.code AS code FROM areas a", |refusal| {
        matches!(refusal, Refusal::TooMany(5_000))
    }),
    (
        "SELECT (SELECT count(*) FROM areas b WHERE b.position <> a.position) AS n FROM areas a",
        |refusal| matches!(refusal, Refusal::TooLong),
    ),
    (
        "SELECT replace(replace(replace(replace(name, 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx'), 'x', 'xxxxxxxxxx') AS n FROM areas LIMIT 1",
        |refusal| matches!(refusal, Refusal::TooLarge),
    ),
    (
        "SELECT sum(a.position * 900000000000000) AS n FROM areas a",
        |refusal| matches!(refusal, Refusal::Sql { .. } | Refusal::Float { .. }),
    ),
];

#[test]
fn what_takes_too_much_is_stopped() {
    let rows: Vec<Vec<Datum>> = (0..10_000)
        .map(|n| {
            vec![
                Datum::Text(n.to_string()),
                Datum::Text("x".repeat(20)),
                Datum::Whole(n),
            ]
        })
        .collect();
    let shape = view::AREAS.shape();
    let sandbox = Sandbox::new([(&shape, rows.as_slice())]).expect("it is made");
    for (query, stopped) in STOPPED {
        let answer = sandbox.run(query, &[], Limits::USUAL);
        let refusal = answer.expect_err(query);
        assert!(stopped(&refusal), "{query}: {refusal:?}");
    }
    // And what comes after is served as before.
    let answer = sandbox.run("SELECT count(*) AS n FROM areas", &[], Limits::USUAL);
    assert_eq!(answer, Ok(vec![vec![Datum::Whole(10_000)]]));
}

/// Whatever database the service has: its tables are as they were, and no case fact is in a view.
#[test]
fn no_view_holds_a_single_case_or_a_secret() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    let all: Vec<&'static view::View> = view::ALL.to_vec();
    let searches = cockpit::domain::searches::Reader::All;
    let facts = store.read::<_, cockpit::reports::ReportError>(|db| {
        cockpit::analyses::facts::load(db, &all, (clock().today(), searches))
    });
    let facts = facts.expect("the views are read");
    let tables: &Tables = &facts.tables;
    let sizes: BTreeMap<&str, usize> = tables
        .iter()
        .map(|(name, rows)| (*name, rows.len()))
        .collect();
    assert!(sizes.values().all(|rows| *rows > 0), "{sizes:?}");
    for view in view::ALL {
        for row in &tables[view.name] {
            assert_eq!(row.len(), view.columns.len(), "{}", view.name);
            for (column, datum) in view.columns.iter().zip(row) {
                let told = column.kind.value(datum, &facts.names);
                let is_there = told
                    .as_ref()
                    .is_ok_and(|value| value.is_some() || column.optional);
                assert!(
                    is_there,
                    "{}.{}: {datum:?} {told:?}",
                    view.name, column.name
                );
            }
        }
    }
    let masked = Datum::Text("yes".to_owned());
    let mut hidden = 0;
    for view in view::ALL.iter().filter(|view| view.masks) {
        let mask = view
            .columns
            .iter()
            .position(|c| c.name == "masked")
            .expect("a mask");
        for row in &tables[view.name] {
            if row[mask] == masked {
                hidden += 1;
                assert!(
                    row[mask + 1..].iter().all(|datum| *datum == Datum::Null),
                    "{row:?}"
                );
            }
        }
    }
    assert!(hidden > 10, "{hidden} cells are masked");
}
