//! One case of follow-up: the two tariffs, what they differ by, and the parts of the new one.
//!
//! Its page takes it; what was done about the case is its history, see
//! [`crate::domain::follow_up`].

use super::open_case::reopened;
use crate::domain::follow_up::{CaseKey, handling};
use crate::reports::ReportError;
use crate::reports::tariffs::compared::{Increases, Loaded};
use crate::reports::tariffs::parts::{self, PartRow};
use crate::reports::tariffs::rise::Rise;
use crate::storage::{Db, follow_up};

/// What is known of a case beside its history.
pub struct Case {
    /// "Bakkehuset, Hovedydelse, 2026".
    pub name: String,
    /// The two tariffs; `None` when there are no two to compare.
    pub rise: Option<Rise>,
    /// Why the case is open again, with the tariffs then and now, in Danish.
    pub reopened: Option<String>,
    /// The parts of the new tariff.
    pub parts: Vec<PartRow>,
    /// What a reader must know, in Danish.
    pub notes: Vec<String>,
}

/// Reads a case.
pub fn answer(db: &mut Db, case: &CaseKey) -> Result<Case, ReportError> {
    let name = |offer: &str| format!("{offer}, {}, {}", case.service, case.year);
    let loaded = match Increases::of_offer(db, case.year, &case.offer_id)? {
        Loaded::Years(loaded) => loaded,
        Loaded::Nothing(register) => {
            return Ok(Case {
                name: name(register.name(&case.offer_id)),
                rise: None,
                reopened: None,
                parts: Vec::new(),
                notes: Vec::new(),
            });
        }
    };
    let ours = |service: &str| service == case.service;
    let found = loaded.compared.iter().find(|c| ours(&c.new.value.service));
    let mut events = follow_up::events(db, &[case.year], loaded.register.as_of)?;
    events.retain(|e| e.case == *case);
    let reopened = found.and_then(|c| {
        let why = handling(&events, Some(c.amounts())).reopened?;
        Some(reopened(why, c.amounts()))
    });
    let apart = loaded.apart.iter().find(|a| ours(&a.service));
    let apart = apart.map(|a| format!("Kan ikke sammenlignes: {}.", a.reason(case.year)));
    Ok(Case {
        name: name(loaded.register.name(&case.offer_id)),
        rise: found.map(|c| Rise::of(&loaded, c)),
        reopened,
        parts: found.map_or_else(Vec::new, |c| parts::of(Some(&c.old), &c.new)),
        notes: loaded.notes.iter().cloned().chain(apart).collect(),
    })
}
