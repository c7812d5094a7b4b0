//! The answers that figures stand in, asked by the figures' addresses: of a report or of an analysis, each once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use super::address::is_guarded;
use crate::domain::comments::Address;
use crate::domain::comments::comment::Pair;
use crate::domain::people::Right;
use crate::reports::others::{Came, Others, folder};
use crate::reports::{Question, ReportError, question};
use crate::storage::Db;

/// What is known of a figure's address before it is asked.
pub struct About {
    /// What whoever sees the figure must be allowed.
    pub rights: Vec<Right>,
    /// Whether it is under the disclosure rule.
    pub guarded: bool,
    /// Whether there is such a question still.
    pub is_known: bool,
}

impl About {
    /// The question or the analysis of an address.
    pub fn of(name: &str, others: Option<&dyn Others>) -> About {
        if let Ok(known) = question(name) {
            return About {
                rights: vec![known.right],
                guarded: is_guarded(known),
                is_known: true,
            };
        }
        match folder(name).and_then(|name| others?.known(name)) {
            Some(known) => About {
                rights: known.rights,
                guarded: known.guarded,
                is_known: true,
            },
            // It may have been under the rule: nothing more is told of it than of one that is.
            None => About {
                rights: Vec::new(),
                guarded: true,
                is_known: false,
            },
        }
    }
}

/// The answers of one look.
pub struct Answers<'a> {
    others: Option<(&'a dyn Others, Date)>,
    asked: HashMap<(String, Vec<Pair>), Came>,
}

impl<'a> Answers<'a> {
    /// Those of analyses, where they are asked, are of a day.
    pub fn new(others: Option<(&'a dyn Others, Date)>) -> Answers<'a> {
        Answers {
            others,
            asked: HashMap::new(),
        }
    }

    pub fn about(&self, at: &Address) -> About {
        About::of(&at.question, self.others.map(|(others, _)| others))
    }

    /// What came of asking what an address names.
    ///
    /// # Errors
    /// The database's own.
    pub fn of(&mut self, db: &mut Db, at: &Address) -> Result<&Came, ReportError> {
        let key = (at.question.clone(), at.filters.clone());
        Ok(match self.asked.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(match question(&at.question) {
                Ok(question) => ask(db, question, &at.filters)?,
                Err(_) => ask_other(db, self.others, at)?,
            }),
        })
    }
}

fn ask_other(
    db: &mut Db,
    others: Option<(&dyn Others, Date)>,
    at: &Address,
) -> Result<Came, ReportError> {
    let (Some((others, day)), Some(name)) = (others, folder(&at.question)) else {
        return Ok(Came::Unknown);
    };
    others.ask(db, (name, &at.filters), day)
}

/// The report of an address; nothing when a filter of it names nothing any more.
fn ask(db: &mut Db, question: &'static Question, filters: &[Pair]) -> Result<Came, ReportError> {
    let query = question.query(filters.iter().map(|(k, v)| (k, v)));
    match query.and_then(|query| (question.report)(db, &query)) {
        Ok(report) => Ok(Came::Answer(Box::new(report))),
        Err(ReportError::BadFilter { .. } | ReportError::UnknownFilter { .. }) => Ok(Came::Nothing),
        Err(other) => Err(other),
    }
}
