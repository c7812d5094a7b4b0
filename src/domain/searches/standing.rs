//! Where a search stands: what follows from its events.

use std::collections::BTreeMap;

use super::asked::Search;
use super::choice::{Choice, Event, Step};

/// What a search has come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing<'a> {
    pub choice: Option<Choice>,
    /// The event that made it so.
    pub by: Option<&'a Event>,
    /// What was asked for and is not answered yet, the oldest first.
    pub open: Vec<&'a Event>,
}

impl<'a> Standing<'a> {
    /// The private purchase that the search ended with, when it did.
    pub fn purchase(&self, search: &'a Search) -> Option<Purchase<'a>> {
        let private = self.choice == Some(Choice::BoughtPrivately);
        let event = self.by.filter(|_| private)?;
        Some(Purchase { search, event })
    }

    /// Whether somebody waits for an answer about an entry.
    pub fn waits_for(&self, entry: &str) -> bool {
        let mut open = self.open.iter();
        open.any(|event| event.entry.as_deref() == Some(entry))
    }
}

/// Follows the events of one search, the oldest first. The newest choice holds; an answer to one of
/// several questions leaves the others open, and a withdrawal leaves what was before.
pub fn standing<'a>(events: impl IntoIterator<Item = &'a Event>) -> Standing<'a> {
    let mut stands = Standing::default();
    let mut before: Option<(Choice, &Event)> = None;
    for event in events {
        if matches!(event.step, Step::Withdrawn | Step::Accepted | Step::Refused) {
            stands.open.retain(|open| open.entry != event.entry);
        }
        let decided = match event.step {
            Step::Asked => {
                stands.open.push(event);
                continue;
            }
            Step::Withdrawn => continue,
            Step::Accepted | Step::Taken => Choice::Taken,
            Step::Refused => Choice::Refused,
            Step::BoughtPrivately => Choice::BoughtPrivately,
            Step::Dropped => Choice::Dropped,
        };
        before = Some((decided, event));
    }
    let asked = stands.open.last().map(|event| (Choice::Asked, *event));
    // A refusal is no end while another answer is waited for.
    let held = match (before, asked) {
        (Some((Choice::Refused, _)) | None, Some(asked)) => Some(asked),
        (Some((_, decided)), Some(asked)) if asked.1.version > decided.version => Some(asked),
        (decided, _) => decided,
    };
    (stands.choice, stands.by) = held.map_or((None, None), |(choice, by)| (Some(choice), Some(by)));
    stands
}

/// A private purchase, as its search tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase<'a> {
    pub search: &'a Search,
    pub event: &'a Event,
}

impl Purchase<'_> {
    /// Whether it was searched first: on the day of the purchase, or earlier.
    pub fn had_search_before(&self) -> bool {
        self.search.on <= self.event.on
    }
}

/// Where each search stands, of all their events in order.
pub fn standings<'a>(
    searches: &'a [Search],
    events: &'a [Event],
) -> impl Iterator<Item = (&'a Search, Standing<'a>)> {
    let mut by_search: BTreeMap<i64, Vec<&Event>> = BTreeMap::new();
    for event in events {
        by_search.entry(event.search).or_default().push(event);
    }
    searches.iter().map(move |search| {
        let events = by_search.remove(&search.version).unwrap_or_default();
        (search, standing(events))
    })
}

/// The private purchases that the searches ended with. One that nobody wrote on a search is in no
/// table here.
pub fn purchases<'a>(
    searches: &'a [Search],
    events: &'a [Event],
) -> impl Iterator<Item = Purchase<'a>> {
    standings(searches, events).filter_map(|(search, standing)| standing.purchase(search))
}

#[cfg(test)]
mod tests {
    use super::super::asked::Asked;
    use super::super::receipt::Receipt;
    use super::*;
    use crate::domain::paragraph::Paragraph;
    use jiff::civil::date;

    fn event(version: i64, step: Step, entry: &str) -> Event {
        Event {
            version,
            search: 1,
            step,
            entry: (!entry.is_empty()).then(|| entry.to_owned()),
            code: None,
            on: date(2026, 6, 1),
            text: String::new(),
            by: String::new(),
            at: String::new(),
        }
    }

    fn choice(steps: &[(Step, &str)]) -> (Option<Choice>, usize) {
        let events: Vec<Event> = (1..)
            .zip(steps)
            .map(|(version, (step, entry))| event(version, *step, entry))
            .collect();
        let standing = standing(&events);
        (standing.choice, standing.open.len())
    }

    #[test]
    fn a_purchase_has_a_search_before_it_from_the_day_of_the_search_on() {
        let search = Search {
            version: 1,
            receipt: Receipt {
                year: 2026,
                number: 1,
            },
            asked: Asked {
                municipality: "851".into(),
                paragraph: Paragraph::Sel107,
                target_group: "demens".into(),
                needed_from: date(2026, 6, 1),
            },
            on: date(2026, 6, 1),
            by: String::new(),
            at: String::new(),
            matches: 0,
        };
        let searches = [search];
        let bought = |day| Event {
            on: day,
            ..event(2, Step::BoughtPrivately, "")
        };
        let before = |day| {
            let events = [bought(day)];
            let found: Vec<_> = purchases(&searches, &events).collect();
            found[0].had_search_before()
        };
        assert!(before(date(2026, 6, 1)) && before(date(2026, 6, 2)));
        assert!(!before(date(2026, 5, 31)));
        // Corrected: no purchase any more.
        let events = [bought(date(2026, 6, 1)), event(3, Step::Dropped, "")];
        assert_eq!(purchases(&searches, &events).count(), 0);
    }

    #[test]
    fn the_newest_choice_holds() {
        use Step::{Accepted, Asked, BoughtPrivately, Dropped, Refused, Taken, Withdrawn};
        assert_eq!(choice(&[]), (None, 0));
        assert_eq!(choice(&[(Asked, "a")]), (Some(Choice::Asked), 1));
        assert_eq!(choice(&[(Asked, "a"), (Withdrawn, "a")]), (None, 0));
        let accepted = [(Asked, "a"), (Accepted, "a")];
        assert_eq!(choice(&accepted), (Some(Choice::Taken), 0));
        let refused = [(Asked, "a"), (Refused, "a")];
        assert_eq!(choice(&refused), (Some(Choice::Refused), 0));
        // Another answer is waited for.
        let two = [(Asked, "a"), (Asked, "b"), (Refused, "a")];
        assert_eq!(choice(&two), (Some(Choice::Asked), 1));
        let bought = [(Asked, "a"), (Refused, "a"), (BoughtPrivately, "")];
        assert_eq!(choice(&bought), (Some(Choice::BoughtPrivately), 0));
        // A correction is a new event.
        let corrected = [(BoughtPrivately, ""), (Taken, ""), (Dropped, "")];
        assert_eq!(choice(&corrected), (Some(Choice::Dropped), 0));
    }
}
