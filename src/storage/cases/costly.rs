//! The costly cases of each upload: what the published tables are made of.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::lines::{self, Brought, Scope};
use crate::domain::cases::{CaseKey, CaseLine, Costly, Refund, RefundBasis};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::storage::schema::{case_lines, costly_cases};
use crate::storage::{Db, QueryResult, bulk};

#[derive(Queryable, Selectable)]
#[diesel(table_name = costly_cases)]
struct Row {
    batch: i64,
    municipality: String,
    year: i32,
    pseudonym: String,
    amount: i64,
    paragraph: String,
    supplier: String,
    refund: Option<i64>,
    refund_basis: Option<String>,
}

/// Adds those of an upload.
pub fn add(db: &mut Db, batch: i64, costly: &[Costly]) -> QueryResult<()> {
    bulk::costly_cases(
        db,
        costly.iter().map(|case| bulk::CostlyRow {
            batch,
            municipality: &case.key.municipality,
            year: case.year.number(),
            pseudonym: &case.key.case,
            amount: case.cost.oere(),
            paragraph: case.paragraph.key(),
            supplier: case.supplier.key(),
            refund: case.refund.map(|refund| refund.amount.oere()),
            refund_basis: case.refund.map(|refund| refund.basis.key()),
        }),
    )
}

/// Forgets those of every upload, to count them anew.
pub fn clear(db: &mut Db) -> QueryResult<()> {
    diesel::delete(costly_cases::table).execute(db)?;
    Ok(())
}

/// The uploads that brought lines, whether they hold or not, with the municipalities of each.
pub fn brought(db: &mut Db) -> QueryResult<Vec<(i64, String)>> {
    use crate::storage::schema::case_years;
    case_years::table
        .select((case_years::batch, case_years::municipality))
        .distinct()
        .order((case_years::batch, case_years::municipality))
        .load(db)
}

/// The lines that an upload brought of a municipality.
pub fn lines_of(db: &mut Db, batch: i64, municipality: &str) -> QueryResult<Vec<CaseLine>> {
    let rows = case_lines::table
        .filter(case_lines::batch.eq(batch))
        .filter(case_lines::municipality.eq(municipality))
        .order(case_lines::line);
    let lines = lines::read(rows.select(lines::Row::as_select()).load(db)?);
    Ok(lines.into_iter().map(|line| line.value).collect())
}

/// Those of the uploads that hold at a data version, sorted.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<Vec<Costly>> {
    let scopes = lines::scopes(db, as_of)?;
    of_scopes(db, &scopes)
}

/// Those of some municipalities.
pub fn of(db: &mut Db, municipalities: &BTreeSet<&str>, as_of: i64) -> QueryResult<Vec<Costly>> {
    let mut scopes = lines::scopes(db, as_of)?;
    scopes.retain(|(code, _), _| municipalities.contains(&**code));
    of_scopes(db, &scopes)
}

/// Those that held at each of some data versions, sorted.
pub fn held(db: &mut Db, versions: &[i64]) -> QueryResult<Vec<Vec<Costly>>> {
    let rows: Vec<Row> = costly_cases::table.select(Row::as_select()).load(db)?;
    let all: Vec<(Scope, i64, Costly)> = rows.into_iter().filter_map(stored).collect();
    let mut held = Vec::with_capacity(versions.len());
    for version in versions {
        let scopes = lines::scopes(db, *version)?;
        let holds = |(scope, batch, _): &&(Scope, i64, Costly)| {
            scopes.get(scope).is_some_and(|(of, _)| of == batch)
        };
        let holding = all.iter().filter(holds);
        let mut costly: Vec<Costly> = holding.map(|(_, _, case)| case.clone()).collect();
        costly.sort();
        held.push(costly);
    }
    Ok(held)
}

fn of_scopes(db: &mut Db, scopes: &BTreeMap<Scope, (i64, Brought)>) -> QueryResult<Vec<Costly>> {
    let batches: Vec<i64> = scopes.values().map(|(batch, _)| *batch).collect();
    let rows: Vec<Row> = costly_cases::table
        .filter(costly_cases::batch.eq_any(batches))
        .select(Row::as_select())
        .load(db)?;
    let holds = |(scope, batch, _): &(Scope, i64, Costly)| {
        scopes.get(scope).is_some_and(|(of, _)| of == batch)
    };
    let stored = rows.into_iter().filter_map(stored).filter(holds);
    let mut costly: Vec<Costly> = stored.map(|(_, _, case)| case).collect();
    costly.sort();
    Ok(costly)
}

/// Uploads whose costly cases do not cost what their lines add up to, a sentence each.
pub(super) fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Off {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        batch: i64,
    }
    let off: Vec<Off> = diesel::sql_query(
        "SELECT DISTINCT c.batch FROM costly_cases AS c WHERE c.amount <> ( \
         SELECT COALESCE(SUM(l.amount), 0) FROM case_lines AS l WHERE l.batch = c.batch \
         AND l.municipality = c.municipality AND l.year = c.year AND l.pseudonym = c.pseudonym) \
         ORDER BY c.batch",
    )
    .load(db)?;
    let told = |off: Off| {
        format!(
            "upload {}: a costly case does not cost what its lines add up to",
            off.batch
        )
    };
    Ok(off.into_iter().map(told).collect())
}

fn stored(row: Row) -> Option<(Scope, i64, Costly)> {
    let year = Year::new(row.year.into())?;
    let basis = row.refund_basis.as_deref().and_then(RefundBasis::from_key);
    let case = Costly {
        key: CaseKey {
            municipality: row.municipality.into(),
            case: row.pseudonym.into(),
        },
        year,
        cost: Money::from_oere(row.amount),
        paragraph: Paragraph::from_key(&row.paragraph)?,
        supplier: Supplier::from_key(&row.supplier)?,
        refund: row.refund.zip(basis).map(|(amount, basis)| Refund {
            amount: Money::from_oere(amount),
            basis,
        }),
    };
    Some(((case.key.municipality.clone(), year), row.batch, case))
}
