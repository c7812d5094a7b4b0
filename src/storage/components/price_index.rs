//! Numbers of the price and wage index, of the newest standing upload for each year.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::domain::period::Year;
use crate::domain::price_level::{IndexNumber, PriceIndex};
use crate::domain::report::{FactRef, Located};
use crate::storage::Db;
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, index_numbers};

/// A stored index number.
type Row = (i64, i64, i32, i64, String);

/// Adds the index numbers of an upload.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    numbers: impl Iterator<Item = (i64, &'a IndexNumber)>,
) -> QueryResult<()> {
    bulk::index_numbers(
        db,
        numbers.map(|(line, number)| bulk::IndexRow {
            batch,
            line,
            year: number.year.number(),
            millionths: number.millionths,
            source: &number.source,
        }),
    )
}

/// The index numbers that hold at a data version, with where they came from, by year.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Located<IndexNumber>>> {
    let rows: Vec<Row> = index_numbers::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .order((index_numbers::batch, index_numbers::line))
        .select(index_numbers::all_columns)
        .load(db)?;
    let by_year: BTreeMap<Year, Located<IndexNumber>> = rows
        .into_iter()
        .filter_map(|row| {
            let stored = stored(row)?;
            Some((stored.value.year, stored))
        })
        .collect();
    Ok(by_year.into_values().collect())
}

/// Index numbers by where they came from, in that order.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<Located<IndexNumber>>> {
    let (batches, lines): (Vec<i64>, Vec<i64>) = refs.iter().map(|r| (r.batch, r.line)).unzip();
    let wanted: BTreeSet<FactRef> = refs.iter().copied().collect();
    let rows: Vec<Row> = index_numbers::table
        .filter(index_numbers::batch.eq_any(batches))
        .filter(index_numbers::line.eq_any(lines))
        .order((index_numbers::batch, index_numbers::line))
        .select(index_numbers::all_columns)
        .load(db)?;
    let rows = rows.into_iter().filter_map(stored);
    Ok(rows.filter(|of| wanted.contains(&of.at)).collect())
}

fn stored((batch, line, year, millionths, source): Row) -> Option<Located<IndexNumber>> {
    let year = Year::new(i64::from(year))?;
    Some(Located {
        at: FactRef { batch, line },
        value: IndexNumber {
            year,
            millionths,
            source,
        },
    })
}

/// The index as the domain uses it.
pub fn index(db: &mut Db, as_of: i64) -> QueryResult<PriceIndex> {
    Ok(holding(db, as_of)?.iter().collect())
}
