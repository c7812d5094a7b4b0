//! `municipality`: one municipality across the paragraphs, against its region.

use super::basis::Basis;
use super::items::{self, Item};
use super::paragraph::Inhabitants;
use super::unit_costs::{change_columns_of, columns, item};
use crate::domain::area::HOME;
use crate::domain::components::reconciliation::Measure;
use crate::domain::components::unit_cost;
use crate::domain::report::{self, Cell, Column, Derivation, FactRef, Report, Table, Unit, Value};
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// Makes the report. Both sides are in the municipality's price level.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    let region_query = Query {
        area: Some(basis.area.kkr.clone().unwrap_or_else(|| HOME.to_owned())),
        from: basis.years.first().copied(),
        to: basis.years.last().copied(),
        price_level: Some(basis.level),
        ..query.clone()
    };
    let region = Basis::load(db, &region_query)?;
    let title = format!("{} mod {}", basis.area.name, region.area.name);
    let mut report = basis.report(db, "municipality", title, Vec::new())?;
    let inhabitants = Inhabitants::load(db, basis.as_of)?;
    let (facts, region_facts) = (basis.sorted(), region.sorted());
    let items: Vec<Item> = basis
        .groups
        .iter()
        .map(|g| item(&basis, &facts, g))
        .collect();
    let beside: Vec<Item> = region
        .groups
        .iter()
        .map(|g| item(&region, &region_facts, g))
        .collect();
    let own = [basis.area.code.clone()];
    let mut rows = Vec::new();
    for (item, region) in items.iter().zip(&beside) {
        for year in &basis.years {
            let mut row = vec![item.key_cell(), Value::Year(*year).into()];
            row.extend(Measure::ALL.map(|measure| item.cell(measure, *year)));
            row.push(region.cell(Measure::UnitCost, *year));
            row.push(difference(item, region, *year));
            row.extend(inhabitants.cells(item, *year, &own));
            rows.push(row);
        }
    }
    let mut head = columns("group", "Gruppe");
    head.push(Column::new(
        "region_unit_cost",
        format!("Enhedsudgift, {}", region.area.name),
        Unit::Kroner,
    ));
    head.push(Column::new(
        "difference_pct",
        "Forskel til regionen",
        Unit::Percent,
    ));
    head.extend(Inhabitants::columns());
    report.rows = Table {
        columns: head,
        rows,
    };
    report.totals = Table {
        columns: change_columns_of("group", "Gruppe"),
        rows: items::changes(&items, &basis.years),
    };
    report.notes.extend(items.iter().flat_map(Item::notes));
    report.notes.extend(inhabitants.note());
    report.series = vec![items::chart(
        "unit_cost",
        format!("Enhedsudgift ({})", basis.level.label()),
        Measure::UnitCost,
        &items,
        &basis.years,
    )];
    Ok(report)
}

/// How far the municipality's unit cost is from the region's, in percent of the region's.
fn difference(item: &Item, region: &Item, year: crate::domain::period::Year) -> Cell {
    let own = item.value(Measure::UnitCost, year);
    let theirs = region.value(Measure::UnitCost, year);
    match (own, theirs) {
        (Ok(own), Ok(theirs)) => unit_cost::change_pct(&theirs, &own).map_or_else(
            || Cell::missing("Regionens enhedsudgift er nul."),
            |pct| {
                let value = report::percent(&pct);
                let text = |exact| with_unit(&report::kroner(exact));
                let (own, theirs) = (text(&own), text(&theirs));
                Cell {
                    derivation: Some(Box::new(Derivation {
                        formula: "forskel = (kommunens enhedsudgift \u{2212} regionens) / regionens × 100"
                            .to_owned(),
                        with_numbers: format!(
                            "({own} \u{2212} {theirs}) / {theirs} × 100 = {}",
                            with_unit(&value)
                        ),
                        facts: both(item.facts(year), region.facts(year)),
                    })),
                    value,
                }
            },
        ),
        (Err(reason), _) => Cell::missing(reason),
        (_, Err(reason)) => Cell::missing(format!("Regionen: {reason}")),
    }
}

/// The facts of both sides, each once: the region's may be the municipalities' own.
fn both(mut own: Vec<FactRef>, region: Vec<FactRef>) -> Vec<FactRef> {
    own.extend(region);
    own.sort_unstable();
    own.dedup();
    own
}
