//! `costly-cases --detail case`: the costly cases themselves. For whoever holds the database, and
//! for a municipality's own; nobody else gets as far as reading them.

use std::collections::BTreeSet;

use super::published::row::Name;
use super::published::tables::Tables;
use crate::domain::cases::{CaseKey, Costly, Refund, Status};
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Unit, Value};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::{Query, ReportError, filters};
use crate::storage::cases::{costly, scopes_of};
use crate::storage::{self, Db};

/// A costly case of a year.
pub struct Row {
    municipality: Name,
    case: Costly,
    status: Option<Status>,
}

static MUNICIPALITY: Col<Row> = Col::names("municipality", "Kommune", Unit::Text, |row| {
    Cell::key(&row.municipality.key, &row.municipality.label)
});
static YEAR: Col<Row> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.case.year).into()
});
static CASE: Col<Row> = Col::names("case", "Sag", Unit::Text, |row| {
    Cell::text(&*row.case.key.case)
});
static PARAGRAPH: Col<Row> = Col::says("paragraph", "Paragraf", Unit::Text, |row| {
    Cell::key(row.case.paragraph.key(), row.case.paragraph.label())
});
static SUPPLIER: Col<Row> = Col::says("supplier", "Leverandør", Unit::Text, |row| {
    Cell::key(row.case.supplier.key(), row.case.supplier.label())
});
static COST: Col<Row> = Col::says("cost", "Udgift", Unit::Kroner, |row| {
    Value::Kroner(row.case.cost.decimal()).into()
});
static REFUND: Col<Row> = Col::says("refund", "Refusion", Unit::Kroner, |row: &Row| {
    row.case.refund.map_or_else(
        || Cell::missing("Der er ikke angivet beløbsgrænser for refusion i året."),
        |refund| Value::Kroner(refund.amount.decimal()).into(),
    )
})
.optional();
static REFUND_IS_MINIMUM: Col<Row> = Col::says(
    "refund_is_minimum",
    "Refusionen er mindst",
    Unit::YesNo,
    |row: &Row| {
        let minimum = row.case.refund.map(Refund::is_minimum);
        minimum.map_or(Value::Empty, Value::YesNo).into()
    },
)
.optional();
static STATUS: Col<Row> = Col::says("status", "Status", Unit::Text, |row: &Row| {
    row.status.map_or_else(
        || Cell::missing("Kommunen har ikke linjer for begge år."),
        |status| Cell::key(status.key(), status.label()),
    )
})
.optional();

pub(super) static COLUMNS: Cols<Row> = &[
    &MUNICIPALITY,
    &YEAR,
    &CASE,
    &PARAGRAPH,
    &SUPPLIER,
    &COST,
    &REFUND,
    &REFUND_IS_MINIMUM,
    &STATUS,
];

/// The cases that whoever asks may see; of one who sees the own alone, no other may be asked for.
///
/// # Errors
/// [`ReportError::BadFilter`] for somebody who may see none of what is asked for.
pub fn report(db: &mut Db, query: &Query, name: &'static str) -> Result<Report, ReportError> {
    let tables = Tables::load(db, query)?;
    let seen: Vec<Name> = tables
        .asked()
        .iter()
        .filter(|area| query.sees.sees(&area.code))
        .map(|area| Name::new(&area.code, &area.name))
        .collect();
    if seen.is_empty() {
        let problem = "Sagerne selv ses kun af den kommune, de hører til.";
        return Err(filters::bad(filters::DETAIL.key, "case", problem));
    }
    let now = storage::version(db)?;
    let codes: BTreeSet<&str> = seen.iter().map(|of| &*of.key).collect();
    let costly = costly::of(db, &codes, now)?;
    let known: BTreeSet<(&CaseKey, Year)> = costly.iter().map(|c| (&c.key, c.year)).collect();
    let lines = scopes_of(db, &codes, now)?;
    let status = |case: &Costly| {
        let before = case.year.before()?;
        let followed = lines.contains_key(&(case.key.municipality.clone(), before));
        followed.then(|| {
            if known.contains(&(&case.key, before)) {
                Status::Continuing
            } else {
                Status::New { known: false }
            }
        })
    };
    let mut rows = Vec::new();
    for municipality in &seen {
        let own = costly
            .iter()
            .filter(|case| *case.key.municipality == *municipality.key);
        let wanted = own.filter(|case| query.year.is_none_or(|year| year == case.year));
        rows.extend(wanted.map(|case| Row {
            municipality: municipality.clone(),
            status: status(case),
            case: case.clone(),
        }));
    }
    rows.sort_by_key(|row| row.case.year);
    let title = "Dyre enkeltsager, sag for sag";
    let mut frame = tables.frame((name, title), query);
    frame.masks = false;
    let answer: Answer<Row> = Answer {
        rows,
        ..Answer::empty(frame)
    };
    Ok(answer.report(COLUMNS, &[]))
}
