//! News by mail: queued once a day or a week for each who wants them, with how far the last one told.
//!
//! The text of a queued mail has a place for the news ([`PLACE`]) and the mail its span: the news are
//! written when it is sent, so that it tells what its reader may see at that moment. Decision 88.

use thiserror::Error;

use crate::chance::{Chance, hash};
use crate::changes::actor::{Done, change_access};
use crate::changes::mail::queue as queue_mail;
use crate::changes::people::{AccountError, Identity, wishes};
use crate::clock::Clock;
use crate::domain::danish::danish_date;
use crate::domain::mail::{Letter, SECRET};
use crate::domain::moment;
use crate::domain::news::{Item, PLACE, Rhythm, Span};
use crate::storage::data::log::{self, Action};
use crate::storage::data::versions::version_before;
use crate::storage::mail::of_link;
use crate::storage::news::{self, Standing};
use crate::storage::{Db, QueryError, Store, StoreError};

/// News that a mail names at most; of the others it says how many.
const NAMED: usize = 40;

/// Queues the mails of today and of this week that have something to tell; returns how many. `find` gives
/// what is new for somebody.
///
/// # Errors
/// What `find` returns; the database's own.
pub fn queue<E: From<StoreError> + From<QueryError>>(
    store: &Store,
    clock: Clock,
    chance: Chance,
    address: &str,
    find: impl Fn(&mut Db, &Identity, &Span) -> Result<Vec<Item>, E>,
) -> Result<usize, E> {
    let today = clock.today();
    let is_due = |standing: &Standing| {
        let newest = standing.rhythm.newest(today);
        newest.filter(|newest| standing.mailed.1 < *newest)
    };
    // Most of the time nobody waits: that costs a read, no lock.
    let waiting = store.read(|db| Ok::<_, E>(news::by_mail(db)?))?;
    let mut queued = 0;
    for (user, standing) in waiting {
        let Some(day) = is_due(&standing) else {
            continue;
        };
        // Reports are made without the lock that uploads wait for.
        let (span, items) = store.read(|db| {
            let begins = moment::begins(day).map(|moment| moment.to_string());
            let until = version_before(db, &begins.unwrap_or_default())?;
            let figures = news::figures(db, &user)?.into_iter();
            let span = Span {
                versions: (standing.mailed.0, until.max(standing.mailed.0)),
                days: (standing.mailed.1, day),
                figures: figures.map(|figure| (figure.id, figure.mailed)).collect(),
            };
            let items = match wishes::by_mail(db, &user)? {
                Some(who) => find(db, &who, &span)?,
                None => Vec::new(),
            };
            Ok::<_, E>((span, items))
        })?;
        queued += store.write(|db| {
            log::queue(db)?;
            // Another process may have been quicker, or what is wanted has changed meanwhile.
            if news::of_user(db, &user)?.as_ref() != Some(&standing) {
                return Ok::<_, E>(0);
            }
            for (id, said) in items.iter().filter_map(|item| item.figure.as_ref()) {
                news::set_mailed(db, id, said)?;
            }
            let told = Standing {
                mailed: (span.versions.1, day),
                ..standing
            };
            news::set(db, &user, &told)?;
            if items.is_empty() {
                return Ok(0);
            }
            let letter = Letter {
                user: &user,
                cause: &format!("news:{day}:{user}"),
                subject: &format!("Nyheder fra omkostningscockpittet, {}", danish_date(day)),
                body: &body(told.rhythm, address),
                answers: Some(&span.to_string()),
            };
            Ok(usize::from(queue_mail(db, clock, chance, &letter)?))
        })?;
    }
    Ok(queued)
}

fn body(rhythm: Rhythm, address: &str) -> String {
    let often = match rhythm {
        Rhythm::Weekly => "hver mandag",
        Rhythm::Daily | Rhythm::Never => "hver dag",
    };
    format!(
        "{PLACE}\n\n\
         Alle nyheder: {address}/nyheder\n\n\
         Du får mailen {often}, når der er noget nyt, fordi du har bedt om den. Vælg selv, hvad den fortæller:\n\
         {address}/konto#nyheder\n\n\
         Slå mailen fra uden at logge ind:\n{address}/nyheder/fra/{SECRET}\n"
    )
}

/// The text of a mail that is to be sent now, with its news; `None` when there are none that its reader may
/// see any more.
pub fn written(body: &str, items: &[Item], address: &str) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let line = |item: &Item| format!("- {}\n  {address}{}", item.words, item.target.path());
    let mut lines: Vec<String> = items.iter().take(NAMED).map(line).collect();
    if items.len() > NAMED {
        lines.push(format!("- og {} flere", items.len() - NAMED));
    }
    Some(body.replace(PLACE, &lines.join("\n")))
}

/// Why a link does nothing.
#[derive(Debug, Error)]
pub enum LinkError {
    /// Made up, cut off, or forgotten long ago: nobody is told which.
    #[error("no such link")]
    Unknown,
    #[error("the link has run out")]
    Expired,
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// Whose mails of news a link turns off, and whether they are on. Looking changes nothing.
///
/// # Errors
/// [`LinkError`]
pub fn look_at(db: &mut Db, clock: Clock, secret: &str) -> Result<(Identity, bool), LinkError> {
    let (mail, expires) = of_link(db, &hash(secret))?.ok_or(LinkError::Unknown)?;
    let span = mail.answers.as_deref().and_then(Span::of_mail);
    if span.is_none() {
        return Err(LinkError::Unknown);
    }
    if expires <= clock.now_text() {
        return Err(LinkError::Expired);
    }
    let who = wishes::by_mail(db, &mail.user_id)?.ok_or(LinkError::Unknown)?;
    let standing = news::of_user(db, &who.user_id)?;
    let on = standing.is_some_and(|standing| standing.rhythm != Rhythm::Never);
    Ok((who, on))
}

/// Turns the mails of news off, by the link of one; a second press does nothing more.
///
/// # Errors
/// [`LinkError`]
pub fn turn_off(
    store: &Store,
    (clock, chance): (Clock, Chance),
    secret: &str,
) -> Result<(), LinkError> {
    let (who, _) = store.read(|db| look_at(db, clock, secret))?;
    let actor = who.actor(clock, chance);
    change_access(store, &actor, Action::ChangedAccount, |db, _| {
        let Some(standing) = news::of_user(db, &who.user_id)? else {
            return Ok(Done::nothing(()));
        };
        if standing.rhythm == Rhythm::Never {
            return Ok(Done::nothing(()));
        }
        let off = Standing {
            rhythm: Rhythm::Never,
            ..standing
        };
        news::set(db, &who.user_id, &off)?;
        Ok(Done::new((), &who.email, "nyheder: mail never, via mail"))
    })
}
