//! The files of the component analysis: facts, the price and wage index, the inhabitants. What
//! each changes: each row against the facts that hold now, and the sums of its rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::sense;
use crate::changes::data::file_kind::{FileKind, Registers, Sums};
use crate::changes::data::receipt::{About, Change, Receipt, Sum};
use crate::changes::data::spelling::{Respelt, Standing};
use crate::domain::area::Area;
use crate::domain::components::PopulationBand;
use crate::domain::components::{ComponentFact, FactKey};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::price_level::IndexNumber;
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::components::{facts, population, price_index};
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult};

/// Facts of the component analysis.
pub struct ComponentFile;

impl FileKind for ComponentFile {
    type Row = ComponentFact;
    const KEY: &'static str = "components";
    const LABEL: &'static str = "Udgifter og helårspersoner";
    const COLUMNS: &'static [Column] = file_columns::COMPONENTS;

    fn registers(db: &mut Db, _bound: bool) -> QueryResult<Registers> {
        all_areas(db)
    }

    /// Each paragraph of each municipality, by name.
    fn known_rows(_: &Registers, own: &[Area]) -> Vec<Vec<String>> {
        let row = |area: &Area, paragraph: Paragraph| {
            vec![area.name.clone(), paragraph.label().to_owned()]
        };
        let of_area = |area| Paragraph::ALL.map(|paragraph| row(area, paragraph));
        own.iter().flat_map(of_area).collect()
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
        import::components(bytes, file_name, options, &registers.areas)
    }

    fn as_known(db: &mut Db, rows: &mut [Line<ComponentFact>]) -> QueryResult<Vec<String>> {
        if rows.iter().all(|row| row.value.key.target_group.is_none()) {
            return Ok(Vec::new());
        }
        let now = storage::version(db)?;
        let groups = facts::target_groups(db, now)?;
        let standing = Standing::of(groups.iter().map(|group| ((), group.as_str())));
        let mut respelt = Respelt::default();
        for group in rows
            .iter_mut()
            .filter_map(|row| row.value.key.target_group.as_mut())
        {
            if let Some(stands) = standing.other_spelling((), group) {
                respelt.add(group, stands);
                stands.clone_into(group);
            }
        }
        Ok(respelt.notes("Målgruppen"))
    }

    fn sums(rows: &[Line<ComponentFact>]) -> Sums {
        let mut sums = Sums::default();
        let mut money: BTreeMap<Year, Money> = BTreeMap::new();
        let mut persons = FullYearPersons::ZERO;
        for fact in rows.iter().map(|row| &row.value) {
            let sum = money.entry(fact.key.price_level).or_default();
            *sum = *sum + fact.expenditure;
            persons = persons + fact.persons;
            sums.money += fact.expenditure.oere();
            sums.quantity += fact.persons.ten_thousandths();
        }
        // Sums of different price levels are never added up: one for each.
        for (level, sum) in money {
            sums.shown.push(Sum {
                label: format!("Udgift, {level}-p/l"),
                value: sum.decimal().to_string(),
            });
        }
        sums.shown.push(Sum {
            label: "Helårspersoner".to_owned(),
            value: persons.decimal().to_string(),
        });
        sums
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a ComponentFact)> + Clone,
    ) -> QueryResult<()> {
        facts::add(db, upload, rows)
    }

    fn compare(
        db: &mut Db,
        rows: &[Line<ComponentFact>],
        receipt: &mut Receipt,
    ) -> QueryResult<()> {
        let codes: BTreeSet<&str> = rows.iter().map(|r| r.value.key.area.as_str()).collect();
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        let now = storage::version(db)?;
        let known = facts::holding(db, &codes, now)?;
        let by_key: HashMap<&FactKey, &ComponentFact> =
            known.iter().map(|l| (&l.value.key, &l.value)).collect();
        let names: HashMap<String, String> = areas::all(db)?
            .into_iter()
            .map(|a| (a.code, a.name))
            .collect();
        for row in rows {
            let fact = &row.value;
            receipt.count(by_key.get(&fact.key).map(|old| {
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
        receipt.about = about(rows, &codes);
        receipt.warn(sense::warnings(db, rows, (&known, &codes, now))?);
        Ok(())
    }
}

fn about(rows: &[Line<ComponentFact>], codes: &[String]) -> About {
    let keys = rows.iter().map(|row| &row.value.key);
    let years: BTreeSet<i32> = keys.clone().map(|key| key.year.number()).collect();
    let paragraphs: BTreeSet<Paragraph> = keys.map(|key| key.paragraph).collect();
    About {
        years: years.into_iter().collect(),
        areas: codes.to_vec(),
        paragraphs: paragraphs.iter().map(|p| p.key().to_owned()).collect(),
    }
}

fn all_areas(db: &mut Db) -> QueryResult<Registers> {
    Ok(Registers {
        areas: areas::all(db)?,
        ..Registers::default()
    })
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

/// Numbers of the price and wage index.
pub struct PriceIndexFile;

impl FileKind for PriceIndexFile {
    type Row = IndexNumber;
    const KEY: &'static str = "price-index";
    const LABEL: &'static str = "Pris- og lønindeks";
    const COLUMNS: &'static [Column] = file_columns::PRICE_INDEX;
    const NOBODYS_OWN: bool = true;

    fn registers(_db: &mut Db, _bound: bool) -> QueryResult<Registers> {
        Ok(Registers::default())
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        _registers: &Registers,
    ) -> Result<Parsed<IndexNumber>, Vec<RowError>> {
        import::price_index(bytes, file_name, options)
    }

    fn sums(rows: &[Line<IndexNumber>]) -> Sums {
        Sums {
            money: 0,
            quantity: rows.iter().map(|r| r.value.millionths).sum(),
            shown: vec![Sum {
                label: "Antal år".to_owned(),
                value: rows.len().to_string(),
            }],
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a IndexNumber)> + Clone,
    ) -> QueryResult<()> {
        price_index::add(db, upload, rows)
    }

    fn compare(db: &mut Db, rows: &[Line<IndexNumber>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        let known: BTreeMap<Year, i64> = price_index::holding(db, now)?
            .into_iter()
            .map(|n| (n.value.year, n.value.millionths))
            .collect();
        let index = |millionths: i64| Decimal::new(millionths, 6).normalize();
        for row in rows {
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
        Ok(())
    }
}

/// Inhabitants by age band.
pub struct PopulationFile;

impl FileKind for PopulationFile {
    type Row = PopulationBand;
    const KEY: &'static str = "population";
    const LABEL: &'static str = "Folketal";
    const COLUMNS: &'static [Column] = file_columns::POPULATION;

    fn registers(db: &mut Db, _bound: bool) -> QueryResult<Registers> {
        all_areas(db)
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<PopulationBand>, Vec<RowError>> {
        import::population(bytes, file_name, options, &registers.areas)
    }

    fn sums(rows: &[Line<PopulationBand>]) -> Sums {
        let inhabitants: i64 = rows.iter().map(|r| r.value.inhabitants).sum();
        Sums {
            money: 0,
            quantity: inhabitants,
            shown: vec![Sum {
                label: "Indbyggere".to_owned(),
                value: inhabitants.to_string(),
            }],
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a PopulationBand)> + Clone,
    ) -> QueryResult<()> {
        population::add(db, upload, rows)
    }

    fn compare(
        db: &mut Db,
        rows: &[Line<PopulationBand>],
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
        let known: HashMap<Key, i64> = population::holding(db, now)?
            .into_iter()
            .map(|band| (key(&band.value), band.value.inhabitants))
            .collect();
        for row in rows {
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
        Ok(())
    }
}
