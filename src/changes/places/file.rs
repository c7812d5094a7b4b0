//! A list of vacant places: each row is one more word about an entry, the one of its offer, kind,
//! paragraph and first day. What a list does not speak of stays as it stands
//! (decision 48).

use std::collections::{BTreeSet, HashMap};

use crate::changes::data::file_kind::{FileKind, Registers, Sums};
use crate::changes::data::receipt::{Change, Receipt, Sum};
use crate::changes::offers::compare::held;
use jiff::civil::Date;

use crate::domain::danish::counted;
use crate::domain::moment;
use crate::domain::places::{About, Entry, Listed, Said};
use crate::domain::report::FactRef;
use crate::import::{self, Column, Line, Options, Parsed, RowError, file_columns};
use crate::storage::data::{areas, batches};
use crate::storage::offers::{register, target_groups};
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db, QueryError, QueryResult};

/// A list of vacant places.
pub struct VacancyFile;

impl FileKind for VacancyFile {
    type Row = Listed;
    const KEY: &'static str = "vacancies";
    const LABEL: &'static str = "Ledige pladser";
    const COLUMNS: &'static [Column] = file_columns::VACANCIES;
    const CONFIRMS: bool = true;

    fn registers(db: &mut Db, _: bool) -> QueryResult<Registers> {
        let now = storage::version(db)?;
        Ok(Registers {
            areas: areas::all(db)?,
            target_groups: target_groups::all(db)?,
            offers: held(db)?,
            entries: places::entries(db, Wanted::All, now)?,
        })
    }

    fn read(
        bytes: &[u8],
        file_name: &str,
        options: &Options,
        registers: &Registers,
    ) -> Result<Parsed<Listed>, Vec<RowError>> {
        let Registers {
            areas,
            target_groups,
            offers,
            entries,
        } = registers;
        let registers = (
            (&areas[..], &target_groups[..]),
            (&offers[..], &entries[..]),
        );
        import::vacancies(bytes, file_name, options, registers.0, registers.1)
    }

    fn sums(rows: &[Line<Listed>]) -> Sums {
        let places: i64 = rows.iter().map(|row| row.value.places).sum();
        Sums {
            // A row without a rent keeps the one before: rents of rows and of steps differ.
            money: 0,
            quantity: places,
            shown: vec![Sum {
                label: "Ledige".to_owned(),
                value: places.to_string(),
            }],
        }
    }

    fn add<'a>(
        db: &mut Db,
        upload: i64,
        rows: impl Iterator<Item = (i64, &'a Listed)> + Clone,
    ) -> QueryResult<()> {
        let Some(batch) = batches::get(db, upload)? else {
            return Err(QueryError::NotFound);
        };
        let on = moment::day_of(&batch.uploaded_at).unwrap_or(Date::ZERO);
        let offers = register::holding(db, upload)?;
        let mut known = standing(db, rows.clone().map(|(_, row)| row))?;
        let mut next = places::next_id(db)?;
        for (line, listed) in rows {
            let groups = offers.get(&listed.about.offer_id);
            let groups = groups.map_or(&[][..], |offer| &offer.value.target_groups);
            let said = Said {
                version: upload,
                on,
                by: batch.uploaded_by.clone(),
                at: batch.uploaded_at.clone(),
                source: FactRef {
                    batch: upload,
                    line,
                },
            };
            let before = known.remove(&listed.about);
            let step = listed.step(before.as_ref(), groups, said);
            if let Some(entry) = before {
                places::say(db, entry.id, &step)?;
            } else {
                let entry = Entry {
                    id: next,
                    about: listed.about.clone(),
                    earlier: Vec::new(),
                    newest: step,
                    unchanged: None,
                };
                places::add_listed(db, &entry)?;
                next += 1;
            }
        }
        Ok(())
    }

    fn settle(db: &mut Db, version: i64) -> QueryResult<()> {
        places::settle_upload(db, version)
    }

    fn compare(db: &mut Db, rows: &[Line<Listed>], receipt: &mut Receipt) -> QueryResult<()> {
        let known = standing(db, rows.iter().map(|row| &row.value))?;
        let now = storage::version(db)?;
        let names = register::holding(db, now)?;
        for row in rows {
            let about = &row.value.about;
            let name = names.get(&about.offer_id);
            let name = name.map_or(about.offer_id.as_str(), |offer| &offer.value.name);
            let what = format!("{name}, {} fra {}", about.kind.label(), about.listed_from);
            let before = known.get(about);
            receipt.count(before.map(|entry| changes(row, &what, entry)));
        }
        let spoken: BTreeSet<&About> = rows.iter().map(|row| &row.value.about).collect();
        let offers: BTreeSet<&str> = spoken.iter().map(|about| about.offer_id.as_str()).collect();
        let offers: Vec<String> = offers.into_iter().map(str::to_owned).collect();
        let left = places::entries(db, Wanted::Offers(&offers), now)?
            .into_iter()
            .filter(|entry| entry.timeline().ends().is_none() && !spoken.contains(&entry.about))
            .count();
        if left > 0 {
            receipt.notes.push(format!(
                "{} af de samme tilbud står ikke i filen. De er, som de var: luk dem, der ikke er ledige mere.",
                counted(left, "åbent opslag", "åbne opslag")
            ));
        }
        Ok(())
    }
}

/// The entries that rows are about, as they stand.
fn standing<'a>(
    db: &mut Db,
    rows: impl Iterator<Item = &'a Listed>,
) -> QueryResult<HashMap<About, Entry>> {
    let offers: BTreeSet<&str> = rows.map(|row| row.about.offer_id.as_str()).collect();
    let offers: Vec<String> = offers.into_iter().map(str::to_owned).collect();
    let now = storage::version(db)?;
    let entries = places::entries(db, Wanted::Offers(&offers), now)?;
    Ok(entries
        .into_iter()
        .map(|entry| (entry.about.clone(), entry))
        .collect())
}

/// What a row changes of an entry; nothing when it says the same, which confirms it.
fn changes(row: &Line<Listed>, what: &str, entry: &Entry) -> Vec<Change> {
    let (before, after) = (entry.terms(), row.value.terms(Some(entry), &[]));
    let day = |day: Option<Date>| day.map_or_else(|| "åben".to_owned(), |d| d.to_string());
    let mut changes = Vec::new();
    let mut told = |measure: &str, old: String, new: String| {
        if old != new {
            changes.push(Change {
                line: row.line,
                what: what.to_owned(),
                measure: measure.to_owned(),
                old,
                new,
            });
        }
    };
    told(
        "ledige",
        before.vacant().to_string(),
        after.vacant().to_string(),
    );
    told("til", day(before.to), day(after.to));
    let rent = |terms: &crate::domain::places::Terms| {
        terms
            .rent
            .map_or_else(|| "–".to_owned(), |rent| rent.decimal().to_string())
    };
    told("husleje", rent(before), rent(&after));
    changes
}
