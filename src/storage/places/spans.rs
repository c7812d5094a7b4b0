//! What place-days are counted of, kept beside the entries: the occupancy of ten years would else read
//! every word that was ever said.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::read::{Wanted, entries};
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{Entry, PlaceKind, Spans};
use crate::storage::Db;
use crate::storage::schema::vacancy_spans;

/// Offers whose spans are worked out from one query.
pub(super) const TOGETHER: usize = 50;
/// The version of what was there before spans were kept: after all others, so that it is worked out
/// when it is asked for.
const NEVER: i64 = i64::MAX;

/// Of an offer the days on which its places, or its dwellings, of a paragraph stood empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub offer_id: String,
    pub kind: PlaceKind,
    pub paragraph: Paragraph,
    pub spans: Spans,
}

/// Offer, kind and paragraph by their keys.
type Key = (String, PlaceKind, Paragraph);

/// Those of every offer at a data version, in order; an offer may have one without any days.
///
/// # Errors
/// The database's own.
pub fn spans(db: &mut Db, as_of: i64) -> QueryResult<Vec<Kept>> {
    let rows: Vec<(String, String, String, i64, String)> = vacancy_spans::table
        .select(vacancy_spans::all_columns)
        .load(db)?;
    let mut found = Vec::with_capacity(rows.len());
    let mut moved = BTreeSet::new();
    for (offer_id, kind, paragraph, version, text) in rows {
        let named = PlaceKind::from_key(&kind).zip(Paragraph::from_key(&paragraph));
        let Some((kind, paragraph)) = named else {
            continue;
        };
        // What this version cannot read is worked out anew, as what was moved since is.
        match Spans::read(&text).filter(|_| version <= as_of) {
            Some(spans) => found.push(Kept {
                offer_id,
                kind,
                paragraph,
                spans,
            }),
            None => {
                moved.insert(offer_id);
            }
        }
    }
    found.retain(|kept| !moved.contains(&kept.offer_id));
    let moved: Vec<String> = moved.into_iter().collect();
    for offers in moved.chunks(TOGETHER) {
        let entries = entries(db, Wanted::Offers(offers), as_of)?;
        let kept = |((offer_id, kind, paragraph), spans)| Kept {
            offer_id,
            kind,
            paragraph,
            spans,
        };
        found.extend(of(&entries).into_iter().map(kept));
    }
    let key = |kept: &Kept| (kept.offer_id.clone(), kept.kind, kept.paragraph);
    if !moved.is_empty() {
        found.sort_by_cached_key(key);
    }
    Ok(found)
}

/// The spans of entries, by what they are about.
pub(super) fn of(entries: &[Entry]) -> BTreeMap<Key, Spans> {
    let mut by_key: BTreeMap<Key, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let about = &entry.about;
        let key = (about.offer_id.clone(), about.kind, about.paragraph);
        by_key.entry(key).or_default().push(entry);
    }
    let spans = by_key.into_iter();
    spans
        .map(|(key, entries)| (key, Spans::of(entries)))
        .collect()
}

/// What is kept, by the keys; the version beside it.
pub(super) fn kept(db: &mut Db, offers: &[String]) -> QueryResult<BTreeMap<Key, (i64, String)>> {
    let rows: Vec<(String, String, String, i64, String)> = vacancy_spans::table
        .filter(vacancy_spans::offer_id.eq_any(offers.to_vec()))
        .select(vacancy_spans::all_columns)
        .load(db)?;
    let known = |(offer, kind, paragraph, version, text): (String, String, String, i64, String)| {
        let kind = PlaceKind::from_key(&kind)?;
        Some((
            (offer, kind, Paragraph::from_key(&paragraph)?),
            (version, text),
        ))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Keeps the spans of all entries of some offers, at a data version.
pub(super) fn keep(
    db: &mut Db,
    offers: &[String],
    entries: &[Entry],
    version: i64,
) -> QueryResult<()> {
    let mut before = kept(db, offers)?;
    let mut now = of(entries);
    // Of what was withdrawn there is nothing left: that is a change too.
    for key in before.keys() {
        now.entry(key.clone()).or_default();
    }
    for (key, spans) in now {
        let text = spans.kept();
        let known = before.remove(&key);
        if known
            .as_ref()
            .is_some_and(|(at, kept)| *at != NEVER && *kept == text)
        {
            continue;
        }
        let (offer, kind, paragraph) = &key;
        let (kind, paragraph) = (kind.key(), paragraph.key());
        if known.is_some() {
            diesel::update(vacancy_spans::table.find((offer, kind, paragraph)))
                .set((
                    vacancy_spans::version.eq(version),
                    vacancy_spans::spans.eq(text),
                ))
                .execute(db)?;
        } else {
            diesel::insert_into(vacancy_spans::table)
                .values((
                    vacancy_spans::offer_id.eq(offer),
                    vacancy_spans::kind.eq(kind),
                    vacancy_spans::paragraph.eq(paragraph),
                    vacancy_spans::version.eq(version),
                    vacancy_spans::spans.eq(text),
                ))
                .execute(db)?;
        }
    }
    Ok(())
}

/// The offers of which nothing was kept yet, when spans came.
pub(super) fn unkept(db: &mut Db) -> QueryResult<Vec<String>> {
    vacancy_spans::table
        .filter(vacancy_spans::version.eq(NEVER))
        .select(vacancy_spans::offer_id)
        .distinct()
        .load(db)
}
