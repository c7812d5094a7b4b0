//! The comments on one figure.

use super::address::Figure;
use crate::domain::comments::Thread;
use crate::reports::ReportError;
use crate::storage::Db;
use crate::storage::comments::kept;

/// Every comment on a figure, open and resolved, the oldest first.
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db, figure: &Figure) -> Result<Vec<Thread>, ReportError> {
    let mut threads = kept::of_question(db, &figure.at.question)?;
    threads.retain(|thread| figure.has(&thread.comment.at));
    Ok(threads)
}
