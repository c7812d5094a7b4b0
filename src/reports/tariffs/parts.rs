//! What a tariff is made of: each part's share of the tariff and of its change.

use std::sync::Arc;

use crate::domain::money::Money;
use crate::domain::number::{self, Exact};
use crate::domain::period::Year;
use crate::domain::report::{self, Cell, FactRef, Located, Unit, Value};
use crate::domain::tariffs::{Part, Tariff};
use crate::reports::columns::{Col, Cols};
use crate::reports::words::{plain, with_unit};

/// A part of a tariff.
pub struct PartRow {
    pub service: Arc<str>,
    pub year: Year,
    /// `None` for what the given parts leave of the tariff.
    pub part: Option<Part>,
    pub amount: Money,
    tariff: Money,
    at: FactRef,
    before: Option<Before>,
}

/// The part and its tariff in the year before.
struct Before {
    at: FactRef,
    tariff: Money,
    /// `None` when it was not told.
    amount: Option<Money>,
}

/// The key and the words of what the given parts leave.
const REST: (&str, &str) = ("rest", "Ikke oplyst");

pub static SERVICE: Col<PartRow> = Col::names("service", "Ydelse", Unit::Text, |row| {
    Cell::key(&*row.service, &*row.service)
});
pub static YEAR: Col<PartRow> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.year).into()
});
pub static PART: Col<PartRow> =
    Col::names("part", "Del af taksten", Unit::Text, |row: &PartRow| {
        let (key, label) = row.part.map_or(REST, |part| (part.key(), part.label()));
        Cell::key(key, label)
    })
    .one_of(|| {
        let parts = Part::ALL.into_iter().map(Part::key);
        parts.chain([REST.0]).collect()
    });
pub static AMOUNT: Col<PartRow> =
    Col::figure("amount", "Beløb", Unit::Kroner, |row| match row.part {
        Some(_) => stated(Some(row.amount), row.at),
        None => rest(Some(row.amount), row.tariff, row.at),
    });
pub static SHARE: Col<PartRow> =
    Col::figure("share_pct", "Andel af taksten", Unit::Percent, |row| {
        let formula = "andel = beløb / takst × 100";
        let (part, whole) = (row.amount.exact(), row.tariff.exact());
        share((&part, &whole), formula, vec![row.at])
    });
pub static INCREASE: Col<PartRow> = Col::figure("increase", "Ændring", Unit::Kroner, |row| {
    let Some((increase, old)) = row.increase() else {
        return Value::Empty.into();
    };
    let numbers = format!("{} \u{2212} {}", danish(row.amount), danish(old));
    let formula = "ændring = beløb \u{2212} beløb året før";
    told(report::kroner(&increase), formula, &numbers, row.both())
});
pub static INCREASE_SHARE: Col<PartRow> = Col::figure(
    "increase_share_pct",
    "Andel af ændringen",
    Unit::Percent,
    |row| {
        let (Some((increase, _)), Some(before)) = (row.increase(), &row.before) else {
            return Value::Empty.into();
        };
        let change = row.tariff.exact() - before.tariff.exact();
        let formula = "andel = delens ændring / takstens ændring × 100";
        share((&increase, &change), formula, row.both())
    },
);

pub static COLUMNS: Cols<PartRow> = &[
    &SERVICE,
    &YEAR,
    &PART,
    &AMOUNT,
    &SHARE,
    &INCREASE,
    &INCREASE_SHARE,
];

impl PartRow {
    /// What the part is more than in the year before, and what it was then.
    fn increase(&self) -> Option<(Exact, Money)> {
        let old = self.before.as_ref()?.amount?;
        Some((self.amount.exact() - old.exact(), old))
    }

    fn both(&self) -> Vec<FactRef> {
        let before = self.before.iter().map(|before| before.at);
        before.chain([self.at]).collect()
    }
}

fn danish(amount: Money) -> String {
    number::danish(amount.decimal())
}

fn told(value: Value, formula: &str, numbers: &str, facts: Vec<FactRef>) -> Cell {
    let numbers = format!("{numbers} = {}", with_unit(&value));
    Cell::told(value, formula, numbers, facts)
}

fn share((part, whole): (&Exact, &Exact), formula: &str, facts: Vec<FactRef>) -> Cell {
    if *whole == number::exact(0, 0) {
        return Value::Empty.into();
    }
    let percent = report::percent(&(part / whole * number::exact(100, 0)));
    let [part, whole] = [part, whole].map(|amount| report::kroner(amount).danish());
    told(percent, formula, &format!("{part} / {whole} × 100"), facts)
}

/// The amount of a part, as its file states it; empty when it does not.
pub(super) fn stated(amount: Option<Money>, at: FactRef) -> Cell {
    let Some(amount) = amount else {
        return Value::Empty.into();
    };
    let value = Value::Kroner(amount.decimal());
    plain(value, "beløbet, som det er indlæst", vec![at])
}

/// What the given parts leave of a tariff; empty when none is given.
pub(super) fn rest(rest: Option<Money>, tariff: Money, at: FactRef) -> Cell {
    let Some(rest) = rest else {
        return Value::Empty.into();
    };
    let given = report::kroner(&(tariff.exact() - rest.exact()));
    let numbers = format!("{} \u{2212} {}", danish(tariff), given.danish());
    let formula = "ikke oplyst = takst \u{2212} summen af de oplyste dele";
    told(Value::Kroner(rest.decimal()), formula, &numbers, vec![at])
}

/// Each part that is given, and last what the parts leave, so that the shares add up. `before` is
/// the tariff of the year before.
pub fn of(before: Option<&Located<Tariff>>, own: &Located<Tariff>) -> Vec<PartRow> {
    let tariff = &own.value;
    let Some(parts) = tariff.parts.as_deref() else {
        return Vec::new();
    };
    let earlier = before.and_then(|old| Some((old.value.amount, old.value.parts.as_deref()?)));
    let row = |part, amount, old| PartRow {
        service: tariff.service.clone(),
        year: tariff.year,
        part,
        amount,
        tariff: tariff.amount,
        at: own.at,
        before: before.map(|before| Before {
            at: before.at,
            tariff: before.value.amount,
            amount: old,
        }),
    };
    let given = Part::ALL.into_iter().filter_map(|part| {
        let old = earlier.and_then(|(_, parts)| parts.get(part));
        Some(row(Some(part), parts.get(part)?, old))
    });
    let old_rest = earlier.and_then(|(amount, parts)| parts.rest(amount));
    let rest = parts.rest(tariff.amount);
    let rest = rest.map(|rest| row(None, rest, old_rest));
    given.chain(rest).collect()
}
