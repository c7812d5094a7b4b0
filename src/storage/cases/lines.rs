//! Lines of single cases: only ever added. For one municipality and year the newest upload that
//! holds takes the place of the older ones: a corrected file is sent whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::domain::cases::{CaseKey, CaseLine};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::report::{FactRef, Located};
use crate::storage::schema::{batches, case_lines, case_years};
use crate::storage::{Db, QueryResult, bulk, yes_no};

/// A municipality's year.
pub type Scope = (Arc<str>, Year);

/// The upload of each municipality's year, and what it brought.
pub type Scopes = BTreeMap<Scope, (i64, Brought)>;

/// What an upload brought of a municipality's year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    pub lines: i64,
    pub cost: Money,
}

/// A stored line.
#[derive(Queryable, Selectable)]
#[diesel(table_name = case_lines)]
pub(super) struct Row {
    batch: i64,
    line: i64,
    municipality: String,
    year: i32,
    pseudonym: String,
    month: Option<i32>,
    paragraph: String,
    supplier: String,
    offer_id: Option<String>,
    amount: i64,
    under_67: Option<String>,
}

/// Adds the lines of an upload, and what they add up to by municipality and year.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    lines: impl Iterator<Item = (i64, &'a CaseLine)> + Clone,
) -> QueryResult<()> {
    bulk::case_lines(
        db,
        lines.clone().map(|(line, of)| bulk::CaseLineRow {
            batch,
            line,
            municipality: &of.municipality,
            year: of.year.number(),
            pseudonym: &of.case,
            month: of.month.map(i32::from),
            paragraph: of.paragraph.key(),
            supplier: of.supplier.key(),
            offer_id: of.offer.as_deref(),
            amount: of.cost.oere(),
            under_67: of.under_67.map(yes_no),
        }),
    )?;
    let brought = add_up(lines.map(|(_, line)| line));
    bulk::case_years(
        db,
        brought
            .iter()
            .map(|((municipality, year), of)| bulk::CaseYearRow {
                batch,
                municipality,
                year: year.number(),
                lines: of.lines,
                amount: of.cost.oere(),
            }),
    )
}

/// What lines add up to by municipality and year.
pub fn add_up<'a>(lines: impl Iterator<Item = &'a CaseLine>) -> BTreeMap<Scope, Brought> {
    let mut brought: BTreeMap<Scope, Brought> = BTreeMap::new();
    for line in lines {
        let of = brought
            .entry((line.municipality.clone(), line.year))
            .or_default();
        of.lines += 1;
        of.cost = of.cost + line.cost;
    }
    brought
}

/// Which upload holds for each municipality's year at a data version, and what it brought.
pub fn scopes(db: &mut Db, as_of: i64) -> QueryResult<Scopes> {
    Ok(Uploads::load(db, None)?.holding(as_of))
}

/// The same of some municipalities.
pub fn scopes_of(db: &mut Db, municipalities: &BTreeSet<&str>, as_of: i64) -> QueryResult<Scopes> {
    Ok(Uploads::load(db, Some(municipalities))?.holding(as_of))
}

/// The uploads of municipalities' years, whether they hold or not: read once, for all data versions.
pub(super) struct Uploads(Vec<Upload>);

struct Upload {
    batch: i64,
    withdrawn: Option<i64>,
    scope: Scope,
    brought: Brought,
}

impl Uploads {
    /// Those of some municipalities, or of all.
    pub(super) fn load(
        db: &mut Db,
        municipalities: Option<&BTreeSet<&str>>,
    ) -> QueryResult<Uploads> {
        type Stored = ((i64, String, i32, i64, i64), Option<i64>);
        let mut query = case_years::table
            .inner_join(batches::table)
            .order(case_years::batch)
            .select((case_years::all_columns, batches::withdrawn_number))
            .into_boxed();
        if let Some(codes) = municipalities {
            query = query.filter(case_years::municipality.eq_any(owned(codes)));
        }
        let rows: Vec<Stored> = query.load(db)?;
        let upload = |((batch, municipality, year, lines, amount), withdrawn): Stored| {
            Some(Upload {
                batch,
                withdrawn,
                scope: (municipality.into(), Year::new(i64::from(year))?),
                brought: Brought {
                    lines,
                    cost: Money::from_oere(amount),
                },
            })
        };
        Ok(Uploads(rows.into_iter().filter_map(upload).collect()))
    }

    /// Which holds for each year at a data version.
    pub(super) fn holding(&self, as_of: i64) -> Scopes {
        let holds = |upload: &&Upload| {
            upload.batch <= as_of && upload.withdrawn.is_none_or(|version| version > as_of)
        };
        let holding = self.0.iter().filter(holds);
        // A later upload comes later, and takes the place of the earlier.
        holding
            .map(|upload| (upload.scope.clone(), (upload.batch, upload.brought)))
            .collect()
    }
}

/// The lines that hold at a data version: of some municipalities, or of all.
pub fn holding(
    db: &mut Db,
    municipalities: Option<&[String]>,
    as_of: i64,
) -> QueryResult<Vec<Located<CaseLine>>> {
    held(db, (municipalities, None), as_of)
}

/// The lines of one case that hold at a data version, by upload and line.
pub fn of_case(db: &mut Db, case: &CaseKey, as_of: i64) -> QueryResult<Vec<Located<CaseLine>>> {
    let own = [case.municipality.to_string()];
    held(db, (Some(&own), Some(&case.case)), as_of)
}

/// The municipalities that have ever had lines of a pseudonym.
pub fn places(db: &mut Db, pseudonym: &str) -> QueryResult<Vec<String>> {
    case_lines::table
        .filter(case_lines::pseudonym.eq(pseudonym))
        .select(case_lines::municipality)
        .distinct()
        .order(case_lines::municipality)
        .load(db)
}

fn held(
    db: &mut Db,
    (municipalities, case): (Option<&[String]>, Option<&str>),
    as_of: i64,
) -> QueryResult<Vec<Located<CaseLine>>> {
    let wanted: Option<BTreeSet<&str>> =
        municipalities.map(|of| of.iter().map(String::as_str).collect());
    let scopes = Uploads::load(db, wanted.as_ref())?.holding(as_of);
    let wanted: HashMap<Scope, i64> = scopes
        .into_iter()
        .map(|(scope, (batch, _))| (scope, batch))
        .collect();
    let numbers: HashSet<i64> = wanted.values().copied().collect();
    let mut codes: HashSet<&str> = wanted.keys().map(|(code, _)| &**code).collect();
    let mut query = case_lines::table.into_boxed();
    if let Some(case) = case {
        query = query.filter(case_lines::pseudonym.eq(case.to_owned()));
    }
    let rows: Vec<Row> = query
        .filter(case_lines::batch.eq_any(numbers))
        .filter(
            case_lines::municipality.eq_any(codes.drain().map(str::to_owned).collect::<Vec<_>>()),
        )
        .order((case_lines::batch, case_lines::line))
        .select(Row::as_select())
        .load(db)?;
    Ok(read(rows)
        .into_iter()
        .filter(|line| {
            let scope = (line.value.municipality.clone(), line.value.year);
            wanted.get(&scope) == Some(&line.at.batch)
        })
        .collect())
}

/// Uploads whose sums by municipality and year do not follow from their lines, a sentence each,
/// without a figure.
pub(super) fn check(db: &mut Db) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Off {
        #[diesel(sql_type = BigInt)]
        batch: i64,
    }
    let off: Vec<Off> = diesel::sql_query(
        "SELECT DISTINCT batch FROM ( \
         SELECT batch, municipality, year, lines, amount FROM case_years \
         UNION ALL \
         SELECT batch, municipality, year, -COUNT(*), -CAST(SUM(amount) AS BIGINT) \
         FROM case_lines GROUP BY batch, municipality, year) AS both_ways \
         GROUP BY batch, municipality, year HAVING SUM(lines) <> 0 OR SUM(amount) <> 0 \
         ORDER BY batch",
    )
    .load(db)?;
    let told = |off: Off| {
        format!(
            "upload {}: the sums of its case lines do not hold",
            off.batch
        )
    };
    Ok(off.into_iter().map(told).collect())
}

/// Codes as a query takes them.
pub(super) fn owned(codes: &BTreeSet<&str>) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// The lines of rows.
pub(super) fn read(rows: Vec<Row>) -> Vec<Located<CaseLine>> {
    let mut texts = Texts::default();
    let lines = rows.into_iter().filter_map(|row| stored(row, &mut texts));
    lines.collect()
}

/// Texts that many lines share.
#[derive(Default)]
struct Texts(HashSet<Arc<str>>);

impl Texts {
    fn share(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return known.clone();
        }
        let shared: Arc<str> = text.into();
        self.0.insert(shared.clone());
        shared
    }
}

/// A line whose paragraph, supplier or year this version does not know is none of ours.
fn stored(row: Row, texts: &mut Texts) -> Option<Located<CaseLine>> {
    Some(Located {
        at: FactRef {
            batch: row.batch,
            line: row.line,
        },
        value: CaseLine {
            paragraph: Paragraph::from_key(&row.paragraph)?,
            supplier: Supplier::from_key(&row.supplier)?,
            year: Year::new(i64::from(row.year))?,
            month: row.month.and_then(|month| u8::try_from(month).ok()),
            municipality: texts.share(row.municipality),
            case: texts.share(row.pseudonym),
            offer: row.offer_id.map(|id| texts.share(id)),
            cost: Money::from_oere(row.amount),
            under_67: row.under_67.map(|answer| answer == "yes"),
        },
    })
}
