//! `tariffs` of a year beside each other: the place of each in its field.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::row::{
    Asked, Fielded, OFFER, OFFER_ID, PARAGRAPH, REAL_TARIFF, Row, Rows, SERVICE, TARGET_GROUPS,
    TARIFF, UNIT, YEAR,
};
use super::spread::{self, FieldKey, Spread, as_count};
use crate::domain::money::Money;
use crate::domain::report::{self, Cell, FactRef, Located, Unit, Value};
use crate::domain::tariffs::Tariff;
use crate::domain::tariffs::field::{Field, Mark};
use crate::reports::ReportError;
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::offers::register::Register;
use crate::storage::Db;
use crate::storage::tariffs::{self, Wanted};

pub static MEDIAN: Col<Row> = Col::figure("median", "Median", Unit::Kroner, |row: &Row| {
    in_field(row, |field, _| field.median.clone())
})
.told();
pub static FROM_MEDIAN: Col<Row> = Col::figure(
    "from_median_pct",
    "Afvigelse fra median",
    Unit::Percent,
    |row: &Row| {
        in_field(row, |field, amount| {
            let percent = field.field.from_median(amount);
            percent.map_or_else(zero_median, |percent| report::percent(&percent))
        })
    },
)
.told();
pub static PLACE: Col<Row> = Col::figure("place", "Plads i feltet", Unit::Count, |row: &Row| {
    in_field(row, |field, amount| Value::Place {
        place: as_count(field.field.place(amount)),
        of: as_count(field.field.size()),
    })
})
.told();
pub static FIELD_SIZE: Col<Row> = Col::figure(
    "field_size",
    "Takster i feltet",
    Unit::Count,
    |row: &Row| in_field(row, |field, _| spread::count(field.field.size())),
)
.told();

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
    &MEDIAN,
    &FROM_MEDIAN,
    &PLACE,
    &FIELD_SIZE,
];

fn in_field(row: &Row, value: fn(&Fielded, Money) -> Value) -> Cell {
    let field = row.field.as_deref();
    field
        .map_or(Value::Empty, |field| value(field, row.tariff.amount))
        .into()
}

fn zero_median() -> Value {
    Value::Missing {
        reason: "Medianen er nul, så afvigelsen fra den kan ikke regnes ud.".to_owned(),
    }
}

/// The tariffs of the year asked for, by offer and service, and how each field is spread.
pub fn answer(
    db: &mut Db,
    register: &Register,
    asked: &Asked,
) -> Result<Answer<Row, Spread>, ReportError> {
    let (year, level) = (asked.year, asked.level);
    let mut held = tariffs::holding(db, &Wanted::Years(vec![year]), register.as_of)?;
    held.retain(|held| {
        let t = &held.value;
        register.paragraph.is_none_or(|p| t.paragraph == p)
            && register.has_target_group(&t.offer_id)
    });
    // A municipality is compared with all of them, not with itself; so is an authority.
    let fields = fields(&held);
    let totals = spread::of(register, &held, &fields);
    held.retain(|held| register.shows(&held.value.offer_id));
    sort(register, &mut held);
    let refs: Vec<FactRef> = held.iter().map(|held| held.at).collect();
    let (name, title) = (super::TARIFFS.name, format!("Takster i {year}"));
    let mut frame = register.report(db, name, title, asked.filters(Some(year)), &refs)?;
    let mut rows = Rows::new(register, level);
    let lacking = rows.moved(year);
    frame.notes.extend(lacking.note().map(str::to_owned));
    frame.notes.extend(notes(register));
    frame.series = spread::charts(&fields);
    let row = |Located { at, value: tariff }: Located<Tariff>| Row {
        field: fields.get(&(tariff.paragraph, tariff.unit)).cloned(),
        ..rows.row(at, tariff)
    };
    Ok(Answer {
        rows: held.into_iter().map(row).collect(),
        totals,
        frame,
    })
}

/// What a tariff is compared with.
fn notes(register: &Register) -> Vec<String> {
    let compared = match &register.target_group {
        Some(group) => format!(
            "En takst sammenlignes med takster for samme paragraf, enhed og målgruppen {}; nr. 1 er den laveste.",
            group.name
        ),
        None => "En takst sammenlignes med takster for samme paragraf og enhed; vælg en målgruppe for kun at sammenligne inden for den. Nr. 1 er den laveste.".to_owned(),
    };
    let all = register.area.as_ref().map(|area| {
        format!(
            "Listen er tilbud i {}. Median, spredning og plads i feltet er efter takster fra alle kommuner.",
            area.name
        )
    });
    let supervised = register.supervisor.map(|supervisor| {
        format!(
            "Listen er tilbud under {}. Median, spredning og plads i feltet er efter takster under alle socialtilsyn.",
            supervisor.label()
        )
    });
    let narrowed = all.into_iter().chain(supervised);
    [compared].into_iter().chain(narrowed).collect()
}

/// By the name of the offer, then service and year.
fn sort(register: &Register, held: &mut [Located<Tariff>]) {
    let offers = held.iter().map(|held| &*held.value.offer_id);
    let places = Register::places(offers, |id| [register.name(id), id]);
    // Stable: services and years stay in their order.
    held.sort_by_cached_key(|held| places.get(&*held.value.offer_id).copied());
}

fn fields(held: &[Located<Tariff>]) -> BTreeMap<FieldKey, Arc<Fielded>> {
    let mut values: BTreeMap<FieldKey, Vec<Money>> = BTreeMap::new();
    for t in held.iter().map(|held| &held.value) {
        values
            .entry((t.paragraph, t.unit))
            .or_default()
            .push(t.amount);
    }
    let field = |(key, values)| {
        let field = Field::new(values)?;
        let median = report::kroner(&field.at(Mark::Median));
        Some((key, Arc::new(Fielded { field, median })))
    };
    values.into_iter().filter_map(field).collect()
}
