//! An answer as every reader may have it: what a paper of a meeting shows.

use jiff::civil::Date;
use thiserror::Error;

use super::ask::{self, Wrong};
use super::catalogue::Catalogue;
use super::facts;
use super::report;
use crate::domain::people::Role;
use crate::domain::report::Report;
use crate::domain::searches::Reader;
use crate::reports::ReportError;
use crate::storage::Db;

/// Why there is none, in Danish.
#[derive(Debug, Error)]
pub enum NoAnswer {
    #[error("Analysen »{0}« findes ikke mere.")]
    NoSuch(String),
    #[error("Analysen »{0}« er ikke for alle læsere, så den kan ikke stå på en dagsorden.")]
    NotForReaders(String),
    #[error("{}", told(.0))]
    Wrong(Vec<Wrong>),
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Report(#[from] ReportError),
}

fn told(wrong: &[Wrong]) -> String {
    let words: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    words.join(" ")
}

/// Asks an analysis with some parameters, as somebody with no more rights than a reader.
///
/// # Errors
/// [`NoAnswer`]
pub fn answer(
    db: &mut Db,
    catalogue: &Catalogue,
    (name, parameters): (&str, &[(String, String)]),
    today: Date,
) -> Result<Report, NoAnswer> {
    let analysis = catalogue.get(name);
    let analysis = analysis.ok_or_else(|| NoAnswer::NoSuch(name.to_owned()))?;
    let rights = Role::Reader.rights();
    if !analysis.rights().iter().all(|right| rights.contains(right)) {
        return Err(NoAnswer::NotForReaders(analysis.title.clone()));
    }
    let facts = facts::load(db, &analysis.views, (today, Reader::default()))?;
    let asked = ask::read(analysis, &facts.tables, parameters, today).map_err(NoAnswer::Wrong)?;
    report::of(analysis, &facts, &asked).map_err(NoAnswer::Refused)
}
