//! Questions: each reads a snapshot, calls the domain and returns a [`Report`].
//!
//! [`filters`] is what can be asked; the rooms are [`components`], [`offers`], [`tariffs`],
//! [`follow_up`], [`meetings`] and [`data`] (the log). [`origin`] tells where a figure comes from,
//! [`words`] puts gaps and dates into Danish.

pub mod components;
pub mod data;
pub mod filters;
pub mod follow_up;
pub mod meetings;
pub mod offers;
pub mod origin;
pub mod tariffs;
pub mod words;

pub use filters::{AsOf, By, Query, Threshold};

use thiserror::Error;

use crate::domain::report::Report;
use crate::storage::{Db, QueryError, StoreError};

/// Names of the reports, as pages, API and `cockpit export` share them.
pub const NAMES: [&str; 12] = [
    "unit-costs",
    "decomposition",
    "reconciliation",
    "paragraph",
    "municipality",
    "offers",
    "tariffs",
    "tariff-increases",
    "tariff-distribution",
    "tariffs-apart",
    "tariff-follow-up",
    "meetings",
];

/// Why a report cannot be made. The texts are Danish: the one who asks reads them.
#[derive(Debug, Error)]
pub enum ReportError {
    /// No report of that name.
    #[error("Rapporten »{0}« findes ikke. Der findes: {list}.", list = NAMES.join(", "))]
    UnknownReport(String),
    /// A filter's value means nothing.
    #[error("Filteret »{key}« har værdien »{found}«. {problem}")]
    BadFilter {
        key: &'static str,
        found: String,
        problem: String,
    },
    /// A filter that no report has.
    #[error("Filteret »{found}« findes ikke. Der findes: {known}.")]
    UnknownFilter { found: String, known: String },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// Makes a report by its name.
///
/// # Errors
/// [`ReportError`]
pub fn run(db: &mut Db, name: &str, query: &Query) -> Result<Report, ReportError> {
    match name {
        "unit-costs" => components::unit_costs::run(db, query),
        "decomposition" => components::decomposition::run(db, query),
        "reconciliation" => components::reconciliation::run(db, query),
        "paragraph" => components::paragraph::run(db, query),
        "municipality" => components::municipality::run(db, query),
        "offers" => offers::list::run(db, query),
        "tariffs" => tariffs::of_year::run(db, query),
        "tariff-increases" => tariffs::increases::run(db, query),
        "tariff-distribution" => tariffs::distribution::run(db, query),
        "tariffs-apart" => tariffs::increases::apart(db, query),
        "tariff-follow-up" => follow_up::open::run(db, query),
        "meetings" => meetings::run(db, query),
        other => Err(ReportError::UnknownReport(other.to_owned())),
    }
}
