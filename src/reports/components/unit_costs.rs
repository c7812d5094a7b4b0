//! `unit-costs`: expenditure, persons and unit cost of each paragraph and group, by year.

use std::sync::Arc;

use super::basis::Basis;
use super::items::{self, Change, Item, OfYear};
use crate::domain::components::figures::Facts;
use crate::domain::components::reconciliation::Measure;
use crate::domain::paragraph::Group;
use crate::domain::period::Year;
use crate::domain::report::Report;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::words;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

pub static GROUP: Col<OfYear> = items::item_col("group", "Gruppe");
pub static YEAR: Col<OfYear> = items::year_col();
pub static EXPENDITURE: Col<OfYear> = items::expenditure_col();
pub static PERSONS: Col<OfYear> = items::persons_col();
pub static UNIT_COST: Col<OfYear> = items::unit_cost_col();
/// The same as pages show them.
pub static WHOLE_EXPENDITURE: Col<OfYear> = items::whole_expenditure_col();
pub static WHOLE_UNIT_COST: Col<OfYear> = items::whole_unit_cost_col();

pub static COLUMNS: Cols<OfYear> = &[&GROUP, &YEAR, &EXPENDITURE, &PERSONS, &UNIT_COST];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    Ok(of(db, &basis)?.report(COLUMNS, items::OF_GROUPS))
}

/// The answer of what was read already: the paragraphs and groups by year, and their changes.
pub fn of(db: &mut Db, basis: &Basis) -> Result<Answer<OfYear, Change>, ReportError> {
    let title = format!(
        "Udgift, helårspersoner og enhedsudgift: {}",
        basis.area.name
    );
    let mut frame = basis.report(db, super::UNIT_COSTS.name, title, Vec::new())?;
    let facts = basis.sorted();
    let items = items(basis, &facts);
    frame.notes.extend(items::notes(items.iter().map(|i| &**i)));
    frame.notes.extend(coverage(basis, &facts));
    let chart = |m: Measure| {
        let title = format!("{} {}", m.label(), unit_words(basis, m));
        items::chart(m.key(), title, m, &items, &basis.years)
    };
    frame.series = Measure::ALL.into_iter().map(chart).collect();
    Ok(Answer {
        rows: items::by_year(&items, &basis.years),
        totals: items::changes(&items, &basis.years),
        frame,
    })
}

/// Every paragraph and group in the basis' area.
pub(super) fn items(basis: &Basis, facts: &Facts) -> Vec<Arc<Item>> {
    let groups = basis.groups.iter();
    groups
        .map(|group| Arc::new(item(basis, facts, group)))
        .collect()
}

/// The figures of a group in the basis' area.
pub fn item(basis: &Basis, facts: &Facts, group: &Group) -> Item {
    let figure = |year| basis.group_figure(facts, group, year);
    let mut item = Item::new(&group.key, &group.label, &basis.years, figure, |gap| {
        basis.reason(gap)
    });
    item.sum = !group.is_single();
    item.parts = basis
        .years
        .iter()
        .map(|year| (*year, parts(basis, facts, group, *year)))
        .collect();
    item
}

fn parts(basis: &Basis, facts: &Facts, group: &Group, year: Year) -> Vec<String> {
    if group.is_single() {
        return Vec::new();
    }
    let words = |p: &crate::domain::paragraph::Paragraph| {
        let figure = basis.figure(facts, *p, year).ok()?;
        Some(format!(
            "{p}: {}",
            words::with_unit(&items::shown(Measure::Expenditure, &figure.expenditure))
        ))
    };
    group.members.iter().filter_map(words).collect()
}

fn unit_words(basis: &Basis, measure: Measure) -> String {
    match measure {
        Measure::FullYearPersons => String::new(),
        _ => format!("({})", basis.level.label()),
    }
}

/// Where a KKR's figures are sums: how many of its municipalities they hold. And which
/// paragraphs a group goes without.
fn coverage(basis: &Basis, facts: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
    let mut sums: Vec<PartialSum> = Vec::new();
    for group in &basis.groups {
        let without: Vec<String> = group
            .members
            .iter()
            .filter(|p| !basis.has_any(facts, **p))
            .map(|p| p.label().to_owned())
            .collect();
        if !group.is_single() && !without.is_empty() && without.len() < group.members.len() {
            notes.push(format!(
                "{} er uden {}: der er ingen tal for området.",
                group.label,
                words::list(&without)
            ));
        }
        let [paragraph] = group.members[..] else {
            continue;
        };
        let stated = |year: &&Year| facts.own(&basis.area.code, paragraph, **year).is_err();
        let summed: Vec<String> = basis
            .years
            .iter()
            .filter(stated)
            .map(Year::to_string)
            .collect();
        let missing: Vec<String> = basis
            .members
            .iter()
            .filter(|m| !facts.has_any(&m.code, paragraph, &basis.years))
            .map(|m| m.name.clone())
            .collect();
        if summed.is_empty() || missing.is_empty() || missing.len() >= basis.members.len() {
            continue;
        }
        let same = |sum: &&mut PartialSum| sum.years == summed && sum.missing == missing;
        match sums.iter_mut().find(same) {
            Some(sum) => sum.paragraphs.push(paragraph.to_string()),
            None => sums.push(PartialSum {
                paragraphs: vec![paragraph.to_string()],
                years: summed,
                missing,
            }),
        }
    }
    notes.extend(sums.iter().map(|sum| {
        format!(
            "{} {} er summen af {} af {} kommuner; der er ingen tal fra {}.",
            words::list(&sum.paragraphs),
            words::list(&sum.years),
            basis.members.len() - sum.missing.len(),
            basis.members.len(),
            words::list(&sum.missing)
        )
    }));
    notes
}

/// Paragraphs whose figures are sums of the same municipalities in the same years.
struct PartialSum {
    paragraphs: Vec<String>,
    years: Vec<String>,
    missing: Vec<String>,
}
