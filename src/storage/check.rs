//! The integrity check behind `cockpit check`: the database's own, and every stored sum again.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::Db;
use super::cases;
use super::comments;
use super::data::batches::{self, Batch};
use super::data::log;
use super::data::versions;
use super::dossier;
use super::marks;
use super::meetings;
use super::places;
use super::searches;
use super::workplan;

/// What the check went through, and what it found wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    pub batches: usize,
    pub facts: i64,
    pub log_entries: i64,
    /// The hash of the newest entry of the log.
    pub log_hash: String,
    /// One sentence each; empty when all holds.
    pub problems: Vec<String>,
}

#[derive(QueryableByName)]
struct Sums {
    #[diesel(sql_type = BigInt)]
    batch: i64,
    #[diesel(sql_type = BigInt)]
    row_count: i64,
    #[diesel(sql_type = BigInt)]
    money: i64,
    #[diesel(sql_type = BigInt)]
    quantity: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Per table of facts: its sums by upload, as bigints on both databases.
const SUMS: [&str; 9] = [
    "SELECT batch, COUNT(*) AS row_count, CAST(SUM(expenditure) AS BIGINT) AS money, \
     CAST(SUM(persons) AS BIGINT) AS quantity FROM component_facts GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(0 AS BIGINT) AS money, \
     CAST(SUM(millionths) AS BIGINT) AS quantity FROM index_numbers GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(0 AS BIGINT) AS money, \
     CAST(SUM(inhabitants) AS BIGINT) AS quantity FROM population_bands GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(0 AS BIGINT) AS money, \
     CAST(SUM(places) AS BIGINT) AS quantity FROM offers GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(SUM(amount) AS BIGINT) AS money, \
     CAST(0 AS BIGINT) AS quantity FROM tariffs GROUP BY batch",
    "SELECT batch, CAST(SUM(lines) AS BIGINT) AS row_count, CAST(SUM(amount) AS BIGINT) AS money, \
     CAST(SUM(lines) AS BIGINT) AS quantity FROM ( \
     SELECT batch, COUNT(*) AS lines, SUM(amount) AS amount FROM case_lines GROUP BY batch \
     UNION ALL SELECT batch, lines, amount FROM case_deletions) AS brought GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(0 AS BIGINT) AS money, \
     CAST(SUM(places) AS BIGINT) AS quantity FROM vacancy_steps WHERE batch IS NOT NULL GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, CAST(0 AS BIGINT) AS money, \
     CAST(SUM(stays + with_goals + evaluated + met) AS BIGINT) AS quantity FROM stay_results GROUP BY batch",
    "SELECT batch, COUNT(*) AS row_count, \
     CAST(SUM(CASE WHEN source = 'regk31' OR source = 'regk100' THEN units ELSE 0 END) AS BIGINT) AS money, \
     CAST(SUM(CASE WHEN source = 'regk31' OR source = 'regk100' THEN 0 ELSE units END) AS BIGINT) AS quantity \
     FROM public_figures GROUP BY batch",
];

/// Goes through the database.
pub fn run(db: &mut Db) -> QueryResult<Findings> {
    let mut findings = Findings::default();
    if let Db::Sqlite(c) = db {
        findings.problems.extend(of_the_file(c)?);
    }
    let mut sums: BTreeMap<i64, Sums> = BTreeMap::new();
    for query in SUMS {
        let rows: Vec<Sums> = diesel::sql_query(query).load(db)?;
        for row in rows {
            findings.facts += row.row_count;
            sums.insert(row.batch, row);
        }
    }
    findings.problems.extend(cases::check(db)?);
    findings.problems.extend(places::check::run(db)?);
    for batch in batches::all(db)? {
        findings.batches += 1;
        findings
            .problems
            .extend(compare(&batch, sums.get(&batch.number)));
    }
    let (broken, entries, hash) = log::check(db)?;
    findings.problems.extend(broken);
    findings.log_entries = entries;
    findings.log_hash = hash;
    findings.problems.extend(versions::check(db)?);
    findings.problems.extend(searches::check::check(db)?);
    findings.problems.extend(meetings::check(db)?);
    findings.problems.extend(comments::check::check(db)?);
    findings.problems.extend(workplan::check::run(db)?);
    findings.problems.extend(dossier::wrong(db)?);
    findings.problems.extend(marks::check(db)?);
    if let Some(newest) = batches::all(db)?
        .iter()
        .map(|b| b.number.max(b.withdrawn_number.unwrap_or(0)))
        .max()
    {
        let version = super::version(db)?;
        if version < newest {
            findings.problems.push(format!(
                "the data version is {version}, but upload {newest} is there"
            ));
        }
    }
    Ok(findings)
}

/// What SQLite itself finds wrong with its file, whatever the tables in it.
///
/// # Errors
/// The database's own: a file may be too damaged to be checked.
pub(super) fn of_the_file(connection: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    let lines: Vec<Line> =
        diesel::sql_query("SELECT integrity_check AS line FROM pragma_integrity_check")
            .load(connection)?;
    let mut problems: Vec<String> = lines.into_iter().map(|l| l.line).collect();
    problems.retain(|line| line != "ok");
    let lines: Vec<Line> = diesel::sql_query(
        "SELECT \"table\" || ' refers to a missing row of ' || parent AS line \
         FROM pragma_foreign_key_check",
    )
    .load(connection)?;
    problems.extend(lines.into_iter().map(|l| l.line));
    Ok(problems)
}

fn compare(batch: &Batch, sums: Option<&Sums>) -> Vec<String> {
    let (rows, money, quantity) = sums.map_or((0, 0, 0), |s| (s.row_count, s.money, s.quantity));
    [
        ("rows", batch.rows_kept, rows),
        ("sum of money", batch.sum_money, money),
        ("sum of persons or numbers", batch.sum_quantity, quantity),
    ]
    .into_iter()
    .filter(|(_, stored, now)| stored != now)
    .map(|(what, stored, now)| {
        format!(
            "upload {} ({}): {what} was {stored} and is {now}",
            batch.number, batch.file_name
        )
    })
    .collect()
}
