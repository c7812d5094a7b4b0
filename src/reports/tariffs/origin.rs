//! How a figure of `tariffs` was made, worked out when it is asked for: a field holds thousands of
//! tariffs, and each of them would carry all the others.

use super::of_year::ALL_GROUPS;
use crate::domain::number::{self, danish};
use crate::domain::period::Year;
use crate::domain::price_level::{IndexNumber, PriceLevel};
use crate::domain::report::{self, Cell, Derivation, FactRef, Value};
use crate::domain::tariffs::Tariff;
use crate::domain::tariffs::field::Field;
use crate::reports::offers::register::Register;
use crate::reports::words::with_unit;
use crate::reports::{FigureAt, ReportError};
use crate::storage::Db;
use crate::storage::components::price_index;
use crate::storage::tariffs::{self, Wanted};

/// Of a larger field only what decides is listed.
const LISTED: usize = 200;

type Held = (FactRef, Tariff);

/// How the figure was made; `None` when the report has no such figure.
///
/// # Errors
/// [`ReportError`]
pub fn derive(
    db: &mut Db,
    register: &Register,
    (shown, level): (Option<Year>, PriceLevel),
    which: &FigureAt,
    cell: &Cell,
) -> Result<Option<Derivation>, ReportError> {
    let name = |key: &str| which.name(key);
    // A row of the spread has no year of its own.
    let Some(year) = Year::parse(name("year")).or(shown) else {
        return Ok(None);
    };
    let before = Year::new(i64::from(year.number()) - 1).unwrap_or(year);
    let held = tariffs::holding(db, &Wanted::Years(vec![before, year]), register.as_of)?;
    let of = |wanted: Year| {
        let is = |t: &Tariff| {
            t.year == wanted && *t.offer_id == *name("offer_id") && *t.service == *name("service")
        };
        held.iter().find(|(_, t)| is(t))
    };
    if which.row.iter().any(|(key, _)| key == "target_group") {
        let result = with_unit(&cell.value);
        let group = Some(name("target_group")).filter(|g| *g != ALL_GROUPS);
        let is_in = |t: &Tariff| {
            let of_group = |group: &str| {
                let offer = register.get(&t.offer_id);
                offer.is_some_and(|o| o.target_groups.iter().any(|g| g == group))
            };
            t.year == year
                && t.paragraph.key() == name("paragraph")
                && t.unit.key() == name("unit")
                && group.map_or_else(|| register.has_target_group(&t.offer_id), of_group)
        };
        let field = in_order(held.iter().filter(|(_, t)| is_in(t)).collect());
        return Ok(of_field(&field, &which.column, &result));
    }
    let Some(own) = of(year) else { return Ok(None) };
    let told = Told {
        register,
        level,
        own,
        before: of(before).filter(|b| b.0 != own.0),
        result: with_unit(&cell.value),
    };
    Ok(match which.column.as_str() {
        "tariff" => Some(told.tariff()),
        "real_tariff" => told.real_tariff(),
        "change_pct" => told.change(),
        "real_change_pct" => told.real_change(),
        "median" => of_field(&field(register, own, &held), "median", &told.result),
        "from_median_pct" => told.distance(&field(register, own, &held)),
        "place" => Some(told.place(&field(register, own, &held))),
        _ => None,
    })
}

/// The tariffs that one is compared with, itself among them, the lowest first.
fn field<'a>(register: &Register, own: &Held, held: &'a [Held]) -> Vec<&'a Held> {
    let is_in = |t: &Tariff| {
        t.year == own.1.year
            && (t.paragraph, t.unit) == (own.1.paragraph, own.1.unit)
            && register.has_target_group(&t.offer_id)
    };
    in_order(held.iter().filter(|(_, t)| is_in(t)).collect())
}

fn in_order(mut field: Vec<&Held>) -> Vec<&Held> {
    field.sort_by_key(|(at, t)| (t.amount, *at));
    field
}

/// One of the five numbers of a field.
fn of_field(field: &[&Held], column: &str, result: &str) -> Option<Derivation> {
    let (word, formula) = match column {
        "min" => ("laveste", "den laveste af feltets takster"),
        "lower_quartile" => (
            "nedre kvartil",
            "værdien en fjerdedel af vejen gennem feltets takster i orden efter størrelse, forholdsmæssigt mellem to (som KVARTIL.MEDTAG i regneark)",
        ),
        "median" => (
            "median",
            "den midterste af feltets takster i orden efter størrelse; af et lige antal midt imellem de to midterste",
        ),
        "upper_quartile" => (
            "øvre kvartil",
            "værdien tre fjerdedele af vejen gennem feltets takster i orden efter størrelse, forholdsmæssigt mellem to (som KVARTIL.MEDTAG i regneark)",
        ),
        "max" => ("højeste", "den højeste af feltets takster"),
        _ => return None,
    };
    let listed = around(field, column);
    let words = match listed.len() == field.len() {
        true => {
            let amounts: Vec<String> = field.iter().map(|h| Told::amount(h)).collect();
            format!("{word} af {}", amounts.join("; "))
        }
        false => format!(
            "{word} af {} takster fra {} til {}; dem, tallet er mellem, står herunder",
            field.len(),
            Told::amount(field.first()?),
            Told::amount(field.last()?)
        ),
    };
    Some(Derivation {
        formula: format!("{word} = {formula}"),
        with_numbers: format!("{words} = {result}"),
        facts: listed.iter().map(|h| h.0).collect(),
    })
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

    fn amount(held: &Held) -> String {
        danish(held.1.amount.decimal())
    }

    /// "109,4 / 95,4": the index numbers of two years.
    fn ratio(&self, to: Year, from: Year) -> Option<String> {
        let number = |year| {
            let millionths = self.register.index.millionths(year)?;
            let value = number::rounded(&number::exact(millionths, 6), 6)?;
            Some(danish(value.normalize()))
        };
        match to == from {
            true => Some("1".to_owned()),
            false => Some(format!("{} / {}", number(to)?, number(from)?)),
        }
    }

    fn tariff(&self) -> Derivation {
        Derivation {
            formula: "taksten, som den er indlæst".to_owned(),
            with_numbers: format!("{} pr. {}", self.result, self.own.1.unit.label()),
            facts: vec![self.own.0],
        }
    }

    fn real_tariff(&self) -> Option<Derivation> {
        let year = self.own.1.year;
        let ratio = self.ratio(self.level.level_for(year), year)?;
        Some(self.made(
            "takst i faste priser = takst × indeks(prisniveauets år) / indeks(takstens år)",
            format!("{} × {ratio}", Told::amount(self.own)),
            vec![self.own.0],
        ))
    }

    fn change(&self) -> Option<Derivation> {
        let before = self.before?;
        let (old, new) = (Told::amount(before), Told::amount(self.own));
        Some(self.made(
            "ændring = (ny takst \u{2212} takst året før) / takst året før × 100",
            format!("({new} \u{2212} {old}) / {old} × 100"),
            vec![before.0, self.own.0],
        ))
    }

    fn real_change(&self) -> Option<Derivation> {
        let before = self.before?;
        let ratio = self.ratio(self.own.1.year, before.1.year)?;
        let (old, new) = (Told::amount(before), Told::amount(self.own));
        Some(self.made(
            "real ændring = (ny takst \u{2212} a) / a × 100, hvor a = takst året før × indeks(året) / indeks(året før)",
            format!("({new} \u{2212} a) / a × 100, hvor a = {old} × {ratio}; resultat"),
            vec![before.0, self.own.0],
        ))
    }

    fn distance(&self, field: &[&Held]) -> Option<Derivation> {
        let amounts = field.iter().map(|h| h.1.amount).collect();
        let median = report::kroner(&Field::new(amounts)?.median());
        let (own, median) = (Told::amount(self.own), Value::danish(&median));
        let mut facts: Vec<FactRef> = around(field, "median").iter().map(|h| h.0).collect();
        if !facts.contains(&self.own.0) {
            facts.insert(0, self.own.0);
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
            .filter(|h| h.1.amount < self.own.1.amount)
            .count();
        self.made(
            "plads = 1 + antallet af lavere takster i feltet",
            format!("1 + {lower}"),
            vec![self.own.0],
        )
    }
}

/// The field, or of a large one the two tariffs that one of its five numbers lies between.
fn around<'a>(field: &'a [&'a Held], column: &str) -> &'a [&'a Held] {
    if field.len() <= LISTED {
        return field;
    }
    let quarters = match column {
        "min" => 0,
        "lower_quartile" => 1,
        "upper_quartile" => 3,
        "max" => 4,
        _ => 2,
    };
    let way = (field.len() - 1) * quarters;
    &field[way / 4..=way.div_ceil(4)]
}

/// The index numbers that moved a figure: of the years of its tariffs, and of the level.
///
/// # Errors
/// The database's own.
pub fn index_numbers(
    db: &mut Db,
    as_of: i64,
    column: &str,
    years: &[Year],
) -> Result<Vec<(FactRef, IndexNumber)>, ReportError> {
    if !column.starts_with("real_") {
        return Ok(Vec::new());
    }
    let mut numbers = price_index::holding(db, as_of)?;
    numbers.retain(|(_, number)| years.contains(&number.year));
    Ok(numbers)
}
