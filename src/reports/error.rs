//! Why a question has no answer.

use thiserror::Error;

use crate::storage::{QueryError, StoreError};

/// Why a report cannot be made. The texts are Danish: the one who asks reads them.
#[derive(Debug, Error)]
pub enum ReportError {
    /// No report of that name.
    #[error("Rapporten »{found}« findes ikke. Der findes: {known}.")]
    UnknownReport { found: String, known: String },
    /// A filter's value means nothing.
    #[error("Filteret »{key}« har værdien »{found}«. {problem}")]
    BadFilter {
        key: &'static str,
        found: String,
        problem: String,
    },
    /// A filter that the report does not have.
    #[error("Filteret »{found}« findes ikke her. Der findes: {known}.")]
    UnknownFilter { found: String, known: String },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}
