//! The field's own numbers, and the same sums counted day by day.

use std::ops::Range;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::fresh::day_number;
use super::together::{most_beside, overlapping};
use super::*;
use crate::domain::money::Money;
use crate::domain::number::{exact, ratio};
use crate::domain::paragraph::Paragraph;
use crate::domain::parameters::{DAY_TAKEN_COUNTS, Parameter};

fn terms(from: Date, places: i64, state: State) -> Terms {
    Terms {
        from,
        to: None,
        places,
        state,
        reserved_for: None,
        target_groups: Vec::new(),
        staffed: None,
        reason: String::new(),
        contact: String::new(),
        rent: None,
    }
}

fn step(version: i64, act: Act, on: Date, terms: Terms) -> Step {
    Step {
        version,
        act,
        on,
        said_on: on,
        terms,
        by: String::new(),
        at: String::new(),
        source: None,
    }
}

fn entry(from: Date, places: i64) -> Entry {
    Entry {
        id: 1,
        about: About {
            offer_id: "T1".into(),
            kind: PlaceKind::Place,
            paragraph: Paragraph::Sel107,
            listed_from: from,
        },
        earlier: Vec::new(),
        newest: step(1, Act::Logged, from, terms(from, places, State::Free)),
        unchanged: None,
    }
}

/// The entry with one more step.
fn then(mut entry: Entry, act: Act, on: Date, change: impl FnOnce(&mut Terms)) -> Entry {
    let mut terms = entry.newest.terms.clone();
    change(&mut terms);
    let version = entry.newest.version + 1;
    let before = std::mem::replace(&mut entry.newest, step(version, act, on, terms));
    entry.earlier.push(before);
    entry
}

fn days(entry: &Entry, period: Range<Date>) -> (i64, i64) {
    let line = entry.timeline();
    (
        line.place_days(&period, &DayTaken::never()),
        line.place_days(&period, &DayTaken::always()),
    )
}

#[test]
fn one_place_in_february_of_a_leap_year_is_29_days() {
    let mut one = entry(date(2024, 2, 1), 1);
    one.newest.terms.to = Some(date(2024, 3, 1));
    // With the day it is taken: 30. Of a period that ends before, neither.
    assert_eq!(days(&one, date(2024, 1, 1)..date(2025, 1, 1)), (29, 30));
    assert_eq!(days(&one, date(2024, 2, 10)..date(2024, 2, 20)), (10, 10));
    let open = entry(date(2024, 2, 1), 1);
    assert_eq!(days(&open, date(2024, 1, 1)..date(2024, 3, 1)), (29, 29));
}

#[test]
fn three_of_which_one_is_taken_are_76_days() {
    let three = then(
        entry(date(2024, 3, 1), 3),
        Act::Taken,
        date(2024, 3, 15),
        |t| {
            t.places = 2;
        },
    );
    assert_eq!(days(&three, date(2024, 3, 1)..date(2024, 4, 1)), (76, 77));
    // One that is closed instead of taken is not vacant that day, whatever the parameter.
    let closed = then(
        entry(date(2024, 3, 1), 3),
        Act::Closed,
        date(2024, 3, 15),
        |t| {
            t.state = State::Closed;
        },
    );
    assert_eq!(days(&closed, date(2024, 3, 1)..date(2024, 4, 1)), (42, 42));
    // A later word about the text alone takes nothing back.
    let told = then(three, Act::Changed, date(2024, 3, 15), |t| {
        t.reason = "x".into()
    });
    assert_eq!(days(&told, date(2024, 3, 1)..date(2024, 4, 1)), (76, 77));
}

/// The day taken counts from a day on; before it, it does not.
fn counts_since(day: Date) -> DayTaken {
    DayTaken::of(&[Parameter {
        key: DAY_TAKEN_COUNTS.into(),
        valid_from: day,
        value: "1".into(),
        unit: "døgn".into(),
        source: "test".into(),
    }])
}

#[test]
fn the_day_taken_counts_from_the_date_of_the_parameter() {
    let mut one = entry(date(2024, 2, 1), 1);
    one.newest.terms.to = Some(date(2024, 3, 1));
    let all = date(2024, 1, 1)..date(2025, 1, 1);
    let days = |rule: &DayTaken| one.timeline().place_days(&all, rule);
    assert_eq!(days(&counts_since(date(2024, 3, 1))), 30);
    assert_eq!(days(&counts_since(date(2024, 3, 2))), 29);
    let rule = counts_since(date(2024, 3, 2));
    assert!(rule.in_force(date(2024, 3, 1)).is_none());
    assert!(rule.in_force(date(2024, 3, 2)).is_some());
}

#[test]
fn rent_is_lost_by_the_days_of_each_month() {
    let mut home = entry(date(2024, 2, 15), 1);
    home.newest.terms.to = Some(date(2024, 3, 11));
    home.newest.terms.rent = Some(Money::from_oere(600_000));
    let year = date(2024, 1, 1)..date(2025, 1, 1);
    let lost = Spans::of([&home]).rent_lost(&year, &DayTaken::never());
    // 15 of 29 days and 10 of 31.
    let (february, march) = (ratio(15, 29), ratio(10, 31));
    assert_eq!(lost, Some((february + march) * exact(6_000, 0)));
    home.newest.terms.rent = None;
    assert_eq!(
        Spans::of([&home]).rent_lost(&year, &DayTaken::never()),
        None
    );
    let before = date(2023, 1, 1)..date(2024, 1, 1);
    assert_eq!(
        Spans::of([&home]).rent_lost(&before, &DayTaken::never()),
        Some(exact(0, 0))
    );
}

#[test]
fn the_clock_is_changed_and_a_day_is_a_day() {
    let spring = entry(date(2026, 3, 28), 1);
    assert_eq!(days(&spring, date(2026, 3, 28)..date(2026, 3, 31)).0, 3);
    let autumn = entry(date(2026, 10, 24), 2);
    assert_eq!(days(&autumn, date(2026, 10, 24)..date(2026, 10, 27)).0, 6);
}

#[test]
fn what_is_last_said_of_a_day_holds() {
    let first = entry(date(2026, 1, 1), 3);
    let taken = then(first, Act::Taken, date(2026, 2, 1), |t| {
        t.state = State::Taken
    });
    assert_eq!(taken.timeline().ends(), Some(date(2026, 2, 1)));
    // It turned out to be a mistake from 20 January on: two, and still vacant.
    let corrected = then(taken, Act::Freed, date(2026, 1, 20), |t| {
        t.state = State::Free;
        t.places = 2;
    });
    let line = corrected.timeline();
    assert_eq!(line.ends(), None);
    assert_eq!(
        [19, 20, 31].map(|day| line.vacant_on(date(2026, 1, day))),
        [3, 2, 2]
    );
    assert_eq!(line.vacant_on(date(2026, 2, 1)), 2);
    assert_eq!(corrected.terms_on(date(2026, 1, 19)).places, 3);
    // The first day is moved: nothing is vacant before it.
    let moved = then(
        entry(date(2026, 1, 1), 1),
        Act::Changed,
        date(2026, 1, 1),
        |t| {
            t.from = date(2026, 1, 15);
        },
    );
    assert_eq!(moved.timeline().vacant_on(date(2026, 1, 14)), 0);
    assert_eq!(moved.timeline().vacant_on(date(2026, 1, 15)), 1);
}

#[test]
fn stale_on_the_fifteenth_day() {
    let mut one = entry(date(2026, 3, 20), 1);
    let stale = |entry: &Entry, day: Date| entry.is_stale(day);
    assert!(!stale(&one, date(2026, 4, 3)));
    assert!(stale(&one, date(2026, 4, 4)));
    one.unchanged = Some(date(2026, 4, 4));
    assert!(!stale(&one, date(2026, 4, 18)));
    // Before it was confirmed it was what it was then.
    assert_eq!(one.confirmed_on(date(2026, 4, 3)), date(2026, 3, 20));
    assert_eq!(one.confirmed_on(date(2026, 1, 1)), date(2026, 3, 20));
}

#[test]
fn overlaps_are_of_the_same_places_and_days() {
    let mut known = entry(date(2026, 1, 1), 1);
    known.newest.terms.to = Some(date(2026, 2, 1));
    let about = |paragraph| About {
        paragraph,
        ..known.about.clone()
    };
    let entries = [known.clone()];
    let found = |paragraph, from, to| overlapping(&entries, &about(paragraph), from, to).len();
    let same = Paragraph::Sel107;
    assert_eq!(found(same, date(2026, 1, 31), None), 1);
    assert_eq!(found(same, date(2026, 2, 1), None), 0);
    assert_eq!(found(same, date(2025, 12, 1), Some(date(2026, 1, 1))), 0);
    assert_eq!(found(same, date(2025, 12, 1), Some(date(2026, 1, 2))), 1);
    assert_eq!(found(Paragraph::Sel108, date(2026, 1, 31), None), 0);
}

#[test]
fn names_are_read_as_they_are_written() {
    for kind in PlaceKind::ALL {
        assert_eq!(PlaceKind::parse(kind.label()), Some(kind));
        assert_eq!(PlaceKind::from_key(kind.key()), Some(kind));
    }
    for state in State::ALL {
        assert_eq!(State::from_key(state.key()), Some(state));
    }
    for act in Act::ALL {
        assert_eq!(Act::from_key(act.key()), Some(act));
    }
    assert_eq!(PlaceKind::parse("seng"), None);
}

const START: Date = date(2024, 2, 20);

fn day(offset: i64) -> Date {
    START.saturating_add(offset.days())
}

/// An entry with some steps at any days, in any order.
fn any_entry() -> impl Strategy<Value = Entry> {
    let one = (0i64..60, 1i64..5, 0usize..4, any::<bool>());
    let steps = prop::collection::vec(one, 0..5);
    (0i64..40, 1i64..5, steps, prop::option::of(0i64..70)).prop_map(|(from, places, steps, to)| {
        let mut made = entry(day(from), places);
        for (on, places, state, taken) in steps {
            let act = if taken { Act::Taken } else { Act::Changed };
            made = then(made, act, day(on), |t| {
                t.places = places;
                t.state = State::ALL[state];
            });
        }
        made.newest.terms.to = to.map(day);
        made
    })
}

/// How many are vacant on a day, by the words that were said and nothing else.
fn by_the_words(entry: &Entry, on: Date) -> i64 {
    let terms = entry.terms();
    if on < terms.from || terms.to.is_some_and(|to| on >= to) {
        return 0;
    }
    let mut covers = entry.steps().rev();
    let word = covers.find(|step| step.on.max(terms.from) <= on);
    let first = entry.steps().next();
    word.or(first).map_or(0, |step| step.terms.vacant())
}

proptest! {
    #[test]
    fn place_days_are_counted_day_by_day(made in any_entry(), start in 0i64..80, length in 0i64..80) {
        let period = day(start)..day(start + length);
        let counted: i64 = (start..start + length).map(|at| by_the_words(&made, day(at))).sum();
        let line = made.timeline();
        prop_assert_eq!(line.place_days(&period, &DayTaken::never()), counted);
        for at in 0..100 {
            prop_assert_eq!(line.vacant_on(day(at)), by_the_words(&made, day(at)));
        }
        // The day taken adds at most what was vacant the day before, and periods add up.
        let spans = Spans::of([&made]);
        prop_assert_eq!(spans.place_days(&period, &DayTaken::never()), counted);
        prop_assert_eq!(
            spans.place_days(&period, &DayTaken::always()),
            line.place_days(&period, &DayTaken::always())
        );
        let with = |from, to| line.place_days(&(day(from)..day(to)), &DayTaken::always());
        prop_assert!(with(start, start + length) >= counted);
        let middle = start + length / 2;
        prop_assert_eq!(with(start, middle) + with(middle, start + length), with(start, start + length));
    }

    #[test]
    fn what_is_kept_of_entries_tells_the_same_days(
        entries in prop::collection::vec(any_entry(), 0..6),
        start in 0i64..40,
        lengths in prop::collection::vec(1i64..30, 1..5),
        counts_from in 0i64..80,
    ) {
        let spans = Spans::of(&entries);
        let read = Spans::read(&spans.kept());
        prop_assert_eq!(read.as_ref(), Some(&spans));
        prop_assert_eq!(spans.first(), entries.iter().map(|entry| day_number(entry.from())).min());
        let mut bounds = vec![start];
        for length in lengths {
            bounds.push(bounds[bounds.len() - 1] + length);
        }
        let days: Vec<i32> = bounds.iter().map(|at| day_number(day(*at))).collect();
        for rule in [DayTaken::never(), DayTaken::always(), counts_since(day(counts_from))] {
            let mut sums = vec![0; bounds.len() - 1];
            spans.add_to(&mut sums, &days, &rule);
            let periods = bounds.windows(2).map(|pair| day(pair[0])..day(pair[1]));
            let counted: Vec<i64> = periods
                .map(|period| entries.iter().map(|entry| entry.timeline().place_days(&period, &rule)).sum())
                .collect();
            prop_assert_eq!(sums, counted);
        }
    }

    #[test]
    fn an_entry_that_has_ended_is_vacant_no_more(made in any_entry()) {
        let line = made.timeline();
        match line.ends() {
            Some(end) => {
                prop_assert!((0..100).all(|at| day(at) < end || line.vacant_on(day(at)) == 0));
                prop_assert!(!line.meets(end, None));
            }
            None => prop_assert!(line.vacant_on(day(200)) > 0),
        }
    }

    #[test]
    fn entries_meet_where_a_day_is_vacant_in_both(made in any_entry(), from in 0i64..80, length in 0i64..40) {
        let line = made.timeline();
        let some = (from..from + length).any(|at| line.vacant_on(day(at)) > 0);
        prop_assert_eq!(line.meets(day(from), Some(day(from + length))), some);
    }

    #[test]
    fn the_most_beside_one_is_the_most_of_its_own_days(entries in prop::collection::vec(any_entry(), 1..5)) {
        let mut lines: Vec<Timeline> = entries.iter().map(Entry::timeline).collect();
        let one = lines.remove(0);
        let on = |at: i64| one.vacant_on(day(at)) + lines.iter().map(|line| line.vacant_on(day(at))).sum::<i64>();
        let most = (0..100).filter(|at| one.vacant_on(day(*at)) > 0).map(on).max();
        prop_assert_eq!(most_beside(&one, &lines).map(|(_, vacant)| vacant), most);
    }
}
