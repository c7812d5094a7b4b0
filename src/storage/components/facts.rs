//! Facts of the component analysis: only ever added; which hold is decided when they are read.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::components::{ComponentFact, FactKey, Supplier};
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::persons::FullYearPersons;
use crate::domain::report::{FactRef, Located};
use crate::storage::Db;
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, component_facts};

/// A stored fact.
#[derive(Queryable, Selectable)]
#[diesel(table_name = component_facts)]
struct Row {
    batch: i64,
    line: i64,
    area: String,
    paragraph: String,
    year: i32,
    price_level: i32,
    supplier: String,
    target_group: String,
    expenditure: i64,
    persons: i64,
}

/// Adds the facts of an upload with their lines.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    facts: impl Iterator<Item = (i64, &'a ComponentFact)>,
) -> QueryResult<()> {
    bulk::components(
        db,
        facts.map(|(line, fact)| bulk::ComponentRow {
            batch,
            line,
            area: &fact.key.area,
            paragraph: fact.key.paragraph.key(),
            year: fact.key.year.number(),
            price_level: fact.key.price_level.number(),
            supplier: fact.key.supplier.map_or("", Supplier::key),
            target_group: fact.key.target_group.as_deref().unwrap_or(""),
            expenditure: fact.expenditure.oere(),
            persons: fact.persons.ten_thousandths(),
        }),
    )
}

/// The facts of these areas that hold at a data version: of each key the one from the newest
/// upload that had come and had not been withdrawn. Oldest upload first, then by line.
pub fn holding(
    db: &mut Db,
    areas: &[String],
    as_of: i64,
) -> QueryResult<Vec<Located<ComponentFact>>> {
    let rows: Vec<Row> = component_facts::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .filter(component_facts::area.eq_any(areas.to_vec()))
        .order((component_facts::batch, component_facts::line))
        .select(Row::as_select())
        .load(db)?;
    Ok(newest_of_each_key(rows.into_iter().filter_map(stored)))
}

fn newest_of_each_key(
    facts: impl Iterator<Item = Located<ComponentFact>>,
) -> Vec<Located<ComponentFact>> {
    let mut places: HashMap<FactKey, usize> = HashMap::new();
    let mut kept: Vec<Option<Located<ComponentFact>>> = Vec::new();
    for stored in facts {
        if let Some(older) = places.insert(stored.value.key.clone(), kept.len()) {
            kept[older] = None;
        }
        kept.push(Some(stored));
    }
    kept.into_iter().flatten().collect()
}

/// The facts of one upload, by line.
pub fn of_batch(db: &mut Db, batch: i64) -> QueryResult<Vec<Located<ComponentFact>>> {
    let rows: Vec<Row> = component_facts::table
        .filter(component_facts::batch.eq(batch))
        .order(component_facts::line)
        .select(Row::as_select())
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Facts by where they came from, in the order asked for.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<Located<ComponentFact>>> {
    let mut batches: Vec<i64> = refs.iter().map(|r| r.batch).collect();
    batches.sort_unstable();
    batches.dedup();
    let lines: Vec<i64> = refs.iter().map(|r| r.line).collect();
    let rows: Vec<Row> = component_facts::table
        .filter(component_facts::batch.eq_any(batches))
        .filter(component_facts::line.eq_any(lines))
        .select(Row::as_select())
        .load(db)?;
    let found: HashMap<FactRef, Located<ComponentFact>> = rows
        .into_iter()
        .filter_map(stored)
        .map(|f| (f.at, f))
        .collect();
    Ok(refs.iter().filter_map(|r| found.get(r).cloned()).collect())
}

/// The target groups of the facts that hold at a data version, each once.
pub fn target_groups(db: &mut Db, as_of: i64) -> QueryResult<Vec<String>> {
    component_facts::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .filter(component_facts::target_group.ne(""))
        .select(component_facts::target_group)
        .distinct()
        .order(component_facts::target_group)
        .load(db)
}

/// Codes of the areas that have any fact at all, in any upload.
pub fn areas_with_facts(db: &mut Db) -> QueryResult<Vec<String>> {
    component_facts::table
        .select(component_facts::area)
        .distinct()
        .order(component_facts::area)
        .load(db)
}

/// A row whose paragraph, year or supplier this version does not know is no fact of ours: it is
/// left out here and reported by `cockpit check`.
fn stored(row: Row) -> Option<Located<ComponentFact>> {
    Some(Located {
        at: FactRef {
            batch: row.batch,
            line: row.line,
        },
        value: ComponentFact {
            key: FactKey {
                area: row.area,
                paragraph: Paragraph::from_key(&row.paragraph)?,
                year: Year::new(i64::from(row.year))?,
                price_level: Year::new(i64::from(row.price_level))?,
                supplier: match row.supplier.as_str() {
                    "" => None,
                    key => Some(Supplier::from_key(key)?),
                },
                target_group: Some(row.target_group).filter(|t| !t.is_empty()),
            },
            expenditure: Money::from_oere(row.expenditure),
            persons: FullYearPersons::from_ten_thousandths(row.persons),
        },
    })
}
