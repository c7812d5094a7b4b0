//! How a figure of `tariffs` was made, worked out when it is asked for: a field holds thousands of
//! tariffs, and each of them would carry all the others.

use super::field_origin::{Held, amount, around, in_order, mark, size};
use super::of_offer::{CHANGE, REAL_CHANGE};
use super::of_year::{FIELD_SIZE, FROM_MEDIAN, PLACE};
use super::row::{Asked, OFFER_ID, REAL_TARIFF, SERVICE, TARIFF, YEAR};
use super::spread::{self, ALL_GROUPS, MARKS, TARGET_GROUP};
use crate::domain::number::{self, danish};
use crate::domain::period::Year;
use crate::domain::price_level::PriceLevel;
use crate::domain::report::{self, Cell, Derivation, FactRef, Value};
use crate::domain::tariffs::Tariff;
use crate::domain::tariffs::field::{Field, Mark};
use crate::reports::columns::Col;
use crate::reports::offers::register::Register;
use crate::reports::words::with_unit;
use crate::reports::{FigureAt, ReportError};
use crate::storage::Db;
use crate::storage::tariffs::{self, Wanted};

/// A figure that is told about when somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Tariff,
    RealTariff,
    Change,
    RealChange,
    FromMedian,
    Place,
    FieldSize,
    Mark(Mark),
}

impl Figure {
    /// The figure of a column, whether of a tariff or of the spread of a field.
    fn of(key: &str) -> Option<Figure> {
        let of_row = [
            (&TARIFF, Figure::Tariff),
            (&REAL_TARIFF, Figure::RealTariff),
            (&CHANGE, Figure::Change),
            (&REAL_CHANGE, Figure::RealChange),
            (&FROM_MEDIAN, Figure::FromMedian),
            (&PLACE, Figure::Place),
            (&FIELD_SIZE, Figure::FieldSize),
        ];
        let of_row = of_row.map(|(column, figure)| (column.key, figure));
        let marks = MARKS
            .iter()
            .map(|(mark, column)| (column.key, Figure::Mark(*mark)));
        let mut all = of_row.into_iter().chain(marks);
        all.find(|(known, _)| *known == key)
            .map(|(_, figure)| figure)
    }
}

/// How the figure was made; `None` when the report has no such figure.
pub fn derive(
    db: &mut Db,
    register: &Register,
    which: &FigureAt,
    cell: &Cell,
) -> Result<Option<Derivation>, ReportError> {
    let asked = Asked::read(db, &which.query, register)?;
    let (Some(figure), Some(asked)) = (Figure::of(&which.column), asked) else {
        return Ok(None);
    };
    // A row of the spread has no year of its own.
    let year = Year::parse(name(which, &YEAR)).unwrap_or(asked.year);
    let before = year.before().unwrap_or(year);
    let held = tariffs::holding(db, &Wanted::Years(vec![before, year]), register.as_of)?;
    let result = with_unit(&cell.value);
    if !name(which, &TARGET_GROUP).is_empty() {
        let field = spread_field(register, which, year, &held);
        return Ok(of_field(&field, figure, &result));
    }
    let of = |wanted: Year| {
        let is = |t: &Tariff| {
            t.year == wanted
                && *t.offer_id == *name(which, &OFFER_ID)
                && *t.service == *name(which, &SERVICE)
        };
        held.iter().find(|held| is(&held.value))
    };
    let Some(own) = of(year) else { return Ok(None) };
    let told = Told {
        register,
        level: asked.level,
        own,
        before: of(before).filter(|b| b.at != own.at),
        result,
    };
    let field = || field(register, own, &held);
    Ok(match figure {
        Figure::Tariff => Some(told.tariff()),
        Figure::RealTariff => told.real_tariff(),
        Figure::Change => told.change(),
        Figure::RealChange => told.real_change(),
        Figure::FromMedian => told.distance(&field()),
        Figure::Place => Some(told.place(&field())),
        Figure::Mark(_) | Figure::FieldSize => of_field(&field(), figure, &told.result),
    })
}

/// What the row of a figure has in a naming column; empty when it has none.
fn name<'a, R>(which: &'a FigureAt, column: &Col<R>) -> &'a str {
    which.name(column.key)
}

/// The tariffs of a row of the spread, the lowest first.
fn spread_field<'a>(
    register: &Register,
    which: &FigureAt,
    year: Year,
    held: &'a [Held],
) -> Vec<&'a Held> {
    let group = Some(name(which, &TARGET_GROUP)).filter(|g| *g != ALL_GROUPS);
    let is_in = |t: &Tariff| {
        let of_group = |group: &str| {
            let offer = register.get(&t.offer_id);
            offer.is_some_and(|o| o.target_groups.iter().any(|g| g == group))
        };
        t.year == year
            && t.paragraph.key() == name(which, &spread::PARAGRAPH)
            && t.unit.key() == name(which, &spread::UNIT)
            && group.map_or_else(|| register.has_target_group(&t.offer_id), of_group)
    };
    in_order(held.iter().filter(|held| is_in(&held.value)).collect())
}

/// The tariffs that one is compared with, itself among them, the lowest first.
fn field<'a>(register: &Register, own: &Held, held: &'a [Held]) -> Vec<&'a Held> {
    let is_in = |t: &Tariff| {
        t.year == own.value.year
            && (t.paragraph, t.unit) == (own.value.paragraph, own.value.unit)
            && register.has_target_group(&t.offer_id)
    };
    in_order(held.iter().filter(|held| is_in(&held.value)).collect())
}

/// A figure of a field as a whole; `None` for one of a single tariff.
fn of_field(field: &[&Held], figure: Figure, result: &str) -> Option<Derivation> {
    match figure {
        Figure::Mark(which) => mark(field, which, result),
        Figure::FieldSize => Some(size(field, result)),
        _ => None,
    }
}

struct Told<'a> {
    register: &'a Register,
    level: PriceLevel,
    own: &'a Held,
    before: Option<&'a Held>,
    /// The figure as it is shown.
    result: String,
}

impl Told<'_> {
    fn made(&self, formula: &str, numbers: String, facts: Vec<FactRef>) -> Derivation {
        Derivation {
            formula: formula.to_owned(),
            with_numbers: format!("{numbers} = {}", self.result),
            facts,
        }
    }

    /// The facts, and the index numbers of two years, or of the one that they are.
    fn with_index(&self, mut facts: Vec<FactRef>, years: &[Year; 2]) -> Vec<FactRef> {
        facts.extend(self.register.index.facts(years));
        facts.dedup();
        facts
    }

    /// "109,4 / 95,4": the index numbers of two years.
    fn ratio(&self, to: Year, from: Year) -> Option<String> {
        let number = |year| {
            let millionths = self.register.index.millionths(year)?;
            let value = number::rounded(&number::exact(millionths, 6), 6)?;
            Some(danish(value.normalize()))
        };
        if to == from {
            Some("1".to_owned())
        } else {
            Some(format!("{} / {}", number(to)?, number(from)?))
        }
    }

    fn tariff(&self) -> Derivation {
        Derivation {
            formula: "taksten, som den er indlæst".to_owned(),
            with_numbers: format!("{} pr. {}", self.result, self.own.value.unit.label()),
            facts: vec![self.own.at],
        }
    }

    fn real_tariff(&self) -> Option<Derivation> {
        let year = self.own.value.year;
        let level = self.level.level_for(year);
        let ratio = self.ratio(level, year)?;
        Some(self.made(
            "takst i faste priser = takst × indeks(prisniveauets år) / indeks(takstens år)",
            format!("{} × {ratio}", amount(self.own)),
            self.with_index(vec![self.own.at], &[year, level]),
        ))
    }

    fn change(&self) -> Option<Derivation> {
        let before = self.before?;
        let (old, new) = (amount(before), amount(self.own));
        Some(self.made(
            "ændring = (ny takst \u{2212} takst året før) / takst året før × 100",
            format!("({new} \u{2212} {old}) / {old} × 100"),
            vec![before.at, self.own.at],
        ))
    }

    fn real_change(&self) -> Option<Derivation> {
        let before = self.before?;
        let ratio = self.ratio(self.own.value.year, before.value.year)?;
        let (old, new) = (amount(before), amount(self.own));
        Some(self.made(
            "real ændring = (ny takst \u{2212} a) / a × 100, hvor a = takst året før × indeks(året) / indeks(året før)",
            format!("({new} \u{2212} a) / a × 100, hvor a = {old} × {ratio}; resultat"),
            self.with_index(vec![before.at, self.own.at], &[before.value.year, self.own.value.year]),
        ))
    }

    fn distance(&self, field: &[&Held]) -> Option<Derivation> {
        let amounts = field.iter().map(|h| h.value.amount).collect();
        let median = report::kroner(&Field::new(amounts)?.at(Mark::Median));
        let (own, median) = (amount(self.own), Value::danish(&median));
        let mut facts: Vec<FactRef> = around(field, Mark::Median).iter().map(|h| h.at).collect();
        if !facts.contains(&self.own.at) {
            facts.insert(0, self.own.at);
        }
        Some(self.made(
            "afvigelse = (takst \u{2212} median) / median × 100",
            format!("({own} \u{2212} {median}) / {median} × 100"),
            facts,
        ))
    }

    fn place(&self, field: &[&Held]) -> Derivation {
        let lower = field
            .iter()
            .filter(|h| h.value.amount < self.own.value.amount)
            .count();
        let own = "plads = 1 + antallet af lavere takster blandt dem, taksten sammenlignes med";
        Derivation {
            formula: own.to_owned(),
            with_numbers: format!("1 + {lower} = {}", lower + 1),
            facts: vec![self.own.at],
        }
    }
}
