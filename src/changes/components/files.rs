//! The files of the component analysis: facts, the price and wage index, the inhabitants. Each says
//! what its rows are about and which numbers they have; what they change is found by [`super::measures`].

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::measures::{Measures, Names};
use super::sense;
use crate::changes::data::file_kind::Sums;
use crate::changes::data::receipt::{About, Receipt, Sum};
use crate::changes::data::spelling::{Respelt, Standing};
use crate::domain::area::Area;
use crate::domain::components::PopulationBand;
use crate::domain::components::{ComponentFact, FactKey};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::price_level::IndexNumber;
use crate::domain::report::Located;
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::components::{facts, population, price_index};
use crate::storage::{self, Db, QueryResult};

/// Facts of the component analysis.
pub struct ComponentFile;

impl Measures for ComponentFile {
    type Row = ComponentFact;
    type Key<'a> = &'a FactKey;
    const KEY: &'static str = "components";
    const LABEL: &'static str = "Udgifter og helårspersoner";
    const COLUMNS: &'static [Column] = file_columns::COMPONENTS;

    /// Each paragraph of each municipality, by name.
    fn known_rows(own: &[Area]) -> Vec<Vec<String>> {
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
        areas: &[Area],
    ) -> Result<Parsed<ComponentFact>, Vec<RowError>> {
        import::components(bytes, file_name, options, areas)
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

    fn holding(
        db: &mut Db,
        rows: &[Line<ComponentFact>],
        now: i64,
    ) -> QueryResult<Vec<Located<ComponentFact>>> {
        facts::holding(db, &codes(rows), now)
    }

    fn key(row: &ComponentFact) -> &FactKey {
        &row.key
    }

    fn what(row: &ComponentFact, names: &Names) -> String {
        words(&row.key, names)
    }

    fn numbers(row: &ComponentFact) -> Vec<(&'static str, Decimal)> {
        vec![
            ("udgift", row.expenditure.decimal()),
            ("helårspersoner", row.persons.decimal()),
        ]
    }

    fn notice(
        db: &mut Db,
        rows: &[Line<ComponentFact>],
        known: &[Located<ComponentFact>],
        receipt: &mut Receipt,
    ) -> QueryResult<()> {
        let codes = codes(rows);
        let now = storage::version(db)?;
        receipt.about = about(rows, &codes);
        receipt.warn(sense::warnings(db, rows, (known, &codes, now))?);
        Ok(())
    }
}

/// The areas that the rows are about.
fn codes(rows: &[Line<ComponentFact>]) -> Vec<String> {
    let codes: BTreeSet<&str> = rows.iter().map(|r| r.value.key.area.as_str()).collect();
    codes.into_iter().map(str::to_owned).collect()
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

fn words(key: &FactKey, names: &Names) -> String {
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

/// Numbers of the price and wage index.
pub struct PriceIndexFile;

impl Measures for PriceIndexFile {
    type Row = IndexNumber;
    type Key<'a> = Year;
    const KEY: &'static str = "price-index";
    const LABEL: &'static str = "Pris- og lønindeks";
    const COLUMNS: &'static [Column] = file_columns::PRICE_INDEX;
    const OF_NO_AREA: bool = true;

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        _areas: &[Area],
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

    fn holding(
        db: &mut Db,
        _rows: &[Line<IndexNumber>],
        now: i64,
    ) -> QueryResult<Vec<Located<IndexNumber>>> {
        price_index::holding(db, now)
    }

    fn key(row: &IndexNumber) -> Year {
        row.year
    }

    fn what(row: &IndexNumber, _names: &Names) -> String {
        format!("Pris- og lønindeks, {}", row.year)
    }

    fn numbers(row: &IndexNumber) -> Vec<(&'static str, Decimal)> {
        let index = Decimal::new(row.millionths, 6).normalize();
        vec![("indeks", index)]
    }
}

/// Inhabitants by age band.
pub struct PopulationFile;

impl Measures for PopulationFile {
    type Row = PopulationBand;
    /// Municipality, year and ages.
    type Key<'a> = (&'a str, Year, u16, u16);
    const KEY: &'static str = "population";
    const LABEL: &'static str = "Folketal";
    const COLUMNS: &'static [Column] = file_columns::POPULATION;

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        areas: &[Area],
    ) -> Result<Parsed<PopulationBand>, Vec<RowError>> {
        import::population(bytes, file_name, options, areas)
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

    fn holding(
        db: &mut Db,
        _rows: &[Line<PopulationBand>],
        now: i64,
    ) -> QueryResult<Vec<Located<PopulationBand>>> {
        population::holding(db, now)
    }

    fn key(row: &PopulationBand) -> (&str, Year, u16, u16) {
        (&row.municipality, row.year, row.age_from, row.age_to)
    }

    fn what(row: &PopulationBand, names: &Names) -> String {
        let name = names.get(&row.municipality).map_or("", String::as_str);
        format!("{name}, {}, {}-{} år", row.year, row.age_from, row.age_to)
    }

    fn numbers(row: &PopulationBand) -> Vec<(&'static str, Decimal)> {
        vec![("indbyggere", Decimal::from(row.inhabitants))]
    }
}
