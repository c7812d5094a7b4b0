//! A plan more: tried first, then added. None is ever changed.

use thiserror::Error;

use crate::changes::actor::{Actor, Done, change};
use crate::domain::workplan::Plan;
use crate::import::{PlanFault, workplan as read};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::workplan::{self, Kept};
use crate::storage::{Db, QueryError, Store, StoreError};

/// Why no plan was added.
#[derive(Debug, Error)]
pub enum PlanError {
    /// Every fault of it, at least one.
    #[error("Planen er afvist, og intet er gemt.")]
    Refused(Vec<PlanFault>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// What a text would add, without adding it.
///
/// # Errors
/// [`PlanError::Refused`], or the database's own.
pub fn look(store: &Store, text: &[u8]) -> Result<Plan, PlanError> {
    store.read(|db| judged(db, text))
}

/// Adds a plan: from this day on the board has it.
///
/// # Errors
/// As [`look`].
pub fn add(store: &Store, actor: &Actor, text: &[u8]) -> Result<Plan, PlanError> {
    let what = (What::Workplan, Action::ChangedWorkplan);
    change(store, actor, what, |db, made| {
        let plan = judged(db, text)?;
        let kept = Kept {
            plan: plan.clone(),
            version: made.version,
            added_on: Some(actor.today()),
            by: actor.by.clone(),
            at: made.at.to_owned(),
            milestones: Vec::new(),
        };
        workplan::add_plan(db, &kept)?;
        let (object, told) = (
            format!("arbejdsplan {}", plan.key()),
            format!("{} milestones", plan.milestones.len()),
        );
        Ok(Done::new(plan, object, told))
    })
}

/// Reads a plan, and holds it against those that there are.
fn judged(db: &mut Db, text: &[u8]) -> Result<Plan, PlanError> {
    let plan = read(text).map_err(PlanError::Refused)?;
    let there = workplan::plans(db, i64::MAX)?;
    let mut faults = Vec::new();
    let years = plan.key();
    if there.iter().any(|kept| kept.plan.key() == years) {
        faults.push(PlanFault {
            at: "periods".to_owned(),
            words: format!("Der er allerede en plan for {years}."),
        });
    }
    let known = || there.iter().flat_map(|kept| &kept.plan.milestones);
    for (number, milestone) in plan.milestones.iter().enumerate() {
        if known().any(|one| one.key == milestone.key) {
            let key = &milestone.key;
            faults.push(PlanFault {
                at: format!("milestones[{number}].key"),
                words: format!("En anden plan har en milepæl med nøglen »{key}«."),
            });
        }
    }
    if faults.is_empty() {
        Ok(plan)
    } else {
        Err(PlanError::Refused(faults))
    }
}
