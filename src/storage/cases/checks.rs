//! The checks of what is published that were run: only ever added.

use std::sync::Arc;

use diesel::dsl::max;
use diesel::prelude::*;

use crate::domain::cases::{ByReader, Check, Checked, Found, NotProven, OfRegion};
use crate::storage::data::settings;
use crate::storage::schema::{disclosure_checks, disclosure_failures, disclosure_findings};
use crate::storage::{Db, QueryResult};

/// The setting that says which check runs: when it began and how long that is believed.
const RUNS: &str = "disclosure_check_runs";

/// The key of the reader who has no cases.
const OUTSIDER: &str = "outsider";

#[derive(Queryable, Insertable)]
#[diesel(table_name = disclosure_checks)]
struct Row {
    number: i64,
    data_version: i64,
    began_at: String,
    run_by: String,
    milliseconds: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = disclosure_findings)]
struct Finding {
    check_number: i64,
    region: String,
    reader: String,
    masked: i64,
    determined: i64,
    narrow: i64,
    untried: i64,
}

/// When the check began that runs now, in whichever instance (RFC 3339, UTC).
pub fn running(db: &mut Db, now: &str) -> QueryResult<Option<String>> {
    let set = settings::get(db, RUNS)?.unwrap_or_default();
    let runs = set.split_once(' ').filter(|(_, until)| *until > now);
    Ok(runs.map(|(began, _)| began.to_owned()))
}

/// Says that one runs, until a moment at most.
pub fn runs(db: &mut Db, began: &str, until: &str) -> QueryResult<()> {
    settings::set(db, RUNS, &format!("{began} {until}"))
}

/// Says that none runs.
pub fn ended(db: &mut Db) -> QueryResult<()> {
    settings::set(db, RUNS, "")
}

/// Adds a check, after all others, whatever number it has.
pub fn add(db: &mut Db, check: &Check) -> QueryResult<()> {
    let newest: Option<i64> = disclosure_checks::table
        .select(max(disclosure_checks::number))
        .first(db)?;
    let number = newest.unwrap_or(0) + 1;
    let row = Row {
        number,
        data_version: check.checked.data_version,
        began_at: check.at.clone(),
        run_by: check.by.clone(),
        milliseconds: check.milliseconds,
    };
    diesel::insert_into(disclosure_checks::table)
        .values(row)
        .execute(db)?;
    for of in &check.checked.regions {
        match &of.found {
            Ok(readers) => {
                for found in readers {
                    diesel::insert_into(disclosure_findings::table)
                        .values(finding(number, of, found))
                        .execute(db)?;
                }
            }
            Err(why) => {
                let row = (
                    disclosure_failures::check_number.eq(number),
                    disclosure_failures::region.eq(&of.region),
                    disclosure_failures::reason.eq(why.key()),
                );
                diesel::insert_into(disclosure_failures::table)
                    .values(row)
                    .execute(db)?;
            }
        }
    }
    Ok(())
}

fn finding(check_number: i64, of: &OfRegion, (reader, found): &ByReader) -> Finding {
    let count = |cells: usize| i64::try_from(cells).unwrap_or(i64::MAX);
    Finding {
        check_number,
        region: of.region.clone(),
        reader: reader.as_deref().unwrap_or(OUTSIDER).to_owned(),
        masked: count(found.masked),
        determined: count(found.determined),
        narrow: count(found.narrow),
        untried: count(found.untried),
    }
}

/// The newest checks, the newest first.
pub fn newest(db: &mut Db, most: i64) -> QueryResult<Vec<Check>> {
    let rows: Vec<Row> = disclosure_checks::table
        .order(disclosure_checks::number.desc())
        .limit(most)
        .load(db)?;
    rows.into_iter().map(|row| check(db, row)).collect()
}

fn check(db: &mut Db, row: Row) -> QueryResult<Check> {
    let findings: Vec<Finding> = disclosure_findings::table
        .filter(disclosure_findings::check_number.eq(row.number))
        .load(db)?;
    let failures: Vec<(String, String)> = disclosure_failures::table
        .filter(disclosure_failures::check_number.eq(row.number))
        .select((disclosure_failures::region, disclosure_failures::reason))
        .load(db)?;
    // A reason that this version does not know is none all the same.
    let failures = failures.into_iter().map(|(region, reason)| OfRegion {
        region,
        found: Err(NotProven::from_key(&reason).unwrap_or(NotProven::NoAnswer)),
    });
    let mut regions: Vec<OfRegion> = failures.collect();
    for finding in findings {
        let found = by_reader(&finding);
        let known = regions.iter_mut().find(|of| of.region == finding.region);
        match known.map(|of| &mut of.found) {
            Some(Ok(readers)) => readers.push(found),
            Some(Err(_)) => {}
            None => regions.push(OfRegion {
                region: finding.region,
                found: Ok(vec![found]),
            }),
        }
    }
    // The outsider first, as the attack has them.
    for of in &mut regions {
        if let Ok(readers) = &mut of.found {
            readers.sort_by(|a, b| a.0.cmp(&b.0));
        }
    }
    regions.sort_by(|a, b| a.region.cmp(&b.region));
    Ok(Check {
        number: row.number,
        at: row.began_at,
        by: row.run_by,
        milliseconds: row.milliseconds,
        checked: Checked {
            data_version: row.data_version,
            regions,
        },
    })
}

fn by_reader(finding: &Finding) -> ByReader {
    let count = |cells: i64| usize::try_from(cells).unwrap_or_default();
    let reader = Some(finding.reader.as_str()).filter(|reader| *reader != OUTSIDER);
    let found = Found {
        masked: count(finding.masked),
        determined: count(finding.determined),
        narrow: count(finding.narrow),
        untried: count(finding.untried),
    };
    (reader.map(Arc::from), found)
}
