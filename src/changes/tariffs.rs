//! A file of tariffs: what it changes, and the years that its services skip.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::data::file_kind::{FileKind, Registers, Sums};
use super::data::receipt::{Change, Receipt, Sum};
use super::data::spelling::{Respelt, Standing};
use super::offers::compare::held;
use crate::domain::danish::counted;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::period::Year;
use crate::domain::report::Located;
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::data::areas;
use crate::storage::tariffs::Wanted;
use crate::storage::{self, Db, QueryResult, tariffs};

/// Skipped years that a receipt spells out; the rest is counted.
const NOTES_SHOWN: usize = 200;

/// A file of tariffs.
pub struct TariffFile;

impl FileKind for TariffFile {
    type Row = Tariff;
    const KEY: &'static str = "tariffs";
    const LABEL: &'static str = "Takster";
    const COLUMNS: &'static [Column] = file_columns::TARIFFS;

    fn registers(db: &mut Db, bound: bool) -> QueryResult<Registers> {
        Ok(Registers {
            areas: if bound { areas::all(db)? } else { Vec::new() },
            offers: held(db)?,
            ..Registers::default()
        })
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<Tariff>, Vec<RowError>> {
        let Registers { areas, offers, .. } = registers;
        import::tariffs(bytes, file_name, options, areas, offers)
    }

    fn as_known(db: &mut Db, rows: &mut [Line<Tariff>]) -> QueryResult<Vec<String>> {
        let now = storage::version(db)?;
        let services = tariffs::services(db, now)?;
        let services = services
            .iter()
            .map(|(offer, service)| (offer.as_str(), service.as_str()));
        let standing = Standing::of(services);
        let mut respelt = Respelt::default();
        for tariff in rows.iter_mut().map(|row| &mut row.value) {
            if let Some(stands) = standing.other_spelling(&tariff.offer_id, &tariff.service) {
                respelt.add(&tariff.service, stands);
                tariff.service = stands.into();
            }
        }
        Ok(respelt.notes("Ydelsen"))
    }

    fn sums(rows: &[Line<Tariff>]) -> Sums {
        let mut money = 0;
        let mut by_unit: BTreeMap<TariffUnit, Money> = BTreeMap::new();
        for tariff in rows.iter().map(|row| &row.value) {
            let sum = by_unit.entry(tariff.unit).or_default();
            *sum = *sum + tariff.amount;
            money += tariff.amount.oere();
        }
        // Tariffs of different units are never added up: one control sum for each.
        let shown = |(unit, sum): (TariffUnit, Money)| Sum {
            label: format!("Takster pr. {} lagt sammen", unit.label()),
            value: sum.decimal().to_string(),
        };
        Sums {
            money,
            quantity: 0,
            shown: by_unit.into_iter().map(shown).collect(),
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Tariff)> + Clone,
    ) -> QueryResult<()> {
        tariffs::add(db, upload, rows)
    }

    fn compare(db: &mut Db, rows: &[Line<Tariff>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        // Nearly always the first file of its years, when nothing is known of them.
        let known = if tariffs::years(db, now)?.is_empty() {
            Vec::new()
        } else {
            let ids: BTreeSet<&str> = rows.iter().map(|r| &*r.value.offer_id).collect();
            let ids = ids.into_iter().map(str::to_owned).collect();
            tariffs::holding(db, &Wanted::Offers(ids), now)?
        };
        type Key<'a> = (&'a str, &'a str, Year);
        fn key(t: &Tariff) -> Key<'_> {
            (&t.offer_id, &t.service, t.year)
        }
        let standing: HashMap<Key, &Tariff, RandomState> =
            known.iter().map(|t| (key(&t.value), &t.value)).collect();
        for row in rows {
            let tariff = &row.value;
            let old = if standing.is_empty() {
                None
            } else {
                standing.get(&key(tariff))
            };
            receipt.count(old.map(|old| changes(row.line, old, tariff)));
        }
        receipt.notes.extend(skipped_years(rows, &known));
        let years: BTreeSet<i32> = rows.iter().map(|row| row.value.year.number()).collect();
        receipt.about.years = years.into_iter().collect();
        Ok(())
    }
}

fn changes(line: u32, old: &Tariff, new: &Tariff) -> Vec<Change> {
    let what = || format!("{}, {}, {}", new.offer_id, new.service, new.year);
    let change = |measure: &str, old: String, new: String| Change {
        line,
        what: what(),
        measure: measure.to_owned(),
        old,
        new,
    };
    let mut changes = Vec::new();
    if old.amount != new.amount {
        let kroner = |m: Money| danish(m.decimal());
        changes.push(change("takst", kroner(old.amount), kroner(new.amount)));
    }
    if old.unit != new.unit {
        let (old, new) = (old.unit.label(), new.unit.label());
        changes.push(change("enhed", old.to_owned(), new.to_owned()));
    }
    if old.paragraph != new.paragraph {
        let (old, new) = (old.paragraph.label(), new.paragraph.label());
        changes.push(change("paragraf", old.to_owned(), new.to_owned()));
    }
    if old.parts != new.parts {
        let told = |t: &Tariff| {
            if t.parts.is_some() {
                "oplyst"
            } else {
                "ikke oplyst"
            }
            .to_owned()
        };
        changes.push(change("takstens dele", told(old), told(new)));
    }
    changes
}

/// A year that a service skips is accepted: the file may be right, and a report lists the service
/// apart. But whoever uploads it is told.
fn skipped_years(rows: &[Line<Tariff>], known: &[Located<Tariff>]) -> Vec<String> {
    // A bit for each year that there can be: a set of years in one number.
    let bit = |year: Year| 1u64 << (year.number() - Year::FIRST.number());
    let mut years: HashMap<(&str, &str), u64, RandomState> = HashMap::default();
    let mut order: Vec<(&str, &str)> = Vec::new();
    for tariff in rows.iter().map(|r| &r.value) {
        let key = (&*tariff.offer_id, &*tariff.service);
        *years.entry(key).or_insert_with(|| {
            order.push(key);
            0
        }) |= bit(tariff.year);
    }
    for tariff in known.iter().map(|held| &held.value) {
        if let Some(set) = years.get_mut(&(&*tariff.offer_id, &*tariff.service)) {
            *set |= bit(tariff.year);
        }
    }
    let mut notes = Vec::new();
    let mut more = 0usize;
    for key in order {
        let set = years.get(&key).copied().unwrap_or(0);
        let inside = !set
            & ((1u64 << (63 - set.leading_zeros())) - 1)
            & !((1u64 << set.trailing_zeros()) - 1);
        if inside == 0 {
            continue;
        }
        if notes.len() == NOTES_SHOWN {
            more += 1;
            continue;
        }
        let skipped: Vec<String> = (0..64)
            .filter(|n| inside & (1u64 << n) != 0)
            .map(|n| (Year::FIRST.number() + n).to_string())
            .collect();
        notes.push(format!(
            "{}, {}: der mangler en takst for {}, så årene omkring sammenlignes ikke.",
            key.0,
            key.1,
            skipped.join(", ")
        ));
    }
    if more > 0 {
        let more = counted(more, "ydelse", "ydelser");
        notes.push(format!("Der mangler år for {more} til."));
    }
    notes
}
