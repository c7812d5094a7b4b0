//! The files of Danmarks Statistik: what each changes, figure by figure.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::data::file_kind::{FileKind, Registers, Sums};
use super::data::receipt::{Change, Receipt, Sum};
use crate::domain::number::danish;
use crate::domain::statbank::{Key, Published, Table};
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult, statbank};

/// A file of a table. It is nobody's own: the secretariat brings it for all.
macro_rules! file {
    ($file:ident, $table:expr, $label:literal, $columns:expr) => {
        #[doc = concat!("A file of ", $label, ".")]
        pub struct $file;

        impl FileKind for $file {
            type Row = Published;
            const KEY: &'static str = $table.key();
            const LABEL: &'static str = $label;
            const COLUMNS: &'static [Column] = $columns;
            const NOBODYS_OWN: bool = true;

            fn registers(db: &mut Db, _bound: bool) -> QueryResult<Registers> {
                Ok(Registers {
                    areas: areas::all(db)?,
                    ..Registers::default()
                })
            }

            fn read(
                bytes: &[u8],
                file_name: &str,
                options: &Options,
                registers: &Registers,
            ) -> Result<Parsed<Published>, Vec<RowError>> {
                import::statbank(bytes, file_name, options, ($table, &registers.areas))
            }

            fn sums(rows: &[Line<Published>]) -> Sums {
                sums($table, rows)
            }

            fn add<'a>(
                db: &mut Db,
                upload: i64,
                rows: impl Iterator<Item = (i64, &'a Published)> + Clone,
            ) -> QueryResult<()> {
                statbank::add(db, upload, rows)
            }

            fn compare(
                db: &mut Db,
                rows: &[Line<Published>],
                receipt: &mut Receipt,
            ) -> QueryResult<()> {
                compare(db, $table, rows, receipt)
            }
        }
    };
}

file!(
    Hand01File,
    Table::Hand01,
    "Handicapydelser (HAND01)",
    file_columns::HAND01
);
file!(
    Regk31File,
    Table::Regk31,
    "Kommunernes regnskaber (REGK31)",
    file_columns::REGK31
);
file!(
    Regk100File,
    Table::Regk100,
    "Regnskaber efter ejerforhold (REGK100)",
    file_columns::REGK100
);
file!(
    Folk1aFile,
    Table::Folk1a,
    "Folketal pr. kvartal (FOLK1A)",
    file_columns::FOLK1A
);

/// Amounts are money; anything else is added up as it is kept.
fn sums(table: Table, rows: &[Line<Published>]) -> Sums {
    let sum: i64 = rows.iter().map(|row| row.value.units).sum();
    let shown = Sum {
        label: format!("{} lagt sammen", table.name()),
        value: Decimal::new(sum, table.decimals()).normalize().to_string(),
    };
    Sums {
        money: if table.is_money() { sum } else { 0 },
        quantity: if table.is_money() { 0 } else { sum },
        shown: vec![shown],
    }
}

fn compare(
    db: &mut Db,
    table: Table,
    rows: &[Line<Published>],
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let now = storage::version(db)?;
    let codes: BTreeSet<&str> = rows
        .iter()
        .map(|r| r.value.key.municipality.as_str())
        .collect();
    let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
    let known = statbank::holding(db, table, &codes, now)?;
    let standing: HashMap<&Key, i64> = known
        .iter()
        .map(|held| (&held.value.key, held.value.units))
        .collect();
    for row in rows {
        let old = standing.get(&row.value.key);
        receipt.count(old.map(|old| changes(row, *old)));
    }
    let years: BTreeSet<i32> = rows
        .iter()
        .map(|row| row.value.key.period.year().number())
        .collect();
    receipt.about.years = years.into_iter().collect();
    receipt.about.areas = codes;
    Ok(())
}

fn changes(row: &Line<Published>, old: i64) -> Vec<Change> {
    let Published { key, units, .. } = &row.value;
    if old == *units {
        return Vec::new();
    }
    let shown = |units: i64| danish(Decimal::new(units, key.table.decimals()).normalize());
    let parts = [&key.municipality, &key.item, &key.owner, &key.part];
    let mut what: Vec<String> = parts
        .into_iter()
        .filter(|p| !p.is_empty())
        .cloned()
        .collect();
    what.push(key.period.to_string());
    vec![Change {
        line: row.line,
        what: what.join(", "),
        measure: key.table.name().to_owned(),
        old: shown(old),
        new: shown(*units),
    }]
}
