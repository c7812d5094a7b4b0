//! Figures of Danmarks Statistik: only ever added; which hold is decided when they are read.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Db;
use super::bulk;
use super::data::batches;
use super::schema::public_figures;
use crate::domain::report::{FactRef, Located};
use crate::domain::statbank::{Key, Period, Published, Table};

/// Adds the figures of an upload.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    rows: impl Iterator<Item = (i64, &'a Published)>,
) -> QueryResult<()> {
    bulk::public_figures(
        db,
        rows.map(|(line, of)| bulk::PublicFigureRow {
            batch,
            line,
            place: of.place,
            source: of.key.table.key(),
            area: &of.key.municipality,
            item: &of.key.item,
            owner: &of.key.owner,
            part: &of.key.part,
            period: of.key.period.to_string(),
            units: of.units,
        }),
    )
}

type Row = (
    i64,
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
);

/// The figures of a table for some municipalities that hold at a data version: of each the one from the newest upload that had come
/// and had not been withdrawn. By what they are of.
pub fn holding(
    db: &mut Db,
    table: Table,
    areas: &[String],
    as_of: i64,
) -> QueryResult<Vec<Located<Published>>> {
    let rows: Vec<Row> = public_figures::table
        .filter(public_figures::batch.eq_any(batches::holding(as_of)))
        .filter(public_figures::source.eq(table.key()))
        .filter(public_figures::area.eq_any(areas.to_vec()))
        .order((
            public_figures::batch,
            public_figures::line,
            public_figures::place,
        ))
        .load(db)?;
    let mut newest = BTreeMap::new();
    for held in rows.into_iter().filter_map(stored) {
        newest.insert(held.value.key.clone(), held);
    }
    Ok(newest.into_values().collect())
}

/// A row whose table or period this version does not know is none of ours.
fn stored(row: Row) -> Option<Located<Published>> {
    let (batch, line, place, source, municipality, item, owner, part, period, units) = row;
    Some(Located {
        at: FactRef { batch, line },
        value: Published {
            key: Key {
                table: Table::from_key(&source)?,
                municipality,
                item,
                owner,
                part,
                period: Period::parse(&period)?,
            },
            units,
            place,
        },
    })
}
