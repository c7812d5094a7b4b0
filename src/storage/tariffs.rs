//! Tariffs: only ever added; which hold is decided when they are read.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use foldhash::fast::RandomState;

use super::Db;
use super::bulk;
use super::data::batches;
use super::schema::{tariff_years, tariffs};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::domain::tariffs::{Part, Tariff, TariffParts, TariffUnit};

/// Offers asked for by name in one query; of more, all are read.
pub const NAMED: usize = 500;

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
///
/// Which uploads hold is not said in the query: "of an upload that holds" leads SQLite through the index by
/// upload, to every tariff there is, one look-up for each.
pub fn holding(db: &mut Db, wanted: &Wanted, as_of: i64) -> QueryResult<Vec<Located<Tariff>>> {
    let mut standing = Standing {
        numbers: batches::numbers(db, as_of)?,
        texts: Texts::default(),
        rows: Vec::new(),
    };
    // Each row is read and put away before the next: a hundred thousand of them as they are stored would
    // take more memory than what is kept of them.
    macro_rules! read {
        ($query:expr) => {
            for row in $query.load_iter::<Row, DefaultLoadingMode>(db)? {
                standing.take(row?);
            }
        };
    }
    let all = tariffs::table.select(Row::as_select());
    match wanted {
        Wanted::Years(years) => {
            let years: Vec<i32> = years.iter().map(|y| y.number()).collect();
            read!(all.filter(tariffs::year.eq_any(years)));
        }
        Wanted::Offers(offers) if offers.len() <= NAMED => {
            read!(all.filter(tariffs::offer_id.eq_any(offers)));
        }
        Wanted::Offers(_) => read!(all),
        Wanted::OffersIn(offers, year) if offers.len() <= NAMED => {
            let named = all.filter(tariffs::offer_id.eq_any(offers));
            read!(named.filter(tariffs::year.eq(year)));
        }
        Wanted::OffersIn(_, year) => read!(all.filter(tariffs::year.eq(year))),
    }
    let mut held = standing.newest();
    if let Wanted::Offers(offers) | Wanted::OffersIn(offers, _) = wanted {
        let offers: BTreeSet<&str> = offers.iter().map(String::as_str).collect();
        held.retain(|of| offers.contains(&*of.value.offer_id));
    }
    Ok(held)
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

/// Tariffs of the uploads that hold.
struct Standing {
    numbers: HashSet<i64>,
    texts: Texts,
    rows: Vec<Located<Tariff>>,
}

impl Standing {
    fn take(&mut self, row: Row) {
        if self.numbers.contains(&row.batch) {
            self.rows.extend(stored(row, &mut self.texts));
        }
    }

    /// The last of each service and year.
    fn newest(mut self) -> Vec<Located<Tariff>> {
        self.rows.sort_unstable_by(|a, b| {
            let service = by_service(&a.value, &b.value);
            service.then_with(|| (b.at.batch, b.at.line).cmp(&(a.at.batch, a.at.line)))
        });
        self.rows
            .dedup_by(|later, kept| by_service(&later.value, &kept.value).is_eq());
        self.rows
    }
}

/// By offer, service and year. Texts that rows share are known by their address.
fn by_service(a: &Tariff, b: &Tariff) -> Ordering {
    let texts = |a: &Arc<str>, b: &Arc<str>| {
        if Arc::ptr_eq(a, b) {
            Ordering::Equal
        } else {
            a.cmp(b)
        }
    };
    texts(&a.offer_id, &b.offer_id)
        .then_with(|| texts(&a.service, &b.service))
        .then_with(|| a.year.cmp(&b.year))
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
    let rows: Vec<i32> = tariff_years::table
        .filter(tariff_years::batch.eq_any(batches::holding(as_of)))
        .select(tariff_years::year)
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
