//! Mails of news: what is queued, and what each tells its reader at the moment that it is sent.

use crate::chance::Chance;
use crate::changes::mail::{self, Taken};
use crate::changes::news::{mails, reader};
use crate::changes::people::wishes;
use crate::clock::Clock;
use crate::domain::news::Span;
use crate::reports::others::Others;
use crate::reports::{ReportError, news};
use crate::storage::Store;

/// Queues the mails of news that are due and have something to tell; returns how many. `address` is what
/// links begin with.
///
/// # Errors
/// The database's own.
pub fn queue(
    store: &Store,
    clock: Clock,
    chance: Chance,
    address: &str,
    analyses: &dyn Others,
) -> Result<usize, ReportError> {
    mails::queue(store, clock, chance, address, |db, who, span| {
        news::of(db, &reader(who), span, analyses)
    })
}

/// A mail as it is to be sent: of one of news, with what its reader may see now. One that has nothing to tell
/// any more is given up, and is `None`.
///
/// # Errors
/// The database's own.
pub fn written(
    store: &Store,
    taken: Taken,
    clock: Clock,
    address: &str,
    analyses: &dyn Others,
) -> Result<Option<Taken>, ReportError> {
    let Some(span) = taken.answers.as_deref().and_then(Span::of_mail) else {
        return Ok(Some(taken));
    };
    let items = store.read(|db| match wishes::by_mail(db, &taken.user)? {
        Some(who) => news::of(db, &reader(&who), &span, analyses),
        None => Ok(Vec::new()),
    })?;
    let Some(body) = mails::written(&taken.body, &items, address) else {
        mail::tells_nothing(store, clock, &taken)?;
        return Ok(None);
    };
    Ok(Some(Taken { body, ..taken }))
}
