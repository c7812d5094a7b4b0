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
    /// By the name of the area.
    pub facts: Vec<Under<ComponentFact>>,
    /// The inhabitants under it, by the name of the municipality.
    pub bands: Vec<Under<PopulationBand>>,
    /// The tariffs under it, by the name of the offer.
    pub tariffs: Vec<Under<Tariff>>,
    /// The index numbers that moved what is under it to another price level.
    pub index: Vec<Under<IndexNumber>>,
    /// The offers under it.
    pub offers: Vec<Under<Offer>>,
}

/// Something stored under the figure, with the upload that brought it.
#[derive(Debug, Clone)]
pub struct Under<T> {
    /// Whose it is, in Danish; empty for what is nobody's own.
    pub name: String,
    pub value: T,
    pub line: i64,
    pub batch: Batch,
}

/// The facts as somebody sees them who may see those of a target group of some areas alone: one of a target group
/// may be of a single person. Of other areas they stand as one, their sum, where the first of them stands.
pub fn together(
    facts: Vec<Under<ComponentFact>>,
    sees: impl Fn(&str) -> bool,
) -> Vec<Under<ComponentFact>> {
    let mut told: Vec<Under<ComponentFact>> = Vec::new();
    for mut fact in facts {
        if fact.value.key.target_group.is_some() && !sees(&fact.value.key.area) {
            fact.value.key.target_group = Some(ALL_GROUPS.to_owned());
            let same = |one: &&mut Under<ComponentFact>| {
                one.value.key == fact.value.key && one.batch.number == fact.batch.number
            };
            if let Some(sum) = told.iter_mut().find(same) {
                sum.value.expenditure = sum.value.expenditure + fact.value.expenditure;
                sum.value.persons = sum.value.persons + fact.value.persons;
                continue;
            }
        }
        told.push(fact);
    }
    told
}

/// What stands for the target groups whose facts are told together.
const ALL_GROUPS: &str = "alle målgrupper under ét";

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
        None if !column.told || cell.value.number().is_none() => return Ok(None),
        None => match told(db, which, cell)? {
            Some(derivation) => derivation,
            None => return Ok(None),
        },
    };
    let (row, column, cell) = (row, column.clone(), cell.clone());
    let refs = &derivation.facts;
    let uploads: Vec<i64> = refs.iter().map(|at| at.batch).collect();
    let uploads = batches::some(db, &uploads)?;
    let areas = areas::all(db)?;
    let area = |code: &str| {
        let area = areas.iter().find(|area| area.code == code);
        area.map(|area| area.name.clone())
    };
    let facts = facts::by_ref(db, refs)?;
    let bands = population::by_ref(db, refs)?;
    let index = price_index::by_ref(db, refs)?;
    let offers = register::by_ref(db, refs)?;
    Ok(Some(Origin {
        facts: under(facts, &uploads, |fact| area(&fact.key.area)),
        bands: under(bands, &uploads, |band| area(&band.municipality)),
        tariffs: of_tariffs(db, which, (refs, &uploads))?,
        index: under(index, &uploads, |_| Some(String::new())),
        offers: under(offers, &uploads, |offer| Some(offer.name.clone())),
        row,
        column,
        cell,
        derivation,
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
    (refs, uploads): (&[FactRef], &[Batch]),
) -> Result<Vec<Under<Tariff>>, ReportError> {
    let held = tariffs::by_ref(db, refs)?;
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let register = Register::load(db, &which.query)?;
    let name = |tariff: &Tariff| Some(register.name(&tariff.offer_id).to_owned());
    Ok(under(held, uploads, name))
}

/// What is stored, each with its upload; what nobody's name is known of is left out.
fn under<T>(
    held: Vec<Located<T>>,
    uploads: &[Batch],
    name: impl Fn(&T) -> Option<String>,
) -> Vec<Under<T>> {
    let brought = |Located { at, value }: Located<T>| {
        Some(Under {
            name: name(&value)?,
            line: at.line,
            batch: uploads.iter().find(|b| b.number == at.batch)?.clone(),
            value,
        })
    };
    held.into_iter().filter_map(brought).collect()
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
