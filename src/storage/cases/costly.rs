//! The costly cases of each upload: what the published tables are made of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use super::lines::{self, Scope, Scopes, Uploads};
use crate::domain::cases::published::Composition;
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
    let mut by_upload = by_upload(db, &batches(&scopes), None)?;
    Ok(of_scopes(&scopes, |upload| by_upload.remove(upload)))
}

/// Those of some municipalities: read by the index of uploads and municipalities, no others with them.
pub fn of(db: &mut Db, municipalities: &BTreeSet<&str>, as_of: i64) -> QueryResult<Vec<Costly>> {
    let scopes = lines::scopes_of(db, municipalities, as_of)?;
    let mut by_upload = by_upload(db, &batches(&scopes), Some(municipalities))?;
    Ok(of_scopes(&scopes, |upload| by_upload.remove(upload)))
}

/// Those of some municipalities that held at each of some data versions, sorted, with the municipalities'
/// years that had lines then.
pub fn held(
    db: &mut Db,
    municipalities: &BTreeSet<&str>,
    versions: &BTreeSet<i64>,
) -> QueryResult<BTreeMap<i64, Composition>> {
    let uploads = Uploads::load(db, Some(municipalities))?;
    let then: BTreeMap<i64, Scopes> = versions
        .iter()
        .map(|version| (*version, uploads.holding(*version)))
        .collect();
    let batches: BTreeSet<i64> = then.values().flat_map(batches).collect();
    let by_upload = by_upload(db, &batches, Some(municipalities))?;
    let composed = |(version, scopes): (i64, Scopes)| {
        let costly = of_scopes(&scopes, |upload| by_upload.get(upload).cloned());
        let lines = scopes.into_keys().collect();
        (version, Composition { costly, lines })
    };
    Ok(then.into_iter().map(composed).collect())
}

/// The upload of a municipality's year.
type OfUpload = (i64, Scope);

fn batches(scopes: &Scopes) -> BTreeSet<i64> {
    scopes.values().map(|(batch, _)| *batch).collect()
}

fn of_scopes(scopes: &Scopes, mut of: impl FnMut(&OfUpload) -> Option<Vec<Costly>>) -> Vec<Costly> {
    let mut costly: Vec<Costly> = scopes
        .iter()
        .filter_map(|(scope, (batch, _))| of(&(*batch, scope.clone())))
        .flatten()
        .collect();
    costly.sort();
    costly
}

/// Those of some uploads, whether they hold or not: of some municipalities, or of all.
fn by_upload(
    db: &mut Db,
    batches: &BTreeSet<i64>,
    municipalities: Option<&BTreeSet<&str>>,
) -> QueryResult<HashMap<OfUpload, Vec<Costly>>> {
    let mut query = costly_cases::table
        .filter(costly_cases::batch.eq_any(batches.iter().copied().collect::<Vec<_>>()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(codes) = municipalities {
        query = query.filter(costly_cases::municipality.eq_any(lines::owned(codes)));
    }
    let rows: Vec<Row> = query.load(db)?;
    let mut by_upload: HashMap<OfUpload, Vec<Costly>> = HashMap::new();
    for (scope, batch, case) in rows.into_iter().filter_map(stored) {
        by_upload.entry((batch, scope)).or_default().push(case);
    }
    Ok(by_upload)
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
