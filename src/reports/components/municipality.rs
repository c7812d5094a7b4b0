//! `municipality`: one municipality across the paragraphs, against its region.

use std::sync::Arc;

use super::basis::Basis;
use super::inhabitants::{self, Counted, Inhabitants};
use super::items::{self, Change, Item, ItemYear, OfYear};
use super::unit_costs;
use crate::domain::area::HOME;
use crate::domain::components::reconciliation::Measure;
use crate::domain::components::unit_cost;
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, FactRef, Report, Unit};
use crate::reports::columns::{self, Answer, Col, Cols};
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// One paragraph or group of the municipality in one year, beside the region's.
pub struct BesideRegion {
    of: OfYear,
    region: Arc<Item>,
    inhabitants: Arc<Counted>,
}

impl BesideRegion {
    /// The same of the region.
    pub fn region(&self) -> &Item {
        &self.region
    }
}

impl ItemYear for BesideRegion {
    fn item(&self) -> &Item {
        &self.of.item
    }

    fn year(&self) -> Year {
        self.of.year
    }
}

pub static GROUP: Col<BesideRegion> = items::item_col("group", "Gruppe");
pub static YEAR: Col<BesideRegion> = items::year_col();
pub static EXPENDITURE: Col<BesideRegion> = items::expenditure_col();
pub static PERSONS: Col<BesideRegion> = items::persons_col();
pub static UNIT_COST: Col<BesideRegion> = items::unit_cost_col();
/// The same as pages show them.
pub static WHOLE_EXPENDITURE: Col<BesideRegion> = items::whole_expenditure_col();
pub static WHOLE_UNIT_COST: Col<BesideRegion> = items::whole_unit_cost_col();
pub static REGION_UNIT_COST: Col<BesideRegion> = Col::figure(
    "region_unit_cost",
    "Enhedsudgift, regionen",
    Unit::Kroner,
    |row| row.region.cell(Measure::UnitCost, row.of.year),
);
pub static WHOLE_REGION_UNIT_COST: Col<BesideRegion> = Col::figure(
    "region_unit_cost",
    "Enhedsudgift, regionen",
    Unit::WholeKroner,
    |row| row.region.whole_cell(Measure::UnitCost, row.of.year),
);
pub static DIFFERENCE: Col<BesideRegion> = Col::figure(
    "difference_pct",
    "Forskel til regionen",
    Unit::Percent,
    |row| difference(&row.of.item, &row.region, row.of.year),
);
pub static PERSONS_PER_1000: Col<BesideRegion> =
    inhabitants::persons_per_1000(|row: &BesideRegion| row.inhabitants.persons_per_1000(&row.of));
pub static PER_INHABITANT: Col<BesideRegion> =
    inhabitants::per_inhabitant(|row: &BesideRegion| row.inhabitants.per_inhabitant(&row.of));

pub static COLUMNS: Cols<BesideRegion> = &[
    &GROUP,
    &YEAR,
    &EXPENDITURE,
    &PERSONS,
    &UNIT_COST,
    &REGION_UNIT_COST,
    &DIFFERENCE,
    &PERSONS_PER_1000,
    &PER_INHABITANT,
];

/// Makes the report. Both sides are in the municipality's price level.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    let beside = of(db, &basis, query)?;
    let mut report = beside.answer.report(COLUMNS, items::OF_GROUPS);
    let label = format!("Enhedsudgift, {}", beside.region);
    columns::relabel(&mut report.rows, &REGION_UNIT_COST, &label);
    Ok(report)
}

/// A municipality beside its region.
pub struct Beside {
    pub answer: Answer<BesideRegion, Change>,
    /// Name of the region.
    pub region: String,
}

/// The answer for a municipality that was read already.
pub fn of(db: &mut Db, basis: &Basis, query: &Query) -> Result<Beside, ReportError> {
    let region_query = Query {
        area: Some(basis.area.kkr.clone().unwrap_or_else(|| HOME.to_owned())),
        from: basis.years.first().copied(),
        to: basis.years.last().copied(),
        price_level: Some(basis.level),
        ..query.clone()
    };
    let region = Basis::load(db, &region_query)?;
    let title = format!("{} mod {}", basis.area.name, region.area.name);
    let mut frame = basis.report(db, super::MUNICIPALITY.name, title, Vec::new())?;
    let inhabitants = Inhabitants::load(db, basis.as_of)?;
    let items = unit_costs::items(basis, &basis.sorted());
    let beside = unit_costs::items(&region, &region.sorted());
    let own = [basis.area.code.clone()];
    let counted = |year: &Year| Arc::new(inhabitants.of(&own, *year));
    let counted: Vec<Arc<Counted>> = basis.years.iter().map(counted).collect();
    let mut rows = Vec::new();
    for (item, region) in items.iter().zip(&beside) {
        for (year, inhabitants) in basis.years.iter().zip(&counted) {
            rows.push(BesideRegion {
                of: OfYear {
                    item: item.clone(),
                    year: *year,
                },
                region: region.clone(),
                inhabitants: inhabitants.clone(),
            });
        }
    }
    frame.notes.extend(items::notes(items.iter().map(|i| &**i)));
    frame.notes.extend(inhabitants.note());
    frame.series = vec![items::chart(
        Measure::UnitCost.key(),
        format!("Enhedsudgift ({})", basis.level.label()),
        Measure::UnitCost,
        &items,
        &basis.years,
    )];
    Ok(Beside {
        answer: Answer {
            rows,
            totals: items::changes(&items, &basis.years),
            frame,
        },
        region: region.area.name,
    })
}

/// How far the municipality's unit cost is from the region's, in percent of the region's.
fn difference(item: &Item, region: &Item, year: Year) -> Cell {
    let own = item.value(Measure::UnitCost, year);
    let theirs = region.value(Measure::UnitCost, year);
    match (own, theirs) {
        (Ok(own), Ok(theirs)) => unit_cost::change_pct(&theirs, &own).map_or_else(
            || {
                Cell::missing(
                    "Regionens enhedsudgift er nul, så forskellen i procent kan ikke regnes ud.",
                )
            },
            |pct| {
                let value = report::percent(&pct);
                let text = |exact| with_unit(&report::kroner(exact));
                let (own, theirs) = (text(&own), text(&theirs));
                let numbers = format!(
                    "({own} \u{2212} {theirs}) / {theirs} × 100 = {}",
                    with_unit(&value)
                );
                Cell::told(
                    value,
                    "forskel = (kommunens enhedsudgift \u{2212} regionens) / regionens × 100",
                    numbers,
                    both(
                        item.facts(Measure::UnitCost, year),
                        region.facts(Measure::UnitCost, year),
                    ),
                )
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
