//! What operators were asked for and have not answered: each question with its search and the entry.

use super::receipt::Names;
use crate::domain::searches::{Answerer, Event, Search, Vacant, standings};
use crate::reports::ReportError;
use crate::storage::data::areas;
use crate::storage::people::users;
use crate::storage::searches::{events, kept};
use crate::storage::{self, Db};

/// A question that waits for its answer.
pub struct Waiting {
    pub search: Search,
    pub event: Event,
    /// The entry as the search showed it.
    pub vacant: Vacant,
    /// The municipality whose answer is written down, since its chef has no account.
    pub written_down_for: Option<String>,
}

/// The questions that somebody answers: those to offers of the own municipality, and for whoever is
/// bound to none those to operators that are no municipality of the region, or one without a chef here.
/// The oldest first.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, bound_to: Option<&str>) -> Result<(Vec<Waiting>, Names), ReportError> {
    let now = storage::version(db)?;
    let (searches, events) = (kept::all(db, now)?, events::all(db, now)?);
    let (home, with_chef) = (areas::home(db)?, users::with_chef(db)?);
    let mut found = Vec::new();
    for (search, standing) in standings(&searches, &events) {
        if standing.open.is_empty() {
            continue;
        }
        let shown = kept::matches(db, search)?;
        for event in standing.open {
            let entry = event.entry.as_deref();
            let of = shown.iter().find(|of| Some(&*of.vacant.entry) == entry);
            let Some(vacant) = of.map(|of| of.vacant.clone()) else {
                continue;
            };
            let answerer = Answerer::of(&vacant, &home, &with_chef);
            let written_down_for = match answerer {
                Answerer::WrittenDown(area) => Some(area.name.clone()),
                Answerer::Chef(_) | Answerer::NoMunicipality => None,
            };
            if answerer.is(bound_to) {
                found.push(Waiting {
                    written_down_for: written_down_for.filter(|_| bound_to.is_none()),
                    search: search.clone(),
                    event: event.clone(),
                    vacant,
                });
            }
        }
    }
    found.sort_by_key(|of| of.event.version);
    Ok((found, Names::load(db)?))
}
