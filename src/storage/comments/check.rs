//! Whether every comment and every step of one can be read.

use super::{events, kept};
use crate::storage::{Db, QueryResult};

/// A sentence for each kind of row that this version cannot read.
pub fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    let counted = [
        ("comments", kept::counted(db)?),
        ("steps of comments", events::counted(db)?),
    ];
    let told = |(what, (there, read)): (&str, (i64, usize))| {
        let unread = there - i64::try_from(read).unwrap_or(there);
        (unread != 0).then(|| format!("{what}: {unread} of {there} cannot be read"))
    };
    Ok(counted.into_iter().filter_map(told).collect())
}
