//! What the forms of comments do, whatever the figure is of: a new comment is kept on the figure as its writer saw
//! it, an answer on one that is told still.

use axum::http::StatusCode;
use serde::Deserialize;

use super::thread::{Form, Refused, Sent};
use crate::changes::actor::Actor;
use crate::changes::comments::write::{self as changes, Figure};
use crate::changes::comments::{CommentError, steps};
use crate::changes::texts::Fault;
use crate::domain::comments::Address;
use crate::domain::cpr;
use crate::storage::Store;
use crate::web::error::AppError;

/// How often a figure is looked up again when somebody else changed something meanwhile.
const ATTEMPTS: usize = 4;

/// Said to whoever comments on a figure that is another by now.
const MOVED: &str = "Tallet er ændret, mens du skrev. Se, hvad det er nu, og send kommentaren igen, hvis den stadig passer.";

/// An answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Reply {
    pub svar: String,
}

/// Keeps a comment on a figure, which is `found` as it is now; what is refused comes back with its reason.
///
/// # Errors
/// [`AppError`]: the figure cannot be found, or the comment not be kept.
pub fn keep(
    store: &Store,
    actor: &Actor,
    (form, seen): (&Form, &str),
    found: impl Fn() -> Result<Figure, AppError>,
) -> Result<Result<Address, Refused>, AppError> {
    let refused = |fault, problem| Refused {
        reply: None,
        fault,
        problem,
    };
    let written = form.written();
    for _ in 0..ATTEMPTS {
        let figure = found()?;
        if figure.said.to_string() != seen {
            return Ok(Err(refused(None, Some(MOVED.to_owned()))));
        }
        match changes::write(store, actor, &figure, &written) {
            Ok(comment) => return Ok(Ok(comment.at)),
            Err(CommentError::Changed) => {}
            Err(CommentError::Fault(fault)) => return Ok(Err(refused(Some(fault), None))),
            Err(other) => return Err(other.into()),
        }
    }
    Err(CommentError::Changed.into())
}

/// Keeps an answer to a comment whose figure is guarded or not; what is wrong with it.
///
/// # Errors
/// [`AppError`]: it cannot be kept.
pub fn answer(
    store: &Store,
    actor: &Actor,
    id: i64,
    (reply, guarded): (&Reply, bool),
) -> Result<Option<Fault>, AppError> {
    match steps::reply(store, actor, id, (&reply.svar, guarded)) {
        Ok(()) => Ok(None),
        Err(CommentError::Fault(fault)) => Ok(Some(fault)),
        Err(other) => Err(other.into()),
    }
}

impl Reply {
    /// An answer that was not kept, as its writer sees it again: without what looks like a CPR number.
    pub fn not_kept(&self, id: i64, fault: Option<Fault>) -> Sent {
        Sent {
            form: Form::default(),
            refused: Some(Refused {
                reply: Some((id, cpr::without(&self.svar))),
                fault,
                problem: None,
            }),
        }
    }
}

impl Sent {
    /// How the figure's page is answered with it.
    pub fn status(&self) -> StatusCode {
        match self.refused.as_ref().and_then(|of| of.problem.as_ref()) {
            Some(_) => StatusCode::CONFLICT,
            None => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}
