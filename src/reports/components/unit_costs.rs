//! `unit-costs`: expenditure, persons and unit cost of each paragraph and group, by year.

use super::basis::Basis;
use super::items::{self, Item};
use crate::domain::components::figures::Facts;
use crate::domain::components::reconciliation::Measure;
use crate::domain::paragraph::Group;
use crate::domain::period::Year;
use crate::domain::report::{Column, Report, Table, Unit, Value};
use crate::reports::words;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let basis = Basis::load(db, query)?;
    let title = format!(
        "Udgift, helårspersoner og enhedsudgift: {}",
        basis.area.name
    );
    let mut report = basis.report(db, "unit-costs", title, Vec::new())?;
    let facts = basis.sorted();
    let items: Vec<Item> = basis
        .groups
        .iter()
        .map(|group| item(&basis, &facts, group))
        .collect();
    report.rows = rows(&items, &basis.years);
    report.totals = Table {
        columns: change_columns(),
        rows: items::changes(&items, &basis.years),
    };
    report.notes.extend(items.iter().flat_map(Item::notes));
    report.notes.extend(coverage(&basis, &facts));
    report.series = Measure::ALL
        .into_iter()
        .map(|m| {
            items::chart(
                m.key(),
                format!("{} {}", m.label(), unit_words(&basis, m)),
                m,
                &items,
                &basis.years,
            )
        })
        .collect();
    Ok(report)
}

/// The figures of a group in the basis' area.
pub fn item(basis: &Basis, facts: &Facts, group: &Group) -> Item {
    let figure = |year| basis.group_figure(facts, group, year);
    let mut item = Item::new(&group.key, &group.label, &basis.years, figure, |gap| {
        basis.reason(gap)
    });
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

/// Rows of items: the item, the year and its three measures.
pub fn rows(items: &[Item], years: &[Year]) -> Table {
    let rows = items
        .iter()
        .flat_map(|item| years.iter().map(move |year| (item, *year)))
        .map(|(item, year)| {
            let mut row = vec![item.key_cell(), Value::Year(year).into()];
            row.extend(Measure::ALL.map(|measure| item.cell(measure, year)));
            row
        })
        .collect();
    Table {
        columns: columns("group", "Gruppe"),
        rows,
    }
}

/// The columns of [`rows`], the first one named.
pub fn columns(key: &'static str, label: &str) -> Vec<Column> {
    vec![
        Column::new(key, label, Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("expenditure", "Udgift", Unit::Kroner),
        Column::new("full_year_persons", "Helårspersoner", Unit::Persons),
        Column::new("unit_cost", "Enhedsudgift", Unit::Kroner),
    ]
}

fn change_columns() -> Vec<Column> {
    change_columns_of("group", "Gruppe")
}

/// The columns of [`items::changes`], the first one named.
pub fn change_columns_of(key: &'static str, label: &str) -> Vec<Column> {
    vec![
        Column::new(key, label, Unit::Text),
        Column::new("measure", "Nøgletal", Unit::Text),
        Column::new("from", "Fra", Unit::Year),
        Column::new("to", "Til", Unit::Year),
        Column::new("change_pct", "Ændring", Unit::Percent),
    ]
}

/// Where a KKR's figures are sums: how many of its municipalities they hold. And which
/// paragraphs a group goes without.
fn coverage(basis: &Basis, facts: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
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
        if !summed.is_empty() && !missing.is_empty() && missing.len() < basis.members.len() {
            notes.push(format!(
                "{paragraph} {} er summen af {} af {} kommuner; der er ingen tal fra {}.",
                words::list(&summed),
                basis.members.len() - missing.len(),
                basis.members.len(),
                words::list(&missing)
            ));
        }
    }
    notes
}
