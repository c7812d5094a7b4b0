//! Files whose rows are numbers at a key: what such a file changes is found in one way.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

use crate::changes::data::file_kind::{FileKind, Registers, Sums};
use crate::changes::data::receipt::{Change, Receipt};
use crate::domain::area::Area;
use crate::domain::number::danish;
use crate::domain::report::Located;
use crate::import::{Column, Line, Options, Parsed, RowError};
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult};

/// Names of areas by code.
pub type Names = HashMap<String, String>;

/// A kind of file whose rows are numbers (nøgletal) at a key: of one key the newest holds.
pub trait Measures: Sync + 'static {
    type Row: Send + Sync + 'static;
    /// What two rows about the same have in common.
    type Key<'a>: Eq + Hash;

    /// As of [`FileKind::KEY`], and so are the others of a kind's name.
    const KEY: &'static str;
    const LABEL: &'static str;
    const COLUMNS: &'static [Column];
    /// Whether it is about no area, and so no municipality's own.
    const OF_NO_AREA: bool = false;

    /// As [`FileKind::known_rows`].
    fn known_rows(_own: &[Area]) -> Vec<Vec<String>> {
        Vec::new()
    }

    /// As [`FileKind::read`].
    ///
    /// # Errors
    /// Every fault of the file, at least one.
    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        areas: &[Area],
    ) -> Result<Parsed<Self::Row>, Vec<RowError>>;

    /// As [`FileKind::as_known`].
    fn as_known(_db: &mut Db, _rows: &mut [Line<Self::Row>]) -> QueryResult<Vec<String>> {
        Ok(Vec::new())
    }

    /// As [`FileKind::sums`].
    fn sums(rows: &[Line<Self::Row>]) -> Sums;

    /// As [`FileKind::add`].
    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Self::Row)> + Clone,
    ) -> QueryResult<()>;

    /// What holds now of all that the rows may be about.
    fn holding(
        db: &mut Db,
        rows: &[Line<Self::Row>],
        now: i64,
    ) -> QueryResult<Vec<Located<Self::Row>>>;

    fn key(row: &Self::Row) -> Self::Key<'_>;

    /// What the row is about, in Danish.
    fn what(row: &Self::Row, names: &Names) -> String;

    /// Its numbers, each with its Danish name.
    fn numbers(row: &Self::Row) -> Vec<(&'static str, Decimal)>;

    /// Notes what else is worth knowing, given what held before.
    fn notice(
        _db: &mut Db,
        _rows: &[Line<Self::Row>],
        _known: &[Located<Self::Row>],
        _receipt: &mut Receipt,
    ) -> QueryResult<()> {
        Ok(())
    }
}

impl<M: Measures> FileKind for M {
    type Row = M::Row;
    const KEY: &'static str = M::KEY;
    const LABEL: &'static str = M::LABEL;
    const COLUMNS: &'static [Column] = M::COLUMNS;
    const NOBODYS_OWN: bool = M::OF_NO_AREA;

    fn registers(db: &mut Db, _bound: bool) -> QueryResult<Registers> {
        Ok(Registers {
            areas: if M::OF_NO_AREA {
                Vec::new()
            } else {
                areas::all(db)?
            },
            ..Registers::default()
        })
    }

    fn known_rows(_: &Registers, own: &[Area]) -> Vec<Vec<String>> {
        M::known_rows(own)
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<M::Row>, Vec<RowError>> {
        M::read(bytes, file_name, options, &registers.areas)
    }

    fn as_known(db: &mut Db, rows: &mut [Line<M::Row>]) -> QueryResult<Vec<String>> {
        M::as_known(db, rows)
    }

    fn sums(rows: &[Line<M::Row>]) -> Sums {
        M::sums(rows)
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a M::Row)> + Clone,
    ) -> QueryResult<()> {
        M::add(db, upload, rows)
    }

    fn compare(db: &mut Db, rows: &[Line<M::Row>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        let known = M::holding(db, rows, now)?;
        let by_key: HashMap<M::Key<'_>, &M::Row, RandomState> = known
            .iter()
            .map(|held| (M::key(&held.value), &held.value))
            .collect();
        let areas = areas::all(db)?.into_iter();
        let names: Names = areas.map(|area| (area.code, area.name)).collect();
        for row in rows {
            let old = by_key.get(&M::key(&row.value));
            receipt.count(old.map(|old| changes::<M>(row, old, &names)));
        }
        M::notice(db, rows, &known, receipt)
    }
}

/// The numbers of a row that differ from those before.
fn changes<M: Measures>(row: &Line<M::Row>, old: &M::Row, names: &Names) -> Vec<Change> {
    let pairs = M::numbers(old).into_iter().zip(M::numbers(&row.value));
    let change = |((measure, old), (_, new)): ((&str, Decimal), (&str, Decimal))| {
        (old != new).then(|| Change {
            line: row.line,
            what: M::what(&row.value, names),
            measure: measure.to_owned(),
            old: danish(old),
            new: danish(new),
        })
    };
    pairs.filter_map(change).collect()
}
