//! Figures as a meeting paper printed them, to be reconciled with what we compute.

use diesel::prelude::*;

use crate::domain::components::reconciliation::{Measure, Printed};
use crate::domain::period::Year;
use crate::storage::Db;
use crate::storage::schema::published_figures;

/// One printed figure and the paper that printed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub area: String,
    pub group: String,
    pub measure: Measure,
    /// `None` for the figure of one year; the first year of a change.
    pub from: Option<Year>,
    pub year: Year,
    /// The year whose prices the money is stated in.
    pub price_level: Year,
    pub printed: Printed,
    pub source: String,
}

/// Adds a printed figure.
pub fn add(db: &mut Db, figure: &Published) -> QueryResult<()> {
    diesel::insert_into(published_figures::table)
        .values((
            published_figures::area.eq(&figure.area),
            published_figures::group_key.eq(&figure.group),
            published_figures::measure.eq(figure.measure.key()),
            published_figures::year_from.eq(figure.from.map_or(0, Year::number)),
            published_figures::year.eq(figure.year.number()),
            published_figures::price_level.eq(figure.price_level.number()),
            published_figures::units.eq(figure.printed.units),
            published_figures::decimals
                .eq(i32::try_from(figure.printed.decimals).unwrap_or(i32::MAX)),
            published_figures::source.eq(&figure.source),
        ))
        .execute(db)?;
    Ok(())
}

/// The printed figures of an area.
pub fn of_area(db: &mut Db, area: &str) -> QueryResult<Vec<Published>> {
    type Row = (String, String, String, i32, i32, i32, i64, i32, String);
    let rows: Vec<Row> = published_figures::table
        .filter(published_figures::area.eq(area))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(
            |(area, group, measure, from, year, level, units, decimals, source)| {
                Some(Published {
                    area,
                    group,
                    measure: Measure::from_key(&measure)?,
                    from: Year::new(i64::from(from)),
                    year: Year::new(i64::from(year))?,
                    price_level: Year::new(i64::from(level))?,
                    printed: Printed {
                        units,
                        decimals: u32::try_from(decimals).ok()?,
                    },
                    source,
                })
            },
        )
        .collect())
}

/// Whether any printed figure is stored.
pub fn any(db: &mut Db) -> QueryResult<bool> {
    let count: i64 = published_figures::table.count().get_result(db)?;
    Ok(count > 0)
}
