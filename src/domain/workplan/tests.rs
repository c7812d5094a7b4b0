use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn tracked(updates: Vec<Update>) -> Tracked {
    Tracked {
        plan: "2025-2026".to_owned(),
        milestone: Milestone {
            key: "2025H2-samarbejde".to_owned(),
            period: "2025H2".to_owned(),
            focus_area: "samarbejde".to_owned(),
            owner: Owner::WorkingGroup,
            title: "Forslag".to_owned(),
            deliverables: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
        },
        period: HalfYear {
            key: "2025H2".to_owned(),
            title: "3.-4. kvartal 2025".to_owned(),
            starts: date(2025, 7, 1),
            ends: date(2025, 12, 31),
        },
        focus_area: FocusArea {
            key: "samarbejde".to_owned(),
            title: "Samarbejde".to_owned(),
        },
        updates,
    }
}

fn said(version: i64, on: Date, change: Change) -> Update {
    Update {
        version,
        on,
        by: String::new(),
        at: String::new(),
        why: "fordi".to_owned(),
        change,
    }
}

#[test]
fn due_at_the_end_of_its_half_year_and_overdue_from_the_day_after() {
    let of = tracked(Vec::new()).newest();
    assert_eq!((of.status, of.due), (Status::Planned, date(2025, 12, 31)));
    assert!(!of.is_overdue(date(2025, 12, 31)));
    assert!(of.is_overdue(date(2026, 1, 1)));
    for closed in [Status::Done, Status::Dropped] {
        let of = Standing {
            status: closed,
            ..of.clone()
        };
        assert!(!of.is_overdue(date(2027, 1, 1)), "{closed:?}");
    }
    let at_risk = Standing {
        status: Status::AtRisk,
        ..of
    };
    assert!(at_risk.is_overdue(date(2026, 1, 1)));
}

#[test]
fn a_day_sees_what_had_been_said_by_its_end_and_another_due_date_moves_it() {
    let moved = Change {
        status: Some(Status::InProgress),
        due: Some(date(2026, 2, 28)),
        progress: BTreeMap::from([(2, Progress::Done), (9, Progress::Done)]),
        ..Change::default()
    };
    let of = tracked(vec![said(7, date(2025, 12, 31), moved)]);
    assert_eq!(of.on(date(2025, 12, 30)), of.planned());
    let then = of.on(date(2025, 12, 31));
    assert_eq!((then.status, then.done()), (Status::InProgress, 1));
    assert!(!then.is_overdue(date(2026, 1, 1)) && then.is_overdue(date(2026, 3, 1)));
    assert_eq!((of.version(), of.newest()), (7, then));
}

#[test]
fn names_are_read_as_they_are_written() {
    for owner in Owner::ALL {
        assert_eq!(Owner::parse(owner.key()), Some(owner));
        assert_eq!(Owner::parse(owner.label()), Some(owner));
    }
    assert_eq!(Owner::parse("arbejdsgruppen"), None);
    for status in Status::ALL {
        assert_eq!(Status::from_key(status.key()), Some(status));
    }
    for progress in Progress::ALL {
        assert_eq!(Progress::from_key(progress.key()), Some(progress));
    }
}

fn any_change() -> impl Strategy<Value = Change> {
    let status = proptest::option::of(0..5usize);
    let due = proptest::option::of(0..900i32);
    let owner = proptest::option::of(0..2usize);
    let progress = proptest::collection::btree_map(1..4usize, 0..3usize, 0..3);
    (status, due, owner, progress).prop_map(|(status, due, owner, progress)| Change {
        status: status.map(|at| Status::ALL[at]),
        due: due.map(|days| date(2025, 7, 1).saturating_add(days.days())),
        owner: owner.map(|at| Owner::ALL[at]),
        progress: progress
            .into_iter()
            .map(|(number, at)| (number, Progress::ALL[at]))
            .collect(),
    })
}

proptest! {
    /// Written another way: of each property, the last word of those said by the day's end.
    #[test]
    fn every_day_of_the_plan_is_the_last_word_of_each_by_then(
        said_on in proptest::collection::vec((0..549i32, any_change()), 0..12)
    ) {
        let mut days = said_on;
        days.sort_by_key(|(day, _)| *day);
        let first = date(2025, 7, 1);
        let updates: Vec<Update> = (1..)
            .zip(days)
            .map(|(version, (day, change))| said(version, first.saturating_add(day.days()), change))
            .collect();
        let of = tracked(updates.clone());
        for passed in 0..549 {
            let day = first.saturating_add(passed.days());
            let last = |told: &dyn Fn(&Update) -> bool| {
                updates.iter().rev().find(|u| u.on <= day && told(u))
            };
            let status = last(&|u| u.change.status.is_some()).and_then(|u| u.change.status);
            let due = last(&|u| u.change.due.is_some()).and_then(|u| u.change.due);
            let owner = last(&|u| u.change.owner.is_some()).and_then(|u| u.change.owner);
            let stands = of.on(day);
            prop_assert_eq!(stands.status, status.unwrap_or(Status::Planned));
            prop_assert_eq!(stands.due, due.unwrap_or(date(2025, 12, 31)));
            prop_assert_eq!(stands.owner, owner.unwrap_or(Owner::WorkingGroup));
            for number in 1..=3 {
                let progress = last(&|u| u.change.progress.contains_key(&number))
                    .map_or(Progress::NotBegun, |u| u.change.progress[&number]);
                prop_assert_eq!(stands.progress[number - 1], progress);
            }
        }
    }
}
