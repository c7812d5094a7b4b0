//! The paper of a meeting (dagsordenspapir): one file of all its items.
//!
//! [`Paper`] says what is in it; [`compose`] asks its reports ([`Answers`]), all on one state of the data and as a
//! reader sees them, and gives a [`Composed`]: the document for PDF and Excel, and its JSON ([`json`]). [`chosen`]
//! has the columns that a reader needs, [`front`] the first page, [`freeze`] what is kept of it when it is sent,
//! [`meeting`] the paper of one in the calendar. The same paper of the same state gives the same bytes.

mod chosen;
pub mod freeze;
mod front;
mod json;
pub mod meeting;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use self::front::Figures;
use crate::domain::comments::Step;
use crate::domain::dossier::Part;
use crate::domain::hex::hex;
use crate::domain::people::Role;
use crate::domain::report::Report;
use crate::export::document::{Document, Section};
use crate::export::{self, DocumentFormat, ExportError};
use crate::reports::comments::listed::{self, Listed};
use crate::reports::others::ANALYSIS;
use crate::reports::{AsOf, Query, Question, ReportError, marks, words};
use crate::storage::{self, Db};

/// As many digits of the hash are printed, in groups of four.
const PRINT: usize = 12;

/// The keys of the columns that a question's reader needs; none where it has no choice of its own.
pub fn needed(question: &Question) -> Vec<&'static str> {
    chosen::columns(question)
}

/// What a paper is of.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Printed on each page: "KKR-2025-06-20".
    pub number: String,
    pub title: String,
    /// Whose meeting it is, in Danish.
    pub kind: String,
    pub date: Date,
    /// Empty when none is known.
    pub place: String,
    pub items: Vec<Item>,
    /// The state of the data that every report is asked on.
    pub as_of: i64,
    /// The day that it is composed on: a report about a day that names none is about it.
    pub today: Date,
}

/// An item of the agenda (dagsordenspunkt).
#[derive(Debug, Clone)]
pub struct Item {
    /// As it is printed before the heading: "3".
    pub number: String,
    pub heading: String,
    /// Empty when nobody is named.
    pub presenter: String,
    /// Left out of the public paper.
    pub confidential: bool,
    /// The decision that is asked for; empty for none.
    pub asked: String,
    /// Paragraphs before the figures.
    pub text: Vec<String>,
    pub body: Body,
}

/// What an item shows.
#[derive(Debug, Clone)]
pub enum Body {
    /// Its text alone.
    Text,
    /// A report with its filters.
    Report {
        question: &'static Question,
        query: Box<Query>,
    },
    /// An analysis, answered.
    Analysis(Box<Report>),
    /// A table that is nobody's report.
    Table(Box<Report>),
}

/// Why a paper cannot be composed.
#[derive(Debug, Error)]
pub enum PaperError {
    #[error(transparent)]
    Report(#[from] ReportError),
    /// Only what every reader may see stands in a paper.
    #[error("Punkt {item} kan ikke være i et mødepapir: rapporten er ikke for alle læsere.")]
    NotForReaders { item: String },
    /// Single cases never do.
    #[error("Punkt {item} kan ikke være i et mødepapir: det viser enkeltsager.")]
    Cases { item: String },
    /// An analysis that has no answer, in Danish.
    #[error("Punkt {item} kan ikke være i et mødepapir: {words}")]
    Analysis { item: String, words: String },
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("a query failed")]
    Query(#[from] crate::storage::QueryError),
}

/// A paper with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    pub document: Document,
    /// What the paper says, for programs; the hash that is printed is of these bytes.
    pub json: Vec<u8>,
}

impl Composed {
    /// The paper as a file.
    ///
    /// # Errors
    /// [`ExportError`] when a report in it is malformed or breaks a limit of the format.
    pub fn write(&self, format: DocumentFormat) -> Result<Vec<u8>, ExportError> {
        export::write_document(&self.document, format)
    }
}

/// What a paper's reports answer, each asked once for all parts of it.
pub struct Answers<'a> {
    paper: &'a Paper,
    /// Of each item; nothing of one that is not asked for, or has none.
    reports: Vec<Option<Report>>,
    figures: Figures,
}

impl<'a> Answers<'a> {
    /// Asks the reports of some parts.
    ///
    /// # Errors
    /// [`PaperError`]: a report that may not be in a paper, or filters that mean nothing.
    pub fn of(db: &mut Db, paper: &'a Paper, parts: &[Part]) -> Result<Answers<'a>, PaperError> {
        let items = paper.items.iter().enumerate();
        let reports = items.map(|(at, item)| {
            let is_asked = parts.iter().any(|part| part.has(at, item.confidential));
            if is_asked {
                report(db, item, paper)
            } else {
                Ok(None)
            }
        });
        let reports = reports.collect::<Result<_, PaperError>>()?;
        let has_figures = parts.iter().any(|part| !matches!(part, Part::Item(_)));
        Ok(Answers {
            paper,
            reports,
            figures: Figures::of(db, paper, has_figures)?,
        })
    }

    /// A part that was asked for, with its figures.
    ///
    /// # Errors
    /// [`PaperError::Export`] when a report is malformed.
    pub fn compose(&self, part: Part) -> Result<Composed, PaperError> {
        let paper = self.paper;
        let items: Vec<(&Item, Option<Report>)> = (paper.items.iter().enumerate())
            .filter(|(at, item)| part.has(*at, item.confidential))
            .map(|(at, item)| (item, self.reports.get(at).cloned().flatten()))
            .collect();
        let front = self.figures.front(paper, &items, part);
        let mut document = Document {
            title: match part {
                Part::All => paper.title.clone(),
                Part::Public => format!("{} (offentlig udgave)", paper.title),
                Part::Item(_) => format!("{} (uddrag)", paper.title),
            },
            date: Some(paper.date),
            sections: items.into_iter().map(section).collect(),
            front: Some(front),
            ..Document::default()
        };
        let json = json::write(paper, part, &document)?;
        if let Some(front) = &mut document.front {
            front.print = print_of(&json);
        }
        Ok(Composed { document, json })
    }
}

/// Composes a paper, or a part of it.
///
/// # Errors
/// [`PaperError`]: a report that may not be in a paper, or filters that mean nothing.
pub fn compose(db: &mut Db, paper: &Paper, part: Part) -> Result<Composed, PaperError> {
    Answers::of(db, paper, &[part])?.compose(part)
}

/// The beginning of the hash of some bytes as it is printed: "3f2a 9c11 04be".
pub fn print_of(bytes: &[u8]) -> String {
    let digits = hex(&Sha256::digest(bytes));
    let groups = digits.as_bytes()[..PRINT].chunks(4);
    let groups: Vec<String> = groups
        .map(|group| group.iter().map(|digit| char::from(*digit)).collect())
        .collect();
    groups.join(" ")
}

/// The report of an item, as every reader sees it: nobody's own cases or searches.
fn report(db: &mut Db, item: &Item, paper: &Paper) -> Result<Option<Report>, PaperError> {
    let (question, query) = match &item.body {
        Body::Text => return Ok(None),
        Body::Table(table) => return Ok(Some((**table).clone())),
        Body::Analysis(answer) => return Ok(Some(with_comments(db, (**answer).clone())?)),
        Body::Report { question, query } => (question, query),
    };
    let number = || item.number.clone();
    if !Role::Reader.rights().contains(&question.right) {
        return Err(PaperError::NotForReaders { item: number() });
    }
    if query.detail.is_some() {
        return Err(PaperError::Cases { item: number() });
    }
    let is_dated = question.filters.iter().any(|filter| filter.key == "as-of");
    let query = Query {
        sees: Default::default(),
        searches: Default::default(),
        as_of: (query.as_of).or(is_dated.then_some(AsOf::Version(paper.as_of))),
        ..question.asked_today((**query).clone(), paper.today)
    };
    let mut report = marks::report(db, question, &query)?;
    // That is so of every figure of the paper, and said once.
    let old = words::as_known(paper.as_of, storage::version(db)?);
    report.notes.retain(|note| *note != old);
    report
        .notes
        .extend(comments(db, (question, query), &report)?);
    Ok(Some(Report {
        data_version: paper.as_of.min(report.data_version),
        ..report
    }))
}

/// The comments on its figures that were chosen for the paper, as notes: they stand in each of its forms.
fn comments(
    db: &mut Db,
    (question, query): (&'static Question, Query),
    report: &Report,
) -> Result<Vec<String>, ReportError> {
    // A comment is on the figure of now, which is the state that a paper is composed on.
    let query = Query {
        as_of: None,
        ..query
    };
    let chosen = listed::for_paper(db, (question, &query), report)?;
    Ok(in_words(&chosen))
}

/// The answer of an analysis with those on its figures.
fn with_comments(db: &mut Db, mut answer: Report) -> Result<Report, ReportError> {
    let name = format!("{ANALYSIS}{}", answer.name);
    let chosen = listed::of_answer(db, &name, &answer)?;
    answer.notes.extend(in_words(&chosen));
    Ok(answer)
}

fn in_words(chosen: &[Listed]) -> Vec<String> {
    let told = chosen.iter().filter(|comment| comment.tells_texts());
    let words = told.map(|of| {
        let comment = &of.thread.comment;
        let said = [(&comment.text, &comment.by)].into_iter();
        let replies = (of.thread.events.iter()).filter(|event| event.step == Step::Replied);
        let said = said.chain(replies.map(|event| (&event.text, &event.by)));
        let said: Vec<String> = said.map(|(text, by)| format!("{text} ({by})")).collect();
        format!("Kommentar til {}: {}", of.figure, said.join(" Svar: "))
    });
    words.collect()
}

fn section((item, report): (&Item, Option<Report>)) -> Section {
    let facts = [
        ("Forelægges af", item.presenter.as_str()),
        ("Det bedes besluttet", item.asked.as_str()),
        (
            "Adgang",
            if item.confidential {
                "lukket punkt"
            } else {
                ""
            },
        ),
    ];
    Section {
        heading: format!("{}. {}", item.number, item.heading),
        facts: (facts.into_iter())
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| (label.to_owned(), value.to_owned()))
            .collect(),
        paragraphs: item.text.clone(),
        shown: match &item.body {
            Body::Report { question, .. } => chosen::columns(question),
            Body::Text | Body::Table(_) | Body::Analysis(_) => Vec::new(),
        },
        report,
        ..Section::default()
    }
}
