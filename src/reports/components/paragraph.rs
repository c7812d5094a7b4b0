//! `paragraph`: one paragraph or group across the municipalities, with the KKR beside them.

use std::sync::Arc;

use super::basis::{Basis, find_group};
use super::decomposition::USUAL_GROUP;
use super::inhabitants::{self, Counted, Inhabitants};
use super::items::{self, Change, Item, ItemYear, OfYear};
use crate::domain::area::Area;
use crate::domain::components::figures::{Facts, Figure, Gap};
use crate::domain::components::reconciliation::Measure;
use crate::domain::paragraph::Group;
use crate::domain::period::Year;
use crate::domain::report::{Filter, Report};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::{Query, ReportError, filters};
use crate::storage::Db;

/// One area in one year, with its inhabitants.
pub struct AreaYear {
    of: OfYear,
    inhabitants: Counted,
}

impl ItemYear for AreaYear {
    fn item(&self) -> &Item {
        &self.of.item
    }

    fn year(&self) -> Year {
        self.of.year
    }
}

pub static MUNICIPALITY: Col<AreaYear> = items::item_col("municipality", "Kommune");
pub static YEAR: Col<AreaYear> = items::year_col();
pub static EXPENDITURE: Col<AreaYear> = items::expenditure_col();
pub static PERSONS: Col<AreaYear> = items::persons_col();
pub static UNIT_COST: Col<AreaYear> = items::unit_cost_col();
/// The same as pages show them.
pub static WHOLE_EXPENDITURE: Col<AreaYear> = items::whole_expenditure_col();
pub static WHOLE_UNIT_COST: Col<AreaYear> = items::whole_unit_cost_col();
pub static PERSONS_PER_1000: Col<AreaYear> =
    inhabitants::persons_per_1000(|row: &AreaYear| row.inhabitants.persons_per_1000(&row.of));
pub static PER_INHABITANT: Col<AreaYear> =
    inhabitants::per_inhabitant(|row: &AreaYear| row.inhabitants.per_inhabitant(&row.of));

pub static COLUMNS: Cols<AreaYear> = &[
    &MUNICIPALITY,
    &YEAR,
    &EXPENDITURE,
    &PERSONS,
    &UNIT_COST,
    &PERSONS_PER_1000,
    &PER_INHABITANT,
];

/// Makes the report. The area of the query is the KKR; a municipality stands for its KKR.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = of_kkr(db, query)?;
    Ok(of(db, &basis, query)?.report(COLUMNS, items::OF_MUNICIPALITIES))
}

/// What is read for the KKR that a query asks for, or that its municipality belongs to.
pub fn of_kkr(db: &mut Db, query: &Query) -> Result<Basis, ReportError> {
    let basis = Basis::load(db, query)?;
    let Some(kkr) = basis.area.kkr.clone() else {
        return Ok(basis);
    };
    let query = Query {
        area: Some(kkr),
        ..query.clone()
    };
    Basis::load(db, &query)
}

/// The answer of what was read already: the KKR and each municipality by year, and their changes.
///
/// # Errors
/// [`ReportError::BadFilter`] for a group that does not exist, or the database's own.
pub fn of(
    db: &mut Db,
    basis: &Basis,
    query: &Query,
) -> Result<Answer<AreaYear, Change>, ReportError> {
    let group = find_group(&basis.groups, query.group.as_deref().unwrap_or(USUAL_GROUP))?.clone();
    let filter =
        Filter::new(filters::GROUP.key, "Gruppe", group.key.clone()).in_words(&group.label);
    let title = format!("{} i kommunerne: {}", group.label, basis.area.name);
    let mut frame = basis.report(db, super::PARAGRAPH.name, title, vec![filter])?;
    let inhabitants = Inhabitants::load(db, basis.as_of)?;
    let facts = basis.sorted();
    let mut whole = super::unit_costs::item(basis, &facts, &group);
    whole.key.clone_from(&basis.area.code);
    whole.label.clone_from(&basis.area.name);
    whole.sum = basis.area.is_kkr();
    let own = |m: &Area| Arc::new(municipality(basis, &facts, &group, &m.code));
    let items: Vec<Arc<Item>> = std::iter::once(Arc::new(whole))
        .chain(basis.members.iter().map(own))
        .collect();
    let row = |of: OfYear| {
        let codes = if of.item.key == basis.area.code {
            basis.member_codes()
        } else {
            vec![of.item.key.clone()]
        };
        AreaYear {
            inhabitants: inhabitants.of(&codes, of.year),
            of,
        }
    };
    frame.notes.extend(items::notes(items.iter().map(|i| &**i)));
    frame.notes.extend(inhabitants.note());
    frame.series = vec![items::chart(
        Measure::UnitCost.key(),
        format!("Enhedsudgift ({})", basis.level.label()),
        Measure::UnitCost,
        &items,
        &basis.years,
    )];
    let rows = items::by_year(&items, &basis.years);
    Ok(Answer {
        rows: rows.into_iter().map(row).collect(),
        totals: items::changes(&items, &basis.years),
        frame,
    })
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
