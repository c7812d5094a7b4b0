//! Secret addresses of calendars: made, shown once, replaced or ended by whoever made them. They open the
//! calendar and nothing else, to whoever has them, as long as their user may see what it shows.

use super::{AccountError, Identity, Via};
use crate::chance::{Secret, hash};
use crate::changes::actor::{Actor, Done, change_access};
use crate::domain::people::Right;
use crate::storage::data::log::Action;
use crate::storage::people::calendars::{self, Calendar};
use crate::storage::{Db, QueryResult, Store};

/// What there is a calendar of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// The days that places are vacant from.
    Vacancies,
    /// The due dates of milestones.
    Workplan,
}

impl Feed {
    /// The key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Feed::Vacancies => "vacancies",
            Feed::Workplan => "workplan",
        }
    }

    /// The end of its address.
    pub const fn file(self) -> &'static str {
        match self {
            Feed::Vacancies => "ledige-pladser.ics",
            Feed::Workplan => "arbejdsplan.ics",
        }
    }

    /// What one has to be allowed to see it.
    pub const fn right(self) -> Right {
        match self {
            Feed::Vacancies => Right::ReadPlaces,
            Feed::Workplan => Right::ReadWorkplan,
        }
    }

    /// The path of an address.
    pub fn path(self, secret: &Secret) -> String {
        format!("/kalender/{}/{}", secret.reveal(), self.file())
    }
}

/// Makes an address instead of the one there was, and shows it this once.
///
/// # Errors
/// The database's own.
pub fn make(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    feed: Feed,
) -> Result<Secret, AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, at| {
        let secret = actor.chance.secret();
        let replaced = calendars::end(db, &who.user_id, feed.key(), at)?;
        calendars::add(
            db,
            &Calendar {
                id: actor.new_id(),
                secret_hash: secret.hash(),
                user_id: who.user_id.clone(),
                kind: feed.key().to_owned(),
                made_at: at.to_owned(),
                ended_at: None,
            },
        )?;
        let told = if replaced {
            "kalenderadresse skiftet"
        } else {
            "kalenderadresse lavet"
        };
        Ok(Done::new(secret, &who.email, told))
    })
}

/// Ends the address; false when there is none.
///
/// # Errors
/// The database's own.
pub fn end(store: &Store, actor: &Actor, who: &Identity, feed: Feed) -> Result<bool, AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, at| {
        Ok(if calendars::end(db, &who.user_id, feed.key(), at)? {
            Done::new(true, &who.email, "kalenderadresse lukket")
        } else {
            Done::nothing(false)
        })
    })
}

/// Whose calendar a secret opens, as long as that one may see it.
///
/// # Errors
/// The database's own.
pub fn owner(db: &mut Db, secret: &str, feed: Feed) -> QueryResult<Option<Identity>> {
    let user = calendars::owner(db, &hash(secret), feed.key())?;
    let who = user.map(|user| Identity::new(user, Via::Mail));
    Ok(who.filter(|who| who.may(feed.right())))
}
