//! Inhabitants by municipality, year and age band.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::domain::components::PopulationBand;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::storage::Db;
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, population_bands};

/// Adds the age bands of an upload.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    bands: impl Iterator<Item = (i64, &'a PopulationBand)>,
) -> QueryResult<()> {
    bulk::population_bands(
        db,
        bands.map(|(line, band)| bulk::PopulationRow {
            batch,
            line,
            area: &band.municipality,
            year: band.year.number(),
            age_from: i32::from(band.age_from),
            age_to: i32::from(band.age_to),
            inhabitants: band.inhabitants,
        }),
    )
}

type Row = (i64, i64, String, i32, i32, i32, i64);

/// Age bands by where they came from, in the order of their lines.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<Located<PopulationBand>>> {
    let (batches, lines): (Vec<i64>, Vec<i64>) = refs.iter().map(|r| (r.batch, r.line)).unzip();
    let wanted: BTreeSet<FactRef> = refs.iter().copied().collect();
    let rows: Vec<Row> = population_bands::table
        .filter(population_bands::batch.eq_any(batches))
        .filter(population_bands::line.eq_any(lines))
        .order((population_bands::batch, population_bands::line))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(stored)
        .filter(|of| wanted.contains(&of.at))
        .collect())
}

fn stored(row: Row) -> Option<Located<PopulationBand>> {
    let (batch, line, municipality, year, from, to, inhabitants) = row;
    Some(Located {
        at: FactRef { batch, line },
        value: PopulationBand {
            municipality,
            year: Year::new(i64::from(year))?,
            age_from: u16::try_from(from).ok()?,
            age_to: u16::try_from(to).ok()?,
            inhabitants,
        },
    })
}

/// The age bands that hold at a data version. For one municipality and year the newest upload
/// replaces all bands of the older ones: bands of two uploads could overlap.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Located<PopulationBand>>> {
    let rows: Vec<Row> = population_bands::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .order((population_bands::batch, population_bands::line))
        .select(population_bands::all_columns)
        .load(db)?;
    let mut newest: BTreeMap<(String, i32), i64> = BTreeMap::new();
    for (batch, _, area, year, ..) in &rows {
        newest.insert((area.clone(), *year), *batch);
    }
    Ok(rows
        .into_iter()
        .filter(|(batch, _, area, year, ..)| newest.get(&(area.clone(), *year)) == Some(batch))
        .filter_map(stored)
        .collect())
}
