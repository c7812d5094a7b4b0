//! What comes of a comment: an answer, that it is resolved or open again, and whether it goes into
//! the paper of a meeting.

use super::{CommentError, fields, settled_by, text};
use crate::changes::actor::{Actor, Done, Made, change};
use crate::domain::comments::{Event, Step, Thread};
use crate::storage::comments::{events, kept};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{Db, Store};

const WHAT: (What, Action) = (What::CommentStep, Action::ChangedComment);

/// Answers a comment. `guarded`: its figure is under the disclosure rule.
///
/// # Errors
/// [`CommentError::Fault`] for the text, [`CommentError::NoSuchComment`].
pub fn reply(
    store: &Store,
    actor: &Actor,
    id: i64,
    (written, guarded): (&str, bool),
) -> Result<(), CommentError> {
    let text = text(fields::REPLY, written, guarded)?;
    change(store, actor, WHAT, |db, made| {
        let thread = kept::get(db, id)?.ok_or(CommentError::NoSuchComment)?;
        add(db, actor, made, (&thread, Step::Replied, text))
    })
}

/// Resolves a comment, or opens it again; nothing when it is so already.
///
/// # Errors
/// [`CommentError::NotOwn`] for another municipality's, [`CommentError::NoSuchComment`].
pub fn resolve(store: &Store, actor: &Actor, id: i64, resolved: bool) -> Result<(), CommentError> {
    change(store, actor, WHAT, |db, made| {
        let thread = settled_by(db, actor, id)?;
        if thread.is_open() != resolved {
            return Ok(Done::nothing(()));
        }
        let step = if resolved {
            Step::Resolved
        } else {
            Step::Reopened
        };
        add(db, actor, made, (&thread, step, String::new()))
    })
}

/// Chooses a comment for the paper that its figure stands in, or not; nothing when it is so already.
///
/// # Errors
/// [`CommentError::NotOwn`] for another municipality's, [`CommentError::NoSuchComment`].
pub fn into_paper(
    store: &Store,
    actor: &Actor,
    id: i64,
    in_paper: bool,
) -> Result<(), CommentError> {
    change(store, actor, WHAT, |db, made| {
        let thread = settled_by(db, actor, id)?;
        if thread.standing().in_paper == in_paper {
            return Ok(Done::nothing(()));
        }
        let step = if in_paper {
            Step::IntoPaper
        } else {
            Step::OutOfPaper
        };
        add(db, actor, made, (&thread, step, String::new()))
    })
}

fn add(
    db: &mut Db,
    actor: &Actor,
    made: &Made<'_>,
    (thread, step, text): (&Thread, Step, String),
) -> Result<Done<()>, CommentError> {
    let comment = thread.comment.version;
    let event = Event {
        version: made.version,
        comment,
        step,
        text,
        by: actor.by.clone(),
        at: made.at.to_owned(),
    };
    events::add(db, &event)?;
    let object = thread.comment.at.question.clone();
    Ok(Done::new((), object, format!("{comment} {}", step.key())))
}
