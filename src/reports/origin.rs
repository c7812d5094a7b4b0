//! Where a figure comes from: its formula, the numbers put in, and each fact with its file.

use super::offers::register::Register;
use super::tariffs::origin;
use super::{FigureAt, ReportError};
use crate::domain::components::{ComponentFact, PopulationBand};
use crate::domain::offers::Offer;
use crate::domain::price_level::IndexNumber;
use crate::domain::report::{Cell, Column, Derivation, FactRef, Located, Report, Table};
use crate::domain::tariffs::Tariff;
use crate::storage::components::{facts, population, price_index};
use crate::storage::data::areas;
use crate::storage::data::batches::{self, Batch};
use crate::storage::offers::register;
use crate::storage::{Db, tariffs};

/// The answer.
#[derive(Debug, Clone)]
pub struct Origin {
    pub report: Report,
    /// What names the row, in Danish: "SEL § 107", "2022".
    pub row: Vec<String>,
    pub column: Column,
    pub cell: Cell,
    pub derivation: Derivation,
    pub facts: Vec<FactOrigin>,
    /// The inhabitants under it.
    pub bands: Vec<BandOrigin>,
    /// The tariffs under it.
    pub tariffs: Vec<TariffOrigin>,
    /// The index numbers that moved what is under it to another price level.
    pub index: Vec<IndexOrigin>,
    /// The offers under it.
    pub offers: Vec<OfferOrigin>,
}

/// An offer under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct OfferOrigin {
    pub offer: Offer,
    pub line: i64,
    pub batch: Batch,
}

/// A tariff under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct TariffOrigin {
    /// The offer's name.
    pub offer: String,
    pub tariff: Tariff,
    pub line: i64,
    pub batch: Batch,
}

/// An index number under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct IndexOrigin {
    pub number: IndexNumber,
    pub line: i64,
    pub batch: Batch,
}

/// A fact under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct FactOrigin {
    pub area: String,
    pub fact: Located<ComponentFact>,
    pub batch: Batch,
}

/// An age band under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct BandOrigin {
    pub municipality: String,
    pub band: PopulationBand,
    pub line: i64,
    pub batch: Batch,
}

/// Finds a figure and what is under it; `None` when the report has no such computed figure.
pub fn find(db: &mut Db, which: &FigureAt) -> Result<Option<Origin>, ReportError> {
    let report = (which.question.report)(db, &which.query)?;
    let tables = [&report.rows, &report.totals];
    let Some((row, column, cell)) = tables.into_iter().find_map(|table| locate(table, which))
    else {
        return Ok(None);
    };
    let derivation = match cell.derivation().cloned() {
        Some(derivation) => derivation,
        // A masked figure is no number: what it was made of is not told either.
        None if !column.told || cell.value.number().is_none() => return Ok(None),
        None => match told(db, which, cell)? {
            Some(derivation) => derivation,
            None => return Ok(None),
        },
    };
    let facts = facts::by_ref(db, &derivation.facts)?;
    let bands = population::by_ref(db, &derivation.facts)?;
    let tariffs = of_tariffs(db, which, &derivation)?;
    let index = index(db, &derivation)?;
    let offers = offers(db, &derivation)?;
    let numbers: Vec<i64> = facts
        .iter()
        .map(|f| f.at.batch)
        .chain(bands.iter().map(|(at, _)| at.batch))
        .collect();
    let uploads = batches::some(db, &numbers)?;
    let register = areas::all(db)?;
    let facts = facts
        .into_iter()
        .filter_map(|fact| {
            let batch = uploads.iter().find(|b| b.number == fact.at.batch)?.clone();
            let area = register
                .iter()
                .find(|a| a.code == fact.value.key.area)?
                .name
                .clone();
            Some(FactOrigin { area, fact, batch })
        })
        .collect();
    let bands = bands
        .into_iter()
        .filter_map(|(at, band)| {
            let batch = uploads.iter().find(|b| b.number == at.batch)?.clone();
            let area = register.iter().find(|a| a.code == band.municipality)?;
            Some(BandOrigin {
                municipality: area.name.clone(),
                band,
                line: at.line,
                batch,
            })
        })
        .collect();
    let (row, column, cell) = (row, column.clone(), cell.clone());
    Ok(Some(Origin {
        row,
        column,
        cell,
        derivation,
        facts,
        bands,
        tariffs,
        index,
        offers,
        report,
    }))
}

/// How a figure was made whose cell does not say it.
fn told(db: &mut Db, which: &FigureAt, cell: &Cell) -> Result<Option<Derivation>, ReportError> {
    let register = Register::load(db, &which.query)?;
    origin::derive(db, &register, which, cell)
}

/// The tariffs under a figure; none under other figures.
fn of_tariffs(
    db: &mut Db,
    which: &FigureAt,
    derivation: &Derivation,
) -> Result<Vec<TariffOrigin>, ReportError> {
    let held = tariffs::by_ref(db, &derivation.facts)?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let register = Register::load(db, &which.query)?;
    let numbers: Vec<i64> = held.iter().map(|(at, _)| at.batch).collect();
    let uploads = batches::some(db, &numbers)?;
    let upload = |number: i64| uploads.iter().find(|b| b.number == number).cloned();
    let tariff = |(at, tariff): (FactRef, Tariff)| {
        Some(TariffOrigin {
            offer: register.name(&tariff.offer_id).to_owned(),
            line: at.line,
            batch: upload(at.batch)?,
            tariff,
        })
    };
    Ok(held.into_iter().filter_map(tariff).collect())
}

/// The index numbers that moved what is under a figure.
fn index(db: &mut Db, derivation: &Derivation) -> Result<Vec<IndexOrigin>, ReportError> {
    let numbers = price_index::by_ref(db, &derivation.facts)?;
    let batches: Vec<i64> = numbers.iter().map(|number| number.at.batch).collect();
    let uploads = batches::some(db, &batches)?;
    let origin = |number: Located<IndexNumber>| {
        let Located { at, value } = number;
        Some(IndexOrigin {
            line: at.line,
            batch: uploads.iter().find(|b| b.number == at.batch)?.clone(),
            number: value,
        })
    };
    Ok(numbers.into_iter().filter_map(origin).collect())
}

/// The offers under a figure.
fn offers(db: &mut Db, derivation: &Derivation) -> Result<Vec<OfferOrigin>, ReportError> {
    let held = register::by_ref(db, &derivation.facts)?;
    let numbers: Vec<i64> = held.iter().map(|(at, _)| at.batch).collect();
    let uploads = batches::some(db, &numbers)?;
    let origin = |(at, offer): (FactRef, Offer)| {
        Some(OfferOrigin {
            line: at.line,
            batch: uploads.iter().find(|b| b.number == at.batch)?.clone(),
            offer,
        })
    };
    Ok(held.into_iter().filter_map(origin).collect())
}

fn locate<'a>(table: &'a Table, which: &FigureAt) -> Option<(Vec<String>, &'a Column, &'a Cell)> {
    let place = table.column(&which.column)?;
    let names: Vec<(usize, &str)> = which
        .row
        .iter()
        .map(|(key, value)| Some((table.column(key)?, value.as_str())))
        .collect::<Option<_>>()?;
    let row = table
        .rows
        .iter()
        .find(|row| names.iter().all(|(i, value)| row[*i].value.key() == *value))?;
    let words = names.iter().map(|(i, _)| row[*i].value.danish()).collect();
    Some((words, &table.columns[place], &row[place]))
}
