//! A file on its way in, and why nothing of it was stored.

use thiserror::Error;

use super::file_kind::Kind;
use crate::changes::texts::{Fault, Field};
use crate::import::{Options, RowError};
use crate::storage::{QueryError, StoreError};

/// The fields of the form of a file.
pub const KIND: Field = Field::new("type", "filens indhold");
pub const FILE: Field = Field::new("fil", "fil");
/// The one field of a withdrawal.
pub const WHY: Field =
    Field::new("begrundelse", "begrundelse").asking("Skriv, hvorfor uploaden trækkes tilbage.");

/// A file on its way in.
pub struct Upload<'a> {
    pub kind: Kind,
    pub file_name: &'a str,
    pub bytes: &'a [u8],
    /// How it is to be read. Whose rows it may hold is said by who brings it.
    pub options: Options,
}

/// Why nothing was stored.
#[derive(Debug, Error)]
pub enum UploadError {
    /// The file is refused; every error of it.
    #[error("{} fejl i filen", .0.len())]
    Refused(Vec<RowError>),
    /// There is no such upload.
    #[error("Upload {0} findes ikke.")]
    NoSuchUpload(i64),
    /// It was withdrawn before.
    #[error("Upload {0} er allerede trukket tilbage.")]
    AlreadyWithdrawn(i64),
    /// The kind is no municipality's own; its label.
    #[error("{0} gælder alle. Det indlæses af rammeaftalesekretariatet.")]
    NobodysOwn(&'static str),
    /// Whoever sent the file has left.
    #[error("Afsenderen gik, før filen var læst; intet er gemt.")]
    Left,
    /// A field of the form that can be put right.
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a query failed")]
    Query(#[from] QueryError),
}
