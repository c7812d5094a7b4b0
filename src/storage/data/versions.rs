//! The data versions: each with its moment, who made it, and what kind of change it was.
//!
//! Nothing else raises the version, so there is none without its row; `cockpit check` looks.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::storage::schema::{data_version, versions};
use crate::storage::{Db, store};

/// The kind of change that made a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Upload,
    Withdrawal,
    /// Something done about a tariff increase.
    FollowUp,
    Meeting,
    MeetingCancelled,
    /// A meeting was sent, held, closed, or taken back.
    MeetingStep,
    /// Something was written on an agenda, decided or noted.
    Agenda,
    /// A value of a limit by date.
    Limit,
    /// Case lines that are too old are gone.
    CaseDeletion,
    /// Something said of a vacant place.
    Vacancy,
    /// A search for a vacant place.
    Search,
    /// Something that came of a search.
    SearchStep,
    /// A comment on a figure.
    Comment,
    /// Something that came of a comment.
    CommentStep,
    /// A plan more.
    Workplan,
    /// Something said of a milestone.
    Milestone,
    /// A mark of figures is set or lifted.
    Mark,
    /// Of a version from before versions were kept, when no table tells.
    Unknown,
}

impl What {
    /// In the order in which they are told.
    pub const ALL: [What; 18] = [
        What::Upload,
        What::Withdrawal,
        What::FollowUp,
        What::Meeting,
        What::MeetingCancelled,
        What::MeetingStep,
        What::Agenda,
        What::Limit,
        What::CaseDeletion,
        What::Vacancy,
        What::Search,
        What::SearchStep,
        What::Comment,
        What::CommentStep,
        What::Workplan,
        What::Milestone,
        What::Mark,
        What::Unknown,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            What::Upload => "upload",
            What::Withdrawal => "withdrawal",
            What::FollowUp => "follow_up",
            What::Meeting => "meeting",
            What::MeetingCancelled => "meeting_cancelled",
            What::MeetingStep => "meeting_step",
            What::Agenda => "agenda",
            What::Limit => "limit",
            What::CaseDeletion => "case_deletion",
            What::Vacancy => "vacancy",
            What::Search => "search",
            What::SearchStep => "search_step",
            What::Comment => "comment",
            What::CommentStep => "comment_step",
            What::Workplan => "workplan",
            What::Milestone => "milestone",
            What::Mark => "mark",
            What::Unknown => "unknown",
        }
    }

    /// The kind of a stored key; `None` for one that is none.
    pub fn from_key(key: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.key() == key)
    }
}

/// One data version as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DataVersion {
    pub number: i64,
    /// RFC 3339, UTC.
    pub moment: String,
    pub who: String,
    /// Key of [`What`].
    pub what: String,
}

/// Raises the data version, keeps when (RFC 3339, UTC), by whom and by what, and returns its
/// number. Every change of figures starts with this: on PostgreSQL the row's lock puts the writers
/// in a queue.
pub fn bump_version(db: &mut Db, moment: &str, who: &str, what: What) -> QueryResult<i64> {
    diesel::update(data_version::table.find(1))
        .set(data_version::version.eq(data_version::version + 1))
        .execute(db)?;
    let number = store::version(db)?;
    diesel::insert_into(versions::table)
        .values((
            versions::number.eq(number),
            versions::moment.eq(moment),
            versions::who.eq(who),
            versions::what.eq(what.key()),
        ))
        .execute(db)?;
    Ok(number)
}

/// Gives a raised version back, in the transaction that raised it and changed nothing.
pub fn lower_version(db: &mut Db) -> QueryResult<()> {
    let number = store::version(db)?;
    diesel::delete(versions::table.find(number)).execute(db)?;
    diesel::update(data_version::table.find(1))
        .set(data_version::version.eq(data_version::version - 1))
        .execute(db)?;
    Ok(())
}

/// The newest data version made before a moment (RFC 3339, UTC): 0 before the first.
///
/// The newest by number. Where a clock was put back, a version belongs to the first day that a
/// later one belongs to, so that a later day never shows less than an earlier one.
pub fn version_before(db: &mut Db, moment: &str) -> QueryResult<i64> {
    let newest: Option<i64> = versions::table
        .filter(versions::moment.lt(moment))
        .order(versions::number.desc())
        .select(versions::number)
        .first(db)
        .optional()?;
    Ok(newest.unwrap_or(0))
}

/// The moment that a data version was made at (RFC 3339, UTC); `None` for one that is not kept.
pub fn moment_of(db: &mut Db, number: i64) -> QueryResult<Option<String>> {
    versions::table
        .filter(versions::number.eq(number))
        .select(versions::moment)
        .first(db)
        .optional()
}

/// Every data version, the oldest first.
pub fn all(db: &mut Db) -> QueryResult<Vec<DataVersion>> {
    versions::table.order(versions::number).load(db)
}

/// The data versions after a number, the oldest first.
pub fn after(db: &mut Db, number: i64) -> QueryResult<Vec<DataVersion>> {
    versions::table
        .filter(versions::number.gt(number))
        .order(versions::number)
        .load(db)
}

/// Whether each version up to the present one has its row, and nothing else has; one sentence for
/// each kind of fault.
pub(in crate::storage) fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    let now = store::version(db)?;
    let kept: BTreeSet<i64> = versions::table
        .select(versions::number)
        .load(db)?
        .into_iter()
        .collect();
    let missing: Vec<i64> = (1..=now).filter(|number| !kept.contains(number)).collect();
    let strange: Vec<i64> = kept
        .into_iter()
        .filter(|number| !(1..=now).contains(number))
        .collect();
    let told = |numbers: &[i64], fault: &str| {
        let first = numbers.first()?;
        Some(format!(
            "data versions 1-{now}: {} {fault}, the first is {first}",
            numbers.len()
        ))
    };
    let faults = [
        told(&missing, "without a moment"),
        told(&strange, "moments of others"),
    ];
    Ok(faults.into_iter().flatten().collect())
}
