//! Offers: only ever added; which row of an offer holds is decided when they are read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::domain::offers::{Offer, OperatingForm, Supervisor};
use crate::domain::paragraph::Paragraph;
use crate::domain::report::FactRef;
use crate::storage::bulk;
use crate::storage::data::batches::holds_at;
use crate::storage::schema::{batches, offers};
use crate::storage::{Db, yes_no};

/// Between the keys of a list in one column.
const BETWEEN: &str = "|";

type Row = (
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    String,
    String,
    String,
    Option<String>,
);

/// Adds the offers of an upload.
///
/// # Errors
/// The database's own.
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
///
/// # Errors
/// The database's own.
pub fn holding(db: &mut Db, as_of: i64) -> QueryResult<BTreeMap<String, (FactRef, Offer)>> {
    let rows: Vec<Row> = offers::table
        .inner_join(batches::table)
        .filter(holds_at(as_of))
        .order((offers::batch, offers::line))
        .select(offers::all_columns)
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(stored)
        .map(|(at, offer)| (offer.id.clone(), (at, offer)))
        .collect())
}

/// Offers by where they came from, in that order.
///
/// # Errors
/// The database's own.
pub fn by_ref(db: &mut Db, refs: &[FactRef]) -> QueryResult<Vec<(FactRef, Offer)>> {
    let (batches, lines): (Vec<i64>, Vec<i64>) = refs.iter().map(|r| (r.batch, r.line)).unzip();
    let wanted: BTreeSet<FactRef> = refs.iter().copied().collect();
    let rows: Vec<Row> = offers::table
        .filter(offers::batch.eq_any(batches))
        .filter(offers::line.eq_any(lines))
        .order((offers::batch, offers::line))
        .select(offers::all_columns)
        .load(db)?;
    let rows = rows.into_iter().filter_map(stored);
    Ok(rows.filter(|(at, _)| wanted.contains(at)).collect())
}

/// A row whose form this version does not know is no offer of ours; a paragraph that it does not
/// know is left out.
fn stored(row: Row) -> Option<(FactRef, Offer)> {
    let (batch, line, id, name, operator, form, municipality, paragraphs, groups, places, ..) = row;
    let (in_agreement, standard_contract, sells_places, supervisor) =
        (row.10, row.11, row.12, row.13);
    let list = |text: &str| -> Vec<String> {
        text.split(BETWEEN)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Some((
        FactRef { batch, line },
        Offer {
            id,
            name,
            operator,
            form: OperatingForm::from_key(&form)?,
            municipality,
            paragraphs: list(&paragraphs)
                .iter()
                .filter_map(|key| Paragraph::from_key(key))
                .collect(),
            target_groups: list(&groups),
            places,
            in_agreement: in_agreement == "yes",
            standard_contract: standard_contract == "yes",
            sells_places: sells_places == "yes",
            supervisor: supervisor.as_deref().and_then(Supervisor::from_key),
        },
    ))
}
