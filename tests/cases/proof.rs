//! The proof of what is stored: what a check keeps, and what it can still say of a year whose lines
//! were deleted for good.

use cockpit::changes::cases::checks;
use cockpit::changes::cases::deletion::{self, Old};
use cockpit::changes::data::parameters::{self, NewValue};
use cockpit::domain::area::HOME;
use cockpit::domain::cases::{Check, Checked, Found, NotProven, OfRegion};
use cockpit::reports::cases::proof::published;
use cockpit::storage::cases::checks as stored;
use cockpit::storage::{Store, StoreError};
use jiff::Timestamp;

use super::published::with_few;
use super::support::{TestDatabase, actor};
use super::{bring, file, holds};

fn checked(store: &Store) -> Checked {
    let read = store.read::<_, StoreError>(|db| Ok(published::published(db)?));
    published::checked(&read.expect("the tables"))
}

/// What each reader of the one region found, by code.
fn readers(checked: &Checked) -> Vec<(String, Found)> {
    let [region] = &checked.regions[..] else {
        panic!("one region: {checked:?}")
    };
    let found = region.found.as_ref().expect("proven").iter();
    let named = |(who, found): &(Option<_>, Found)| {
        let who: Option<&std::sync::Arc<str>> = who.as_ref();
        (who.map_or("", |code| code).to_owned(), *found)
    };
    found.map(named).collect()
}

/// Those as whom something could not be tried.
fn untried(checked: &Checked) -> Vec<String> {
    assert!(checked.is_safe(), "{checked:?}");
    let found = readers(checked).into_iter();
    let untried = found.filter(|(_, found)| found.untried > 0);
    untried.map(|(who, _)| who).collect()
}

/// Beside the few of a municipality three cases of a supplier and of a size that has no others.
fn with_few_of_a_supplier() -> String {
    let mut text = with_few();
    for case in 0..3 {
        for year in [2021, 2022] {
            text.push_str(&format!(
                "s{case};860;{year};;SEL_85;regional;7.000.00{case},00;ja\n"
            ));
        }
    }
    text
}

#[test]
fn deleted_lines_are_no_false_alarm_and_what_is_not_tried_is_told() {
    let database = TestDatabase::new();
    let store = database.store();
    bring(&store, &with_few_of_a_supplier());
    let before = checked(&store);
    assert_eq!(untried(&before), Vec::<String>::new());
    assert!(readers(&before).iter().all(|(_, found)| found.masked > 0));
    // It is 2025: 2021 goes, and its tables stay.
    let old = Old {
        municipality: "851",
        years: 3,
    };
    deletion::delete(&store, &actor(), old).expect("deleted");
    let after = checked(&store);
    assert_eq!(untried(&after), ["851"]);
    for ((who, before), (_, after)) in readers(&before).iter().zip(readers(&after)) {
        if who == "851" {
            assert!(after.masked > 0, "the rest is tried");
            assert_eq!(after.masked + after.untried, before.masked);
        } else {
            assert_eq!(*before, after, "{who}");
        }
    }
    // Another sends other lines of the closed year: its tables are not made of these, but of those that
    // it sent before, which are stored still.
    bring(
        &store,
        &file(&["n1;860;2021;;SEL_107;privat;9.000.000,00;ja".to_owned()]),
    );
    assert_eq!(untried(&checked(&store)), ["851"]);
    // One who had none in it sends some: they are not in its tables.
    bring(
        &store,
        &file(&["n1;773;2021;;SEL_107;privat;9.000.000,00;ja".to_owned()]),
    );
    assert_eq!(untried(&checked(&store)), ["851"]);
    // The year before comes anew: what the closed year says of it does not add up with it any more.
    bring(
        &store,
        &file(&["n1;860;2020;;SEL_107;privat;9.000.000,00;ja".to_owned()]),
    );
    assert_eq!(untried(&checked(&store)), ["851"]);
    // A limit that was raised since is not that of the closed year.
    let raised = NewValue {
        key: "costly_case_limit",
        valid_from: jiff::civil::date(2021, 1, 1),
        value: "2500000",
        source: "Prøve",
    };
    parameters::add(&store, &actor(), raised).expect("a limit");
    assert_eq!(untried(&checked(&store)), ["851"]);
    holds(&store);
}

#[test]
fn each_check_is_kept_as_it_was() {
    let database = TestDatabase::new();
    let store = database.store();
    let found = Found {
        masked: 7,
        determined: 1,
        narrow: 2,
        untried: 3,
    };
    let region = |code: &str, found| OfRegion {
        region: code.to_owned(),
        found,
    };
    let first = Checked {
        data_version: 1,
        regions: vec![region(
            HOME,
            Ok(vec![(None, Found::default()), (Some("851".into()), found)]),
        )],
    };
    let second = Checked {
        data_version: 2,
        regions: vec![region(HOME, Err(NotProven::DoesNotAddUp))],
    };
    for checked in [&first, &second] {
        let began = actor().clock.now() - jiff::SignedDuration::from_millis(1500);
        checks::keep(&store, &actor(), began, checked.clone()).expect("kept");
    }
    let newest = |most| {
        let read = store.read::<_, StoreError>(|db| Ok(stored::newest(db, most)?));
        read.expect("the checks")
    };
    let both: Vec<Check> = newest(9);
    assert_eq!(newest(1), both[..1]);
    assert_eq!(
        both.iter()
            .map(|check| (check.number, &check.checked))
            .collect::<Vec<_>>(),
        [(2, &second), (1, &first)]
    );
    assert_eq!(both[0].milliseconds, 1500);
    assert!(
        both[0].at.parse::<Timestamp>().is_ok() && both[0].at.len() == 20,
        "{}",
        both[0].at
    );
    assert!(!first.is_safe() && !second.is_safe());
    holds(&store);
}

#[test]
fn of_two_that_check_at_once_the_second_is_told() {
    let database = TestDatabase::new();
    let store = database.store();
    let at = |time: &str| -> Timestamp { format!("2025-06-01T{time}Z").parse().expect("a moment") };
    assert_eq!(checks::begin(&store, at("10:00:00")).expect("read"), Ok(()));
    let second = checks::begin(&store, at("10:01:00")).expect("read");
    assert_eq!(second, Err("2025-06-01T10:00:00Z".to_owned()));
    // One that was killed does not stand in the way for ever.
    assert_eq!(checks::begin(&store, at("10:16:00")).expect("read"), Ok(()));
    checks::keep(&store, &actor(), at("10:16:00"), checked(&store)).expect("kept");
    assert_eq!(checks::begin(&store, at("10:17:00")).expect("read"), Ok(()));
    checks::give_up(&store).expect("given back");
    assert_eq!(checks::begin(&store, at("10:18:00")).expect("read"), Ok(()));
}
