//! The files of Danmarks Statistik, as they are downloaded from statistikbanken.
//!
//! A file is long (a heading for each variable, a figure a row) or a matrix (one variable in the head, the others down the left side,
//! each label once above what it is of), or a PX file, whose keywords say all of it ([`px`]). [`file`] opens it, [`grid`] finds the head of the others, [`labels`] says what a label is,
//! [`read`] makes figures of them.

mod file;
mod grid;
mod labels;
mod px;
mod read;

pub(super) use read::read;

use super::columns::{Choices, Column};
use crate::domain::statbank::Table;

/// What a variable of a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Variable {
    Area,
    Service,
    Function,
    /// Drift, statsrefusion, anlæg (dranst).
    Account,
    Owner,
    /// Gruppering.
    Part,
    /// Gross, net and what is spent on (art).
    Kind,
    /// Current prices in thousands, or per inhabitant (prisenhed).
    Price,
    Sex,
    Age,
    Marital,
    Period,
}

const AREA: Column =
    Column::text("omraade", "kommunens navn eller kode").of(Choices::Municipalities);
const PERIOD: Column = Column::text("tid", "kvartalet: 2024K3");
const YEAR: Column = Column::text("tid", "året med fire cifre");
const FUNCTION: Column = Column::text("funktion", "fx 5.38.50");
const ACCOUNT: Column = Column::text("dranst", "1 Driftskonti læses");
const KIND: Column = Column::text("art", "I alt (netto) læses");
const PRICE: Column = Column::text("prisenhed", "Løbende priser (1.000 kr.) læses").optional();

pub(super) const HAND01: &[Column] = &[
    AREA,
    Column::text("ydelsestype", "ydelsens kode eller navn i HAND01"),
    PERIOD,
    Column::number("indhold", "antal"),
];
pub(super) const REGK31: &[Column] = &[
    AREA,
    FUNCTION,
    ACCOUNT,
    KIND,
    PRICE,
    YEAR,
    Column::number("indhold", "beløbet"),
];
pub(super) const REGK100: &[Column] = &[
    AREA,
    FUNCTION,
    ACCOUNT,
    Column::text(
        "ejer",
        "ejerforhold: egne, selvejende, andre offentlige, private",
    ),
    Column::text("gruppering", "kontoplanens gruppering").optional(),
    KIND,
    PRICE,
    YEAR,
    Column::number("indhold", "beløbet"),
];
pub(super) const FOLK1A: &[Column] = &[
    AREA,
    Column::text("koen", "I alt læses").optional(),
    Column::text("alder", "Alder i alt læses").optional(),
    Column::text("civilstand", "I alt læses").optional(),
    PERIOD,
    Column::count("indhold", "indbyggere den første dag i kvartalet"),
];

/// The columns of a table, each with its variable; the last, the figure itself, has none.
fn variables(table: Table) -> Vec<(Variable, &'static Column)> {
    use Variable::{
        Account, Age, Area, Function, Kind, Marital, Owner, Part, Period, Price, Service, Sex,
    };
    let variables: &[Variable] = match table {
        Table::Hand01 => &[Area, Service, Period],
        Table::Regk31 => &[Area, Function, Account, Kind, Price, Period],
        Table::Regk100 => &[Area, Function, Account, Owner, Part, Kind, Price, Period],
        Table::Folk1a => &[Area, Sex, Age, Marital, Period],
    };
    variables.iter().copied().zip(columns(table)).collect()
}

/// The columns of a table, in the order of the documentation.
const fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::Hand01 => HAND01,
        Table::Regk31 => REGK31,
        Table::Regk100 => REGK100,
        Table::Folk1a => FOLK1A,
    }
}
