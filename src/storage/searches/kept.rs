//! Searches and everything that each showed: only ever added.

use diesel::dsl::max;
use diesel::prelude::*;

use super::tables::{search_matches, searches};
use crate::domain::money::Money;
use crate::domain::offers::OperatingForm;
use crate::domain::paragraph::Paragraph;
use crate::domain::period::Year;
use crate::domain::searches::{Asked, DayTariff, Distance, Match, Part, Receipt, Search, Vacant};
use crate::storage::{Db, QueryResult, yes_no};

/// Between the codes of a list.
const BETWEEN: &str = "|";

#[derive(Queryable, Insertable)]
#[diesel(table_name = searches)]
struct Row {
    version: i64,
    year: i32,
    number: i64,
    municipality: String,
    paragraph: String,
    target_group: String,
    needed_from: String,
    searched_on: String,
    searched_by: String,
    searched_at: String,
    matches: i64,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = search_matches)]
struct MatchRow {
    search: i64,
    position: i32,
    part: String,
    entry: String,
    offer_id: String,
    offer: String,
    operator: String,
    form: String,
    municipality: String,
    in_agreement: String,
    distance: String,
    target_groups: String,
    places: i64,
    free_from: String,
    free_to: Option<String>,
    staffed: Option<String>,
    confirmed_on: String,
    stale: String,
    tariff: Option<i64>,
    tariff_year: Option<i32>,
}

/// The next receipt of a year. Whoever asks holds the lock of the data version, so that no two get
/// the same; a search that is not kept after all leaves no gap, since nothing of it is.
pub fn next_receipt(db: &mut Db, year: i32) -> QueryResult<Receipt> {
    let newest: Option<i64> = searches::table
        .filter(searches::year.eq(year))
        .select(max(searches::number))
        .first(db)?;
    Ok(Receipt {
        year,
        number: newest.unwrap_or(0) + 1,
    })
}

/// Keeps a search with what it showed, in that order.
pub fn add(db: &mut Db, search: &Search, matches: &[Match]) -> QueryResult<()> {
    let asked = &search.asked;
    let row = Row {
        version: search.version,
        year: search.receipt.year,
        number: search.receipt.number,
        municipality: asked.municipality.clone(),
        paragraph: asked.paragraph.key().to_owned(),
        target_group: asked.target_group.clone(),
        needed_from: asked.needed_from.to_string(),
        searched_on: search.on.to_string(),
        searched_by: search.by.clone(),
        searched_at: search.at.clone(),
        matches: search.matches,
    };
    diesel::insert_into(searches::table)
        .values(row)
        .execute(db)?;
    for (position, of) in (0i32..).zip(matches) {
        diesel::insert_into(search_matches::table)
            .values(match_row(search.version, position, of))
            .execute(db)?;
    }
    Ok(())
}

fn match_row(search: i64, position: i32, of: &Match) -> MatchRow {
    let vacant = &of.vacant;
    MatchRow {
        search,
        position,
        part: of.part.key().to_owned(),
        entry: vacant.entry.clone(),
        offer_id: vacant.offer_id.clone(),
        offer: vacant.offer.clone(),
        operator: vacant.operator.clone(),
        form: vacant.form.key().to_owned(),
        municipality: vacant.municipality.clone(),
        in_agreement: yes_no(vacant.in_agreement).to_owned(),
        distance: of.distance.key().to_owned(),
        target_groups: vacant.target_groups.join(BETWEEN),
        places: vacant.places,
        free_from: vacant.from.to_string(),
        free_to: vacant.to.map(|day| day.to_string()),
        staffed: vacant.staffed.map(|yes| yes_no(yes).to_owned()),
        confirmed_on: vacant.confirmed_on.to_string(),
        stale: yes_no(vacant.stale).to_owned(),
        tariff: vacant.tariff.map(|tariff| tariff.amount.oere()),
        tariff_year: vacant.tariff.map(|tariff| tariff.year.number()),
    }
}

/// The search of a receipt.
pub fn by_receipt(db: &mut Db, receipt: Receipt) -> QueryResult<Option<Search>> {
    let row: Option<Row> = searches::table
        .filter(searches::year.eq(receipt.year))
        .filter(searches::number.eq(receipt.number))
        .first(db)
        .optional()?;
    Ok(row.and_then(stored))
}

/// The searches that were made at a data version, the oldest first.
pub fn all(db: &mut Db, as_of: i64) -> QueryResult<Vec<Search>> {
    let rows: Vec<Row> = searches::table
        .filter(searches::version.le(as_of))
        .order(searches::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// Some searches by their versions.
pub fn by_version(db: &mut Db, versions: &[i64]) -> QueryResult<Vec<Search>> {
    let rows: Vec<Row> = searches::table
        .filter(searches::version.eq_any(versions.to_vec()))
        .order(searches::version)
        .load(db)?;
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// What a search showed, in its order.
pub fn matches(db: &mut Db, search: &Search) -> QueryResult<Vec<Match>> {
    let rows: Vec<MatchRow> = search_matches::table
        .filter(search_matches::search.eq(search.version))
        .order(search_matches::position)
        .load(db)?;
    let paragraph = search.asked.paragraph;
    let stored = |row| stored_match(row, paragraph);
    Ok(rows.into_iter().filter_map(stored).collect())
}

/// A row whose paragraph or day this version cannot read is no search of ours.
fn stored(row: Row) -> Option<Search> {
    Some(Search {
        version: row.version,
        receipt: Receipt {
            year: row.year,
            number: row.number,
        },
        asked: Asked {
            municipality: row.municipality,
            paragraph: Paragraph::from_key(&row.paragraph)?,
            target_group: row.target_group,
            needed_from: row.needed_from.parse().ok()?,
        },
        on: row.searched_on.parse().ok()?,
        by: row.searched_by,
        at: row.searched_at,
        matches: row.matches,
    })
}

fn stored_match(row: MatchRow, paragraph: Paragraph) -> Option<Match> {
    let groups = row.target_groups.split(BETWEEN);
    let groups = groups.filter(|code| !code.is_empty()).map(str::to_owned);
    let year = row.tariff_year.and_then(|year| Year::new(year.into()));
    Some(Match {
        part: Part::from_key(&row.part)?,
        distance: Distance::from_key(&row.distance)?,
        vacant: Vacant {
            entry: row.entry,
            offer_id: row.offer_id,
            offer: row.offer,
            operator: row.operator,
            form: OperatingForm::from_key(&row.form)?,
            municipality: row.municipality,
            in_agreement: row.in_agreement == "yes",
            paragraph,
            target_groups: groups.collect(),
            places: row.places,
            from: row.free_from.parse().ok()?,
            to: row.free_to.and_then(|day| day.parse().ok()),
            staffed: row.staffed.map(|text| text == "yes"),
            confirmed_on: row.confirmed_on.parse().ok()?,
            stale: row.stale == "yes",
            tariff: row.tariff.zip(year).map(|(oere, year)| DayTariff {
                amount: Money::from_oere(oere),
                year,
            }),
        },
    })
}
