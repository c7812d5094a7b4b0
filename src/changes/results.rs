//! A file of result documentation: what it changes of each offer and quarter.

use std::collections::{BTreeSet, HashMap};

use super::data::file_kind::{FileKind, Registers, Sums};
use super::data::receipt::{Change, Receipt, Sum};
use super::offers::compare::held;
use crate::domain::danish::capitalised;
use crate::domain::period::Quarter;
use crate::domain::results::{Counts, Results};
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult, results};

/// A file of result documentation.
pub struct ResultFile;

impl FileKind for ResultFile {
    type Row = Results;
    const KEY: &'static str = "results";
    const LABEL: &'static str = "Resultatdokumentation";
    const COLUMNS: &'static [Column] = file_columns::RESULTS;
    // A file may be about one offer with two stays: what it adds up to would tell of them.
    const ABOUT_PERSONS: bool = true;

    fn registers(db: &mut Db, bound: bool) -> QueryResult<Registers> {
        Ok(Registers {
            areas: if bound { areas::all(db)? } else { Vec::new() },
            offers: held(db)?,
            ..Registers::default()
        })
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<Results>, Vec<RowError>> {
        let Registers { areas, offers, .. } = registers;
        import::results(bytes, file_name, options, areas, offers)
    }

    fn sums(rows: &[Line<Results>]) -> Sums {
        let mut sums = [0; 4];
        for row in rows {
            for (sum, (_, number)) in sums.iter_mut().zip(numbers(&row.value.counts)) {
                *sum += number;
            }
        }
        let named = numbers(&Counts::default()).map(|(name, _)| name);
        let shown = |(name, sum): (&str, &i64)| Sum {
            label: capitalised(name),
            value: sum.to_string(),
        };
        Sums {
            money: 0,
            quantity: sums.iter().sum(),
            shown: named.into_iter().zip(&sums).map(shown).collect(),
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Results)> + Clone,
    ) -> QueryResult<()> {
        results::add(db, upload, rows)
    }

    fn compare(db: &mut Db, rows: &[Line<Results>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        let known = results::holding(db, now)?;
        let standing: HashMap<(&str, Quarter), &Counts> = known
            .iter()
            .map(|held| &held.value)
            .map(|of| ((&*of.offer_id, of.quarter), &of.counts))
            .collect();
        for row in rows {
            let old = standing.get(&(&*row.value.offer_id, row.value.quarter));
            receipt.count(old.map(|old| changes(row, old)));
        }
        let years: BTreeSet<i32> = rows
            .iter()
            .map(|row| row.value.quarter.year.number())
            .collect();
        receipt.about.years = years.into_iter().collect();
        Ok(())
    }
}

/// The four numbers by their Danish names.
fn numbers(counts: &Counts) -> [(&'static str, i64); 4] {
    [
        ("ophold", counts.stays),
        ("med mål", counts.with_goals),
        ("evalueret til tiden", counts.evaluated),
        ("mål opfyldt", counts.met),
    ]
}

fn changes(row: &Line<Results>, old: &Counts) -> Vec<Change> {
    let of = &row.value;
    let both = numbers(old).into_iter().zip(numbers(&of.counts));
    let moved = both.filter(|((_, old), (_, new))| old != new);
    moved
        .map(|((measure, old), (_, new))| Change {
            line: row.line,
            what: format!("{}, {}", of.offer_id, of.quarter),
            measure: measure.to_owned(),
            old: old.to_string(),
            new: new.to_string(),
        })
        .collect()
}
