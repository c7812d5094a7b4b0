//! `tariffs` of one offer: each service over the years, nominal and in fixed prices, with its parts.

use std::collections::BTreeSet;

use super::parts::{self, PartRow};
use super::row::{
    Asked, Before, Moved, OFFER, OFFER_ID, PARAGRAPH, REAL_TARIFF, Row, Rows, SERVICE,
    TARGET_GROUPS, TARIFF, UNIT, YEAR,
};
use crate::domain::components::unit_cost;
use crate::domain::number::{self, Exact};
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{
    self, Cell, Chart, ChartKind, Derivation, FactRef, Line, Located, Point, Unit, Value,
};
use crate::domain::tariffs::{Part, Tariff, TariffUnit};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::reports::{Query, ReportError, words};
use crate::storage::Db;
use crate::storage::tariffs::{self, Wanted};

pub static CHANGE: Col<Row> = Col::figure("change_pct", "Ændring", Unit::Percent, |row: &Row| {
    let before = row.before.as_ref();
    let change = before.map(|before| change(row, before.tariff.amount.exact()));
    change.unwrap_or(Value::Empty).into()
})
.told();
pub static REAL_CHANGE: Col<Row> = Col::figure(
    "real_change_pct",
    "Real ændring",
    Unit::Percent,
    |row: &Row| {
        let Some(before) = &row.before else {
            return Value::Empty.into();
        };
        let old = before.tariff.amount.exact();
        match &before.moved {
            Moved::Same => change(row, old).into(),
            Moved::By(factor) => change(row, old * factor).into(),
            Moved::Lacking(reason) => Cell::missing(reason),
        }
    },
)
.told();
static PARTS: [Col<Row>; 7] = [
    part::<0>(),
    part::<1>(),
    part::<2>(),
    part::<3>(),
    part::<4>(),
    part::<5>(),
    part::<6>(),
];
static REST: Col<Row> = Col::figure("rest", "Ikke oplyst", Unit::Kroner, |row| {
    let amount = row.tariff.amount;
    let rest = row.tariff.parts.as_deref().and_then(|p| p.rest(amount));
    parts::rest(rest, amount, row.at)
});
pub static OCCUPANCY: Col<Row> = Col::figure(
    "occupancy_pct",
    "Forudsat belægning",
    Unit::Percent,
    |row| {
        let cell = occupancy(&row.tariff);
        let derivation = cell.value.number().map(|_| Derivation {
            formula: "belægningen, som den er indlæst".to_owned(),
            with_numbers: words::with_unit(&cell.value),
            facts: vec![row.at],
        });
        Cell {
            derivation: derivation.map(Box::new),
            ..cell
        }
    },
);
pub static MODEL: Col<Row> = Col::says("model", "Takstmodel", Unit::Text, |row| model(&row.tariff));

pub static COLUMNS: Cols<Row> = &[
    &OFFER_ID,
    &OFFER,
    &SERVICE,
    &PARAGRAPH,
    &TARGET_GROUPS,
    &YEAR,
    &TARIFF,
    &UNIT,
    &REAL_TARIFF,
    &CHANGE,
    &REAL_CHANGE,
    &PARTS[0],
    &PARTS[1],
    &PARTS[2],
    &PARTS[3],
    &PARTS[4],
    &PARTS[5],
    &PARTS[6],
    &REST,
    &OCCUPANCY,
    &MODEL,
];

/// The column of a part, by its place in [`Part::ALL`].
const fn part<const AT: usize>() -> Col<Row> {
    let part = Part::ALL[AT];
    Col::figure(part.key(), part.label(), Unit::Kroner, |row| {
        let parts = row.tariff.parts.as_deref();
        parts::stated(parts.and_then(|p| p.get(Part::ALL[AT])), row.at)
    })
}

/// How much a tariff differs from an old amount, in percent; empty when that is zero.
fn change(row: &Row, old: Exact) -> Value {
    let change = unit_cost::change_pct(&old, &row.tariff.amount.exact());
    change.map_or(Value::Empty, |change| report::percent(&change))
}

/// The occupancy that a tariff was worked out with, where it is told.
fn occupancy(tariff: &Tariff) -> Cell {
    let told = tariff.parts.as_deref().and_then(|p| p.occupancy);
    match told {
        Some(hundredths) => report::percent(&number::exact(hundredths, 2)).into(),
        None => Value::Empty.into(),
    }
}

/// The model that a tariff was worked out by, where it is told.
fn model(tariff: &Tariff) -> Cell {
    let parts = tariff.parts.as_deref();
    Cell::text(parts.and_then(|p| p.model.as_deref()).unwrap_or_default())
}

/// The tariffs of an offer, by service and year, and their parts.
pub fn answer(
    db: &mut Db,
    query: &Query,
    (register, offer): (&Register, &str),
    asked: &Asked,
) -> Result<Answer<Row, PartRow>, ReportError> {
    let wanted = Wanted::Offers(vec![offer.to_owned()]);
    let mut held = tariffs::holding(db, &wanted, register.as_of)?;
    held.retain(|held| register.paragraph.is_none_or(|p| held.value.paragraph == p));
    let refs: Vec<FactRef> = held.iter().map(|held| held.at).collect();
    let title = format!("Takster for {}", register.name(offer));
    let (name, filters) = (super::TARIFFS.name, asked.filters(query.year));
    let mut frame = register.report(db, name, title, filters, &refs)?;
    let years: BTreeSet<Year> = held.iter().map(|held| held.value.year).collect();
    let mut rows = Rows::new(register, asked.level);
    let lacking = years.iter().find_map(|year| {
        let moved = rows.moved(*year);
        moved.note().map(str::to_owned)
    });
    frame.notes.extend(lacking);
    frame
        .notes
        .push("»Ikke oplyst« er det, de oplyste dele mangler i at give taksten.".to_owned());
    let pairs = pairs(&held);
    let shown = |year: Year| query.year.is_none_or(|asked| asked == year);
    let totals = pairs.iter().filter(|(_, own)| shown(own.value.year));
    let totals = totals.flat_map(|(before, own)| parts::of(*before, own));
    let totals = totals.collect();
    let row = |(before, own): &Pair<'_>| Row {
        before: before.map(|before| {
            Box::new(Before {
                at: before.at,
                tariff: before.value.clone(),
                moved: Moved::new(register, before.value.year, own.value.year, asked.level),
            })
        }),
        ..rows.row(own.at, own.value.clone())
    };
    let mut rows: Vec<Row> = pairs.iter().map(row).collect();
    frame.series = over_the_years(&rows, asked.level);
    rows.retain(|row| shown(row.tariff.year));
    Ok(Answer {
        frame,
        rows,
        totals,
    })
}

/// A tariff, and before it that of the year before.
type Pair<'a> = (Option<&'a Located<Tariff>>, &'a Located<Tariff>);

fn pairs(held: &[Located<Tariff>]) -> Vec<Pair<'_>> {
    let before = [None].into_iter().chain(held.iter().map(Some));
    let pairs = before.zip(held);
    pairs
        .map(|(before, own)| (before.filter(|b| follows(&b.value, &own.value)), own))
        .collect()
}

/// Whether a tariff is the same service's of the year before, in the same unit.
fn follows(before: &Tariff, tariff: &Tariff) -> bool {
    before.service == tariff.service
        && before.unit == tariff.unit
        && before.year.number() + 1 == tariff.year.number()
}

/// A service in one unit, and its row of each year that the offer has tariffs of, where it has one.
pub type OverTheYears<'a> = ((&'a str, TariffUnit), Vec<Option<&'a Row>>);

/// The services of an offer's rows, in the order of their pictures.
pub fn services(rows: &[Row]) -> Vec<OverTheYears<'_>> {
    let services: BTreeSet<(&str, TariffUnit)> = rows.iter().map(service).collect();
    let years = years(rows);
    let of_year = |of, year| {
        let mut rows = rows.iter();
        rows.find(|row| (service(row), row.tariff.year) == (of, year))
    };
    let own = |of| (of, years.iter().map(|year| of_year(of, *year)).collect());
    services.into_iter().map(own).collect()
}

/// What a row is of: a service in one unit.
pub fn service(row: &Row) -> (&str, TariffUnit) {
    (&row.tariff.service, row.tariff.unit)
}

fn years(rows: &[Row]) -> BTreeSet<Year> {
    rows.iter().map(|row| row.tariff.year).collect()
}

/// The columns of a picture's lines: as stated, and in fixed prices where these are asked for.
pub static LINES: [&Col<Row>; 2] = [&TARIFF, &REAL_TARIFF];

/// A picture for each service and unit.
fn over_the_years(rows: &[Row], level: PriceLevel) -> Vec<Chart> {
    let years = years(rows);
    let chart = |((service, unit), own): OverTheYears<'_>| {
        let line = |label: String, column: &Col<Row>| {
            let point = |row: &Row| Point::from(&column.of(row).value);
            let points = own.iter().map(|row| row.map_or(Point::Gap, point));
            let points = points.collect();
            Line { label, points }
        };
        let mut lines = vec![line(TARIFF.label.to_owned(), LINES[0])];
        // In current prices the second line would lie on the first.
        if level != PriceLevel::Current {
            lines.push(line(format!("I {}", level.label()), LINES[1]));
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
    services(rows).into_iter().map(chart).collect()
}
