//! What is free now, as a search sees it: read narrowly, since there are many entries, and a search
//! is to answer at once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use jiff::civil::Date;

use crate::domain::offers::Offer;
use crate::domain::paragraph::Paragraph;
use crate::domain::places::{Entry, State};
use crate::domain::report::Located;
use crate::domain::searches::vacant::{day_tariff, is_by_day};
use crate::domain::searches::{Asked, DayTariff, Vacant};
use crate::domain::tariffs::Tariff;
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::schema::vacancies;
use crate::storage::tariffs;
use crate::storage::{self, Db, QueryResult};

/// From when to when, and how many all the time.
struct Free {
    from: Date,
    to: Option<Date>,
    places: i64,
}

/// The places of a paragraph that are free on the day they are needed or later, with what is told of
/// their offers. Those reserved for another municipality are not among them, and dwellings neither.
///
/// # Errors
/// The database's own.
pub fn vacant(db: &mut Db, asked: &Asked, today: Date) -> QueryResult<Vec<Vacant>> {
    let now = storage::version(db)?;
    let open = open(db, asked, today)?;
    let entries = places::entries(db, Wanted::Ids(&open), now)?;
    let free: Vec<(Entry, Free)> = entries
        .into_iter()
        .filter_map(|entry| free(&entry, asked).map(|free| (entry, free)))
        .collect();
    let offers = free.iter().map(|(entry, _)| entry.about.offer_id.clone());
    let ids: Vec<String> = offers.collect::<BTreeSet<_>>().into_iter().collect();
    let offers = register::of_ids(db, &ids, now)?;
    let tariffs = day_tariffs(db, asked, ids, now)?;
    let told = |(entry, free): (Entry, Free)| {
        let offer = offers.get(&entry.about.offer_id)?;
        let tariff = tariffs.get(&offer.id).copied();
        Some(told(&entry, &free, (offer, tariff), today))
    };
    Ok(free.into_iter().filter_map(told).collect())
}

/// The entries of places under the paragraph that have not ended when they are needed.
fn open(db: &mut Db, asked: &Asked, today: Date) -> QueryResult<Vec<i64>> {
    let day = asked.needed_from.max(today);
    vacancies::table
        .filter(vacancies::ended_on.gt(day.to_string()))
        .filter(vacancies::paragraph.eq(asked.paragraph.key()))
        .filter(vacancies::kind.eq("place"))
        .select(vacancies::id)
        .load(db)
}

/// When an entry is free for a municipality: from the day it is needed, or from the first day after it.
fn free(entry: &Entry, asked: &Asked) -> Option<Free> {
    let terms = entry.terms();
    let others = |code: &String| *code != asked.municipality;
    if terms.state == State::Reserved && terms.reserved_for.as_ref().is_none_or(others) {
        return None;
    }
    let timeline = entry.timeline();
    let pieces = timeline.pieces();
    // The piece that holds on the day, and those after it.
    let held = pieces.iter().rposition(|p| p.from <= asked.needed_from);
    let mut later = pieces[held.unwrap_or(0)..].iter();
    let first = later.find(|piece| piece.vacant > 0)?;
    let mut free = Free {
        from: first.from,
        to: None,
        places: first.vacant,
    };
    for piece in later {
        if piece.vacant == 0 {
            free.to = Some(piece.from);
            break;
        }
        free.places = free.places.min(piece.vacant);
    }
    Some(free)
}

/// What a place costs a day, by offer: by the tariffs of the newest year, up to the one that it is needed in,
/// which has one by day under the paragraph. Years are read one by one: nearly all offers have the newest.
fn day_tariffs(
    db: &mut Db,
    asked: &Asked,
    ids: Vec<String>,
    now: i64,
) -> QueryResult<BTreeMap<String, DayTariff>> {
    let needed = i32::from(asked.needed_from.year());
    let years = tariffs::years_up_to(db, &ids, needed)?;
    let mut found: BTreeMap<String, Option<DayTariff>> = BTreeMap::new();
    let mut rest = ids;
    for year in years.into_iter().rev() {
        if rest.is_empty() {
            break;
        }
        let of_year = tariffs::Wanted::OffersIn(rest.clone(), year);
        let held = tariffs::holding(db, &of_year, now)?;
        found.extend(by_offer(&held, asked.paragraph, needed));
        rest.retain(|id| !found.contains_key(id));
    }
    let told = |(id, tariff): (String, Option<DayTariff>)| Some((id, tariff?));
    Ok(found.into_iter().filter_map(told).collect())
}

/// The offers that have a tariff by day under a paragraph; nothing where nobody can tell which it is.
fn by_offer(
    held: &[Located<Tariff>],
    paragraph: Paragraph,
    needed: i32,
) -> BTreeMap<String, Option<DayTariff>> {
    let mut by_offer: BTreeMap<&str, Vec<&Tariff>> = BTreeMap::new();
    let by_day = |tariff: &&Tariff| is_by_day(tariff, paragraph);
    for tariff in held.iter().map(|of| &of.value).filter(by_day) {
        by_offer.entry(&tariff.offer_id).or_default().push(tariff);
    }
    let day = by_offer.into_iter().map(|(offer, tariffs)| {
        let tariff = day_tariff(tariffs.into_iter(), paragraph, needed);
        (offer.to_owned(), tariff)
    });
    day.collect()
}

fn told(
    entry: &Entry,
    free: &Free,
    (offer, tariff): (&Offer, Option<DayTariff>),
    today: Date,
) -> Vacant {
    let terms = entry.terms();
    // An entry that says nothing of target groups is for those of its offer.
    let groups = match terms.target_groups.as_slice() {
        [] => &offer.target_groups,
        _ => &terms.target_groups,
    };
    Vacant {
        entry: entry.id.to_string(),
        offer_id: offer.id.clone(),
        offer: offer.name.clone(),
        operator: offer.operator.clone(),
        form: offer.form,
        municipality: offer.municipality.clone(),
        in_agreement: offer.in_agreement,
        paragraph: entry.about.paragraph,
        target_groups: groups.clone(),
        places: free.places,
        from: free.from,
        to: free.to,
        staffed: terms.staffed,
        confirmed_on: entry.confirmed_on(today),
        stale: entry.is_stale(today),
        tariff,
    }
}
