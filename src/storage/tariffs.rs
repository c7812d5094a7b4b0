//! Tariffs: only ever added; which hold is decided when they are read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use diesel::prelude::*;
use foldhash::fast::RandomState;

use super::Db;
use super::bulk;
use super::data::batches;
use super::schema::tariffs;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Part, Tariff, TariffParts, TariffUnit};

/// Offers asked for by name in one query; of more, all are read.
const NAMED: usize = 500;

/// A stored tariff.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tariffs)]
struct Row {
    batch: i64,
    line: i64,
    offer_id: String,
    service: String,
    paragraph: String,
    year: i32,
    amount: i64,
    unit: String,
    direct: Option<i64>,
    shared: Option<i64>,
    overhead: Option<i64>,
    depreciation: Option<i64>,
    pension: Option<i64>,
    supervision: Option<i64>,
    adjustment: Option<i64>,
    occupancy: Option<i64>,
    model: Option<String>,
}

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

/// Which tariffs are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Those of these years.
    Years(Vec<Year>),
    /// Those of these offers, in every year.
    Offers(Vec<String>),
    /// Those of these offers in one year.
    OffersIn(Vec<String>, i32),
}

/// The tariffs that hold at a data version: of each service and year the one from the newest
/// upload that had come and had not been withdrawn. By offer, service and year.
pub fn holding(db: &mut Db, wanted: &Wanted, as_of: i64) -> QueryResult<Vec<Located<Tariff>>> {
    let all = tariffs::table.select(Row::as_select());
    let standing = all.filter(tariffs::batch.eq_any(batches::holding(as_of)));
    let mut rows: Vec<Row> = match wanted {
        Wanted::Years(years) => {
            let years: Vec<i32> = years.iter().map(|y| y.number()).collect();
            standing.filter(tariffs::year.eq_any(years)).load(db)?
        }
        Wanted::Offers(offers) if offers.len() <= NAMED => {
            let named = all.filter(tariffs::offer_id.eq_any(offers));
            let rows = named.load(db)?;
            standing_of(db, rows, as_of)?
        }
        Wanted::Offers(_) => standing.load(db)?,
        Wanted::OffersIn(offers, year) if offers.len() <= NAMED => {
            let named = all.filter(tariffs::offer_id.eq_any(offers));
            let of_year = named.filter(tariffs::year.eq(year)).load(db)?;
            standing_of(db, of_year, as_of)?
        }
        Wanted::OffersIn(_, year) => standing.filter(tariffs::year.eq(year)).load(db)?,
    };
    // They come in this order, or nearly; the database would copy all of them to be sure.
    rows.sort_by_key(|row| (row.batch, row.line));
    let mut texts = Texts::default();
    let mut held = newest(rows.into_iter().filter_map(|row| stored(row, &mut texts)));
    if let Wanted::Offers(offers) | Wanted::OffersIn(offers, _) = wanted {
        let offers: BTreeSet<&str> = offers.iter().map(String::as_str).collect();
        held.retain(|of| offers.contains(&*of.value.offer_id));
    }
    held.sort_by(|a, b| {
        let (a, b) = (&a.value, &b.value);
        (&a.offer_id, &a.service, a.year).cmp(&(&b.offer_id, &b.service, b.year))
    });
    Ok(held)
}

/// Of rows that were found by their offers, those that hold at a data version. Said in the query, "of an upload
/// that holds" leads SQLite through the index by upload: to every tariff there is, for those of few offers.
fn standing_of(db: &mut Db, mut rows: Vec<Row>, as_of: i64) -> QueryResult<Vec<Row>> {
    let numbers = batches::numbers(db, as_of)?;
    rows.retain(|row| numbers.contains(&row.batch));
    Ok(rows)
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

/// The last of each service and year.
fn newest(rows: impl Iterator<Item = Located<Tariff>>) -> Vec<Located<Tariff>> {
    let mut places: HashMap<(Arc<str>, Arc<str>, Year), usize, RandomState> = HashMap::default();
    let mut kept: Vec<Located<Tariff>> = Vec::new();
    for row in rows {
        let tariff = &row.value;
        let key = (tariff.offer_id.clone(), tariff.service.clone(), tariff.year);
        match places.get(&key) {
            Some(place) => kept[*place] = row,
            None => {
                places.insert(key, kept.len());
                kept.push(row);
            }
        }
    }
    kept
}

/// Texts that rows repeat, each kept once.
#[derive(Default)]
struct Texts(HashMap<Box<str>, Arc<str>, RandomState>);

impl Texts {
    fn shared(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return known.clone();
        }
        let shared: Arc<str> = text.as_str().into();
        self.0.insert(text.into_boxed_str(), shared.clone());
        shared
    }
}

/// A row whose paragraph, year or unit this version does not know is no tariff of ours.
fn stored(row: Row, texts: &mut Texts) -> Option<Located<Tariff>> {
    let parts = TariffParts {
        amounts: [
            row.direct,
            row.shared,
            row.overhead,
            row.depreciation,
            row.pension,
            row.supervision,
            row.adjustment,
        ]
        .map(|oere| oere.map(Money::from_oere)),
        occupancy: row.occupancy,
        model: row.model,
    };
    Some(Located {
        at: FactRef {
            batch: row.batch,
            line: row.line,
        },
        value: Tariff {
            offer_id: texts.shared(row.offer_id),
            service: texts.shared(row.service),
            paragraph: Paragraph::from_key(&row.paragraph)?,
            year: Year::new(i64::from(row.year))?,
            amount: Money::from_oere(row.amount),
            unit: TariffUnit::from_key(&row.unit)?,
            parts: (!parts.is_empty()).then(|| Box::new(parts)),
        },
    })
}

/// The years that any standing upload has a tariff for, in order.
pub fn years(db: &mut Db, as_of: i64) -> QueryResult<Vec<Year>> {
    // Sorted here: SQLite would sort every row before it looks for the different ones.
    let rows: Vec<i32> = tariffs::table
        .filter(tariffs::batch.eq_any(batches::holding(as_of)))
        .select(tariffs::year)
        .distinct()
        .load(db)?;
    let years: BTreeSet<Year> = rows
        .into_iter()
        .filter_map(|y| Year::new(i64::from(y)))
        .collect();
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
