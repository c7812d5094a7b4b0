//! News: what somebody wants to be told of, the figures they follow, what they have read; the mails that
//! tell it ([`mails`]).

pub mod mails;

use jiff::civil::Date;

use super::actor::{Actor, Done, change_access};
use super::people::{AccountError, Identity};
use crate::domain::comments::Address;
use crate::domain::news::{Kind, MOST_FIGURES, Reader, Rhythm, Span};
use crate::storage::data::log::Action;
use crate::storage::mail::wishes;
use crate::storage::news::{self, Followed, Standing};
use crate::storage::{self, Db, QueryResult, Store};

/// Somebody as one who is told.
pub fn reader(who: &Identity) -> Reader {
    Reader {
        user: who.user_id.clone(),
        email: who.email.clone(),
        standing: who.standing,
        bound_to: who.bound_to().map(str::to_owned),
    }
}

/// The kinds that somebody can be told of, each with whether they want to be.
///
/// # Errors
/// The database's own.
pub fn kinds(db: &mut Db, reader: &Reader) -> QueryResult<Vec<(Kind, bool)>> {
    let said = wishes::of_user(db, &reader.user)?;
    let own = Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_for(reader.standing));
    let wanted = |kind: Kind| said.get(kind.key()).copied().unwrap_or(false);
    Ok(own.map(|kind| (kind, wanted(kind))).collect())
}

/// What is unread of somebody up to now; `None` of one who never chose anything.
///
/// # Errors
/// The database's own.
pub fn unread(db: &mut Db, reader: &Reader, today: Date) -> QueryResult<Option<Span>> {
    let Some(standing) = news::of_user(db, &reader.user)? else {
        return Ok(None);
    };
    let figures = news::figures(db, &reader.user)?.into_iter();
    Ok(Some(Span {
        versions: (standing.read.0, storage::version(db)?),
        days: (standing.read.1, today),
        figures: figures.map(|figure| (figure.id, figure.seen)).collect(),
    }))
}

/// Where somebody stands, or begins: told of everything that is there now.
fn standing(db: &mut Db, actor: &Actor, user: &str) -> QueryResult<(Standing, bool)> {
    if let Some(standing) = news::of_user(db, user)? {
        return Ok((standing, false));
    }
    let now = (storage::version(db)?, actor.today());
    let standing = Standing {
        rhythm: Rhythm::Never,
        read: now,
        mailed: now,
    };
    Ok((standing, true))
}

/// Keeps of which kinds somebody wants to be told, these and no other, and how often by mail. Whoever turns
/// mails on is told by them of what comes after.
///
/// # Errors
/// The database's own.
pub fn choose(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    (wanted, rhythm): (&[Kind], Rhythm),
) -> Result<(), AccountError> {
    let reader = reader(who);
    change_access(store, actor, Action::ChangedAccount, |db, _| {
        let (mut standing, is_new) = standing(db, actor, &reader.user)?;
        let mut told = Vec::new();
        for (kind, had) in kinds(db, &reader)? {
            let wants = wanted.contains(&kind);
            if wants != had {
                wishes::set(db, &reader.user, kind.key(), wants)?;
                told.push(format!("{} {}", kind.key(), on_or_off(wants)));
            }
        }
        if standing.rhythm != rhythm {
            if standing.rhythm == Rhythm::Never {
                start_mails(db, actor, &mut standing)?;
            }
            standing.rhythm = rhythm;
            told.push(format!("mail {}", rhythm.key()));
        }
        if is_new || !told.is_empty() {
            news::set(db, &reader.user, &standing)?;
        }
        Ok(if told.is_empty() {
            Done::nothing(())
        } else {
            Done::new((), &who.email, format!("nyheder: {}", told.join(", ")))
        })
    })
}

fn on_or_off(wants: bool) -> &'static str {
    if wants { "til" } else { "fra" }
}

/// Mails begin with what comes now.
fn start_mails(db: &mut Db, actor: &Actor, standing: &mut Standing) -> QueryResult<()> {
    standing.mailed = (storage::version(db)?, actor.today());
    Ok(())
}

/// A figure that is to be followed.
#[derive(Debug, Clone)]
pub struct Figure {
    pub at: Address,
    /// What it is, in Danish.
    pub words: String,
    /// What it says, as it is kept.
    pub said: String,
}

/// What came of wanting to follow a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Now,
    Already,
    /// [`MOST_FIGURES`] are followed.
    TooMany,
}

/// Follows a figure; whoever does is told when it changes.
///
/// # Errors
/// The database's own.
pub fn follow(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    figure: &Figure,
) -> Result<Outcome, AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, at| {
        let user = &who.user_id;
        let known = news::figures(db, user)?;
        if known.iter().any(|known| known.at == figure.at) {
            return Ok(Done::nothing(Outcome::Already));
        }
        if known.len() >= MOST_FIGURES {
            return Ok(Done::nothing(Outcome::TooMany));
        }
        let (standing, is_new) = standing(db, actor, user)?;
        if is_new {
            news::set(db, user, &standing)?;
        }
        wishes::set(db, user, Kind::Figure.key(), true)?;
        news::add_figure(
            db,
            &Followed {
                id: actor.new_id(),
                user: user.clone(),
                at: figure.at.clone(),
                words: figure.words.clone(),
                seen: figure.said.clone(),
                mailed: figure.said.clone(),
                since: at.to_owned(),
            },
        )?;
        let detail = format!("følger et tal i {}", figure.at.question);
        Ok(Done::new(Outcome::Now, &who.email, detail))
    })
}

/// Follows a figure no more; false when somebody follows none of that id.
///
/// # Errors
/// The database's own.
pub fn unfollow(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    id: &str,
) -> Result<bool, AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, _| {
        Ok(if news::remove_figure(db, &who.user_id, id)? {
            Done::new(true, &who.email, "følger et tal mindre")
        } else {
            Done::nothing(false)
        })
    })
}

/// Keeps that somebody has read what a page showed: up to its data version and day, and its figures as it
/// showed them. What came meanwhile stays unread. It is no line of the log: nothing depends on it.
///
/// # Errors
/// The database's own.
pub fn mark_read(
    store: &Store,
    actor: &Actor,
    who: &Identity,
    (version, day): (i64, Date),
    figures: &[(String, String)],
) -> Result<(), AccountError> {
    change_access(store, actor, Action::ChangedAccount, |db, _| {
        let (mut standing, _) = standing(db, actor, &who.user_id)?;
        let (read, until) = (standing.read, (storage::version(db)?, actor.today()));
        // Whatever a form says: never back, and never beyond what there is.
        standing.read = (
            version.min(until.0).max(read.0),
            day.min(until.1).max(read.1),
        );
        news::set(db, &who.user_id, &standing)?;
        for (id, said) in figures {
            news::set_seen(db, &who.user_id, id, said)?;
        }
        Ok(Done::nothing(()))
    })
}
