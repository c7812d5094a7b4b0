//! What the reports of models begin with, and how their figures say what they were made of.

use crate::domain::report::{Cell, Derivation, FactRef, Filter, Report, Table, Value};
use crate::reports::ReportError;
use crate::storage::data::settings;
use crate::storage::{self, Db};

/// A report that is worked out from its assumptions alone.
pub(super) fn assumed_alone(
    db: &mut Db,
    name: &'static str,
    title: &str,
    filters: Vec<Filter>,
) -> Result<Report, ReportError> {
    Ok(Report {
        name,
        title: title.to_owned(),
        filters,
        data_version: storage::version(db)?,
        synthetic: settings::is_synthetic(db)?,
        masks: false,
        rows: Table::default(),
        totals: Table::default(),
        notes: vec![
            "Tallene følger af forudsætningerne alene; ingen indlæste tal indgår.".to_owned(),
        ],
        sources: Vec::new(),
        series: Vec::new(),
    })
}

/// A figure with its formula, and the formula with the numbers put in.
pub(super) fn told(value: Value, formula: &str, numbers: String, facts: &[FactRef]) -> Cell {
    Cell {
        value,
        derivation: Some(Box::new(Derivation {
            formula: formula.to_owned(),
            with_numbers: numbers,
            facts: facts.to_vec(),
        })),
    }
}
