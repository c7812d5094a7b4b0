//! A file of case lines: what it changes of a municipality's year.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::publish;
use crate::changes::data::file_kind::{FileKind, Registers, Sums};
use crate::changes::data::receipt::{Change, Receipt, Sum};
use crate::changes::offers::compare::held;
use crate::domain::cases::CaseLine;
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::cases::{self, Brought, Scope, add_up};
use crate::storage::data::areas;
use crate::storage::{self, Db, QueryResult};

/// A file of case lines.
pub struct CaseFile;

impl FileKind for CaseFile {
    type Row = CaseLine;
    const KEY: &'static str = "cases";
    const LABEL: &'static str = "Enkeltsager";
    const COLUMNS: &'static [Column] = file_columns::CASES;
    const ABOUT_PERSONS: bool = true;

    fn registers(db: &mut Db, _: bool) -> QueryResult<Registers> {
        Ok(Registers {
            areas: areas::all(db)?,
            offers: held(db)?,
            ..Registers::default()
        })
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<CaseLine>, Vec<RowError>> {
        let Registers { areas, offers, .. } = registers;
        import::cases(bytes, file_name, options, areas, offers)
    }

    fn sums(rows: &[Line<CaseLine>]) -> Sums {
        let cost: Money = rows.iter().map(|row| row.value.cost).sum();
        let named: HashSet<(&Arc<str>, &Arc<str>)> = rows
            .iter()
            .map(|row| (&row.value.municipality, &row.value.case))
            .collect();
        let sum = |label: &str, value: String| Sum {
            label: label.to_owned(),
            value,
        };
        Sums {
            money: cost.oere(),
            quantity: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            shown: vec![
                sum("Udgift", cost.decimal().to_string()),
                sum("Sager", named.len().to_string()),
            ],
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a CaseLine)> + Clone,
    ) -> QueryResult<()> {
        cases::add(db, upload, rows.clone())?;
        let costly = publish::costly_of(db, upload, rows.map(|(_, line)| line))?;
        cases::costly::add(db, upload, &costly)
    }

    fn settle(db: &mut Db, version: i64) -> QueryResult<()> {
        publish::publish(db, version)
    }

    fn limit_changed(db: &mut Db, version: i64, limit: &str) -> QueryResult<()> {
        if publish::depends_on(limit) {
            publish::recount(db, version)?;
        }
        Ok(())
    }

    fn compare(db: &mut Db, rows: &[Line<CaseLine>], receipt: &mut Receipt) -> QueryResult<()> {
        let now = storage::version(db)?;
        let standing = cases::scopes(db, now)?;
        let brought = add_up(rows.iter().map(|row| &row.value));
        let codes: Vec<String> =
            codes(brought.keys().filter(|scope| standing.contains_key(*scope)));
        let known = if codes.is_empty() {
            Vec::new()
        } else {
            cases::holding(db, Some(&codes), now)?
        };
        let names = areas::all(db)?;
        let mut left: HashMap<Scope, HashMap<&CaseLine, usize>> = HashMap::new();
        for line in &known {
            let lines = left.entry(scope(&line.value)).or_default();
            *lines.entry(&line.value).or_default() += 1;
        }
        // Lines that the file has and that did not stand, by municipality and year.
        let mut added: HashMap<Scope, usize> = HashMap::new();
        let mut stood: Vec<bool> = Vec::with_capacity(rows.len());
        for row in rows {
            let scope = scope(&row.value);
            let lines = left.get_mut(&scope);
            let times = lines.and_then(|lines| lines.get_mut(&row.value));
            let stands = times.filter(|times| **times > 0).map(|times| *times -= 1);
            stood.push(stands.is_some());
            if stands.is_none() {
                *added.entry(scope).or_default() += 1;
            }
        }
        let mut told: HashSet<Scope> = HashSet::new();
        for (row, stands) in rows.iter().zip(stood) {
            let scope = scope(&row.value);
            let Some((_, old)) = standing.get(&scope) else {
                receipt.count(None);
                continue;
            };
            let dropped: usize = left.get(&scope).map_or(0, |lines| lines.values().sum());
            let differs = dropped > 0 || added.contains_key(&scope);
            // What changes is told once for a municipality's year, at its first line: that lines
            // are gone is a change, too.
            if differs && told.insert(scope.clone()) {
                let new = brought.get(&scope).copied().unwrap_or_default();
                let name = names.iter().find(|area| *area.code == *scope.0);
                let what = format!("{}, {}", name.map_or(&*scope.0, |a| &a.name), scope.1);
                receipt.count(Some(changes(row.line, &what, *old, new)));
            } else {
                receipt.count_as(stands);
            }
        }
        Ok(())
    }
}

fn scope(line: &CaseLine) -> Scope {
    (line.municipality.clone(), line.year)
}

/// What a municipality's year becomes when the file takes the place of the one before.
fn changes(line: u32, what: &str, old: Brought, new: Brought) -> Vec<Change> {
    let change = |measure: &str, old: String, new: String| Change {
        line,
        what: what.to_owned(),
        measure: measure.to_owned(),
        old,
        new,
    };
    let kroner = |cost: Money| danish(cost.decimal());
    vec![
        change("linjer", danish(old.lines.into()), danish(new.lines.into())),
        change("udgift", kroner(old.cost), kroner(new.cost)),
    ]
}

fn codes<'a>(scopes: impl Iterator<Item = &'a Scope>) -> Vec<String> {
    let codes: HashSet<&str> = scopes.map(|(code, _)| &**code).collect();
    codes.into_iter().map(str::to_owned).collect()
}
