//! `tariffs` of one offer: each service over the years, nominal and in fixed prices, with its parts.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::of_year::{filters, head, index_note, real};
use crate::domain::components::unit_cost;
use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Column, FactRef, Line, Report, Table, Unit, Value,
};
use crate::domain::tariffs::{Part, Tariff, TariffUnit};
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::tariffs::{self, Wanted};

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(
    db: &mut Db,
    query: &Query,
    register: &Register,
    offer: &str,
    newest: Year,
) -> Result<Report, ReportError> {
    let level = query.price_level.unwrap_or(PriceLevel::Fixed(newest));
    let wanted = Wanted::Offers(vec![offer.to_owned()]);
    let mut held = tariffs::holding(db, &wanted, register.as_of)?;
    held.retain(|(_, t)| register.paragraph.is_none_or(|p| t.paragraph == p));
    let refs: Vec<FactRef> = held.iter().map(|(at, _)| *at).collect();
    let title = format!("Takster for {}", register.name(offer));
    let mut filters = filters(query.year.unwrap_or(newest), level);
    if query.year.is_none() {
        filters.retain(|f| f.key != "year");
    }
    let mut report = register.report(db, "tariffs", title, filters, &refs)?;
    let pairs: Vec<(Option<&Tariff>, &Tariff)> = held
        .iter()
        .enumerate()
        .map(|(i, (_, tariff))| {
            let before = i.checked_sub(1).and_then(|b| held.get(b)).map(|(_, t)| t);
            (before.filter(|b| follows(b, tariff)), tariff)
        })
        .filter(|(_, t)| query.year.is_none_or(|y| t.year == y))
        .collect();
    report.rows = Table {
        columns: columns(),
        rows: pairs
            .iter()
            .map(|(before, t)| row(register, *before, t, level))
            .collect(),
    };
    report.totals = Table {
        columns: part_columns(),
        rows: pairs
            .iter()
            .flat_map(|(before, t)| part_rows(*before, t))
            .collect(),
    };
    let years: BTreeSet<Year> = held.iter().map(|(_, t)| t.year).collect();
    let lacking = years.iter().find_map(|y| index_note(register, *y, level));
    report.notes.extend(lacking);
    report
        .notes
        .push("»Ikke oplyst« er det, de oplyste dele mangler i at give taksten.".to_owned());
    let tariffs: Vec<&Tariff> = held.iter().map(|(_, t)| t).collect();
    report.series = over_the_years(register, &tariffs, &years, level);
    Ok(report)
}

/// Whether a tariff is the same service's of the year before, in the same unit.
fn follows(before: &Tariff, tariff: &Tariff) -> bool {
    before.service == tariff.service
        && before.unit == tariff.unit
        && before.year.number() + 1 == tariff.year.number()
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("paragraph", "Paragraf", Unit::Text),
        Column::new("target_groups", "Målgrupper", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("tariff", "Takst", Unit::Kroner).told(),
        Column::new("unit", "Enhed", Unit::Text),
        Column::new("real_tariff", "Takst i faste priser", Unit::Kroner).told(),
        Column::new("change_pct", "Ændring", Unit::Percent).told(),
        Column::new("real_change_pct", "Real ændring", Unit::Percent).told(),
    ];
    columns.extend(Part::ALL.map(|p| Column::new(p.key(), p.label(), Unit::Kroner)));
    columns.extend([
        Column::new("rest", "Ikke oplyst", Unit::Kroner),
        Column::new("occupancy_pct", "Forudsat belægning", Unit::Percent),
        Column::new("model", "Takstmodel", Unit::Text),
    ]);
    columns
}

fn money(amount: Option<Money>) -> Cell {
    match amount {
        Some(amount) => Value::Kroner(amount.decimal()).into(),
        None => Value::Empty.into(),
    }
}

fn row(register: &Register, before: Option<&Tariff>, t: &Tariff, level: PriceLevel) -> Vec<Cell> {
    let mut row = head(register, t, level);
    let pct = |old: Exact| match unit_cost::change_pct(&old, &t.amount.exact()) {
        Some(change) => report::percent(&change).into(),
        None => Cell::from(Value::Empty),
    };
    let old = before.map(|b| b.amount.exact());
    row.push(old.clone().map_or(Value::Empty.into(), pct));
    row.push(match (before, old) {
        (Some(before), Some(old)) => match register.index.factor(before.year, t.year) {
            Ok(factor) => pct(old * factor),
            Err(missing) => Cell::missing(crate::reports::words::missing_index(
                &missing.missing,
                level,
            )),
        },
        _ => Value::Empty.into(),
    });
    let parts = t.parts.as_deref();
    row.extend(Part::ALL.map(|part| money(parts.and_then(|p| p.get(part)))));
    row.push(money(parts.and_then(|p| p.rest(t.amount))));
    row.extend([occupancy(t), model(t)]);
    row
}

/// The occupancy that a tariff was worked out with, where it is told.
pub(in crate::reports) fn occupancy(tariff: &Tariff) -> Cell {
    let told = tariff.parts.as_deref().and_then(|p| p.occupancy);
    match told {
        Some(hundredths) => report::percent(&number::exact(hundredths, 2)).into(),
        None => Value::Empty.into(),
    }
}

/// The model that a tariff was worked out by, where it is told.
pub(in crate::reports) fn model(tariff: &Tariff) -> Cell {
    let parts = tariff.parts.as_deref();
    Cell::text(parts.and_then(|p| p.model.as_deref()).unwrap_or_default())
}

pub(in crate::reports) fn part_columns() -> Vec<Column> {
    vec![
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("part", "Del af taksten", Unit::Text),
        Column::new("amount", "Beløb", Unit::Kroner),
        Column::new("share_pct", "Andel af taksten", Unit::Percent),
        Column::new("increase", "Ændring", Unit::Kroner),
        Column::new("increase_share_pct", "Andel af ændringen", Unit::Percent),
    ]
}

/// Each part that is given: its share of the tariff and of the tariff's change, and last what the
/// parts leave, so that the shares add up.
pub(in crate::reports) fn part_rows(before: Option<&Tariff>, t: &Tariff) -> Vec<Vec<Cell>> {
    let Some(parts) = t.parts.as_deref() else {
        return Vec::new();
    };
    let earlier = before.and_then(|b| b.parts.as_deref().map(|p| (b, p)));
    let mut given: Vec<(&str, &str, Money, Option<Money>)> = Part::ALL
        .into_iter()
        .filter_map(|part| {
            let old = earlier.and_then(|(_, p)| p.get(part));
            Some((part.key(), part.label(), parts.get(part)?, old))
        })
        .collect();
    if let Some(rest) = parts.rest(t.amount) {
        let old = earlier.and_then(|(b, p)| p.rest(b.amount));
        given.push(("rest", "Ikke oplyst", rest, old));
    }
    let whole = t.amount.exact();
    let change = before.map(|b| &whole - b.amount.exact());
    let share = |part: &Exact, of: &Exact| match *of == number::exact(0, 0) {
        true => Cell::from(Value::Empty),
        false => report::percent(&(part / of * number::exact(100, 0))).into(),
    };
    given
        .into_iter()
        .map(|(key, label, amount, old)| {
            let increase = old.map(|old| amount.exact() - old.exact());
            vec![
                Cell::key(&*t.service, &*t.service),
                Value::Year(t.year).into(),
                Cell::key(key, label),
                money(Some(amount)),
                share(&amount.exact(), &whole),
                increase
                    .as_ref()
                    .map_or(Value::Empty, report::kroner)
                    .into(),
                match (&increase, &change) {
                    (Some(increase), Some(change)) => share(increase, change),
                    _ => Value::Empty.into(),
                },
            ]
        })
        .collect()
}

/// A picture for each service and unit: as stated, and in fixed prices.
fn over_the_years(
    register: &Register,
    tariffs: &[&Tariff],
    years: &BTreeSet<Year>,
    level: PriceLevel,
) -> Vec<Chart> {
    let services: BTreeSet<(&str, TariffUnit)> =
        tariffs.iter().map(|t| (&*t.service, t.unit)).collect();
    let chart = |(service, unit): (&str, TariffUnit)| {
        let own: Vec<Option<&Tariff>> = years
            .iter()
            .map(|year| {
                let of = |t: &&&Tariff| *t.service == *service && t.unit == unit && t.year == *year;
                tariffs.iter().find(of).copied()
            })
            .collect();
        let line = |label: String, value: &dyn Fn(&Tariff) -> Option<Decimal>| Line {
            label,
            points: own.iter().map(|t| t.and_then(value)).collect(),
        };
        let mut lines = vec![line("Takst".to_owned(), &|t| Some(t.amount.decimal()))];
        // In current prices the second line would lie on the first.
        if level != PriceLevel::Current {
            lines.push(line(format!("I {}", level.label()), &|t| {
                real(register, t, level).value.number()
            }));
        }
        Chart {
            key: "tariff".to_owned(),
            title: format!("{service}, kr. pr. {}", unit.label()),
            kind: ChartKind::Line,
            unit: Unit::Kroner,
            labels: years.iter().map(Year::to_string).collect(),
            lines,
        }
    };
    services.into_iter().map(chart).collect()
}
