//! The four questions, and how the cost is spread.

use std::collections::BTreeMap;

use super::row::{self, Name, Published};
use super::spent::Sorted;
use super::spread;
use super::tables::Tables;
use crate::domain::cases::Size;
use crate::domain::cases::published::{Became, Cell, Of, Place, Told};
use crate::domain::components::Supplier;
use crate::domain::paragraph::Paragraph;
use crate::domain::people::Right;
use crate::domain::period::Year;
use crate::domain::report::Report;
use crate::reports::cases::detail;
use crate::reports::columns::{Answer, Cols};
use crate::reports::shape::Shape;
use crate::reports::{Filter, Query, Question, ReportError, filters};
use crate::storage::Db;

/// An answer whose margins are rows of the same kind.
pub type Rows = Answer<Published, Published>;

const OF_REGION: &[&Filter] = &[&filters::YEAR_OF_CASES, &filters::LIMIT_KRONER];

pub static COSTLY_CASES: Question = Question {
    name: "costly-cases",
    row: "a municipality's costly cases under a paragraph, in a year",
    right: Right::ReadFigures,
    filters: &[
        &filters::YEAR_OF_CASES,
        &filters::LIMIT_KRONER,
        &filters::MUNICIPALITY_OF_CASES,
        &filters::DETAIL,
    ],
    shapes: || {
        vec![
            of(row::BY_PARAGRAPH),
            Shape::without_totals(detail::COLUMNS),
        ]
    },
    report: |db, query| {
        if query.detail.is_some() {
            return detail::report(db, query, COSTLY_CASES.name);
        }
        report(db, query, by_paragraph, row::BY_PARAGRAPH)
    },
};

pub static BY_SUPPLIER: Question = Question {
    name: "costly-cases-by-supplier",
    row: "a supplier kind's costly cases under a paragraph, in a year",
    right: Right::ReadFigures,
    filters: OF_REGION,
    shapes: || vec![of(row::BY_SUPPLIER)],
    report: |db, query| report(db, query, by_supplier, row::BY_SUPPLIER),
};

pub static BY_STATUS: Question = Question {
    name: "costly-cases-by-status",
    row: "a municipality's new, continuing or gone costly cases, in a year",
    right: Right::ReadFigures,
    filters: OF_REGION,
    shapes: || vec![of(row::BY_STATUS)],
    report: |db, query| report(db, query, by_status, row::BY_STATUS),
};

pub static BY_SIZE: Question = Question {
    name: "costly-cases-by-size",
    row: "the costly cases of a size, in a year",
    right: Right::ReadFigures,
    filters: OF_REGION,
    shapes: || vec![of(row::BY_SIZE)],
    report: |db, query| report(db, query, by_size, row::BY_SIZE),
};

pub static SPREAD: Question = Question {
    name: spread::NAME,
    row: "how the cost of a year's costly cases is spread",
    right: Right::ReadFigures,
    filters: OF_REGION,
    shapes: || vec![Shape::without_totals(spread::COLUMNS).masked()],
    report: spread::report,
};

/// Rows and margins under the same columns, each with what is masked in it.
fn of(columns: Cols<Published>) -> Shape {
    Shape::of(columns, columns).masked()
}

fn report(
    db: &mut Db,
    query: &Query,
    answer: fn(&Tables, &Query) -> Rows,
    columns: Cols<Published>,
) -> Result<Report, ReportError> {
    let tables = Tables::load(db, query)?;
    Ok(answer(&tables, query).report(columns, columns))
}

/// Each of some kinds by name, and the margin over all.
fn with_margin<T: Copy>(
    all: &[T],
    key: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<(Of<T>, Name)> {
    let of = |one: &T| (Of::One(*one), Name::new(key(*one), label(*one)));
    let margin = (Of::All, Name::total());
    all.iter().map(of).chain([margin]).collect()
}

fn paragraphs() -> Vec<(Of<Paragraph>, Name)> {
    with_margin(&Paragraph::ALL, Paragraph::key, Paragraph::label)
}

/// Municipality × paragraph.
pub fn by_paragraph(tables: &Tables, query: &Query) -> Rows {
    let place = |municipality, paragraph| Place::Paragraph {
        municipality,
        paragraph,
    };
    let rows = Rowing::table(tables, &tables.municipalities(), &paragraphs(), place);
    let title = "Dyre enkeltsager efter kommune og paragraf";
    tables.answer((COSTLY_CASES.name, title), query, rows)
}

/// The region's line of each year, as everybody is told.
pub fn region(tables: &Tables) -> Vec<Published> {
    over_years(tables, Place::REGION, &Name::total(), true)
}

/// A municipality's own line of each year, unmasked: for that municipality alone.
pub fn own(tables: &Tables, municipality: &str) -> Vec<Published> {
    let place = Place::Paragraph {
        municipality: Of::One(municipality.into()),
        paragraph: Of::All,
    };
    let name = Name::new(municipality, municipality);
    over_years(tables, place, &name, false)
}

fn over_years(tables: &Tables, place: Place, name: &Name, everybody: bool) -> Vec<Published> {
    let spent = tables.spent.sorted(&tables.cells);
    let cells = tables.cells.iter().filter(|cell| cell.place == place);
    cells
        .map(|cell| Published {
            first: name.clone(),
            second: Name::total(),
            year: cell.year,
            told: if everybody {
                cell.told()
            } else {
                Told::Shown(cell.measures)
            },
            share: spent.share(cell, everybody),
        })
        .collect()
}

/// Supplier kind × paragraph.
pub fn by_supplier(tables: &Tables, query: &Query) -> Rows {
    let suppliers = with_margin(&Supplier::ALL, Supplier::key, Supplier::label);
    let place = |supplier, paragraph| match supplier {
        Of::One(supplier) => Place::Supplier {
            supplier,
            paragraph,
        },
        Of::All => Place::Paragraph {
            municipality: Of::All,
            paragraph,
        },
    };
    let rows = Rowing::table(tables, &suppliers, &paragraphs(), place);
    let title = "Dyre enkeltsager efter leverandør og paragraf";
    tables.answer((BY_SUPPLIER.name, title), query, rows)
}

/// What became of the cases × municipality.
pub fn by_status(tables: &Tables, query: &Query) -> Rows {
    let statuses = with_margin(&Became::ALL, Became::key, Became::label);
    let place = |became, municipality| Place::Status {
        became,
        municipality,
    };
    let rows = Rowing::table(tables, &statuses, &tables.municipalities(), place);
    let title = "Nye, fortsatte og ophørte dyre enkeltsager";
    tables.answer((BY_STATUS.name, title), query, rows)
}

/// Size of cost.
pub fn by_size(tables: &Tables, query: &Query) -> Rows {
    let mut rows = Rowing::new(tables);
    // The table has one naming column: the other is none.
    let none = || Name::new("", "");
    for year in tables.shown_years() {
        for size in Size::ALL {
            let name = Name::new(size.key(), size.label());
            rows.add(year, Place::Size(size), &name, none());
        }
        rows.add(year, Place::REGION, &Name::total(), none());
    }
    let title = "Dyre enkeltsager efter størrelse";
    tables.answer((BY_SIZE.name, title), query, rows.rows)
}

/// Rows as they are put together.
struct Rowing<'a> {
    cells: BTreeMap<(Year, &'a Place), &'a Cell>,
    spent: Sorted<'a>,
    rows: Vec<Published>,
}

impl Rowing<'_> {
    /// The rows of a table of two names, year by year.
    fn table<A: Clone, B: Clone>(
        tables: &Tables,
        down: &[(A, Name)],
        across: &[(B, Name)],
        place: impl Fn(A, B) -> Place,
    ) -> Vec<Published> {
        let mut rows = Rowing::new(tables);
        for year in tables.shown_years() {
            for (first, name) in down {
                for (second, words) in across {
                    let place = place(first.clone(), second.clone());
                    rows.add(year, place, name, words.clone());
                }
            }
        }
        rows.rows
    }

    fn new(tables: &Tables) -> Rowing<'_> {
        Rowing {
            cells: tables.by_place(),
            spent: tables.spent.sorted(&tables.cells),
            rows: Vec::new(),
        }
    }

    /// Adds the row of a cell; a municipality without lines has none.
    fn add(&mut self, year: Year, place: Place, first: &Name, second: Name) {
        if let Some(cell) = self.cells.get(&(year, &place)) {
            self.rows.push(Published {
                first: first.clone(),
                second,
                year,
                told: cell.told(),
                share: self.spent.share(cell, true),
            });
        }
    }
}
