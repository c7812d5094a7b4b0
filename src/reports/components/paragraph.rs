//! `paragraph`: one paragraph or group across the municipalities, with the KKR beside them.

use std::collections::BTreeMap;

use super::basis::{Basis, find_group};
use super::decomposition::USUAL_GROUP;
use super::items::{self, Item};
use super::unit_costs::{change_columns_of, columns};
use crate::domain::components::figures::{Facts, Figure, Gap};
use crate::domain::components::reconciliation::Measure;
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Group;
use crate::domain::period::Year;
use crate::domain::report::{
    self, Cell, Column, Derivation, FactRef, Filter, Report, Table, Unit, Value,
};
use crate::reports::words::with_unit;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::components::population;
use rust_decimal::Decimal;

/// Makes the report. The area of the query is the KKR; a municipality stands for its KKR.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let mut basis = Basis::load(db, query)?;
    if let Some(kkr) = basis.area.kkr.clone() {
        basis = Basis::load(
            db,
            &Query {
                area: Some(kkr),
                ..query.clone()
            },
        )?;
    }
    let group = find_group(&basis.groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?.clone();
    let filter = Filter {
        key: "group",
        label: "Gruppe",
        value: group.key.clone(),
    };
    let title = format!("{} i kommunerne: {}", group.label, basis.area.name);
    let mut report = basis.report(db, "paragraph", title, vec![filter])?;
    let inhabitants = Inhabitants::load(db, basis.as_of)?;
    let facts = basis.sorted();
    let mut items = vec![super::unit_costs::item(&basis, &facts, &group)];
    items[0].key.clone_from(&basis.area.code);
    items[0].label.clone_from(&basis.area.name);
    items.extend(
        basis
            .members
            .iter()
            .map(|m| municipality(&basis, &facts, &group, &m.code)),
    );
    let codes = |item: &Item| {
        if item.key == basis.area.code {
            basis.member_codes()
        } else {
            vec![item.key.clone()]
        }
    };
    let mut rows = Vec::new();
    for item in &items {
        for year in &basis.years {
            let mut row = vec![item.key_cell(), Value::Year(*year).into()];
            row.extend(Measure::ALL.map(|measure| item.cell(measure, *year)));
            row.extend(inhabitants.cells(item, *year, &codes(item)));
            rows.push(row);
        }
    }
    let mut head = columns("municipality", "Kommune");
    head.extend(Inhabitants::columns());
    report.rows = Table {
        columns: head,
        rows,
    };
    report.totals = Table {
        columns: change_columns_of("municipality", "Kommune"),
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

/// One municipality's figures of a group.
fn municipality(basis: &Basis, facts: &Facts, group: &Group, code: &str) -> Item {
    let figure = |year: Year| own_group(basis, facts, group, code, year);
    Item::new(code, basis.name(code), &basis.years, figure, |gap| {
        basis.reason(gap)
    })
}

/// The sum of a group's paragraphs in one area; a paragraph that has figures for other years
/// only makes it a gap.
fn own_group(
    basis: &Basis,
    facts: &Facts,
    group: &Group,
    code: &str,
    year: Year,
) -> Result<Figure, Gap> {
    let mut figures = Vec::new();
    let mut missing = Vec::new();
    for paragraph in &group.members {
        match facts.own(code, *paragraph, year) {
            Ok(figure) => figures.push(figure),
            Err(Gap::NoFacts) if facts.has_any(code, *paragraph, &basis.years) => {
                missing.push(paragraph.label().to_owned());
            }
            Err(Gap::NoFacts) => {}
            Err(gap) => return Err(gap),
        }
    }
    match Figure::sum(&figures) {
        Some(_) if !missing.is_empty() => Err(Gap::Incomplete { missing }),
        Some(sum) => Ok(sum),
        None => Err(Gap::NoFacts),
    }
}

/// Inhabitants by municipality and year, for figures per 1,000.
pub struct Inhabitants {
    /// How many, and the lines that say so.
    by_area: BTreeMap<(String, Year), (i64, Vec<FactRef>)>,
    /// The youngest and oldest age that is loaded.
    ages: Option<(u16, u16)>,
}

impl Inhabitants {
    /// Reads what holds at a data version.
    ///
    /// # Errors
    /// The database's own.
    pub fn load(db: &mut Db, as_of: i64) -> Result<Inhabitants, ReportError> {
        let mut by_area: BTreeMap<(String, Year), (i64, Vec<FactRef>)> = BTreeMap::new();
        let mut ages: Option<(u16, u16)> = None;
        for (at, band) in population::holding(db, as_of)? {
            let (count, lines) = by_area.entry((band.municipality, band.year)).or_default();
            *count += band.inhabitants;
            lines.push(at);
            let (low, high) = ages.unwrap_or((band.age_from, band.age_to));
            ages = Some((low.min(band.age_from), high.max(band.age_to)));
        }
        Ok(Inhabitants { by_area, ages })
    }

    pub fn columns() -> [Column; 2] {
        [
            Column::new(
                "persons_per_1000",
                "Helårspersoner pr. 1.000 indbyggere",
                Unit::Persons,
            ),
            Column::new(
                "expenditure_per_inhabitant",
                "Udgift pr. indbygger",
                Unit::Kroner,
            ),
        ]
    }

    /// Persons per 1,000 inhabitants and expenditure per inhabitant of the areas together.
    pub fn cells(&self, item: &Item, year: Year, codes: &[String]) -> [Cell; 2] {
        let counts: Option<Vec<&(i64, Vec<FactRef>)>> = codes
            .iter()
            .map(|code| self.by_area.get(&(code.clone(), year)))
            .collect();
        let counts = counts.unwrap_or_default();
        let inhabitants: i64 = counts.iter().map(|(count, _)| count).sum();
        if inhabitants <= 0 {
            let reason = format!("Folketallet for {year} er ikke indlæst.");
            return [Cell::missing(&reason), Cell::missing(reason)];
        }
        let facts = || {
            let lines = counts.iter().flat_map(|(_, lines)| lines.iter().copied());
            item.facts(year).into_iter().chain(lines).collect()
        };
        let shown_inhabitants = number::danish(Decimal::from(inhabitants));
        let persons = |exact: &Exact| {
            let rate = exact * number::exact(1000, 0) / number::exact(inhabitants, 0);
            number::rounded(&rate, 2).map_or(Value::Empty, Value::Persons)
        };
        let kroner = |exact: &Exact| report::kroner(&(exact / number::exact(inhabitants, 0)));
        let per =
            |measure: Measure, value: &dyn Fn(&Exact) -> Value, formula: &str, times: &str| {
                let exact = match item.value(measure, year) {
                    Err(reason) => return Cell::missing(reason),
                    Ok(exact) => exact,
                };
                let value = value(&exact);
                Cell {
                    derivation: Some(Box::new(Derivation {
                        formula: formula.to_owned(),
                        with_numbers: format!(
                            "{} / {shown_inhabitants}{times} = {}",
                            with_unit(&items::shown(measure, &exact)),
                            with_unit(&value)
                        ),
                        facts: facts(),
                    })),
                    value,
                }
            };
        [
            per(
                Measure::FullYearPersons,
                &persons,
                "helårspersoner pr. 1.000 indbyggere = helårspersoner / indbyggere × 1.000",
                " × 1.000",
            ),
            per(
                Measure::Expenditure,
                &kroner,
                "udgift pr. indbygger = udgift / indbyggere",
                "",
            ),
        ]
    }

    /// Which ages the inhabitants are, or that none are loaded.
    pub fn note(&self) -> Option<String> {
        Some(match self.ages {
            Some((low, high)) => format!("Indbyggere er de indlæste aldre, {low} til {high} år."),
            None => "Folketal er ikke indlæst, så tal pr. indbygger vises ikke. Indlæs det på siden Data.".to_owned(),
        })
    }
}
