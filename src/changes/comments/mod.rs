//! Comments on figures: written ([`write`]), and what comes of them ([`steps`]). Only ever added.
//!
//! Whoever calls has found the figure, and knows that the writer may see it. A figure under the
//! disclosure rule takes no numbers in words (`domain::comments::numbers`); neither the log nor a mail
//! holds a word of a text, nor a figure.

pub mod steps;
pub mod write;

use thiserror::Error;

use super::actor::Actor;
use super::texts::{Fault, Field, required};
use crate::domain::comments::{Thread, numbers};
use crate::storage::comments::kept;
use crate::storage::{Db, QueryError, StoreError};

/// The fields of the forms.
pub mod fields {
    use super::Field;

    pub const TEXT: Field = Field::new("tekst", "kommentar")
        .at_most(2_000)
        .asking("Skriv kommentaren.");
    pub const REPLY: Field = Field::new("svar", "svar")
        .at_most(2_000)
        .asking("Skriv svaret.");
    pub const RECEIVERS: Field = Field::new("til", "til");
}

/// Why nothing was written. The texts are Danish: the one who tried reads them.
#[derive(Debug, Error)]
pub enum CommentError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("Kommentaren findes ikke.")]
    NoSuchComment,
    /// It is another municipality's.
    #[error(
        "Kommentaren er skrevet af en anden kommune. Den afsluttes af den kommune eller af rammeaftalesekretariatet."
    )]
    NotOwn,
    /// Something was changed since the figure was looked up: look again.
    #[error("Data blev ændret imens. Prøv igen.")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}

/// A text that must be there; about a figure under the disclosure rule one without numbers.
fn text(field: Field, text: &str, guarded: bool) -> Result<String, Fault> {
    let text = required(field, text)?;
    if guarded && numbers::holds(&text) {
        return Err(field.fault(
            "Skriv uden tal (årstal og paragraffer må gerne stå der): et tal om få borgere må ikke kunne læses i en kommentar.",
        ));
    }
    Ok(text)
}

/// A comment that somebody may settle.
fn settled_by(db: &mut Db, actor: &Actor, id: i64) -> Result<Thread, CommentError> {
    let thread = kept::get(db, id)?.ok_or(CommentError::NoSuchComment)?;
    if thread.comment.is_settled_by(actor.bound_to.as_deref()) {
        Ok(thread)
    } else {
        Err(CommentError::NotOwn)
    }
}
