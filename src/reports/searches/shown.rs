//! What a search showed, as a paper prints it.

use super::receipt::Whole;
use crate::domain::report::{Cell, Report, Table, Unit, Value};
use crate::domain::searches::{Match, Part};
use crate::reports::columns::{self, Col, Cols};
use crate::reports::words::{date, date_value};

/// An entry with the name of the municipality that it lies in.
pub struct Printed {
    of: Match,
    municipality: String,
}

pub static OFFER: Col<Printed> = Col::names("offer", "Tilbud", Unit::Text, |row| {
    Cell::text(&row.of.vacant.offer)
});
pub static OPERATOR: Col<Printed> = Col::says("operator", "Driftsherre", Unit::Text, |row| {
    Cell::text(&row.of.vacant.operator)
});
pub static TIER: Col<Printed> = Col::says("tier", "Aftale", Unit::Text, |row: &Printed| {
    Cell::key(row.of.tier().key(), row.of.tier().short())
});
pub static PLACE: Col<Printed> = Col::says("distance", "Afstand", Unit::Text, |row: &Printed| {
    Cell::text(format!("{}, {}", row.municipality, row.of.distance.label()))
});
pub static PLACES: Col<Printed> = Col::says("places", "Pladser", Unit::Count, |row| {
    Value::Count(row.of.vacant.places).into()
});
pub static FROM: Col<Printed> = Col::says("from", "Ledig fra", Unit::Text, |row| {
    date_value(row.of.vacant.from).into()
});
pub static CONFIRMED: Col<Printed> = Col::says("confirmed_on", "Bekræftet", Unit::Text, |row| {
    let vacant = &row.of.vacant;
    let stale = if vacant.stale { " (forældet)" } else { "" };
    let day = vacant.confirmed_on;
    Cell::key(day.to_string(), format!("{}{stale}", date(day)))
});
pub static TARIFF: Col<Printed> = Col::says(
    "tariff",
    "Takst pr. døgn",
    Unit::Kroner,
    |row: &Printed| match row.of.vacant.tariff {
        Some(tariff) => Value::Kroner(tariff.amount.decimal()).into(),
        None => Cell::missing("Taksten pr. døgn var ikke kendt."),
    },
);

pub static COLUMNS: Cols<Printed> = &[
    &OFFER, &OPERATOR, &TIER, &PLACE, &PLACES, &FROM, &CONFIRMED, &TARIFF,
];

/// A table of one part of what a search showed, as a report of its own; `None` when there is nothing.
pub fn report(whole: &Whole, part: Part) -> Option<Report> {
    let printed = |of: &Match| Printed {
        municipality: whole.names.area(&of.vacant.municipality).to_owned(),
        of: of.clone(),
    };
    let rows = whole.matches.iter().filter(|of| of.part == part);
    let rows: Vec<Printed> = rows.map(printed).collect();
    (!rows.is_empty()).then(|| Report {
        name: super::SEARCHES.name,
        title: String::new(),
        filters: Vec::new(),
        data_version: whole.search.version,
        synthetic: whole.synthetic,
        masks: false,
        rows: columns::table(COLUMNS, &rows),
        totals: Table::default(),
        notes: Vec::new(),
        sources: Vec::new(),
        series: Vec::new(),
    })
}
