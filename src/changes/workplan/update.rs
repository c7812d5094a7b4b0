//! A word more about a milestone.
//!
//! Who writes it has seen the newest update (its data version, 0 for none). When another one is there
//! since, nothing is written: the second editor sees what the first did, and decides.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Whose, WorkplanError, fields};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::texts::{Fault, required};
use crate::domain::workplan::{Change, Standing, Tracked, Update};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{Store, workplan};

/// What is said of a milestone, as it is written. What is not said stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The data version of the newest update that was seen; `None` of one who saw none.
    pub seen: Option<i64>,
    pub status: Option<String>,
    pub due: Option<String>,
    pub owner: Option<String>,
    /// Number of a deliverable and how far it is.
    pub progress: Vec<(i64, String)>,
    pub why: String,
}

/// Adds an update: what changes, and why. With nothing that changes it is a note.
///
/// # Errors
/// [`WorkplanError`]: every fault at once, no such milestone, another's, or changed meanwhile.
pub fn update(
    store: &Store,
    actor: &Actor,
    whose: Whose,
    key: &str,
    written: &Written,
    read_date: fn(&str) -> Option<Date>,
) -> Result<Tracked, WorkplanError> {
    let what = (What::Milestone, Action::ChangedWorkplan);
    change(store, actor, what, |db, made| {
        let before = workplan::milestone(db, key, made.version)?;
        let mut tracked = before.ok_or(WorkplanError::NoSuchMilestone)?;
        let stands = tracked.newest();
        if !whose.has(stands.owner) {
            return Err(WorkplanError::Anothers(stands.owner));
        }
        if written.seen.is_some_and(|seen| seen != tracked.version()) {
            return Err(WorkplanError::ChangedMeanwhile(Box::new(tracked)));
        }
        let (why, change) = read(&tracked, &stands, whose, written, read_date)?;
        let update = Update {
            version: made.version,
            on: actor.today(),
            by: actor.by.clone(),
            at: made.at.to_owned(),
            why,
            change,
        };
        workplan::add_update(db, key, &update)?;
        let told = changed(&update.change);
        tracked.updates.push(update);
        Ok(Done::new(tracked, format!("milepæl {key}"), told))
    })
}

/// Reads what was written, with every fault; what is as it was is no change.
fn read(
    tracked: &Tracked,
    stands: &Standing,
    whose: Whose,
    written: &Written,
    read_date: fn(&str) -> Option<Date>,
) -> Result<(String, Change), WorkplanError> {
    let mut faults = Vec::new();
    let status = said(&mut faults, written.status.as_deref().map(fields::status));
    let due = written.due.as_deref();
    let due = due.map(|text| fields::due(text, &tracked.period, read_date));
    let due = said(&mut faults, due);
    let owner = said(&mut faults, written.owner.as_deref().map(fields::owner));
    let owner = owner.filter(|owner| *owner != stands.owner);
    if owner.is_some() && !whose.may_hand_over() {
        let words = "Kun rammeaftalesekretariatet kan give en milepæl en anden ansvarlig.";
        faults.push(fields::OWNER.fault(words));
    }
    let mut progress = BTreeMap::new();
    for (number, text) in &written.progress {
        let place = usize::try_from(*number).ok();
        let old = place.and_then(|place| stands.progress.get(place.checked_sub(1)?));
        let Some((place, old)) = place.zip(old) else {
            let count = stands.progress.len();
            let words = format!("Milepælen har leverance 1 til {count}; {number} er der ikke.");
            faults.push(fields::PROGRESS.fault(words));
            continue;
        };
        let new = said(&mut faults, Some(fields::progress(text)));
        if let Some(new) = new.filter(|new| new != old) {
            progress.insert(place, new);
        }
    }
    let why = said(&mut faults, Some(required(fields::WHY, &written.why)));
    let change = Change {
        status: status.filter(|status| *status != stands.status),
        due: due.filter(|due| *due != stands.due),
        owner,
        progress,
    };
    match why {
        Some(why) if faults.is_empty() => Ok((why, change)),
        _ => Err(WorkplanError::Faults(faults)),
    }
}

/// The value that was read; what is wrong with it is put beside the other faults.
fn said<T>(faults: &mut Vec<Fault>, read: Option<Result<T, Fault>>) -> Option<T> {
    match read {
        None => None,
        Some(Ok(value)) => Some(value),
        Some(Err(fault)) => {
            faults.push(fault);
            None
        }
    }
}

/// What the log says of an update: keys, and no words that somebody wrote.
fn changed(change: &Change) -> String {
    let mut told = Vec::new();
    told.extend(change.status.map(|status| status.key().to_owned()));
    told.extend(change.due.map(|due| format!("due {due}")));
    told.extend(change.owner.map(|owner| owner.key().to_owned()));
    let progress = change.progress.iter();
    told.extend(progress.map(|(number, progress)| format!("{number} {}", progress.key())));
    if told.is_empty() {
        "note".to_owned()
    } else {
        told.join(", ")
    }
}
