//! Expenditure and persons of the municipalities, by the rules that every page has.

use std::collections::BTreeSet;

use super::loader::{Loader, Rows, maybe, text, units, whole, yes_no};
use crate::domain::components::Supplier;
use crate::domain::components::figures::{Figure, Gap};
use crate::domain::components::purchases::{Part, Purchases, by_group};
use crate::domain::offers::target_group::find;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::reports::components::basis::Basis;
use crate::reports::{Query, ReportError};
use crate::storage::Db;
use crate::storage::analyses::Datum;
use crate::storage::offers::target_groups;

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

/// What the municipalities buy for each target group together, where they split it by supplier and target
/// group. A group of the terminology is told by its code, as those of offers are.
pub fn purchases(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let groups = target_groups::all(db)?;
    let basis = Basis::load(db, &Query::default())?;
    let (facts, years, codes) = (basis.sorted(), basis.known_years(), basis.member_codes());
    let mut found = Vec::new();
    for paragraph in Paragraph::ALL {
        for &year in &years {
            let mut parts = Vec::new();
            for code in &codes {
                match facts.by_target_group(code, paragraph, year) {
                    Ok(stated) => {
                        parts.extend(stated.into_iter().map(|(supplier, text, figure)| {
                            let group = find(&groups, text).map_or(text, |known| &known.code);
                            loader.refs.extend(figure.under());
                            Part {
                                area: code,
                                supplier,
                                group,
                                figure,
                            }
                        }))
                    }
                    Err(gap) => loader.note(basis.reason(&gap)),
                }
            }
            let of: BTreeSet<&str> = parts.iter().map(|part| part.area).collect();
            let of = i64::try_from(of.len()).unwrap_or(0);
            let rows = by_group(&parts).into_iter();
            found.extend(rows.map(|told| of_group(paragraph, year, &told, of)));
        }
    }
    note_level(&basis, &found, loader);
    Ok(found)
}

fn of_group(
    paragraph: Paragraph,
    year: Year,
    told: &Purchases<'_>,
    municipalities: i64,
) -> Vec<Datum> {
    let shown = |figure: &Figure| {
        if told.masked {
            [Datum::Null, Datum::Null]
        } else {
            [units(&figure.expenditure, 2), units(&figure.persons, 4)]
        }
    };
    let ([private_cost, private_persons], [public_cost, public_persons]) =
        (shown(&told.private), shown(&told.public));
    vec![
        text(paragraph.key()),
        whole(year.number().into()),
        text(told.group),
        yes_no(told.masked),
        private_cost,
        private_persons,
        public_cost,
        public_persons,
        maybe((!told.masked).then_some(municipalities)),
    ]
}

/// In whose prices the amounts are.
fn note_level<T>(basis: &Basis, found: &[T], loader: &mut Loader) {
    if !found.is_empty() {
        loader.note(format!("Prisniveau: {}.", basis.level.label()));
    }
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
    note_level(&basis, &found, loader);
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
