//! Single cases as they are stored: [`lines`](holding) that uploads brought, the [`reviews`] of heads
//! of department, the [`costly`] ones, the [`published`] tables with their [`history`] and the [`checks`] of these, and the
//! [`deletion`] of what is too old.

pub mod checks;
pub mod costly;
pub mod deletion;
pub mod history;
mod lines;
pub mod published;
pub mod reviews;

use super::{Db, QueryResult};

pub use lines::{Brought, Scope, Scopes, add, add_up, holding, of_case, places, scopes, scopes_of};

/// What does not hold of the cases, a sentence each, without a figure and without a pseudonym.
pub(super) fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    let mut problems = lines::check(db)?;
    problems.extend(reviews::check(db)?);
    problems.extend(costly::check(db)?);
    Ok(problems)
}
