//! Reports: one question, one file. Each reads a snapshot, calls the domain and returns a [`Report`].
//!
//! [`query`] is what can be asked, [`basis`] what is read for it, [`table`] rows and changes that
//! several reports share; then [`unit_costs`], [`decomposition`], [`reconciliation`],
//! [`paragraph`] and [`municipality`] (one level down), and [`origin`] (where a figure comes from).
//!
//! Of offers and tariffs: [`register`] is what is read for them and [`increases`] how two years
//! compare; then [`offers`], [`tariffs`], [`tariff_increases`], [`tariff_distribution`],
//! [`tariff_follow_up`], [`tariff_case`] and [`meetings`]; [`tariff_origin`] tells how a figure of
//! theirs was made. Of the people: [`log`] (who did what).

pub mod basis;
pub mod decomposition;
pub mod increases;
pub mod log;
pub mod meetings;
pub mod municipality;
mod offer_tariffs;
pub mod offers;
pub mod origin;
pub mod paragraph;
pub mod query;
pub mod reconciliation;
pub mod register;
mod table;
pub mod tariff_case;
pub mod tariff_distribution;
pub mod tariff_follow_up;
pub mod tariff_increases;
pub mod tariff_origin;
pub mod tariffs;
pub mod unit_costs;
pub mod words;

pub use query::{AsOf, By, Query, Threshold};

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
        "unit-costs" => unit_costs::run(db, query),
        "decomposition" => decomposition::run(db, query),
        "reconciliation" => reconciliation::run(db, query),
        "paragraph" => paragraph::run(db, query),
        "municipality" => municipality::run(db, query),
        "offers" => offers::run(db, query),
        "tariffs" => tariffs::run(db, query),
        "tariff-increases" => tariff_increases::run(db, query),
        "tariff-distribution" => tariff_distribution::run(db, query),
        "tariffs-apart" => tariff_increases::apart(db, query),
        "tariff-follow-up" => tariff_follow_up::run(db, query),
        "meetings" => meetings::run(db, query),
        other => Err(ReportError::UnknownReport(other.to_owned())),
    }
}
