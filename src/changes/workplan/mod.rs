//! The workplan: what somebody says of a milestone. Each word is an update that is added, never changed.
//!
//! Reading order: [`fields`] (what is written, and what is wrong with it), [`update`] (a word more
//! about a milestone), [`attach`] (a document with it), [`plans`] (a plan more).
//!
//! That a role may update at all is decided by its right; which milestones, here: the secretariat
//! every one, a working group those that a working group owns at that moment.

pub mod attach;
pub mod fields;
pub mod plans;
pub mod update;

pub use attach::{Attached, attach};
pub use update::{Written, update};

use thiserror::Error;

use super::texts::Fault;
use crate::domain::people::{Right, Standing};
use crate::domain::workplan::{Owner, Tracked};
use crate::storage::{QueryError, StoreError};

/// Whose milestones somebody may update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Every one, and who owns it.
    Everybodys,
    /// Those of an owner.
    Of(Owner),
}

impl Whose {
    /// What an account may update; nothing where its role has no right to.
    pub fn of(standing: Standing) -> Option<Whose> {
        if standing.may(Right::RunWorkplan) {
            Some(Whose::Everybodys)
        } else if standing.may(Right::UpdateMilestones) {
            Some(Whose::Of(Owner::WorkingGroup))
        } else {
            None
        }
    }

    /// Whether a milestone that such a one owns is among them.
    pub fn has(self, owner: Owner) -> bool {
        match self {
            Whose::Everybodys => true,
            Whose::Of(own) => own == owner,
        }
    }

    pub fn may_hand_over(self) -> bool {
        self == Whose::Everybodys
    }
}

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum WorkplanError {
    /// Every fault of what was sent, at least one.
    #[error("{}", words(.0))]
    Faults(Vec<Fault>),
    #[error("Milepælen findes ikke.")]
    NoSuchMilestone,
    /// A working group and a milestone of the secretariat's.
    #[error("Milepælen er hos {}. Kun rammeaftalesekretariatet kan ændre den.", .0.label())]
    Anothers(Owner),
    /// Somebody said more since the form was shown: it stands so now.
    #[error("{} har opdateret den imens. Se, hvordan det står nu, og prøv igen.", newest(.0))]
    ChangedMeanwhile(Box<Tracked>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

impl From<Fault> for WorkplanError {
    fn from(fault: Fault) -> WorkplanError {
        WorkplanError::Faults(vec![fault])
    }
}

fn words(faults: &[Fault]) -> String {
    let words: Vec<&str> = faults.iter().map(|fault| &*fault.words).collect();
    words.join(" ")
}

fn newest(tracked: &Tracked) -> &str {
    tracked.updates.last().map_or("Nogen", |update| &update.by)
}
