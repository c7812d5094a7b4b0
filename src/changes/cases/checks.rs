//! That the published tables were checked, and what came of it: each run is added, none is changed.
//! The log tells of it by numbers of cells. One runs at a time, in whichever instance of the service
//! or command it is.

use jiff::{SignedDuration, Timestamp};

use crate::changes::actor::{Actor, Done, record};
use crate::domain::cases::{Check, Checked};
use crate::storage::cases::checks;
use crate::storage::data::log::Action;
use crate::storage::{Store, StoreError};

/// How long a check is believed to run that nothing was heard of: it may have been killed.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// Takes the turn of a check that begins now. Of one that runs already, in another instance or by
/// command, it is told when that began, and the turn is not taken.
///
/// # Errors
/// The database's own.
pub fn begin(store: &Store, began: Timestamp) -> Result<Result<(), String>, StoreError> {
    let now = text(began);
    let until = text(began.saturating_add(LONGEST).unwrap_or(began));
    store.write(|db| {
        if let Some(since) = checks::running(db, &now)? {
            return Ok(Err(since));
        }
        checks::runs(db, &now, &until)?;
        Ok(Ok(()))
    })
}

/// Gives the turn back of a check that came to no end.
///
/// # Errors
/// The database's own.
pub fn give_up(store: &Store) -> Result<(), StoreError> {
    store.write(|db| Ok(checks::ended(db)?))
}

fn text(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Keeps what a check that began at a moment found, and ended now.
///
/// # Errors
/// The database's own.
pub fn keep(
    store: &Store,
    actor: &Actor,
    began: Timestamp,
    checked: Checked,
) -> Result<(), StoreError> {
    let took = actor.clock.now().duration_since(began);
    let check = Check {
        number: 0,
        at: text(began),
        by: actor.by.clone(),
        milliseconds: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        checked,
    };
    record(store, actor, Action::CheckedDisclosure, |db, _| {
        checks::add(db, &check)?;
        checks::ended(db)?;
        let object = format!("datastand {}", check.checked.data_version);
        Ok(Done::new((), object, told(&check.checked)))
    })
}

/// What the log says of it: whether anything could be worked out, in no words but these.
fn told(checked: &Checked) -> &'static str {
    if checked.is_safe() {
        "intet skjult tal kan regnes ud"
    } else {
        "ikke bestået"
    }
}
