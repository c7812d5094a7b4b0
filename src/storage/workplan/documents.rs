//! Documents of updates: what they are, and their content in parts.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::domain::hex::hex;
use crate::domain::workplan::{Document, DocumentKind};
use crate::storage::Db;
use crate::storage::schema::{milestone_document_parts, milestone_documents};

/// Bytes of a part: a multiple of three, so that no part is padded.
const PART: usize = 24 * 1024;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = milestone_documents)]
struct DocumentRow {
    id: String,
    milestone: String,
    version: i64,
    name: String,
    kind: String,
    bytes: i64,
    sha256: String,
}

impl DocumentRow {
    /// One of a kind that this version does not know is none of ours.
    fn stored(self) -> Option<Document> {
        Some(Document {
            kind: DocumentKind::from_key(&self.kind)?,
            id: self.id,
            name: self.name,
            bytes: self.bytes,
            sha256: self.sha256,
        })
    }
}

/// Adds a document to an update that is there.
pub fn add_document(
    db: &mut Db,
    (milestone, version): (&str, i64),
    document: &Document,
    content: &[u8],
) -> QueryResult<()> {
    let row = DocumentRow {
        id: document.id.clone(),
        milestone: milestone.to_owned(),
        version,
        name: document.name.clone(),
        kind: document.kind.key().to_owned(),
        bytes: document.bytes,
        sha256: document.sha256.clone(),
    };
    diesel::insert_into(milestone_documents::table)
        .values(row)
        .execute(db)?;
    for (part, content) in (0i32..).zip(content.chunks(PART)) {
        diesel::insert_into(milestone_document_parts::table)
            .values((
                milestone_document_parts::document.eq(&document.id),
                milestone_document_parts::part.eq(part),
                milestone_document_parts::content.eq(STANDARD.encode(content)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// The documents of a milestone, by the data version of their update.
pub fn documents(
    db: &mut Db,
    milestone: &str,
    as_of: i64,
) -> QueryResult<HashMap<i64, Vec<Document>>> {
    let rows: Vec<DocumentRow> = milestone_documents::table
        .filter(milestone_documents::milestone.eq(milestone))
        .filter(milestone_documents::version.le(as_of))
        .order((milestone_documents::version, milestone_documents::id))
        .select(DocumentRow::as_select())
        .load(db)?;
    let mut documents: HashMap<i64, Vec<Document>> = HashMap::new();
    for row in rows {
        let version = row.version;
        documents.entry(version).or_default().extend(row.stored());
    }
    Ok(documents)
}

/// A document of a milestone with its content; `None` when there is none, or its content is not whole.
pub fn document(
    db: &mut Db,
    milestone: &str,
    id: &str,
) -> QueryResult<Option<(Document, Vec<u8>)>> {
    let row: Option<DocumentRow> = milestone_documents::table
        .find(id)
        .filter(milestone_documents::milestone.eq(milestone))
        .select(DocumentRow::as_select())
        .first(db)
        .optional()?;
    let Some(document) = row.and_then(DocumentRow::stored) else {
        return Ok(None);
    };
    let content = content(db, id)?;
    Ok(content
        .filter(|content| is_whole(&document, content))
        .map(|content| (document, content)))
}

fn content(db: &mut Db, id: &str) -> QueryResult<Option<Vec<u8>>> {
    let parts: Vec<String> = milestone_document_parts::table
        .filter(milestone_document_parts::document.eq(id))
        .order(milestone_document_parts::part)
        .select(milestone_document_parts::content)
        .load(db)?;
    let mut content = Vec::new();
    for part in parts {
        if STANDARD.decode_vec(part, &mut content).is_err() {
            return Ok(None);
        }
    }
    Ok(Some(content))
}

fn is_whole(document: &Document, content: &[u8]) -> bool {
    let bytes = i64::try_from(content.len()).ok();
    bytes == Some(document.bytes) && hex(&Sha256::digest(content)) == document.sha256
}

/// Documents whose content is not what was sent: one sentence.
pub(super) fn check(db: &mut Db) -> QueryResult<Option<String>> {
    let rows: Vec<DocumentRow> = milestone_documents::table
        .order(milestone_documents::id)
        .select(DocumentRow::as_select())
        .load(db)?;
    let mut wrong = Vec::new();
    for row in rows {
        let (id, name) = (row.id.clone(), row.name.clone());
        let content = content(db, &id)?;
        let whole = row.stored().zip(content);
        if !whole.is_some_and(|(document, content)| is_whole(&document, &content)) {
            wrong.push(name);
        }
    }
    let first = wrong.first();
    Ok(first.map(|first| {
        format!(
            "the workplan: {} documents that are not as they were sent, the first is {first}",
            wrong.len()
        )
    }))
}
