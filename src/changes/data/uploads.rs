//! Uploads: a file from bytes to stored facts, all or nothing, with a receipt.
//!
//! The command line, the page and the API call this one module, so that the same file gives the
//! same receipt and the same errors whichever way it came. What is particular to a kind of file is
//! said by its [`super::file_kind::FileKind`].

use super::file::WHY;
pub use super::file::{Upload, UploadError};
use super::file_kind::ReadFile;
use super::receipt::Receipt;
use crate::changes::actor::{Actor, Done, change};
use crate::changes::background;
use crate::changes::kinds::Kind;
use crate::changes::texts::required;
use crate::import::Options;
use crate::storage::data::batches::{self, Batch};
use crate::storage::data::log::Action;
use crate::storage::data::versions::What;
use crate::storage::{Db, Store};

/// Reads a file and says what it would change, storing nothing.
///
/// # Errors
/// [`UploadError::Refused`] with every error of the file, or the database's own.
pub fn dry_run(store: &Store, actor: &Actor, upload: &Upload) -> Result<Receipt, UploadError> {
    let mut rows = read(store, actor, upload)?;
    store.read(|db| {
        let mut receipt = draft(db, actor, upload, &mut rows)?;
        receipt.dry_run = true;
        Ok(receipt)
    })
}

/// Reads a file and stores all of it, or nothing.
///
/// A file that stands already and would change nothing is recognised: nothing is stored, and the
/// receipt names the upload that brought it.
///
/// # Errors
/// [`UploadError::Refused`] with every error of the file, [`UploadError::Left`] when nobody waits
/// for it any more, or the database's own.
pub fn import(store: &Store, actor: &Actor, upload: &Upload) -> Result<Receipt, UploadError> {
    let mut rows = read(store, actor, upload)?;
    let what = (What::Upload, Action::Uploaded);
    change(store, actor, what, |db, made| {
        let mut receipt = draft(db, actor, upload, &mut rows)?;
        if receipt.same_as.is_some() && receipt.changes_nothing() && !upload.kind.confirms() {
            receipt.rows_kept = 0;
            return Ok(Done::nothing(receipt));
        }
        receipt.number = Some(made.version);
        receipt.uploaded_at = made.at.to_owned();
        batches::add(db, &batch(made.version, actor, &receipt, &rows))?;
        rows.add(db, made.version)?;
        upload.kind.settle(db, made.version)?;
        let object = made.version.to_string();
        // The log is read by others than those who may see the file's own name.
        let detail = if upload.kind.is_about_persons() {
            upload.kind.key().to_owned()
        } else {
            format!("{} ({})", upload.file_name, upload.kind.key())
        };
        Ok(Done::new(receipt, object, detail))
    })
}

fn batch(number: i64, actor: &Actor, receipt: &Receipt, rows: &ReadFile) -> Batch {
    let sums = rows.sums();
    Batch {
        number,
        kind: receipt.kind.clone(),
        file_name: receipt.file_name.clone(),
        sha256: receipt.sha256.clone(),
        bytes: i64::try_from(receipt.bytes).unwrap_or(i64::MAX),
        sheet: receipt.sheet.clone(),
        uploaded_by: actor.by.clone(),
        uploaded_at: receipt.uploaded_at.clone(),
        rows_in: i64::try_from(receipt.rows_in).unwrap_or(i64::MAX),
        rows_kept: i64::try_from(receipt.rows_kept).unwrap_or(i64::MAX),
        sum_money: sums.money,
        sum_quantity: sums.quantity,
        receipt: receipt.to_json(),
        withdrawn_number: None,
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawn_why: None,
        owner: Some(actor.bound_to.clone().unwrap_or_default()),
    }
}

fn read(store: &Store, actor: &Actor, upload: &Upload) -> Result<ReadFile, UploadError> {
    let bound = actor.bound_to.is_some();
    if bound && upload.kind.is_nobodys_own() {
        return Err(UploadError::NobodysOwn(upload.kind.label()));
    }
    let registers = store.read::<_, UploadError>(|db| Ok(upload.kind.registers(db, bound)?))?;
    let options = Options {
        bound_to: actor.bound_to.clone(),
        ..upload.options.clone()
    };
    let (bytes, name) = (upload.bytes, upload.file_name);
    let read = background::run(|| upload.kind.read(bytes, name, &options, &registers));
    if options.cancel.is_cancelled() {
        return Err(UploadError::Left);
    }
    read.map_err(UploadError::Refused)
}

fn draft(
    db: &mut Db,
    actor: &Actor,
    upload: &Upload,
    rows: &mut ReadFile,
) -> Result<Receipt, UploadError> {
    let (kind, name) = (upload.kind.key(), upload.file_name);
    let respelt = rows.as_known(db)?;
    let mut receipt = Receipt::new((kind, name), rows.meta(), rows.len());
    receipt.uploaded_by = actor.by.clone();
    receipt.same_as = batches::same_file(db, kind, &receipt.sha256)?.map(|b| b.number);
    receipt.sums = rows.sums().shown;
    receipt.notes.extend(respelt);
    rows.compare(db, &mut receipt)?;
    Ok(receipt)
}

/// Withdraws an upload: its facts hold no more, and what they had replaced holds again. Nothing
/// is deleted; "as of" an earlier number shows it still. Returns the new data version. Whoever is
/// bound to a municipality withdraws its chefs' uploads, and does not learn that there are others.
///
/// # Errors
/// [`UploadError`]: no such upload, withdrawn before, no reason given.
pub fn withdraw(store: &Store, actor: &Actor, number: i64, why: &str) -> Result<i64, UploadError> {
    let what = (What::Withdrawal, Action::Withdrew);
    change(store, actor, what, |db, made| {
        let own = |batch: &Batch| match &actor.bound_to {
            Some(own) => batch.owner.as_ref() == Some(own),
            None => true,
        };
        let Some(batch) = batches::get(db, number)?.filter(own) else {
            return Err(UploadError::NoSuchUpload(number));
        };
        let why = required(WHY, why)?;
        if !batches::withdraw(db, number, made.version, &actor.by, made.at, &why)? {
            return Err(UploadError::AlreadyWithdrawn(number));
        }
        let kind = Kind::from_key(&batch.kind);
        if let Some(kind) = kind {
            kind.settle(db, made.version)?;
        }
        let about_persons = kind.is_none_or(Kind::is_about_persons);
        let told = if about_persons { String::new() } else { why };
        Ok(Done::new(made.version, number.to_string(), told))
    })
}
