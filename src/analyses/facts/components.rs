//! Expenditure and persons of the municipalities, by the rules that every page has.

use super::loader::{Loader, Rows, text, units, whole};
use crate::domain::components::Supplier;
use crate::domain::components::figures::{Figure, Gap};
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::reports::components::basis::Basis;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;

/// Expenditure and persons of each municipality, paragraph and year.
pub fn all(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let figures = figures(db, loader, &[None])?;
    Ok(figures.into_iter().map(|(row, _)| row).collect())
}

/// The same by supplier, where it is split so.
pub fn by_supplier(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let figures = figures(db, loader, &Supplier::ALL.map(Some))?;
    let row = |(mut row, supplier): (Vec<Datum>, Option<Supplier>)| {
        row.insert(3, text(supplier.map_or("", Supplier::key)));
        row
    };
    Ok(figures.into_iter().map(row).collect())
}

type Found = Vec<(Vec<Datum>, Option<Supplier>)>;

fn figures(
    db: &mut Db,
    loader: &mut Loader,
    suppliers: &[Option<Supplier>],
) -> Result<Found, ReportError> {
    let basis = Basis::load(db, &Query::default())?;
    let (facts, years) = (basis.sorted(), basis.known_years());
    let mut found = Vec::new();
    for code in basis.member_codes() {
        for paragraph in Paragraph::ALL {
            for (year, supplier) in pairs(&years, suppliers) {
                let figure = match supplier {
                    None => facts.of_area(&code, &[], paragraph, year, &years),
                    Some(_) => facts.by_supplier(&code, paragraph, year, supplier),
                };
                match figure {
                    Ok(figure) => {
                        loader.refs.extend(figure.under());
                        found.push((row(&code, paragraph, year, &figure), supplier));
                    }
                    Err(Gap::NoFacts) => {}
                    Err(gap) => loader.note(basis.reason(&gap)),
                }
            }
        }
    }
    if !found.is_empty() {
        loader.note(format!("Prisniveau: {}.", basis.level.label()));
    }
    Ok(found)
}

fn pairs<'a>(
    years: &'a [Year],
    suppliers: &'a [Option<Supplier>],
) -> impl Iterator<Item = (Year, Option<Supplier>)> + 'a {
    let with = |year: &'a Year| suppliers.iter().map(move |supplier| (*year, *supplier));
    years.iter().flat_map(with)
}

fn row(code: &str, paragraph: Paragraph, year: Year, figure: &Figure) -> Vec<Datum> {
    vec![
        text(code),
        text(paragraph.key()),
        whole(year.number().into()),
        units(&figure.expenditure, 2),
        units(&figure.persons, 4),
    ]
}
