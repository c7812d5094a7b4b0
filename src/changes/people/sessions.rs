//! Sessions: begun at sign-in, seen now and then, ended by sign-out, by time, or by hand.

use super::{AccountError, Identity, Via, browsers};
use crate::chance::{Chance, Secret};
use crate::changes::actor::{Actor, Done, change_access};
use crate::clock::Clock;
use crate::storage::data::log::Action;
use crate::storage::data::versions;
use crate::storage::people::sessions::{self, Session};
use crate::storage::people::users::User;
use crate::storage::{self, Db, Store};

/// A session ends after so many seconds whatever happens: a working day.
pub const LASTS: i64 = 12 * 3600;
/// … and after so many without a request.
pub const IDLE: i64 = 2 * 3600;
/// That it was seen is written down at most this often.
pub const SEEN_EVERY: i64 = 300;

/// Begins a session, in the transaction of the sign-in. The secret goes into the cookie.
pub(in crate::changes) fn begin(
    db: &mut Db,
    clock: Clock,
    chance: Chance,
    user: &User,
    agent: &str,
) -> Result<Secret, AccountError> {
    let secret = chance.secret();
    let now = clock.now_text();
    sessions::forget(db, &clock.text_after(-30 * 24 * 3600))?;
    sessions::add(
        db,
        &Session {
            id: chance.id(clock),
            secret_hash: secret.hash(),
            user_id: user.id.clone(),
            agent: browsers::named(agent),
            created_at: now.clone(),
            seen_at: now,
            expires_at: clock.text_after(LASTS),
            ended_at: None,
        },
    )?;
    Ok(secret)
}

/// Who a session's secret stands for: nobody when it was ended, has run out, was idle for too
/// long, or its user is disabled.
pub fn find(
    db: &mut Db,
    clock: Clock,
    secret_hash: &str,
) -> Result<Option<(Identity, Session)>, AccountError> {
    let found = sessions::find(db, secret_hash, &clock.now_text())?;
    let idle_since = clock.text_after(-IDLE);
    let Some((session, user)) = found.filter(|(session, _)| session.seen_at > idle_since) else {
        return Ok(None);
    };
    let last_visit = last_visit(db, &session)?;
    let who = Identity {
        last_visit,
        ..Identity::new(user, Via::Session(session.id.clone()))
    };
    Ok(Some((who, session)))
}

/// The data version that a session's user had before them when they were last here: in the session
/// before this one, whatever browser that was in.
fn last_visit(db: &mut Db, session: &Session) -> Result<Option<i64>, AccountError> {
    let begun = &session.created_at;
    let Some(seen) = sessions::seen_before(db, &session.user_id, begun)? else {
        return Ok(None);
    };
    // Another browser that is open still has not been left.
    let left = seen.min(begun.clone());
    Ok(Some(versions::version_before(db, &left)?))
}

/// Ends one of a user's own sessions.
///
/// # Errors
/// The database's own. That there is no such session is told by `false`.
pub fn end(store: &Store, actor: &Actor, who: &Identity, id: &str) -> Result<bool, AccountError> {
    let action = match &who.via {
        Via::Session(own) if own == id => Action::SignedOut,
        _ => Action::EndedSession,
    };
    change_access(store, actor, action, |db, at| {
        Ok(if sessions::end(db, &who.user_id, id, at)? {
            Done::new(true, &who.email, "")
        } else {
            Done::nothing(false)
        })
    })
}

/// A sign-in replaces the session that the browser had.
pub(in crate::changes) fn end_old(
    db: &mut Db,
    old: &Identity,
    now: &str,
) -> Result<(), AccountError> {
    if let Via::Session(id) = &old.via {
        sessions::end(db, &old.user_id, id, now)?;
        storage::bump_access(db)?;
    }
    Ok(())
}
