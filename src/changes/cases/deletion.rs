//! A municipality's case lines that are older than they may be kept: deleted for good, in one step
//! with its line in the log. What was published of those years is another table's and stays.

use thiserror::Error;

use crate::changes::actor::{Actor, Done, change};
use crate::domain::area::{self, Area};
use crate::domain::period::Year;
use crate::storage::cases::deletion;
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{Db, QueryError, Store, StoreError};

/// Which lines: of a municipality, of years that ended more than so many years ago.
#[derive(Debug, Clone, Copy)]
pub struct Old<'a> {
    /// Code or name.
    pub municipality: &'a str,
    pub years: u16,
}

/// What is deleted, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doomed {
    /// Name of the municipality.
    pub municipality: String,
    /// How many lines each year has, in every upload that brought some.
    pub years: Vec<(Year, i64)>,
}

impl Doomed {
    /// "2018 (lines: 120), 2019 (lines: 131)", with the word for lines in the reader's language.
    pub fn told(&self, word: &str) -> String {
        let year = |(year, lines): &(Year, i64)| format!("{year} ({word}: {lines})");
        let years: Vec<String> = self.years.iter().map(year).collect();
        years.join(", ")
    }
}

/// Why nothing was deleted.
#[derive(Debug, Error)]
pub enum DeletionError {
    #[error("there is no municipality {0:?}: write its code or its name")]
    NoSuchMunicipality(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// What would be deleted.
///
/// # Errors
/// [`DeletionError::NoSuchMunicipality`]
pub fn doomed(store: &Store, actor: &Actor, old: Old<'_>) -> Result<Doomed, DeletionError> {
    store.read(|db| {
        let (area, before) = scope(db, actor, old)?;
        found(db, &area, before)
    })
}

/// Deletes it: all of it, or nothing. The log tells municipality, years and how many lines.
///
/// # Errors
/// [`DeletionError::NoSuchMunicipality`]
pub fn delete(store: &Store, actor: &Actor, old: Old<'_>) -> Result<Doomed, DeletionError> {
    let what = (What::CaseDeletion, Action::DeletedCases);
    change(store, actor, what, |db, made| {
        let (area, before) = scope(db, actor, old)?;
        let doomed = found(db, &area, before)?;
        if doomed.years.is_empty() {
            return Ok(Done::nothing(doomed));
        }
        deletion::delete(db, &area.code, before, made.version)?;
        let told = doomed.told("linjer");
        Ok(Done::new(doomed, area.code, told))
    })
}

fn found(db: &mut Db, area: &Area, before: Year) -> Result<Doomed, DeletionError> {
    Ok(Doomed {
        municipality: area.name.clone(),
        years: deletion::before(db, &area.code, before)?,
    })
}

/// The municipality, and the first year that is kept: the last of `years` whole ones.
fn scope(db: &mut Db, actor: &Actor, old: Old<'_>) -> Result<(Area, Year), DeletionError> {
    let areas = areas::all(db)?;
    let found = area::find(&areas, old.municipality).filter(|area| !area.is_kkr());
    let missing = || DeletionError::NoSuchMunicipality(old.municipality.chars().take(60).collect());
    let area = found.cloned().ok_or_else(missing)?;
    let first = i64::from(actor.today().year()) - i64::from(old.years);
    Ok((area, Year::new(first).unwrap_or(Year::FIRST)))
}
