//! What was decided when, and what is still open of it.

use std::collections::BTreeMap;

use crate::domain::meetings::{Item, Meeting};
use crate::reports::ReportError;
use crate::storage::meetings::{self, items};
use crate::storage::{self, Db};

/// A decided item.
pub struct Decided {
    pub meeting: Meeting,
    pub item: Item,
    /// Whether it asks for something that has not been done.
    pub open: bool,
    /// Of a postponed one: where it came again.
    pub came_again: Option<Meeting>,
}

/// Every decision, the newest meeting first; confidential items where they may be seen, and what was
/// taken off never.
pub fn all(db: &mut Db, sees_confidential: bool) -> Result<Vec<Decided>, ReportError> {
    let version = storage::version(db)?;
    let meetings = meetings::all(db, version)?;
    let items = items::all(db, version)?;
    let mut successors: BTreeMap<&str, &Item> = BTreeMap::new();
    for item in &items {
        if let Some(from) = &item.postponed_from {
            successors.insert(from, item);
        }
    }
    let of = |id: &str| meetings.iter().find(|meeting| meeting.id == id);
    let mut decided = Vec::new();
    for item in items
        .iter()
        .filter(|item| item.decision.is_some() && item.is_on())
    {
        let seen = sees_confidential || !item.wording.confidential;
        let Some(meeting) = of(&item.meeting).filter(|_| seen) else {
            continue;
        };
        let successor = successors.get(item.id.as_str());
        decided.push(Decided {
            meeting: meeting.clone(),
            item: item.clone(),
            open: item.is_open(successor.is_some_and(|next| next.decision.is_some())),
            came_again: successor.and_then(|next| of(&next.meeting)).cloned(),
        });
    }
    decided.sort_by(|a, b| {
        let key = |of: &Decided| (of.meeting.date, of.meeting.version);
        key(b).cmp(&key(a)).then(a.item.number.cmp(&b.item.number))
    });
    Ok(decided)
}
