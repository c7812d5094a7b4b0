//! Result documentation: only ever added; which holds of an offer and quarter is decided when it is read.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Db;
use super::bulk;
use super::data::batches;
use super::schema::stay_results;
use crate::domain::period::{Quarter, Year};
use crate::domain::report::{FactRef, Located};
use crate::domain::results::{Counts, Results};

/// Adds what an upload documents, with its lines.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    rows: impl Iterator<Item = (i64, &'a Results)>,
) -> QueryResult<()> {
    bulk::stay_results(
        db,
        rows.map(|(line, of)| bulk::ResultRow {
            batch,
            line,
            offer_id: &of.offer_id,
            year: of.quarter.year.number(),
            quarter: i32::from(of.quarter.number()),
            stays: of.counts.stays,
            with_goals: of.counts.with_goals,
            evaluated: of.counts.evaluated,
            met: of.counts.met,
        }),
    )
}

type Row = (i64, i64, String, i32, i32, i64, i64, i64, i64);

/// What holds at a data version: of each offer and quarter what the newest upload says that had come and had not
/// been withdrawn. By offer and quarter.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Located<Results>>> {
    let rows: Vec<Row> = stay_results::table
        .filter(stay_results::batch.eq_any(batches::holding(as_of)))
        .order((stay_results::batch, stay_results::line))
        .load(db)?;
    let mut newest = BTreeMap::new();
    for held in rows.into_iter().filter_map(stored) {
        newest.insert((held.value.offer_id.clone(), held.value.quarter), held);
    }
    Ok(newest.into_values().collect())
}

/// A row whose year or quarter this version does not know is none of ours.
fn stored(row: Row) -> Option<Located<Results>> {
    let (batch, line, offer_id, year, quarter, stays, with_goals, evaluated, met) = row;
    Some(Located {
        at: FactRef { batch, line },
        value: Results {
            offer_id: offer_id.into(),
            quarter: Quarter::new(Year::new(i64::from(year))?, i8::try_from(quarter).ok()?)?,
            counts: Counts {
                stays,
                with_goals,
                evaluated,
                met,
            },
        },
    })
}
