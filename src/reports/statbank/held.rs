//! What is uploaded of statistikbanken, and the figures of a year that are made of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::danish::list;
use crate::domain::number::{Exact, danish, exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::{Quarter, Year};
use crate::domain::report::FactRef;
use crate::domain::statbank::{Key, PRIVATE, Period, Published, Table, function_of, service_of};
use crate::storage::{Db, QueryResult, statbank};
use rust_decimal::Decimal;

/// A figure, the numbers it is made of, and where they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub value: Exact,
    pub numbers: String,
    pub facts: Vec<FactRef>,
    /// The table that it is of.
    pub table: Table,
}

/// A figure, or why there is none, in Danish.
pub type Figure = Result<Made, String>;

/// Everything uploaded for some municipalities that holds at a data version.
pub struct Held {
    figures: BTreeMap<Key, (FactRef, i64)>,
    tables: BTreeSet<Table>,
}

impl Held {
    pub fn load(db: &mut Db, areas: &[String], as_of: i64) -> QueryResult<Held> {
        let mut held = Held {
            figures: BTreeMap::new(),
            tables: BTreeSet::new(),
        };
        for table in Table::ALL {
            for of in statbank::holding(db, table, areas, as_of)? {
                let Published { key, units, .. } = of.value;
                held.tables.insert(table);
                held.figures.insert(key, (of.at, units));
            }
        }
        Ok(held)
    }

    /// The tables that nothing is uploaded of.
    pub fn lacking(&self) -> Vec<Table> {
        let all = Table::ALL.into_iter();
        all.filter(|table| !self.tables.contains(table)).collect()
    }

    fn is_uploaded(&self, table: Table) -> Result<(), String> {
        if self.tables.contains(&table) {
            Ok(())
        } else {
            Err(not_uploaded(table))
        }
    }

    /// The mean of a year's quarters; no three of them tell of a year.
    pub fn persons(&self, municipality: &str, paragraph: Paragraph, year: Year) -> Figure {
        self.is_uploaded(Table::Hand01)?;
        let service = service_of(paragraph).ok_or("HAND01 har ingen ydelse for paragraffen.")?;
        let mut sum = 0;
        let (mut numbers, mut facts, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
        for quarter in Quarter::all(year) {
            let key = Key {
                table: Table::Hand01,
                municipality: municipality.to_owned(),
                item: service.code.to_owned(),
                owner: String::new(),
                part: String::new(),
                period: Period::Quarter(quarter),
            };
            match self.figures.get(&key) {
                Some((at, units)) => {
                    sum += units;
                    numbers.push(shown(Table::Hand01, *units));
                    facts.push(*at);
                }
                None => lacking.push(format!("{}. kvartal", quarter.number())),
            }
        }
        match lacking.len() {
            0 => Ok(Made {
                value: exact(sum, Table::Hand01.decimals()) / exact(4, 0),
                numbers: format!("({}) / 4", numbers.join(" + ")),
                facts,
                table: Table::Hand01,
            }),
            4 => Err(format!("HAND01 har ingen tal for kommunen i {year}.")),
            _ => Err(format!(
                "HAND01 mangler {} {year} for kommunen.",
                list(&lacking)
            )),
        }
    }

    /// The accounts of a function: REGK31, or where it has none, REGK100 added up.
    pub fn accounts(&self, municipality: &str, paragraph: Paragraph, year: Year) -> Figure {
        let of = |table| self.summed(table, (municipality, paragraph, year), &|_| true);
        of(Table::Regk31).or_else(|reason| of(Table::Regk100).map_err(|_| reason))
    }

    /// The part of them that goes to private and self-governing suppliers.
    pub fn private(&self, municipality: &str, paragraph: Paragraph, year: Year) -> Figure {
        let asked = (municipality, paragraph, year);
        self.summed(Table::Regk100, asked, &|_| true)?;
        let private = |key: &Key| PRIVATE.contains(&key.owner.as_str());
        self.summed(Table::Regk100, asked, &private)
            .or_else(|_| Ok(none(Table::Regk100)))
    }

    fn summed(
        &self,
        table: Table,
        (municipality, paragraph, year): (&str, Paragraph, Year),
        counts: &dyn Fn(&Key) -> bool,
    ) -> Figure {
        self.is_uploaded(table)?;
        let function = function_of(paragraph).ok_or("Paragraffen har ingen funktion.")?;
        let first = Key {
            table,
            municipality: municipality.to_owned(),
            item: function.code.to_owned(),
            owner: String::new(),
            part: String::new(),
            period: Period::Year(Year::FIRST),
        };
        let of_function = self
            .figures
            .range::<Key, _>(&first..)
            .take_while(|(key, _)| {
                (key.table, &key.municipality, &key.item)
                    == (table, &first.municipality, &first.item)
            });
        let found: Vec<(FactRef, i64)> = of_function
            .filter(|(key, _)| key.period == Period::Year(year) && counts(key))
            .map(|(_, of)| *of)
            .collect();
        if found.is_empty() {
            let name = table.name();
            return Err(format!("{name} har ingen tal for kommunen i {year}."));
        }
        let sum: i64 = found.iter().map(|(_, units)| units).sum();
        Ok(Made {
            value: exact(sum, table.decimals()),
            numbers: format!("{} kr.", shown(table, sum)),
            facts: found.into_iter().map(|(at, _)| at).collect(),
            table,
        })
    }

    /// The inhabitants on 1 January.
    pub fn inhabitants(&self, municipality: &str, year: Year) -> Result<(i64, FactRef), String> {
        self.is_uploaded(Table::Folk1a)?;
        let first = Quarter::all(year).next().map(Period::Quarter);
        let found = first.and_then(|period| {
            self.figures.get(&Key {
                table: Table::Folk1a,
                municipality: municipality.to_owned(),
                item: String::new(),
                owner: String::new(),
                part: String::new(),
                period,
            })
        });
        let found = found.filter(|(_, persons)| *persons > 0);
        found
            .map(|(at, persons)| (*persons, *at))
            .ok_or_else(|| format!("FOLK1A mangler 1. kvartal {year} for kommunen."))
    }
}

/// Why a table has no figure at all.
pub fn not_uploaded(table: Table) -> String {
    format!("{} er ikke indlæst.", table.name())
}

fn none(table: Table) -> Made {
    Made {
        value: exact(0, 0),
        numbers: "0".to_owned(),
        facts: Vec::new(),
        table,
    }
}

fn shown(table: Table, units: i64) -> String {
    danish(Decimal::new(units, table.decimals()).normalize())
}
