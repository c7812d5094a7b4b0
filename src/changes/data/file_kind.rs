//! What a kind of file is: what it is called, how it is read, and what it changes.
//!
//! `import` ends at typed rows or faults: it knows columns and registers as values, and no
//! storage. A [`FileKind`] joins such a reader to what its rows are held against and where they
//! are stored. An added kind costs its reader in `import` with its refusals, its table, its
//! [`FileKind`] in the room of its subject, and one line in [`super::kinds`].

use std::fmt;

use super::receipt::{Receipt, Sum};
use crate::domain::area::Area;
use crate::domain::offers::{Offer, TargetGroup};
use crate::domain::places::Entry;
use crate::import::{Column, FileMeta, Line, Options, Parsed, RowError};
use crate::storage::{Db, QueryResult};

/// The registers that a file is read against: those that a kind of file names anything of.
#[derive(Default)]
pub struct Registers {
    pub areas: Vec<Area>,
    pub target_groups: Vec<TargetGroup>,
    /// In the order of their ids.
    pub offers: Vec<Offer>,
    /// The entries of vacant places as they stand.
    pub entries: Vec<Entry>,
}

/// What the rows of a file add up to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Stored with the upload: money in øre.
    pub money: i64,
    /// Stored with the upload: the other quantity, in the unit of the kind.
    pub quantity: i64,
    /// Shown on the receipt.
    pub shown: Vec<Sum>,
}

/// A kind of file (filtype).
pub trait FileKind: Sync + 'static {
    type Row: Send + Sync + 'static;

    /// The name on the command line and in the address of an upload.
    const KEY: &'static str;
    /// The Danish name on pages and receipts.
    const LABEL: &'static str;
    /// The columns, in the order of the documentation.
    const COLUMNS: &'static [Column];
    /// Whether it is no municipality's own: whoever is bound to one does not bring it.
    const NOBODYS_OWN: bool = false;
    /// Whether its rows are about persons: then neither its name nor anything that its rows add up
    /// to is told to anyone but those who may bring it.
    const ABOUT_PERSONS: bool = false;

    /// Whether a file that says what stands already says something all the same: that it is so still.
    const CONFIRMS: bool = false;

    /// What the file is read against; `bound` when whoever brings it is bound to a municipality.
    fn registers(db: &mut Db, bound: bool) -> QueryResult<Registers>;

    /// Rows of a template as far as they are known beforehand, from the first column on. `own` are
    /// the municipalities that whoever asks for it brings figures of.
    fn known_rows(_registers: &Registers, _own: &[Area]) -> Vec<Vec<String>> {
        Vec::new()
    }

    /// The rows of a file.
    ///
    /// # Errors
    /// Every fault of the file, at least one.
    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<Self::Row>, Vec<RowError>>;

    /// Gives names that stand already the spelling they stand in, and says so.
    fn as_known(_db: &mut Db, _rows: &mut [Line<Self::Row>]) -> QueryResult<Vec<String>> {
        Ok(Vec::new())
    }

    /// What the rows add up to.
    fn sums(rows: &[Line<Self::Row>]) -> Sums;

    /// Stores the rows of an upload, each with its line.
    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Self::Row)> + Clone,
    ) -> QueryResult<()>;

    /// Works out anew what is kept beside the rows, when an upload came or went.
    fn settle(_db: &mut Db, _version: i64) -> QueryResult<()> {
        Ok(())
    }

    /// Works out anew what depends on a limit that has got another value.
    fn limit_changed(_db: &mut Db, _version: i64, _limit: &str) -> QueryResult<()> {
        Ok(())
    }

    /// Counts each row against what holds now, describes what it changes, and notes what is
    /// accepted and worth knowing.
    fn compare(db: &mut Db, rows: &[Line<Self::Row>], receipt: &mut Receipt) -> QueryResult<()>;
}

/// A kind of file as a value.
#[derive(Clone, Copy)]
pub struct Kind(&'static dyn Face);

impl Kind {
    pub const fn of<K: FileKind>(kind: &'static K) -> Kind {
        Kind(kind)
    }

    /// The name on the command line and in the address of an upload.
    pub fn key(self) -> &'static str {
        self.0.key()
    }

    /// The Danish name on pages and receipts.
    pub fn label(self) -> &'static str {
        self.0.label()
    }

    /// The columns of such a file, in the order of the documentation.
    pub fn columns(self) -> &'static [Column] {
        self.0.columns()
    }

    /// Whether it is no municipality's own.
    pub fn is_nobodys_own(self) -> bool {
        self.0.is_nobodys_own()
    }

    /// Whether its rows are about persons.
    pub fn is_about_persons(self) -> bool {
        self.0.is_about_persons()
    }

    /// Whether a file that says what stands already is stored all the same.
    pub fn confirms(self) -> bool {
        self.0.confirms()
    }

    pub(in crate::changes) fn registers(self, db: &mut Db, bound: bool) -> QueryResult<Registers> {
        self.0.registers_of(db, bound)
    }

    pub(in crate::changes) fn known_rows(
        self,
        registers: &Registers,
        own: &[Area],
    ) -> Vec<Vec<String>> {
        self.0.known_rows_of(registers, own)
    }

    pub(in crate::changes) fn limit_changed(
        self,
        db: &mut Db,
        version: i64,
        limit: &str,
    ) -> QueryResult<()> {
        self.0.limit_changed_for_any(db, version, limit)
    }

    pub(in crate::changes) fn settle(self, db: &mut Db, version: i64) -> QueryResult<()> {
        self.0.settle_any(db, version)
    }

    pub(in crate::changes) fn read(
        self,
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<ReadFile, Vec<RowError>> {
        self.0.read_any(bytes, file_name, options, registers)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// A file that was read, of whatever kind.
pub(in crate::changes) type ReadFile = Box<dyn Rows + Send>;

/// What an upload does with the rows of a file, whatever they are.
pub(in crate::changes) trait Rows {
    fn meta(&self) -> &FileMeta;
    fn len(&self) -> usize;
    fn as_known(&mut self, db: &mut Db) -> QueryResult<Vec<String>>;
    fn sums(&self) -> Sums;
    fn add(&self, db: &mut Db, upload: i64) -> QueryResult<()>;
    fn compare(&self, db: &mut Db, receipt: &mut Receipt) -> QueryResult<()>;
}

/// The rows of one kind.
struct RowsOf<K: FileKind>(Parsed<K::Row>);

impl<K: FileKind> Rows for RowsOf<K> {
    fn meta(&self) -> &FileMeta {
        &self.0.meta
    }

    fn len(&self) -> usize {
        self.0.rows.len()
    }

    fn as_known(&mut self, db: &mut Db) -> QueryResult<Vec<String>> {
        K::as_known(db, &mut self.0.rows)
    }

    fn sums(&self) -> Sums {
        K::sums(&self.0.rows)
    }

    fn add(&self, db: &mut Db, upload: i64) -> QueryResult<()> {
        let rows = self.0.rows.iter();
        K::add(db, upload, rows.map(|r| (i64::from(r.line), &r.value)))
    }

    fn compare(&self, db: &mut Db, receipt: &mut Receipt) -> QueryResult<()> {
        K::compare(db, &self.0.rows, receipt)
    }
}

/// [`FileKind`] without its type of row.
trait Face: Sync {
    fn key(&self) -> &'static str;
    fn label(&self) -> &'static str;
    fn columns(&self) -> &'static [Column];
    fn is_nobodys_own(&self) -> bool;
    fn is_about_persons(&self) -> bool;
    fn confirms(&self) -> bool;
    fn registers_of(&self, db: &mut Db, bound: bool) -> QueryResult<Registers>;
    fn known_rows_of(&self, registers: &Registers, own: &[Area]) -> Vec<Vec<String>>;
    fn settle_any(&self, db: &mut Db, version: i64) -> QueryResult<()>;
    fn limit_changed_for_any(&self, db: &mut Db, version: i64, limit: &str) -> QueryResult<()>;
    fn read_any(
        &self,
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<ReadFile, Vec<RowError>>;
}

impl<K: FileKind> Face for K {
    fn key(&self) -> &'static str {
        K::KEY
    }

    fn label(&self) -> &'static str {
        K::LABEL
    }

    fn columns(&self) -> &'static [Column] {
        K::COLUMNS
    }

    fn is_nobodys_own(&self) -> bool {
        K::NOBODYS_OWN
    }

    fn is_about_persons(&self) -> bool {
        K::ABOUT_PERSONS
    }

    fn confirms(&self) -> bool {
        K::CONFIRMS
    }

    fn registers_of(&self, db: &mut Db, bound: bool) -> QueryResult<Registers> {
        K::registers(db, bound)
    }

    fn known_rows_of(&self, registers: &Registers, own: &[Area]) -> Vec<Vec<String>> {
        K::known_rows(registers, own)
    }

    fn settle_any(&self, db: &mut Db, version: i64) -> QueryResult<()> {
        K::settle(db, version)
    }

    fn limit_changed_for_any(&self, db: &mut Db, version: i64, limit: &str) -> QueryResult<()> {
        K::limit_changed(db, version, limit)
    }

    fn read_any(
        &self,
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<ReadFile, Vec<RowError>> {
        let parsed = K::read(bytes, file_name, options, registers)?;
        Ok(Box::new(RowsOf::<K>(parsed)))
    }
}
