//! That the published tables were checked, and what came of it: each run is added, none is changed.
//! The log tells of it by numbers of cells.

use jiff::Timestamp;

use crate::changes::actor::{Actor, Done, record};
use crate::domain::cases::{Check, Checked};
use crate::storage::cases::checks;
use crate::storage::data::log::Action;
use crate::storage::{Store, StoreError};

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
        at: began.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        by: actor.by.clone(),
        milliseconds: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        checked,
    };
    record(store, actor, Action::CheckedDisclosure, |db, _| {
        checks::add(db, &check)?;
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
