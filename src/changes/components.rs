//! What a file changes: each row against the facts that hold now, and the sums of its rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::data::receipt::{Change, Receipt, Sum};
use crate::domain::components::PopulationBand;
use crate::domain::components::{ComponentFact, FactKey};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::price_level::IndexNumber;
use crate::import::Parsed;
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult};

pub(in crate::changes) fn components(
    db: &mut Db,
    parsed: &Parsed<ComponentFact>,
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let codes: BTreeSet<&str> = parsed
        .rows
        .iter()
        .map(|r| r.value.key.area.as_str())
        .collect();
    let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
    let now = storage::version(db)?;
    let known = storage::components::facts::holding(db, &codes, now)?;
    let known: HashMap<&FactKey, &ComponentFact> =
        known.iter().map(|l| (&l.value.key, &l.value)).collect();
    let names: HashMap<String, String> = areas::all(db)?
        .into_iter()
        .map(|a| (a.code, a.name))
        .collect();
    let mut money: BTreeMap<Year, Money> = BTreeMap::new();
    let mut persons = FullYearPersons::ZERO;
    for row in &parsed.rows {
        let fact = &row.value;
        let sum = money.entry(fact.key.price_level).or_default();
        *sum = *sum + fact.expenditure;
        persons = persons + fact.persons;
        receipt.count(known.get(&fact.key).map(|old| {
            let values = [
                (
                    "udgift",
                    old.expenditure.decimal(),
                    fact.expenditure.decimal(),
                ),
                (
                    "helårspersoner",
                    old.persons.decimal(),
                    fact.persons.decimal(),
                ),
            ];
            changes(row.line, || words(&fact.key, &names), &values)
        }));
    }
    // Sums of different price levels are never added up: one for each.
    for (level, sum) in money {
        receipt.sums.push(Sum {
            label: format!("Udgift, {level}-p/l"),
            value: sum.decimal().to_string(),
        });
    }
    receipt.sums.push(Sum {
        label: "Helårspersoner".to_owned(),
        value: persons.decimal().to_string(),
    });
    Ok(())
}

fn words(key: &FactKey, names: &HashMap<String, String>) -> String {
    let area = names
        .get(&key.area)
        .map_or(key.area.as_str(), String::as_str);
    let mut words = format!(
        "{area}, {}, {}, {}-p/l",
        key.paragraph, key.year, key.price_level
    );
    if let Some(supplier) = key.supplier {
        words.push_str(&format!(", {}", supplier.label().to_lowercase()));
    }
    if let Some(group) = &key.target_group {
        words.push_str(&format!(", {group}"));
    }
    words
}

fn changes(
    line: u32,
    what: impl Fn() -> String,
    values: &[(&str, Decimal, Decimal)],
) -> Vec<Change> {
    values
        .iter()
        .filter(|(_, old, new)| old != new)
        .map(|(measure, old, new)| Change {
            line,
            what: what(),
            measure: (*measure).to_owned(),
            old: danish(*old),
            new: danish(*new),
        })
        .collect()
}

pub(in crate::changes) fn price_index(
    db: &mut Db,
    parsed: &Parsed<IndexNumber>,
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let now = storage::version(db)?;
    let known: BTreeMap<Year, i64> = storage::components::price_index::holding(db, now)?
        .into_iter()
        .map(|(_, n)| (n.year, n.millionths))
        .collect();
    let index = |millionths: i64| Decimal::new(millionths, 6).normalize();
    for row in &parsed.rows {
        let number = &row.value;
        receipt.count(known.get(&number.year).map(|old| {
            let values = [("indeks", index(*old), index(number.millionths))];
            changes(
                row.line,
                || format!("Pris- og lønindeks, {}", number.year),
                &values,
            )
        }));
    }
    let years: Vec<String> = parsed
        .rows
        .iter()
        .map(|r| r.value.year.to_string())
        .collect();
    receipt.sums.push(Sum {
        label: "Antal år".to_owned(),
        value: years.len().to_string(),
    });
    Ok(())
}

pub(in crate::changes) fn population(
    db: &mut Db,
    parsed: &Parsed<PopulationBand>,
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let now = storage::version(db)?;
    let names: HashMap<String, String> = areas::all(db)?
        .into_iter()
        .map(|a| (a.code, a.name))
        .collect();
    type Key = (String, Year, u16, u16);
    let key =
        |b: &PopulationBand| -> Key { (b.municipality.clone(), b.year, b.age_from, b.age_to) };
    let known: HashMap<Key, i64> = storage::components::population::holding(db, now)?
        .into_iter()
        .map(|(_, b)| (key(&b), b.inhabitants))
        .collect();
    for row in &parsed.rows {
        let band = &row.value;
        receipt.count(known.get(&key(band)).map(|old| {
            let values = [(
                "indbyggere",
                Decimal::from(*old),
                Decimal::from(band.inhabitants),
            )];
            let name = names.get(&band.municipality).map_or("", String::as_str);
            let what = || {
                format!(
                    "{name}, {}, {}-{} år",
                    band.year, band.age_from, band.age_to
                )
            };
            changes(row.line, what, &values)
        }));
    }
    let sum: i64 = parsed.rows.iter().map(|r| r.value.inhabitants).sum();
    receipt.sums.push(Sum {
        label: "Indbyggere".to_owned(),
        value: sum.to_string(),
    });
    Ok(())
}
