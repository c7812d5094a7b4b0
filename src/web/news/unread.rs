//! The number of unread news beside the menu.

use std::sync::Arc;

use crate::changes::news::{reader, unread};
use crate::changes::people::{Identity, Via};
use crate::reports::news;
use crate::storage::Versions;
use crate::web::error::AppError;
use crate::web::state::AppState;

/// More are shown as so many: a page is cached by the number.
const MOST: usize = 99;

/// How many pieces of news somebody has not read. Only who looks at pages is told; remembered as long as
/// neither figures nor people nor the day change.
///
/// # Errors
/// [`AppError::Internal`] when the database does not answer.
pub async fn count(
    state: &AppState,
    who: &Arc<Identity>,
    versions: Versions,
) -> Result<usize, AppError> {
    if !matches!(who.via, Via::Session(_)) {
        return Ok(0);
    }
    let today = state.clock.today();
    let key = (versions.access, versions.data, today, who.user_id.clone());
    if let Some(count) = state.unread.get(&key) {
        return Ok(count);
    }
    let (reader, analyses) = (reader(who), state.analyses.clone());
    let count = state
        .read(move |db| {
            let Some(span) = unread(db, &reader, today)? else {
                return Ok(0);
            };
            Ok(news::of(db, &reader, &span, &*analyses)?.len().min(MOST))
        })
        .await?;
    state.unread.insert(key, count);
    Ok(count)
}
