//! What stands empty, and what is searched for.

use super::loader::{Loader, Rows, maybe, text, whole, yes_no};
use crate::domain::money::Money;
use crate::domain::searches::standings;
use crate::reports::ReportError;
use crate::storage::Db;
use crate::storage::searches::{events, kept};

/// Said of a search that came to nothing yet.
const OPEN: &str = "open";

pub fn vacancies(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let row = |vacancy: &crate::reports::places::list::Vacancy| {
        let about = &vacancy.entry.about;
        vec![
            text(vacancy.entry.id.to_string()),
            text(&about.offer_id),
            text(&vacancy.municipality.0),
            text(about.kind.key()),
            text(about.paragraph.key()),
            whole(vacancy.places),
            text(vacancy.state.key()),
            text(vacancy.entry.terms_on(vacancy.on).from.to_string()),
            whole(vacancy.days_empty().into()),
            yes_no(vacancy.is_stale()),
            maybe(vacancy.rent.map(Money::oere)),
        ]
    };
    Ok(loader.vacant(db)?.iter().map(row).collect())
}

pub fn groups(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let own = |vacancy: &crate::reports::places::list::Vacancy| {
        let terms = vacancy.entry.terms_on(vacancy.on);
        let (id, offer) = (vacancy.entry.id, vacancy.entry.about.offer_id.clone());
        (id, offer, terms.target_groups.clone())
    };
    let entries: Vec<_> = loader.vacant(db)?.iter().map(own).collect();
    let register = loader.register(db)?;
    let mut rows = Rows::new();
    for (id, offer, mut groups) in entries {
        if groups.is_empty() {
            let offer = register.get(&offer);
            groups = offer
                .map(|offer| offer.target_groups.clone())
                .unwrap_or_default();
        }
        let of = groups.into_iter();
        rows.extend(of.map(|group| vec![text(id.to_string()), text(group)]));
    }
    Ok(rows)
}

/// The searches that whoever asks may read one by one.
pub fn searches(db: &mut Db, loader: &mut Loader) -> Result<Rows, ReportError> {
    let made = kept::all(db, loader.data_version)?;
    let events = events::all(db, loader.data_version)?;
    let mut rows = Rows::new();
    for (search, standing) in standings(&made, &events) {
        let asked = &search.asked;
        if loader.searches.reads(&asked.municipality) {
            rows.push(vec![
                text(search.receipt.to_string()),
                text(&asked.municipality),
                text(asked.paragraph.key()),
                text(&asked.target_group),
                text(search.on.to_string()),
                text(asked.needed_from.to_string()),
                whole(search.matches),
                text(standing.choice.map_or(OPEN, |choice| choice.key())),
            ]);
        }
    }
    Ok(rows)
}
