//! Offers: only ever added; which row of an offer holds is decided when they are read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::domain::offers::{Offer, OperatingForm, Supervisor};
use crate::domain::paragraph::Paragraph;
use crate::domain::report::{FactRef, Located};
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, offers};
use crate::storage::{Db, yes_no};

/// Between the keys of a list in one column.
const BETWEEN: &str = "|";

/// A stored offer.
#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct Row {
    batch: i64,
    line: i64,
    offer_id: String,
    name: String,
    operator: String,
    form: String,
    municipality: String,
    paragraphs: String,
    target_groups: String,
    places: i64,
    in_agreement: String,
    standard_contract: String,
    sells_places: String,
    supervisor: Option<String>,
}

/// Adds the offers of an upload.
pub fn add<'a>(
    db: &mut Db,
    batch: i64,
    rows: impl Iterator<Item = (i64, &'a Offer)>,
) -> QueryResult<()> {
    bulk::offers(
        db,
        rows.map(|(line, offer)| bulk::OfferRow {
            batch,
            line,
            offer_id: &offer.id,
            name: &offer.name,
            operator: &offer.operator,
            form: offer.form.key(),
            municipality: &offer.municipality,
            paragraphs: offer
                .paragraphs
                .iter()
                .map(|p| p.key())
                .collect::<Vec<_>>()
                .join(BETWEEN),
            target_groups: offer.target_groups.join(BETWEEN),
            places: offer.places,
            in_agreement: yes_no(offer.in_agreement),
            standard_contract: yes_no(offer.standard_contract),
            sells_places: yes_no(offer.sells_places),
            supervisor: offer.supervisor.map(Supervisor::key),
        }),
    )
}

/// The offers that hold at a data version: of each the row of the newest upload that had come and
/// had not been withdrawn. By id.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<BTreeMap<String, Located<Offer>>> {
    let rows: Vec<Row> = offers::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .order((offers::batch, offers::line))
        .select(Row::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(stored)
        .map(|offer| (offer.value.id.clone(), offer))
        .collect())
}

/// Some offers of those that hold at a data version, by id.
pub fn of_ids(db: &mut Db, ids: &[String], as_of: i64) -> QueryResult<BTreeMap<String, Offer>> {
    let rows: Vec<Row> = offers::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .filter(offers::offer_id.eq_any(ids.to_vec()))
        .order((offers::batch, offers::line))
        .select(Row::as_select())
        .load(db)?;
    let stored = rows.into_iter().filter_map(stored);
    Ok(stored.map(|of| (of.value.id.clone(), of.value)).collect())
}

/// Offers by where they came from, in that order.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<Located<Offer>>> {
    let (batches, lines): (Vec<i64>, Vec<i64>) = refs.iter().map(|r| (r.batch, r.line)).unzip();
    let wanted: BTreeSet<FactRef> = refs.iter().copied().collect();
    let rows: Vec<Row> = offers::table
        .filter(offers::batch.eq_any(batches))
        .filter(offers::line.eq_any(lines))
        .order((offers::batch, offers::line))
        .select(Row::as_select())
        .load(db)?;
    let rows = rows.into_iter().filter_map(stored);
    Ok(rows.filter(|of| wanted.contains(&of.at)).collect())
}

/// A row whose form this version does not know is no offer of ours; a paragraph that it does not
/// know is left out.
fn stored(row: Row) -> Option<Located<Offer>> {
    let list = |text: &str| -> Vec<String> {
        text.split(BETWEEN)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Some(Located {
        at: FactRef {
            batch: row.batch,
            line: row.line,
        },
        value: Offer {
            id: row.offer_id,
            name: row.name,
            operator: row.operator,
            form: OperatingForm::from_key(&row.form)?,
            municipality: row.municipality,
            paragraphs: list(&row.paragraphs)
                .iter()
                .filter_map(|key| Paragraph::from_key(key))
                .collect(),
            target_groups: list(&row.target_groups),
            places: row.places,
            in_agreement: row.in_agreement == "yes",
            standard_contract: row.standard_contract == "yes",
            sells_places: row.sells_places == "yes",
            supervisor: row.supervisor.as_deref().and_then(Supervisor::from_key),
        },
    })
}
