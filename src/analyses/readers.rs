//! An answer as every reader may have it: what a paper of a meeting shows.

use jiff::civil::Date;
use thiserror::Error;

use super::analysis::Analysis;
use super::ask::{self, Wrong};
use super::catalogue::Catalogue;
use super::facts;
use super::report;
use crate::domain::people::Role;
use crate::domain::report::Report;
use crate::domain::searches::Reader;
use crate::reports::ReportError;
use crate::reports::others::{Came, Known, Others};
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
    if !analysis.is_for_readers() {
        return Err(NoAnswer::NotForReaders(analysis.title.clone()));
    }
    let facts = facts::load(db, &analysis.views, (today, Reader::default()))?;
    let asked = ask::read(analysis, &facts.tables, parameters, today).map_err(NoAnswer::Wrong)?;
    report::of(analysis, &facts, &asked).map_err(NoAnswer::Refused)
}

impl Analysis {
    /// Whether every reader may have its answer: then it is the same for all of them, and what is said of its figures
    /// is said to all who may comment. One that counts searches tells each reader of others.
    pub fn is_for_readers(&self) -> bool {
        let rights = Role::Reader.rights();
        self.rights().iter().all(|right| rights.contains(right))
    }
}

impl Others for Catalogue {
    fn known(&self, name: &str) -> Option<Known> {
        self.get(name).map(|analysis| Known {
            rights: analysis.rights(),
            guarded: analysis.masks(),
        })
    }

    fn ask(
        &self,
        db: &mut Db,
        asked: (&str, &[(String, String)]),
        day: Date,
    ) -> Result<Came, ReportError> {
        match answer(db, self, asked, day) {
            Ok(report) => Ok(Came::Answer(Box::new(report))),
            Err(NoAnswer::Wrong(_)) => Ok(Came::Nothing),
            Err(NoAnswer::NoSuch(_) | NoAnswer::NotForReaders(_) | NoAnswer::Refused(_)) => {
                Ok(Came::Unknown)
            }
            Err(NoAnswer::Report(error)) => Err(error),
        }
    }
}
