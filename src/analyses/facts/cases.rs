//! The published tables of costly cases: what everybody is told of each cell, and nothing else.

use super::loader::{Loader, Rows, maybe, text, whole, yes_no};
use crate::analyses::view::TOTAL;
use crate::domain::cases::published::{Became, Cell, Of, Place, Told};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::reports::cases::published::tables::Tables;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;

pub fn by_paragraph(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    cells(db, loader, |place| match place {
        Place::Paragraph {
            municipality,
            paragraph,
        } => Some(vec![area(municipality), of_paragraph(paragraph)]),
        _ => None,
    })
}

pub fn by_supplier(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    cells(db, loader, |place| match place {
        Place::Supplier {
            supplier,
            paragraph,
        } => Some(vec![text(supplier.key()), of_paragraph(paragraph)]),
        _ => None,
    })
}

pub fn by_status(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    cells(db, loader, |place| match place {
        Place::Status {
            became,
            municipality,
        } => {
            let status = became.one().map_or(TOTAL, |became: &Became| became.key());
            Some(vec![text(status), area(municipality)])
        }
        _ => None,
    })
}

pub fn by_size(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    cells(db, loader, |place| match place {
        Place::Size(size) => Some(vec![text(size.key())]),
        _ => None,
    })
}

fn area(of: &Of<std::sync::Arc<str>>) -> Datum {
    text(of.one().map_or(TOTAL, |code| code))
}

fn of_paragraph(of: &Of<Paragraph>) -> Datum {
    text(of.one().map_or(TOTAL, |paragraph| paragraph.key()))
}

/// The cells of one table, each under its keys.
fn cells(
    db: &mut Db,
    loader: &mut Loader,
    keys: impl Fn(&Place) -> Option<Vec<Datum>>,
) -> Result<Rows, ReportError> {
    let tables = Tables::load(db, &Query::default())?;
    let cell = |cell: &Cell| {
        let mut row = keys(&cell.place)?;
        row.push(whole(cell.year.number().into()));
        row.extend(told(cell));
        Some(row)
    };
    let rows = tables.cells.iter().filter_map(cell).collect();
    let frame = tables.frame(("published_cases", ""), &Query::default());
    for note in frame.notes {
        loader.note(note);
    }
    Ok(rows)
}

/// Whether it is masked, and its measures where it is not.
fn told(cell: &Cell) -> [Datum; 4] {
    match cell.told() {
        Told::Masked => [yes_no(true), Datum::Null, Datum::Null, Datum::Null],
        Told::Shown(of) => [
            yes_no(false),
            whole(of.cases),
            whole(of.cost.oere()),
            maybe(of.refund.map(Money::oere)),
        ],
    }
}
