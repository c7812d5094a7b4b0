//! Tariffs: only ever added; which hold is decided when they are read.

mod held;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

pub use held::{NAMED, Wanted, holding};
use row::{Row, Texts, stored};

use super::Db;
use super::bulk;
use super::data::batches;
use super::schema::{tariff_years, tariffs};
use crate::domain::money::Money;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Part, Tariff};

/// Adds the tariffs of an upload with their lines.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    rows: impl Iterator<Item = (i64, &'a Tariff)> + Clone,
) -> QueryResult<()> {
    let plain = rows.clone().filter(|(_, tariff)| tariff.parts.is_none());
    bulk::plain_tariffs(
        db,
        plain.map(|(line, tariff)| bulk::PlainTariffRow {
            batch,
            line,
            offer_id: &tariff.offer_id,
            service: &tariff.service,
            paragraph: tariff.paragraph.key(),
            year: tariff.year.number(),
            amount: tariff.amount.oere(),
            unit: tariff.unit.key(),
        }),
    )?;
    let years: BTreeSet<Year> = rows.clone().map(|(_, tariff)| tariff.year).collect();
    for year in years {
        let of_year = (
            tariff_years::batch.eq(batch),
            tariff_years::year.eq(year.number()),
        );
        let insert = diesel::insert_into(tariff_years::table);
        insert.values(of_year).execute(db)?;
    }
    let with_parts = rows.filter(|(_, tariff)| tariff.parts.is_some());
    bulk::tariffs(
        db,
        with_parts.map(|(line, tariff)| {
            let parts = tariff.parts.as_deref();
            let part = |part: Part| parts.and_then(|p| p.get(part)).map(Money::oere);
            bulk::TariffRow {
                batch,
                line,
                offer_id: &tariff.offer_id,
                service: &tariff.service,
                paragraph: tariff.paragraph.key(),
                year: tariff.year.number(),
                amount: tariff.amount.oere(),
                unit: tariff.unit.key(),
                direct: part(Part::Direct),
                shared: part(Part::Shared),
                overhead: part(Part::Overhead),
                depreciation: part(Part::Depreciation),
                pension: part(Part::Pension),
                supervision: part(Part::Supervision),
                adjustment: part(Part::Adjustment),
                occupancy: parts.and_then(|p| p.occupancy),
                model: parts.and_then(|p| p.model.as_deref()),
            }
        }),
    )
}

/// Offer and service of every tariff that holds at a data version, each once.
pub fn services(db: &mut Db, as_of: i64) -> QueryResult<Vec<(String, String)>> {
    tariffs::table
        .filter(tariffs::batch.eq_any(batches::holding(as_of)))
        .select((tariffs::offer_id, tariffs::service))
        .distinct()
        .order((tariffs::offer_id, tariffs::service))
        .load(db)
}

/// Tariffs by where they came from, in that order.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<Located<Tariff>>> {
    let (batches, lines): (Vec<i64>, Vec<i64>) = refs.iter().map(|r| (r.batch, r.line)).unzip();
    let wanted: BTreeSet<FactRef> = refs.iter().copied().collect();
    let rows: Vec<Row> = tariffs::table
        .filter(tariffs::batch.eq_any(batches))
        .filter(tariffs::line.eq_any(lines))
        .order((tariffs::batch, tariffs::line))
        .select(Row::as_select())
        .load(db)?;
    let mut texts = Texts::default();
    let rows = rows.into_iter().filter_map(|row| stored(row, &mut texts));
    Ok(rows.filter(|of| wanted.contains(&of.at)).collect())
}

/// The years that any standing upload has a tariff for, in order.
pub fn years(db: &mut Db, as_of: i64) -> QueryResult<Vec<Year>> {
    let (_, years) = held::uploads(db, as_of)?;
    Ok(years.into_iter().collect())
}

/// The years, up to one, that any upload had a tariff of these offers for, in order; whether it holds is
/// not asked.
pub fn years_up_to(db: &mut Db, offers: &[String], year: i32) -> QueryResult<Vec<i32>> {
    let before = tariffs::table
        .filter(tariffs::year.le(year))
        .select(tariffs::year)
        .distinct();
    let mut years: Vec<i32> = if offers.len() <= NAMED {
        before
            .filter(tariffs::offer_id.eq_any(offers.to_vec()))
            .load(db)?
    } else {
        before.load(db)?
    };
    years.sort_unstable();
    Ok(years)
}

/// The years of each service of these offers, in order.
pub fn years_of(
    db: &mut Db,
    offers: &[String],
    as_of: i64,
) -> QueryResult<BTreeMap<(String, String), Vec<Year>>> {
    type Service = (i64, String, String, i32);
    let all = tariffs::table.select((
        tariffs::batch,
        tariffs::offer_id,
        tariffs::service,
        tariffs::year,
    ));
    let rows: Vec<Service> = match offers.len() {
        0 => Vec::new(),
        1..=NAMED => all.filter(tariffs::offer_id.eq_any(offers)).load(db)?,
        _ => all.load(db)?,
    };
    let numbers = batches::numbers(db, as_of)?;
    let standing = rows.into_iter().filter(|row| numbers.contains(&row.0));
    let mut years: BTreeMap<(String, String), BTreeSet<Year>> = BTreeMap::new();
    for (_, offer, service, year) in standing {
        if let Some(year) = Year::new(i64::from(year)) {
            years.entry((offer, service)).or_default().insert(year);
        }
    }
    Ok(years
        .into_iter()
        .map(|(key, years)| (key, years.into_iter().collect()))
        .collect())
}
