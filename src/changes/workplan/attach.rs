//! A document attached to a milestone, with a note of what it is.

use sha2::{Digest as _, Sha256};

use super::{Whose, WorkplanError, fields};
use crate::changes::actor::{Actor, Done, change};
use crate::changes::texts::{Fault, optional, required};
use crate::domain::hex::hex;
use crate::domain::workplan::document::clean_name;
use crate::domain::workplan::{Change, Document, Update};
use crate::import::document_kind;
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{Store, workplan};

/// A document as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Attached {
    pub file_name: String,
    pub content: Vec<u8>,
    pub why: String,
}

/// Adds a note with a document. Nobody's words are written over by it: who sends it need not have
/// seen the newest update.
///
/// # Errors
/// [`WorkplanError`]: every fault at once, no such milestone, or another's.
pub fn attach(
    store: &Store,
    actor: &Actor,
    whose: Whose,
    key: &str,
    sent: &Attached,
) -> Result<Document, WorkplanError> {
    let (why, document) = read(actor, sent)?;
    let what = (What::Milestone, Action::ChangedWorkplan);
    change(store, actor, what, |db, made| {
        let tracked = workplan::milestone(db, key, made.version)?;
        let stands = tracked.ok_or(WorkplanError::NoSuchMilestone)?.newest();
        if !whose.has(stands.owner) {
            return Err(WorkplanError::Anothers(stands.owner));
        }
        let update = Update {
            version: made.version,
            on: actor.today(),
            by: actor.by.clone(),
            at: made.at.to_owned(),
            why,
            change: Change::default(),
        };
        workplan::add_update(db, key, &update)?;
        workplan::add_document(db, (key, made.version), &document, &sent.content)?;
        let told = format!("document {}", document.name);
        Ok(Done::new(document, format!("milepæl {key}"), told))
    })
}

/// Reads what was sent, with every fault.
fn read(actor: &Actor, sent: &Attached) -> Result<(String, Document), WorkplanError> {
    let mut faults: Vec<Fault> = Vec::new();
    let kind = if sent.content.is_empty() {
        Err(fields::FILE.fault("Vælg en fil."))
    } else {
        document_kind(&sent.content).map_err(|words| fields::FILE.fault(words))
    };
    // The log and the list of documents show the name.
    let name = optional(fields::FILE, &sent.file_name);
    let why = required(fields::WHY, &sent.why);
    faults.extend(kind.as_ref().err().cloned());
    faults.extend(name.as_ref().err().cloned());
    faults.extend(why.as_ref().err().cloned());
    let (Ok(kind), Ok(name), Ok(why)) = (kind, name, why) else {
        return Err(WorkplanError::Faults(faults));
    };
    let document = Document {
        id: actor.new_id(),
        name: clean_name(&name, kind),
        kind,
        bytes: i64::try_from(sent.content.len()).unwrap_or(i64::MAX),
        sha256: hex(&Sha256::digest(&sent.content)),
    };
    Ok((why, document))
}
