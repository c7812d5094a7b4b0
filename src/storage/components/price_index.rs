//! Numbers of the price and wage index, of the newest standing upload for each year.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::period::Year;
use crate::domain::price_level::{IndexNumber, PriceIndex};
use crate::domain::report::FactRef;
use crate::storage::Db;
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, index_numbers};

/// Adds the index numbers of an upload.
///
/// # Errors
/// The database's own.
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
///
/// # Errors
/// The database's own.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<(FactRef, IndexNumber)>> {
    let rows: Vec<(i64, i64, i32, i64, String)> = index_numbers::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .order((index_numbers::batch, index_numbers::line))
        .select(index_numbers::all_columns)
        .load(db)?;
    let by_year: BTreeMap<Year, (FactRef, IndexNumber)> = rows
        .into_iter()
        .filter_map(|(batch, line, year, millionths, source)| {
            let year = Year::new(i64::from(year))?;
            Some((
                year,
                (
                    FactRef { batch, line },
                    IndexNumber {
                        year,
                        millionths,
                        source,
                    },
                ),
            ))
        })
        .collect();
    Ok(by_year.into_values().collect())
}

/// The index as the domain uses it.
///
/// # Errors
/// The database's own.
pub fn index(db: &mut Db, as_of: i64) -> QueryResult<PriceIndex> {
    let numbers = holding(db, as_of)?;
    Ok(numbers
        .iter()
        .map(|(_, n)| (n.year, n.millionths))
        .collect())
}
