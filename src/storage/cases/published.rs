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
use crate::storage::schema::{
    case_deletions, case_years, earlier_publications, kept_publications, publication_years,
    published_cases,
};
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

/// Puts the tables of some years of a KKR, as a data version made them, in the place of the ones
/// before, which are kept: whoever read them knows them still.
pub fn replace(
    db: &mut Db,
    version: i64,
    (region, years): (&str, &BTreeSet<Year>),
    cells: &[Cell],
) -> QueryResult<()> {
    use earlier_publications as before;
    use published_cases as now;
    let numbers: Vec<i32> = years.iter().map(|year| year.number()).collect();
    now::table
        .filter(now::region.eq(region))
        .filter(now::year.eq_any(&numbers))
        .select(now::all_columns)
        .insert_into(before::table)
        .into_columns(before::all_columns)
        .execute(db)?;
    let replaced = now::table
        .filter(now::region.eq(region))
        .filter(now::year.eq_any(&numbers));
    diesel::delete(replaced).execute(db)?;
    let cells = cells.iter().filter(|cell| years.contains(&cell.year));
    bulk::published_cases(
        db,
        cells.map(|cell| {
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

/// Notes that a year's tables are made of the cases of another data version than made them.
pub fn compose(
    db: &mut Db,
    version: i64,
    (region, year): (&str, Year),
    composed: i64,
) -> QueryResult<()> {
    diesel::insert_into(publication_years::table)
        .values((
            publication_years::region.eq(region),
            publication_years::year.eq(year.number()),
            publication_years::version.eq(version),
            publication_years::composed.eq(composed),
        ))
        .execute(db)?;
    Ok(())
}

/// The data version whose cases a year's tables are made of, where it is not the one that made them.
pub fn composed(db: &mut Db, region: &str) -> QueryResult<BTreeMap<(Year, i64), i64>> {
    let rows: Vec<(i32, i64, i64)> = publication_years::table
        .filter(publication_years::region.eq(region))
        .select((
            publication_years::year,
            publication_years::version,
            publication_years::composed,
        ))
        .load(db)?;
    let of = |(year, version, composed): (i32, i64, i64)| {
        Some(((Year::new(year.into())?, version), composed))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}

/// Every publication of a KKR, the newest among them: by the data version that made it, the cells of
/// each year that it changed.
pub fn all(db: &mut Db, region: &str) -> QueryResult<BTreeMap<i64, BTreeMap<Year, Vec<Cell>>>> {
    let before: Vec<(i64, Row)> = earlier_publications::table
        .filter(earlier_publications::region.eq(region))
        .select((
            earlier_publications::version,
            (
                earlier_publications::year,
                earlier_publications::part,
                earlier_publications::first_key,
                earlier_publications::second_key,
                earlier_publications::cases,
                earlier_publications::amount,
                earlier_publications::refund,
                earlier_publications::refund_is_minimum,
                earlier_publications::masked,
            ),
        ))
        .load(db)?;
    let now: Vec<(i64, Row)> = published_cases::table
        .filter(published_cases::region.eq(region))
        .select((published_cases::version, Row::as_select()))
        .load(db)?;
    let mut all: BTreeMap<i64, BTreeMap<Year, Vec<Cell>>> = BTreeMap::new();
    for (version, row) in before.into_iter().chain(now) {
        if let Some(cell) = stored(row) {
            let of_version = all.entry(version).or_default();
            of_version.entry(cell.year).or_default().push(cell);
        }
    }
    Ok(all)
}

/// The data versions that first published a year of a KKR: by whose limits its cases are costly.
pub fn first_versions(db: &mut Db) -> QueryResult<BTreeMap<(String, Year), i64>> {
    let before: Vec<(String, i32, i64)> = earlier_publications::table
        .select((
            earlier_publications::region,
            earlier_publications::year,
            earlier_publications::version,
        ))
        .distinct()
        .load(db)?;
    let now: Vec<(String, i32, i64)> = published_cases::table
        .select((
            published_cases::region,
            published_cases::year,
            published_cases::version,
        ))
        .distinct()
        .load(db)?;
    let mut first = BTreeMap::new();
    for (region, year, version) in before.into_iter().chain(now) {
        if let Some(year) = Year::new(year.into()) {
            let known = first.entry((region, year)).or_insert(version);
            *known = version.min(*known);
        }
    }
    Ok(first)
}

/// Since which data version the tables of a KKR stay as they were, if they do.
pub fn kept_since(db: &mut Db, region: &str) -> QueryResult<Option<i64>> {
    let kept = kept_publications::table.find(region);
    kept.select(kept_publications::version).first(db).optional()
}

/// Notes that they stay, or that they are of now.
pub fn keep_since(db: &mut Db, region: &str, version: Option<i64>) -> QueryResult<()> {
    let Some(version) = version else {
        diesel::delete(kept_publications::table.find(region)).execute(db)?;
        return Ok(());
    };
    if kept_since(db, region)?.is_none() {
        diesel::insert_into(kept_publications::table)
            .values((
                kept_publications::region.eq(region),
                kept_publications::version.eq(version),
            ))
            .execute(db)?;
    }
    Ok(())
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
