//! `tariffs`: the tariffs of a year beside each other; or, of one offer, those of every year with
//! their parts.

use std::collections::BTreeMap;

use super::of_offer;
use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Column, FactRef, Filter, Line, Report, Table, Unit, Value,
};
use crate::domain::tariffs::field::Field;
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::reports::offers::register::{Register, nothing};
use crate::reports::{Query, ReportError, words};
use crate::storage::Db;
use crate::storage::tariffs::{self, Wanted};

const NAME: &str = "tariffs";
/// In the place of a target group: the field of all of them.
pub const ALL_GROUPS: &str = "all";

/// Tariffs that can be held beside each other: one paragraph and unit; with a target group in the
/// totals of a report.
type FieldKey = (Paragraph, TariffUnit);

/// Makes the report.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let register = Register::load(db, query)?;
    match make(db, query, &register)? {
        Some(made) => Ok(made.report),
        None => nothing(db, &register, NAME, columns()),
    }
}

/// The report, with what it could have been asked for.
pub struct Made {
    pub report: Report,
    /// The years that have tariffs, in order.
    pub years: Vec<Year>,
    /// The year shown; of one offer, the newest.
    pub year: Year,
    pub level: PriceLevel,
}

/// The report of a register that is read already; `None` where there is no tariff at all.
///
/// # Errors
/// [`ReportError`]
pub fn make(db: &mut Db, query: &Query, register: &Register) -> Result<Option<Made>, ReportError> {
    let years = tariffs::years(db, register.as_of)?;
    let Some(newest) = years.last().copied() else {
        return Ok(None);
    };
    let year = query.year.unwrap_or(newest);
    let level = query.price_level.unwrap_or(PriceLevel::Fixed(newest));
    let report = match &register.offer {
        Some(offer) => of_offer::run(db, query, register, offer, newest)?,
        None => of_year(db, register, year, level)?,
    };
    Ok(Some(Made {
        report,
        years,
        year,
        level,
    }))
}

fn of_year(
    db: &mut Db,
    register: &Register,
    year: Year,
    level: PriceLevel,
) -> Result<Report, ReportError> {
    let mut held = tariffs::holding(db, &Wanted::Years(vec![year]), register.as_of)?;
    held.retain(|(_, t)| {
        register.paragraph.is_none_or(|p| t.paragraph == p)
            && register.has_target_group(&t.offer_id)
    });
    // A municipality is compared with all of them, not with itself.
    let fields = fields(&held);
    let totals = spread_table(register, &held, &fields);
    let medians: BTreeMap<FieldKey, Value> = fields
        .iter()
        .map(|(key, field)| (*key, report::kroner(&field.median())))
        .collect();
    held.retain(|(_, t)| register.is_in_area(&t.offer_id));
    sort(register, &mut held);
    let filters = filters(year, level);
    let refs: Vec<FactRef> = held.iter().map(|(at, _)| *at).collect();
    let title = format!("Takster i {year}");
    let mut report = register.report(db, NAME, title, filters, &refs)?;
    report.rows = Table {
        columns: columns(),
        rows: held
            .iter()
            .map(|(_, t)| row(register, t, level, &fields, &medians))
            .collect(),
    };
    report.totals = totals;
    report.notes.extend(index_note(register, year, level));
    report.notes.push(match &register.target_group {
        Some(group) => format!(
            "En takst sammenlignes med takster for samme paragraf, enhed og målgruppen {}; nr. 1 er den laveste.",
            group.name
        ),
        None => "En takst sammenlignes med takster for samme paragraf og enhed; vælg en målgruppe for kun at sammenligne inden for den. Nr. 1 er den laveste.".to_owned(),
    });
    if let Some(area) = &register.area {
        report.notes.push(format!(
            "Listen er tilbud i {}. Median, spredning og plads i feltet er efter takster fra alle kommuner.",
            area.name
        ));
    }
    report.series = spread(&fields);
    Ok(report)
}

/// The filters of year and price level.
pub(in crate::reports) fn filters(year: Year, level: PriceLevel) -> Vec<Filter> {
    vec![
        Filter {
            key: "year",
            label: "År",
            value: year.to_string(),
        },
        Filter {
            key: "price-level",
            label: "Prisniveau",
            value: level.key(),
        },
    ]
}

/// Says which index number the real tariffs lack.
pub(in crate::reports) fn index_note(
    register: &Register,
    year: Year,
    level: PriceLevel,
) -> Option<String> {
    let missing = register.index.factor(year, level.level_for(year)).err()?;
    Some(words::missing_index(&missing.missing, level))
}

/// By the name of the offer, then service and year.
fn sort(register: &Register, held: &mut [(FactRef, Tariff)]) {
    let offers = held.iter().map(|(_, t)| &*t.offer_id);
    let places = Register::places(offers, |id| [register.name(id), id]);
    // Stable: services and years stay in their order.
    held.sort_by_cached_key(|(_, t)| places.get(&*t.offer_id).copied());
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("offer_id", "Tilbuds-id", Unit::Text),
        Column::new("offer", "Tilbud", Unit::Text),
        Column::new("service", "Ydelse", Unit::Text),
        Column::new("paragraph", "Paragraf", Unit::Text),
        Column::new("target_groups", "Målgrupper", Unit::Text),
        Column::new("year", "År", Unit::Year),
        Column::new("tariff", "Takst", Unit::Kroner).told(),
        Column::new("unit", "Enhed", Unit::Text),
        Column::new("real_tariff", "Takst i faste priser", Unit::Kroner).told(),
        Column::new("median", "Median", Unit::Kroner).told(),
        Column::new("from_median_pct", "Afvigelse fra median", Unit::Percent).told(),
        Column::new("place", "Plads i feltet", Unit::Count).told(),
        Column::new("field_size", "Takster i feltet", Unit::Count),
    ]
}

fn fields(held: &[(FactRef, Tariff)]) -> BTreeMap<FieldKey, Field> {
    let mut values: BTreeMap<FieldKey, Vec<Money>> = BTreeMap::new();
    for (_, t) in held {
        values
            .entry((t.paragraph, t.unit))
            .or_default()
            .push(t.amount);
    }
    values
        .into_iter()
        .filter_map(|(key, values)| Some((key, Field::new(values)?)))
        .collect()
}

fn count(n: usize) -> Cell {
    Value::Count(i64::try_from(n).unwrap_or(i64::MAX)).into()
}

/// A tariff in another year's prices and wages, or the missing index by name.
pub(in crate::reports) fn real(register: &Register, tariff: &Tariff, level: PriceLevel) -> Cell {
    if level.level_for(tariff.year) == tariff.year {
        return Value::Kroner(tariff.amount.decimal()).into();
    }
    match register
        .index
        .factor(tariff.year, level.level_for(tariff.year))
    {
        Ok(factor) => report::kroner(&number::product(&tariff.amount.exact(), &factor)).into(),
        Err(missing) => Cell::missing(words::missing_index(&missing.missing, level)),
    }
}

/// The cells that every tariff begins with, up to the tariff in fixed prices.
pub(in crate::reports) fn head(
    register: &Register,
    tariff: &Tariff,
    level: PriceLevel,
) -> Vec<Cell> {
    let id = &*tariff.offer_id;
    let groups = register
        .get(id)
        .map_or_else(String::new, |o| register.group_names(&o.target_groups));
    vec![
        Cell::key(id, id),
        Cell::text(register.name(id)),
        Cell::key(&*tariff.service, &*tariff.service),
        Cell::key(tariff.paragraph.key(), tariff.paragraph.label()),
        Cell::text(groups),
        Value::Year(tariff.year).into(),
        Value::Kroner(tariff.amount.decimal()).into(),
        Cell::key(tariff.unit.key(), tariff.unit.label()),
        real(register, tariff, level),
    ]
}

fn row(
    register: &Register,
    tariff: &Tariff,
    level: PriceLevel,
    fields: &BTreeMap<FieldKey, Field>,
    medians: &BTreeMap<FieldKey, Value>,
) -> Vec<Cell> {
    let mut row = head(register, tariff, level);
    let key = (tariff.paragraph, tariff.unit);
    let (Some(field), Some(median)) = (fields.get(&key), medians.get(&key)) else {
        return row;
    };
    row.push(median.clone().into());
    row.push(match field.from_median(tariff.amount) {
        Some(pct) => report::percent(&pct).into(),
        None => Cell::missing("Medianen er nul."),
    });
    row.push(count(field.place(tariff.amount)));
    row.push(count(field.size()));
    row
}

/// The spread of each paragraph and unit, and then of each target group within it.
fn spread_table(
    register: &Register,
    held: &[(FactRef, Tariff)],
    fields: &BTreeMap<FieldKey, Field>,
) -> Table {
    let mut rows = Vec::new();
    // With a target group chosen, its own rows say the same.
    if register.target_group.is_none() {
        let all = || Cell::key(ALL_GROUPS, "Alle målgrupper");
        rows.extend(
            fields
                .iter()
                .map(|(key, field)| spread_row(*key, all(), field)),
        );
    }
    rows.extend(by_target_group(register, held).into_iter().filter_map(
        |((paragraph, group, unit), values)| {
            let name = Cell::key(group, register.group_names(&[group.to_owned()]));
            Some(spread_row((paragraph, unit), name, &Field::new(values)?))
        },
    ));
    Table {
        rows,
        columns: vec![
            Column::new("paragraph", "Paragraf", Unit::Text),
            Column::new("target_group", "Målgruppe", Unit::Text),
            Column::new("unit", "Enhed", Unit::Text),
            Column::new("field_size", "Takster", Unit::Count),
            Column::new("min", "Laveste", Unit::Kroner).told(),
            Column::new("lower_quartile", "Nedre kvartil", Unit::Kroner).told(),
            Column::new("median", "Median", Unit::Kroner).told(),
            Column::new("upper_quartile", "Øvre kvartil", Unit::Kroner).told(),
            Column::new("max", "Højeste", Unit::Kroner).told(),
        ],
    }
}

type GroupKey<'a> = (Paragraph, &'a str, TariffUnit);

fn by_target_group<'a>(
    register: &'a Register,
    held: &[(FactRef, Tariff)],
) -> BTreeMap<GroupKey<'a>, Vec<Money>> {
    let wanted = |group: &str| {
        register
            .target_group
            .as_ref()
            .is_none_or(|g| g.code == group)
    };
    let mut values: BTreeMap<GroupKey, Vec<Money>> = BTreeMap::new();
    for (_, tariff) in held {
        let Some(offer) = register.get(&tariff.offer_id) else {
            continue;
        };
        for group in offer.target_groups.iter().filter(|g| wanted(g)) {
            values
                .entry((tariff.paragraph, group, tariff.unit))
                .or_default()
                .push(tariff.amount);
        }
    }
    values
}

fn spread_row((paragraph, unit): FieldKey, group: Cell, field: &Field) -> Vec<Cell> {
    let mut row = vec![
        Cell::key(paragraph.key(), paragraph.label()),
        group,
        Cell::key(unit.key(), unit.label()),
        count(field.size()),
    ];
    row.extend(FIVE.map(|(_, number)| Cell::from(report::kroner(&number(field)))));
    row
}

type Number = fn(&Field) -> Exact;

/// The five numbers of a field.
const FIVE: [(&str, Number); 5] = [
    ("Laveste", Field::min),
    ("Nedre kvartil", |f| f.quartile(1)),
    ("Median", Field::median),
    ("Øvre kvartil", |f| f.quartile(3)),
    ("Højeste", Field::max),
];

/// A picture for each unit: amounts of different units share no axis.
fn spread(fields: &BTreeMap<FieldKey, Field>) -> Vec<Chart> {
    let of_unit = |unit: TariffUnit| {
        let fields: Vec<_> = fields.iter().filter(|((_, u), _)| *u == unit).collect();
        (!fields.is_empty()).then(|| Chart {
            key: format!("spread_{}", unit.key()),
            title: format!("Spredning af takster pr. {}", unit.label()),
            kind: ChartKind::Spread,
            unit: Unit::Kroner,
            labels: fields.iter().map(|((p, _), _)| p.to_string()).collect(),
            lines: FIVE
                .into_iter()
                .map(|(label, number)| Line {
                    label: label.to_owned(),
                    points: fields
                        .iter()
                        .map(|(_, f)| report::kroner(&number(f)).number())
                        .collect(),
                })
                .collect(),
        })
    };
    TariffUnit::ALL.into_iter().filter_map(of_unit).collect()
}
