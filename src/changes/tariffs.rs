//! What a file of offers or tariffs changes, and the years that its services skip.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::data::receipt::{Change, Receipt, Sum};
use crate::domain::money::Money;
use crate::domain::number::danish;
use crate::domain::offers::TargetGroup;
use crate::domain::offers::{Offer, Supervisor};
use crate::domain::period::Year;
use crate::domain::tariffs::{Tariff, TariffUnit};
use crate::import::Parsed;
use crate::storage::offers::{register, target_groups};
use crate::storage::tariffs::Wanted;
use crate::storage::{self, Db, QueryResult, tariffs};

/// Skipped years that a receipt spells out; the rest is counted.
const NOTES_SHOWN: usize = 200;

pub(in crate::changes) fn compare_offers(
    db: &mut Db,
    parsed: &Parsed<Offer>,
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let now = storage::version(db)?;
    let known = register::holding(db, now)?;
    for row in &parsed.rows {
        let offer = &row.value;
        receipt.count(known.get(&offer.id).map(|(_, old)| {
            let (before, after) = (values(old), values(offer));
            before
                .into_iter()
                .zip(after)
                .filter(|(old, new)| old.1 != new.1)
                .map(|(old, new)| Change {
                    line: row.line,
                    what: offer.name.clone(),
                    measure: old.0.to_owned(),
                    old: old.1,
                    new: new.1,
                })
                .collect()
        }));
    }
    receipt.sums.push(Sum {
        label: "Pladser".to_owned(),
        value: parsed
            .rows
            .iter()
            .map(|r| r.value.places)
            .sum::<i64>()
            .to_string(),
    });
    receipt
        .notes
        .extend(own_groups(parsed, &target_groups::all(db)?));
    Ok(())
}

/// The target groups that the terminology does not have: kept as the file writes them.
fn own_groups(parsed: &Parsed<Offer>, known: &[TargetGroup]) -> Vec<String> {
    let named = parsed.rows.iter().flat_map(|row| &row.value.target_groups);
    let own: BTreeSet<&str> = named
        .map(String::as_str)
        .filter(|code| !known.iter().any(|group| group.code == *code))
        .collect();
    let told = own.iter().take(NOTES_SHOWN).map(|name| {
        format!("Målgruppen »{name}« er ikke blandt de 45 i KL's FFB; den er gemt, som den står.")
    });
    told.collect()
}

/// Everything that may change of an offer, in words.
fn values(offer: &Offer) -> [(&'static str, String); 11] {
    let yes_no = |yes: bool| if yes { "ja" } else { "nej" }.to_owned();
    let paragraphs: Vec<&str> = offer.paragraphs.iter().map(|p| p.label()).collect();
    [
        ("navn", offer.name.clone()),
        ("driftsherre", offer.operator.clone()),
        ("driftsform", offer.form.label().to_owned()),
        ("kommune", offer.municipality.clone()),
        ("paragraffer", paragraphs.join(", ")),
        ("målgrupper", offer.target_groups.join(", ")),
        ("pladser", offer.places.to_string()),
        ("i rammeaftale", yes_no(offer.in_agreement)),
        ("standardkontrakt", yes_no(offer.standard_contract)),
        ("sælger pladser", yes_no(offer.sells_places)),
        (
            "tilsyn",
            offer.supervisor.map_or("", Supervisor::label).to_owned(),
        ),
    ]
}

pub(in crate::changes) fn compare_tariffs(
    db: &mut Db,
    parsed: &Parsed<Tariff>,
    receipt: &mut Receipt,
) -> QueryResult<()> {
    let now = storage::version(db)?;
    // Nearly always the first file of its years, when nothing is known of them.
    let known = match tariffs::years(db, now)?.is_empty() {
        true => Vec::new(),
        false => {
            let ids: BTreeSet<&str> = parsed.rows.iter().map(|r| &*r.value.offer_id).collect();
            let ids = ids.into_iter().map(str::to_owned).collect();
            tariffs::holding(db, &Wanted::Offers(ids), now)?
        }
    };
    type Key<'a> = (&'a str, &'a str, Year);
    fn key(t: &Tariff) -> Key<'_> {
        (&t.offer_id, &t.service, t.year)
    }
    let held: HashMap<Key, &Tariff, RandomState> = known.iter().map(|(_, t)| (key(t), t)).collect();
    let mut sums: BTreeMap<TariffUnit, Money> = BTreeMap::new();
    for row in &parsed.rows {
        let tariff = &row.value;
        let sum = sums.entry(tariff.unit).or_default();
        *sum = *sum + tariff.amount;
        let old = match held.is_empty() {
            true => None,
            false => held.get(&key(tariff)),
        };
        receipt.count(old.map(|old| changes(row.line, old, tariff)));
    }
    // Tariffs of different units are never added up: one control sum for each.
    for (unit, sum) in sums {
        receipt.sums.push(Sum {
            label: format!("Takster pr. {} lagt sammen", unit.label()),
            value: sum.decimal().to_string(),
        });
    }
    receipt.notes.extend(skipped_years(parsed, &known));
    Ok(())
}

fn changes(line: u32, old: &Tariff, new: &Tariff) -> Vec<Change> {
    let what = || format!("{}, {}, {}", new.offer_id, new.service, new.year);
    let change = |measure: &str, old: String, new: String| Change {
        line,
        what: what(),
        measure: measure.to_owned(),
        old,
        new,
    };
    let mut changes = Vec::new();
    if old.amount != new.amount {
        let kroner = |m: Money| danish(m.decimal());
        changes.push(change("takst", kroner(old.amount), kroner(new.amount)));
    }
    if old.unit != new.unit {
        let (old, new) = (old.unit.label(), new.unit.label());
        changes.push(change("enhed", old.to_owned(), new.to_owned()));
    }
    if old.paragraph != new.paragraph {
        let (old, new) = (old.paragraph.label(), new.paragraph.label());
        changes.push(change("paragraf", old.to_owned(), new.to_owned()));
    }
    if old.parts != new.parts {
        let told = |t: &Tariff| {
            if t.parts.is_some() {
                "oplyst"
            } else {
                "ikke oplyst"
            }
            .to_owned()
        };
        changes.push(change("takstens dele", told(old), told(new)));
    }
    changes
}

/// A year that a service skips is accepted: the file may be right, and a report lists the service
/// apart. But whoever uploads it is told.
fn skipped_years(
    parsed: &Parsed<Tariff>,
    known: &[(crate::domain::report::FactRef, Tariff)],
) -> Vec<String> {
    // A bit for each year that there can be: a set of years in one number.
    let bit = |year: Year| 1u64 << (year.number() - Year::FIRST.number());
    let mut years: HashMap<(&str, &str), u64, RandomState> = HashMap::default();
    let mut order: Vec<(&str, &str)> = Vec::new();
    for tariff in parsed.rows.iter().map(|r| &r.value) {
        let key = (&*tariff.offer_id, &*tariff.service);
        *years.entry(key).or_insert_with(|| {
            order.push(key);
            0
        }) |= bit(tariff.year);
    }
    for (_, tariff) in known {
        if let Some(set) = years.get_mut(&(&*tariff.offer_id, &*tariff.service)) {
            *set |= bit(tariff.year);
        }
    }
    let mut notes = Vec::new();
    let mut more = 0usize;
    for key in order {
        let set = years.get(&key).copied().unwrap_or(0);
        let inside = !set
            & ((1u64 << (63 - set.leading_zeros())) - 1)
            & !((1u64 << set.trailing_zeros()) - 1);
        if inside == 0 {
            continue;
        }
        if notes.len() == NOTES_SHOWN {
            more += 1;
            continue;
        }
        let skipped: Vec<String> = (0..64)
            .filter(|n| inside & (1u64 << n) != 0)
            .map(|n| (Year::FIRST.number() + n).to_string())
            .collect();
        notes.push(format!(
            "{}, {}: der mangler en takst for {}, så årene omkring sammenlignes ikke.",
            key.0,
            key.1,
            skipped.join(", ")
        ));
    }
    if more > 0 {
        notes.push(format!("Der mangler år for {more} ydelser til."));
    }
    notes
}
