//! `costly-cases-spread`: how the cost of a year's costly cases is spread in the region. It is told
//! where all of the year's sizes are, and of so many cases that five stand on each side.

use std::collections::BTreeSet;

use super::row::MASKED;
use super::tables::Tables;
use crate::domain::cases::published::{Cell as PublishedCell, Place, Told};
use crate::domain::cases::{Costly, QUARTILES_FROM, Size, Spread, Top};
use crate::domain::number::{Exact, exact};
use crate::domain::period::Year;
use crate::domain::report::{Cell, Report, Unit, Value, percent, whole_kroner};
use crate::reports::columns::{Answer, Col, Cols};
use crate::reports::words::plain;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::cases::costly;

/// The question's name.
pub const NAME: &str = "costly-cases-spread";

/// A year of the region.
#[derive(Debug, Clone)]
pub struct Row {
    pub year: Year,
    told: Told,
    /// Lower quartile, median, upper quartile; or why not.
    quartiles: Result<[Exact; 3], Cell>,
    /// Of the dearest 10, 5 and 1 % their share of the cost; or why not.
    top: [Result<Exact, Cell>; 3],
}

/// An answer; there are no margins over years.
pub type Rows = Answer<Row, ()>;

pub static YEAR: Col<Row> = Col::names("year", "År", Unit::Year, |row| {
    Value::Year(row.year).into()
});
pub static CASES: Col<Row> =
    Col::figure("cases", "Dyre sager", Unit::Count, |row| match &row.told {
        Told::Shown(of) => Value::Count(of.cases).into(),
        Told::Masked => Cell::masked(MASKED),
    });
pub static LOWER: Col<Row> = Col::figure(
    "lower_quartile",
    "Nedre kvartil",
    Unit::WholeKroner,
    |row| quartile(row, 0),
);
pub static MEDIAN: Col<Row> = Col::figure("median", "Median", Unit::WholeKroner, |row| {
    quartile(row, 1)
});
pub static UPPER: Col<Row> =
    Col::figure("upper_quartile", "Øvre kvartil", Unit::WholeKroner, |row| {
        quartile(row, 2)
    });
pub static TOP_10: Col<Row> = Col::figure(
    "top_10_share",
    "Andel, dyreste 10 %",
    Unit::Percent,
    |row| top(row, Top::Ten),
);
pub static TOP_5: Col<Row> =
    Col::figure("top_5_share", "Andel, dyreste 5 %", Unit::Percent, |row| {
        top(row, Top::Five)
    });
pub static TOP_1: Col<Row> =
    Col::figure("top_1_share", "Andel, dyreste 1 %", Unit::Percent, |row| {
        top(row, Top::One)
    });

pub static COLUMNS: Cols<Row> = &[
    &YEAR, &CASES, &LOWER, &MEDIAN, &UPPER, &TOP_10, &TOP_5, &TOP_1,
];

fn derived(value: Value, formula: &str) -> Cell {
    plain(value, formula, Vec::new())
}

fn quartile(row: &Row, at: usize) -> Cell {
    match &row.quartiles {
        Ok(of) => derived(
            whole_kroner(&of[at]),
            "sagernes udgift i rækkefølge, delt i fire lige store dele; afrundet til nærmeste 100.000 kr.",
        ),
        Err(why) => why.clone(),
    }
}

fn top(row: &Row, of: Top) -> Cell {
    let at = Top::ALL.iter().position(|top| *top == of).unwrap_or(0);
    match &row.top[at] {
        Ok(share) => derived(
            percent(&(share * exact(100, 0))),
            "de dyreste sagers udgift / alle dyre sagers udgift",
        ),
        Err(why) => why.clone(),
    }
}

/// The answer of tables that were read already.
pub fn of(db: &mut Db, tables: &Tables, query: &Query) -> Result<Rows, ReportError> {
    let members: BTreeSet<&str> = tables.members.iter().map(|area| &*area.code).collect();
    let costly = costly::of(db, &members, tables.data_version())?;
    let years = tables.shown_years();
    let rows = years.iter().filter_map(|year| row(tables, &costly, *year));
    let title = "Dyre enkeltsager: udgiftens fordeling";
    let mut frame = tables.frame((NAME, title), query);
    frame.notes.push(NOTE.to_owned());
    Ok(Answer {
        frame,
        rows: rows.collect(),
        totals: Vec::new(),
    })
}

/// What a reader must know of it.
pub const NOTE: &str = "Median og kvartiler vises fra 20 sager og er afrundet til nærmeste 100.000 kr. »Andel, dyreste 10 %« er den del af udgiften, som den dyreste tiendedel af sagerne står for. Den vises fra 50 sager, 5 % fra 100 og 1 % fra 500, så der altid er mindst fem borgere på hver side.";

/// The row of a year that has tables.
fn row(tables: &Tables, costly: &[Costly], year: Year) -> Option<Row> {
    let at = |place: &Place| {
        let cells = tables.cells.iter();
        cells
            .filter(|cell| cell.year == year)
            .find(|cell| cell.place == *place)
    };
    let region = at(&Place::REGION)?;
    let spread = Spread::new(costly.iter().filter(|case| case.year == year));
    let sizes = Size::ALL.map(|size| at(&Place::Size(size)));
    let told = region.told();
    if let Some(why) = nothing(region, &sizes, &spread) {
        return Some(Row {
            year,
            told,
            quartiles: Err(why.clone()),
            top: Top::ALL.map(|_| Err(why.clone())),
        });
    }
    Some(Row {
        year,
        told,
        quartiles: spread.quartiles().ok_or_else(|| few(QUARTILES_FROM)),
        top: Top::ALL.map(|top| {
            let is_few = spread.cases() < top.from();
            let share = spread.share(top);
            share.ok_or_else(|| {
                if is_few {
                    few(top.from())
                } else {
                    Cell::masked(MASKED)
                }
            })
        }),
    })
}

/// Why nothing of a year is told, if nothing is. What the sizes do not tell already is not told
/// here: with one of them masked, the dearest could tell of it.
fn nothing(
    region: &PublishedCell,
    sizes: &[Option<&PublishedCell>],
    spread: &Spread<'_>,
) -> Option<Cell> {
    let Told::Shown(all) = region.told() else {
        return Some(Cell::masked(MASKED));
    };
    if sizes.iter().any(|size| size.is_none_or(|size| size.masked)) {
        return Some(Cell::masked(MASKED));
    }
    if all.cases == 0 {
        return Some(Cell::missing("Der er ingen dyre sager."));
    }
    let stored = usize::try_from(all.cases) == Ok(spread.cases());
    (!stored || spread.cost() != all.cost.exact())
        .then(|| Cell::missing("Linjerne bag årets tabeller er slettet."))
}

fn few(from: usize) -> Cell {
    Cell::masked(format!(
        "Vises først fra {from} sager, så mindst fem borgere står på hver side."
    ))
}

/// The report.
pub(super) fn report(db: &mut Db, query: &Query) -> Result<Report, ReportError> {
    let tables = Tables::load(db, query)?;
    Ok(of(db, &tables, query)?.report(COLUMNS, &[]))
}
