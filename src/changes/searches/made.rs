//! A search is made: what is free now is kept with it, and it gets the next receipt.

use super::SearchError;
use super::asked::{Sent, read};
use crate::changes::actor::{Actor, Done, change};
use crate::domain::searches::{Match, Part, Search, search};
use crate::storage::Store;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::searches::{free, kept};

/// Makes a search, and keeps everything it shows.
///
/// # Errors
/// [`SearchError`]; then nothing is kept, and no number is used.
pub fn make(
    store: &Store,
    actor: &Actor,
    sent: &Sent,
) -> Result<(Search, Vec<Match>), SearchError> {
    let what = (What::Search, Action::Searched);
    change(store, actor, what, |db, made| {
        let asked = read(db, actor, sent)?;
        let today = actor.today();
        let vacant = free::vacant(db, &asked, today)?;
        let found = search(&asked, vacant);
        let matches = found.iter().filter(|of| of.part == Part::Fits).count();
        let search = Search {
            version: made.version,
            receipt: kept::next_receipt(db, today.year().into())?,
            on: today,
            by: actor.by.clone(),
            at: made.at.to_owned(),
            matches: i64::try_from(matches).unwrap_or(i64::MAX),
            asked,
        };
        kept::add(db, &search, &found)?;
        // Neither paragraph nor target group: the log is read by others than the municipality.
        let municipality = search.asked.municipality.clone();
        let receipt = search.receipt.to_string();
        Ok(Done::new((search, found), receipt, municipality))
    })
}
