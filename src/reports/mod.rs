//! Questions: each reads a snapshot, calls the domain and returns a [`Report`].
//!
//! A [`Question`] is registered once, in its subject's list; [`filters`] is what can be asked of it,
//! [`columns`] how its rows are written, [`order`] how a list is sorted and searched, [`shape`] what they can hold. The rooms are [`components`], [`offers`], [`tariffs`],
//! [`cases`], [`follow_up`], [`meetings`], [`places`], [`results`], [`searches`], [`statbank`] (what Danmarks Statistik has beside it), [`workplan`], [`projections`] (models), [`dossier`] (papers that were sent) and [`data`] (the log). [`origin`] tells where a figure comes from, [`others`] what can be asked beside them: analyses;
//! [`front`] what the front page tells, [`news`] what is new for somebody, [`comments`] what is said about one, [`marks`] which are provisional or otherwise marked, [`words`] puts gaps and dates into Danish.

pub mod cases;
pub mod columns;
pub mod comments;
pub mod components;
pub mod data;
pub mod dossier;
mod error;
pub mod filters;
pub mod follow_up;
pub mod front;
pub mod marks;
pub mod meetings;
pub mod news;
pub mod offers;
pub mod order;
pub mod origin;
pub mod others;
pub mod places;
pub mod projections;
mod question;
pub mod results;
pub mod searches;
pub mod shape;
pub mod statbank;
pub mod tariffs;
pub mod words;
pub mod workplan;

pub use error::ReportError;
pub use filters::{AsOf, By, Detail, Filter, Query};
pub use question::{FigureAt, Question};

/// The questions of each subject.
pub const SUBJECTS: [&[&Question]; 12] = [
    components::QUESTIONS,
    offers::QUESTIONS,
    tariffs::QUESTIONS,
    cases::QUESTIONS,
    follow_up::QUESTIONS,
    meetings::QUESTIONS,
    places::QUESTIONS,
    results::QUESTIONS,
    searches::QUESTIONS,
    statbank::QUESTIONS,
    workplan::QUESTIONS,
    projections::QUESTIONS,
];

/// Every question.
pub fn questions() -> impl Iterator<Item = &'static Question> {
    SUBJECTS.into_iter().flatten().copied()
}

/// The question of a name.
///
/// # Errors
/// [`ReportError::UnknownReport`], which names those that exist.
pub fn question(name: &str) -> Result<&'static Question, ReportError> {
    let known = || questions().map(|q| q.name).collect::<Vec<_>>().join(", ");
    let found = questions().find(|question| question.name == name);
    found.ok_or_else(|| ReportError::UnknownReport {
        found: name.to_owned(),
        known: known(),
    })
}
