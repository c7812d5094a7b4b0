//! A comment is written, and those it is for are told that there is one.

use super::{CommentError, fields, text};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::mail;
use crate::changes::texts::Fault;
use crate::domain::area::Area;
use crate::domain::comments::comment::SECRETARIAT;
use crate::domain::comments::{Address, Comment, Event, Said, Step};
use crate::domain::danish::list;
use crate::domain::mail::Letter;
use crate::domain::people::{Right, Role};
use crate::storage::comments::{events, kept};
use crate::storage::data::areas;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::people::users::{self, User};
use crate::storage::{Db, QueryResult, Store};

/// The figure that is commented on, as it was found.
#[derive(Debug, Clone)]
pub struct Figure {
    pub at: Address,
    pub said: Said,
    /// The data version it was found in: a comment is about the figure that its writer saw.
    pub found_in: i64,
    /// Whether it is under the disclosure rule.
    pub guarded: bool,
    /// What whoever sees it is allowed.
    pub rights: Vec<Right>,
    /// Title of the report that it stands in, for the mail. Never the figure.
    pub report: String,
    /// Address of its page.
    pub link: String,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// Codes of municipalities, or [`SECRETARIAT`].
    pub receivers: Vec<String>,
    pub in_paper: bool,
}

/// Keeps a comment, and queues a mail to each whom it is for.
///
/// # Errors
/// [`CommentError::Fault`] at the field that is wrong; [`CommentError::Changed`] when anything was
/// changed since the figure was found.
pub fn write(
    store: &Store,
    actor: &Actor,
    figure: &Figure,
    written: &Written,
) -> Result<Comment, CommentError> {
    let text = text(fields::TEXT, &written.text, figure.guarded)?;
    let what = (What::Comment, Action::Commented);
    change(store, actor, what, |db, made| {
        if made.version != figure.found_in + 1 {
            return Err(CommentError::Changed);
        }
        let receivers = receivers(db, &written.receivers, &figure.rights)?;
        let comment = Comment {
            version: made.version,
            at: figure.at.clone(),
            said: figure.said.clone(),
            text,
            municipality: actor.bound_to.clone(),
            receivers: receivers.iter().map(|to| to.key.clone()).collect(),
            by: actor.by.clone(),
            written_at: made.at.to_owned(),
        };
        kept::add(db, &comment)?;
        if written.in_paper {
            // Of the same version: the comment was chosen as it was written.
            events::add(db, &chosen(&comment))?;
        }
        tell(db, actor, (&comment, figure), &receivers)?;
        let object = comment.at.question.clone();
        Ok(Done::new(comment, object, made.version.to_string()))
    })
}

/// That it goes into the paper, from the beginning.
fn chosen(comment: &Comment) -> Event {
    Event {
        version: comment.version,
        comment: comment.version,
        step: Step::IntoPaper,
        text: String::new(),
        by: comment.by.clone(),
        at: comment.written_at.clone(),
    }
}

/// One whom a comment is for, with the accounts that are told.
struct Receiver {
    key: String,
    name: String,
    users: Vec<User>,
}

/// Those whom it is for; one without an account here is refused, since nobody would be told.
fn receivers(
    db: &mut Db,
    keys: &[String],
    rights: &[Right],
) -> Result<Vec<Receiver>, CommentError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let home = areas::home(db)?;
    let mut all = users::all(db)?;
    all.retain(|user| {
        let standing = user.standing();
        !user.is_disabled()
            && standing.may(Right::Comment)
            && rights.iter().all(|right| standing.may(*right))
    });
    let mut receivers = Vec::new();
    let mut nobody = Vec::new();
    for (key, name) in known(&home) {
        if !keys.contains(&key) {
            continue;
        }
        let is_one = |user: &&User| match user.standing().role() {
            Some(Role::Secretariat) => key == SECRETARIAT,
            _ => user.municipality.as_deref() == Some(&*key),
        };
        let users: Vec<User> = all.iter().filter(is_one).cloned().collect();
        if users.is_empty() {
            nobody.push(name.clone());
        }
        receivers.push(Receiver { key, name, users });
    }
    if receivers.len() < keys.len() {
        return Err(wrong("Vælg blandt dem, der står her.").into());
    }
    if nobody.is_empty() {
        Ok(receivers)
    } else {
        let words = format!(
            "{} har ingen konto her, så ingen ville få besked. Fravælg, eller bed en administrator om at invitere.",
            list(&nobody)
        );
        Err(wrong(words).into())
    }
}

fn wrong(words: impl Into<String>) -> Fault {
    fields::RECEIVERS.fault(words)
}

/// Whom a comment can be for: the secretariat, and the municipalities of the region; key and name.
pub fn known(home: &[Area]) -> Vec<(String, String)> {
    let secretariat = (SECRETARIAT.to_owned(), Role::Secretariat.label().to_owned());
    let municipalities = home.iter().map(|a| (a.code.clone(), a.name.clone()));
    [secretariat].into_iter().chain(municipalities).collect()
}

/// Queues a mail to each: who wrote and where; neither text nor figure, since a mail stays what it was
/// when the figure is masked.
fn tell(
    db: &mut Db,
    actor: &Actor,
    (comment, figure): (&Comment, &Figure),
    receivers: &[Receiver],
) -> QueryResult<()> {
    for receiver in receivers {
        for user in &receiver.users {
            let letter = Letter {
                user: &user.id,
                cause: &format!("comment:{}:{}", comment.version, user.id),
                subject: "En kommentar til jer i omkostningscockpittet",
                body: &format!(
                    "{} har skrevet en kommentar til {}.\n\nDen hører til et tal i »{}«:\n{}\n\n\
                     Log ind for at se tallet og kommentaren. Du kan ikke svare på denne mail.\n",
                    comment.by, receiver.name, figure.report, figure.link
                ),
                answers: None,
            };
            mail::queue(db, actor.clock, actor.chance, &letter)?;
        }
    }
    Ok(())
}
