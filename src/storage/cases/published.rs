//! The published tables.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::max;
use diesel::prelude::*;

use crate::domain::cases::Size;
use crate::domain::cases::published::{Became, Cell, Measures, Of, Place};
use crate::domain::components::Supplier;
use crate::domain::money::Money;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::storage::schema::{case_deletions, case_years, published_cases};
use crate::storage::{Db, QueryResult, bulk, yes_no};

/// The key of a margin.
const TOTAL: &str = "total";

/// Which table a cell is stored under.
const BY_PARAGRAPH: &str = "paragraph";
const BY_SUPPLIER: &str = "supplier";
const BY_STATUS: &str = "status";
const BY_SIZE: &str = "size";

#[derive(Queryable, Selectable)]
#[diesel(table_name = published_cases)]
struct Row {
    year: i32,
    part: String,
    first_key: String,
    second_key: String,
    cases: i64,
    amount: i64,
    refund: Option<i64>,
    refund_is_minimum: String,
    masked: String,
}

/// Keeps the tables of a KKR as a data version made them, in place of the ones before; those of
/// `closed` years stay as they are.
pub fn replace(
    db: &mut Db,
    version: i64,
    (region, closed): (&str, &[Year]),
    cells: &[Cell],
) -> QueryResult<()> {
    let closed: Vec<i32> = closed.iter().map(|year| year.number()).collect();
    let before = published_cases::table
        .filter(published_cases::region.eq(region))
        .filter(published_cases::year.ne_all(closed));
    diesel::delete(before).execute(db)?;
    bulk::published_cases(
        db,
        cells.iter().map(|cell| {
            let (part, first_key, second_key) = keys(&cell.place);
            bulk::PublishedRow {
                version,
                region,
                year: cell.year.number(),
                part,
                first_key,
                second_key,
                cases: cell.measures.cases,
                amount: cell.measures.cost.oere(),
                refund: cell.measures.refund.map(Money::oere),
                refund_is_minimum: yes_no(cell.measures.refund_is_minimum),
                masked: yes_no(cell.masked),
            }
        }),
    )
}

/// The tables of a KKR, in the order of year and place.
pub fn of(db: &mut Db, region: &str) -> QueryResult<Vec<Cell>> {
    let rows: Vec<Row> = published_cases::table
        .filter(published_cases::region.eq(region))
        .select(Row::as_select())
        .load(db)?;
    let mut cells: Vec<Cell> = rows.into_iter().filter_map(stored).collect();
    cells.sort_by(|a, b| (a.year, &a.place).cmp(&(b.year, &b.place)));
    Ok(cells)
}

/// The data versions that made the tables of a KKR, each with its years; the oldest first.
pub fn versions(db: &mut Db, region: &str) -> QueryResult<BTreeMap<i64, BTreeSet<Year>>> {
    let found: Vec<(i64, i32)> = published_cases::table
        .filter(published_cases::region.eq(region))
        .select((published_cases::version, published_cases::year))
        .distinct()
        .load(db)?;
    let mut versions: BTreeMap<i64, BTreeSet<Year>> = BTreeMap::new();
    for (version, year) in found {
        let years = versions.entry(version).or_default();
        years.extend(Year::new(year.into()));
    }
    Ok(versions)
}

/// The data version that made the newest tables of any KKR.
pub fn newest(db: &mut Db) -> QueryResult<Option<i64>> {
    published_cases::table
        .select(max(published_cases::version))
        .first(db)
}

/// The municipalities' years whose lines were deleted and none hold any more: the tables of such a
/// year stay as they are.
pub fn closed(db: &mut Db) -> QueryResult<Vec<(String, Year)>> {
    type Scope = (String, i32);
    let deleted: BTreeSet<Scope> = case_deletions::table
        .select((case_deletions::municipality, case_deletions::year))
        .distinct()
        .load(db)?
        .into_iter()
        .collect();
    let there: BTreeSet<Scope> = case_years::table
        .select((case_years::municipality, case_years::year))
        .distinct()
        .load(db)?
        .into_iter()
        .collect();
    let gone = deleted.difference(&there);
    let scope = |(code, year): &Scope| Some((code.clone(), Year::new((*year).into())?));
    Ok(gone.filter_map(scope).collect())
}

fn keys(place: &Place) -> (&'static str, &str, &str) {
    let of_paragraph = |of: &Of<Paragraph>| of.one().map_or(TOTAL, |of| of.key());
    match place {
        Place::Paragraph {
            municipality,
            paragraph,
        } => (
            BY_PARAGRAPH,
            municipality.one().map_or(TOTAL, |code| code),
            of_paragraph(paragraph),
        ),
        Place::Supplier {
            supplier,
            paragraph,
        } => (BY_SUPPLIER, supplier.key(), of_paragraph(paragraph)),
        Place::Status {
            became,
            municipality,
        } => (
            BY_STATUS,
            became.one().map_or(TOTAL, |became| became.key()),
            municipality.one().map_or(TOTAL, |code| code),
        ),
        Place::Size(size) => (BY_SIZE, size.key(), TOTAL),
    }
}

fn place(part: &str, first: &str, second: &str) -> Option<Place> {
    let area = |key: &str| match key {
        TOTAL => Of::All,
        code => Of::One(code.into()),
    };
    let paragraph = |key: &str| match key {
        TOTAL => Some(Of::All),
        key => Paragraph::from_key(key).map(Of::One),
    };
    let became = |key: &str| match key {
        TOTAL => Some(Of::All),
        key => Became::from_key(key).map(Of::One),
    };
    Some(match part {
        BY_PARAGRAPH => Place::Paragraph {
            municipality: area(first),
            paragraph: paragraph(second)?,
        },
        BY_SUPPLIER => Place::Supplier {
            supplier: Supplier::from_key(first)?,
            paragraph: paragraph(second)?,
        },
        BY_STATUS => Place::Status {
            became: became(first)?,
            municipality: area(second),
        },
        BY_SIZE => Place::Size(Size::from_key(first)?),
        _ => return None,
    })
}

fn stored(row: Row) -> Option<Cell> {
    Some(Cell {
        year: Year::new(row.year.into())?,
        place: place(&row.part, &row.first_key, &row.second_key)?,
        measures: Measures {
            cases: row.cases,
            cost: Money::from_oere(row.amount),
            refund: row.refund.map(Money::from_oere),
            refund_is_minimum: row.refund_is_minimum == "yes",
        },
        masked: row.masked != "no",
    })
}
