//! What else there is to tell of a municipality: its offers, their increases, what is vacant, and for
//! its own the costly cases.

use jiff::civil::Date;

use crate::domain::cases::published::{Measures, Told};
use crate::domain::period::Year;
use crate::domain::places::PlaceKind;
use crate::reports::cases::published::questions;
use crate::reports::cases::published::tables::Tables;
use crate::reports::offers::register::Register;
use crate::reports::places::list;
use crate::reports::tariffs::increases;
use crate::reports::{Query, ReportError};
use crate::storage::{self, Db, tariffs};

/// The offers that lie in a municipality.
pub struct Story {
    pub offers: usize,
    /// The places of all of them.
    pub places: i64,
    /// The newest year with tariffs, and how many services rose by more than the limit in it.
    pub increases: Option<(Year, usize)>,
    /// Places and dwellings that stand empty.
    pub vacant: i64,
    pub empty: i64,
}

impl Story {
    /// Reads it for a municipality by its code, on a day.
    ///
    /// # Errors
    /// [`ReportError`]
    pub fn load(db: &mut Db, code: &str, today: Date) -> Result<Story, ReportError> {
        let query = Query {
            municipality: Some(code.to_owned()),
            ..Query::default()
        };
        let register = Register::load(db, &query)?;
        let offers = register.offers.values().map(|offer| &offer.value);
        let here: Vec<_> = offers.filter(|offer| offer.municipality == code).collect();
        let (offers, places) = (here.len(), here.iter().map(|offer| offer.places).sum());
        let version = storage::version(db)?;
        let newest = tariffs::years(db, version)?.last().copied();
        let increases = match newest {
            Some(year) => {
                let asked = Query {
                    year: Some(year),
                    ..query.clone()
                };
                let found = increases::of_year(db, &asked)?;
                let said = found.incomparable.is_none();
                said.then_some((year, found.increases.rows.len()))
            }
            None => None,
        };
        let asked = Query {
            on: Some(today),
            ..query
        };
        let vacant = list::answer(db, &asked)?;
        let of = |kind: PlaceKind| {
            let sums = vacant.totals.iter().filter(|sum| sum.kind == kind);
            sums.map(|sum| sum.places).sum()
        };
        Ok(Story {
            offers,
            places,
            increases,
            vacant: of(PlaceKind::Place),
            empty: of(PlaceKind::Dwelling),
        })
    }
}

/// A municipality's own costly cases of the newest year, unmasked: for that municipality alone.
///
/// # Errors
/// [`ReportError`]
pub fn own_cases(db: &mut Db, code: &str) -> Result<Option<(Year, Measures)>, ReportError> {
    let tables = Tables::load(db, &Query::default())?;
    let mut rows = questions::own(&tables, code);
    rows.sort_by_key(|row| row.year);
    Ok(rows.pop().and_then(|row| match row.told {
        Told::Shown(measures) => Some((row.year, measures)),
        Told::Masked => None,
    }))
}
