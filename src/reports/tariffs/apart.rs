//! `tariffs-apart`: the services that cannot be compared, and why.

use super::compared::{Increases, Loaded, Uncompared};
use super::rise::stated;
use crate::domain::period::Year;
use crate::domain::report::{Cell, Located, Report, Unit, Value};
use crate::domain::tariffs::{Apart, Tariff, TariffUnit};
use crate::reports::columns::{self, Answer, Col, Cols};
use crate::reports::offers::offered::Offered;
use crate::reports::offers::register::nothing;
use crate::reports::{Query, ReportError};
use crate::storage::Db;

/// A service that is not compared.
pub struct NotCompared {
    pub offer: Offered,
    pub of: Uncompared,
    year: Year,
}

impl NotCompared {
    /// "Bakkehuset, Hovedydelse".
    pub fn name(&self) -> String {
        format!("{}, {}", self.offer.name, self.of.service)
    }
}

type Side = Option<Located<Tariff>>;

fn amount(side: &Side) -> Cell {
    let cell = |held: &Located<Tariff>| stated(held.value.amount, held.at);
    side.as_ref().map_or(Value::Empty.into(), cell)
}

fn unit(side: &Side) -> Cell {
    let cell = |held: &Located<Tariff>| {
        let unit = held.value.unit;
        Cell::key(unit.key(), unit.label())
    };
    side.as_ref().map_or(Value::Empty.into(), cell)
}

pub static OFFER_ID: Col<NotCompared> = Col::names("offer_id", "Tilbuds-id", Unit::Text, |row| {
    Cell::key(&row.of.offer_id, &row.of.offer_id)
});
pub static OFFER: Col<NotCompared> = Col::says("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.offer.name)
});
pub static SERVICE: Col<NotCompared> = Col::names("service", "Ydelse", Unit::Text, |row| {
    Cell::key(&row.of.service, &row.of.service)
});
pub static REASON: Col<NotCompared> =
    Col::says("reason", "Årsag", Unit::Text, |row: &NotCompared| {
        Cell::key(row.of.why.key(), row.of.why.label())
    })
    .one_of(|| Apart::KEYS.to_vec());
pub static OLD: Col<NotCompared> = Col::figure("old", "Takst året før", Unit::Kroner, |row| {
    amount(&row.of.old)
});
pub static OLD_UNIT: Col<NotCompared> = Col::says(
    "old_unit",
    "Enhed året før",
    Unit::Text,
    |row: &NotCompared| unit(&row.of.old),
)
.optional()
.one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());
pub static NEW: Col<NotCompared> =
    Col::figure("new", "Ny takst", Unit::Kroner, |row| amount(&row.of.new));
pub static NEW_UNIT: Col<NotCompared> =
    Col::says("new_unit", "Ny enhed", Unit::Text, |row: &NotCompared| {
        unit(&row.of.new)
    })
    .optional()
    .one_of(|| TariffUnit::ALL.map(TariffUnit::key).to_vec());
pub static EXPLANATION: Col<NotCompared> = Col::says("explanation", "Hvorfor", Unit::Text, |row| {
    Cell::text(row.of.reason(row.year))
});
pub static OPERATOR: Col<NotCompared> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.offer.operator)
});

pub static COLUMNS: Cols<NotCompared> = &[
    &OFFER_ID,
    &OFFER,
    &SERVICE,
    &REASON,
    &OLD,
    &OLD_UNIT,
    &NEW,
    &NEW_UNIT,
    &EXPLANATION,
    &OPERATOR,
];

/// Makes the report.
pub fn run(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    Ok(match Increases::load(db, query)? {
        Loaded::Years(loaded) => of(db, &loaded)?.report(COLUMNS, &[]),
        Loaded::Nothing(register) => {
            nothing(db, &register, super::APART.name, columns::heads(COLUMNS))?
        }
    })
}

/// The answer of what was read already.
pub(super) fn of(db: &mut Db, loaded: &Increases) -> Result<Answer<NotCompared>, ReportError> {
    let title = format!("Ydelser, der ikke kan sammenlignes i {}", loaded.year);
    let mut filters = loaded.filters();
    filters.retain(|f| f.key == crate::reports::filters::YEAR.key);
    let (register, name) = (&loaded.register, super::APART.name);
    let frame = register.report(db, name, title, filters, &loaded.facts)?;
    let row = |of: &Uncompared| NotCompared {
        offer: Offered::of(register, &of.offer_id),
        of: of.clone(),
        year: loaded.year,
    };
    Ok(Answer {
        rows: loaded.apart.iter().map(row).collect(),
        totals: Vec::new(),
        frame,
    })
}

/// A note for each, beside the list of increases.
pub(super) fn notes(loaded: &Increases) -> impl Iterator<Item = String> {
    loaded.apart.iter().map(|a| {
        format!(
            "Ikke sammenlignet: {} ({}), {}: {}.",
            loaded.register.name(&a.offer_id),
            a.offer_id,
            a.service,
            a.reason(loaded.year)
        )
    })
}
