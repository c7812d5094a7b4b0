//! The list on Mondays, for those who want it: what is new, what nobody confirms, what has stood empty for
//! long. A part without entries is left out, and a list without parts is not sent.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::reminders::about;
use crate::chance::Chance;
use crate::changes::mail::{Draft, queue_all};
use crate::changes::people::{Identity, wishes};
use crate::clock::Clock;
use crate::domain::area::Area;
use crate::domain::danish::danish_date;
use crate::domain::mail::Wish;
use crate::domain::offers::Offer;
use crate::domain::places::Entry;
use crate::domain::places::fresh::{LONG_EMPTY, days_between};
use crate::storage::data::areas;
use crate::storage::offers::register;
use crate::storage::places::{self, Wanted};
use crate::storage::{self, Db, QueryResult, Store, StoreError};

/// Entries that a part names at most; of the others it says how many.
const NAMED: usize = 40;
/// A list that could not be queued on its Monday comes one of these many days later, or not at all.
const LATE: i32 = 2;

/// Queues this week's lists that were not queued before; returns how many.
///
/// # Errors
/// The database's own.
pub fn queue(
    store: &Store,
    clock: Clock,
    chance: Chance,
    address: &str,
) -> Result<usize, StoreError> {
    queue_all(store, clock, chance, |db| due(db, clock.today(), address))
}

/// The Monday of the week of a day.
fn monday(day: Date) -> Date {
    let since = day.weekday().since(Weekday::Monday);
    day.saturating_sub(i64::from(since).days())
}

/// Every list of the week, queued or not.
fn due(db: &mut Db, today: Date, address: &str) -> QueryResult<Vec<Draft>> {
    let monday = monday(today);
    if days_between(monday, today) > LATE {
        return Ok(Vec::new());
    }
    let receivers = wishes::receivers(db, Wish::Weekly)?;
    if receivers.is_empty() {
        return Ok(Vec::new());
    }
    let now = storage::version(db)?;
    let home = areas::home(db)?;
    let offers: BTreeMap<String, Offer> = register::holding(db, now)?
        .into_iter()
        .map(|(id, offer)| (id, offer.value))
        .collect();
    let mut open = places::entries(db, Wanted::OpenOn(today), now)?;
    open.sort_by_key(|entry| (entry.from(), entry.id));
    let known = |entry| -> Option<(Entry, &Offer)> {
        let entry: Entry = entry;
        let offer = offers.get(&entry.about.offer_id)?;
        Some((entry, offer))
    };
    let open: Vec<(Entry, &Offer)> = open.into_iter().filter_map(known).collect();
    let drafts = receivers.iter().filter_map(|who| {
        let own = home
            .iter()
            .find(|area| Some(area.code.as_str()) == who.bound_to());
        let parts = parts(&open, own, (monday, today), address);
        written(who, &parts, monday, address)
    });
    Ok(drafts.collect())
}

/// A part of the list: its heading, and an entry a line.
type Part = (String, Vec<String>);

/// The parts that have entries. What is new is everybody's; what wants looking after is of a chef's own
/// municipality, and of all for others.
fn parts(
    open: &[(Entry, &Offer)],
    own: Option<&Area>,
    (monday, today): (Date, Date),
    address: &str,
) -> Vec<Part> {
    let line = |(entry, offer): &(Entry, &Offer)| {
        let words = about(entry, offer);
        format!("- {words}\n  {address}/ledige-pladser/{}", entry.id)
    };
    let looked_after =
        |offer: &Offer| own.is_none_or(|municipality| offer.is_operated_by(municipality));
    let is_new = |entry: &Entry| {
        let said = entry.steps().next().map_or(today, |step| step.said_on);
        said >= monday.saturating_sub(7.days())
    };
    let empty_since = |entry: &Entry| {
        let days = days_between(entry.from(), today);
        entry.timeline().vacant_on(today) > 0 && days > LONG_EMPTY
    };
    let part = |heading: &str, takes: &dyn Fn(&Entry, &Offer) -> bool| -> Option<Part> {
        let found: Vec<&(Entry, &Offer)> = open.iter().filter(|(e, o)| takes(e, o)).collect();
        let mut lines: Vec<String> = found.iter().take(NAMED).map(|of| line(of)).collect();
        if found.len() > NAMED {
            lines.push(format!("- og {} flere", found.len() - NAMED));
        }
        (!lines.is_empty()).then(|| (format!("{heading} ({})", found.len()), lines))
    };
    let all = [
        part("Nye siden sidste mandag", &|entry, _| is_new(entry)),
        part("Ikke bekræftet i 14 dage", &|entry, offer| {
            entry.is_stale(today) && looked_after(offer)
        }),
        part("Ledige i mere end tre måneder", &|entry, offer| {
            empty_since(entry) && looked_after(offer)
        }),
    ];
    all.into_iter().flatten().collect()
}

fn written(who: &Identity, parts: &[Part], monday: Date, address: &str) -> Option<Draft> {
    if parts.is_empty() {
        return None;
    }
    let parts: Vec<String> = parts
        .iter()
        .map(|(heading, lines)| format!("{heading}\n\n{}\n", lines.join("\n")))
        .collect();
    Some(Draft {
        user: who.user_id.clone(),
        cause: format!("weekly:{monday}:{}", who.user_id),
        subject: format!("Ledige pladser, ugen fra {}", danish_date(monday)),
        body: format!(
            "{}\nAlle ledige pladser: {address}/ledige-pladser\n\
             Du får listen, fordi du har bedt om den. Den kan slås fra på {address}/konto\n",
            parts.join("\n")
        ),
        answers: None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        for day in 22..29 {
            assert_eq!(monday(date(2025, 12, day)), date(2025, 12, 22));
        }
        assert_eq!(monday(date(2026, 1, 1)), date(2025, 12, 29));
    }
}
