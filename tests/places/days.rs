//! The days that occupancy is counted of are kept beside the entries: they follow every change, are
//! worked out anew for earlier versions, and add up to the same in every question.

use std::sync::Barrier;
use std::thread;

use cockpit::changes::data::parameters::{self, NewValue};
use cockpit::changes::data::uploads;
use cockpit::changes::places::PlaceError;
use cockpit::changes::places::log::Reads;
use cockpit::changes::places::steps::{self, Said};
use cockpit::domain::number::Convention;
use cockpit::domain::parameters::DAY_TAKEN_COUNTS;
use cockpit::storage::{check, execute_for_test};

use super::files::list;
use super::*;
use support::actor;

const COLUMNS: [&str; 3] = ["quarter", "vacant_days", "occupancy_pct"];

fn problems(store: &Store) -> Vec<String> {
    store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .expect("the database is checked")
        .problems
}

fn of_place(offer: &str, from: Date, to: Option<Date>, places: i64) -> Entry {
    let mut one = entry(offer, PlaceKind::Place, Paragraph::Sel107, (from, places));
    one.newest.terms.to = to;
    one
}

#[test]
fn all_quarters_are_the_sums_of_each_year() {
    let (_database, store) = region();
    keep(
        &store,
        &[
            // Over two years and a leap day, an offer of another municipality later, one outside.
            of_place("A", date(2023, 11, 20), Some(date(2024, 5, 5)), 2),
            of_place("A", date(2024, 2, 1), None, 1),
            of_place("B", date(2024, 8, 1), Some(date(2024, 8, 15)), 1),
            entry(
                "C",
                PlaceKind::Dwelling,
                Paragraph::Abl105,
                (date(2023, 1, 1), 1),
            ),
        ],
    );
    let all = run(&store, "occupancy-by-quarter", "on=2024-09-10");
    assert_eq!(
        text(
            &all.totals,
            &["municipality", "quarter", "offers", "vacant_days"]
        ),
        [
            // 11 + 31 days of two.
            "I alt | 4. kvartal 2023 | 1 | 84",
            // 91 of two and 60 of one.
            "I alt | 1. kvartal 2024 | 1 | 242",
            // 34 of two and 91 of one.
            "I alt | 2. kvartal 2024 | 1 | 159",
            // 71 days, and 14 of the other.
            "I alt | 3. kvartal 2024 | 2 | 85",
        ]
    );
    for (year, quarters) in [("2023", 1), ("2024", 3)] {
        let of_year = run(&store, "occupancy", &format!("year={year}&on=2024-09-10"));
        let sums = text(
            &of_year.totals,
            &[
                "operator",
                "quarter",
                "available_days",
                "vacant_days",
                "occupancy_pct",
            ],
        );
        let sums: Vec<&String> = sums.iter().filter(|sum| sum.starts_with("I alt")).collect();
        assert_eq!(sums.len(), quarters);
        let columns = [
            "municipality",
            "quarter",
            "available_days",
            "vacant_days",
            "occupancy_pct",
        ];
        let told = text(&all.totals, &columns);
        assert!(
            sums.iter().all(|sum| told.contains(sum)),
            "{sums:?} {told:?}"
        );
    }
    // By municipality, as Danes sort them, and of one alone.
    assert_eq!(
        text(&all.rows, &["municipality", "quarter", "vacant_days"])[..2],
        [
            "Hjørring | 3. kvartal 2024 | 14",
            "Aalborg | 4. kvartal 2023 | 84"
        ]
    );
    let one = run(
        &store,
        "occupancy-by-quarter",
        "on=2024-09-10&municipality=860",
    );
    assert_eq!(
        text(&one.totals, &COLUMNS),
        ["3. kvartal 2024 | 14 | 95,07"]
    );
    // Ten years at most, of an entry that was never closed.
    keep(&store, &[of_place("A", date(2008, 1, 1), None, 1)]);
    let long = run(&store, "occupancy-by-quarter", "on=2024-09-10");
    assert_eq!(long.totals.rows.len(), 40);
    assert_eq!(text(&long.totals, &["quarter"])[0], "4. kvartal 2014");
    assert!(problems(&store).is_empty());
}

#[test]
fn days_follow_a_list_its_withdrawal_and_what_was_known_before() {
    let (_database, store) = region();
    let nothing = store.data_version().unwrap();
    let first = list(&store, "A;plads;SEL § 107;;2;2024-01-01;2024-03-01;;;\n");
    let one = store.data_version().unwrap();
    let second = list(
        &store,
        "A;plads;SEL § 107;;2;2024-01-01;2024-02-01;;;\nA;plads;SEL § 108;;1;2024-03-01;;;;\n",
    );
    let vacant = |as_of: Option<i64>| {
        let as_of = as_of.map_or(String::new(), |as_of| format!("&as-of={as_of}"));
        let filters = format!("year=2024&quarter=1&on=2024-04-01&municipality=851{as_of}");
        text(&run(&store, "occupancy", &filters).rows, &["vacant_days"]).remove(0)
    };
    // 31 of two and 31 of one; before, 60 of two; before that nobody had logged.
    assert_eq!(vacant(None), "93");
    assert_eq!(vacant(Some(one)), "120");
    assert_eq!(vacant(Some(nothing)), "–");
    assert!(problems(&store).is_empty());
    uploads::withdraw(&store, &actor(), second.number.unwrap(), "forkert").unwrap();
    assert_eq!(vacant(None), "120");
    uploads::withdraw(&store, &actor(), first.number.unwrap(), "forkert").unwrap();
    assert_eq!(vacant(None), "–");
    assert_eq!(vacant(Some(one)), "120");
    assert!(problems(&store).is_empty());
}

#[test]
fn days_of_an_older_database_are_worked_out_and_kept_at_the_next_change() {
    let (_database, store) = region();
    keep(
        &store,
        &[of_place("A", date(2024, 1, 1), Some(date(2024, 2, 1)), 2)],
    );
    let vacant = || {
        let report = run(&store, "occupancy-by-quarter", "on=2024-04-01");
        text(&report.totals, &["vacant_days"])
    };
    assert_eq!(vacant(), ["62"]);
    // As the migration leaves what was there before.
    execute_for_test(
        &store,
        "UPDATE vacancy_spans SET spans = '', version = 9223372036854775807",
    )
    .unwrap();
    assert_eq!(vacant(), ["62"]);
    assert!(problems(&store).is_empty());
    keep(
        &store,
        &[of_place("B", date(2024, 2, 1), Some(date(2024, 2, 3)), 1)],
    );
    assert_eq!(vacant(), ["64"]);
    // What does not follow from the steps is found, and shown to be shown.
    execute_for_test(
        &store,
        "UPDATE vacancy_spans SET spans = '8766,32,2,2' WHERE offer_id = 'A'",
    )
    .unwrap();
    assert_eq!(vacant(), ["66"]);
    let found = problems(&store);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("the empty days of 1 offers") && found[0].ends_with("the first is A"),
        "{found:?}"
    );
}

#[test]
fn whether_the_day_taken_counts_is_a_setting_with_its_date() {
    let (_database, store) = region();
    keep(
        &store,
        &[
            of_place("A", date(2024, 2, 1), Some(date(2024, 3, 1)), 1),
            of_place("B", date(2024, 4, 1), Some(date(2024, 4, 11)), 2),
        ],
    );
    let vacant = || {
        let report = run(&store, "occupancy-by-quarter", "on=2024-07-01");
        let notes = report.notes.join("\n");
        (text(&report.totals, &["vacant_days"]), notes)
    };
    let (days, notes) = vacant();
    assert_eq!(days, ["29", "20"]);
    assert!(
        notes.contains("Det døgn, en plads optages, tæller ikke som ledigt"),
        "{notes}"
    );
    // It counts from 1 April 2024 on: two places more in the second quarter, none before.
    let new = NewValue {
        key: DAY_TAKEN_COUNTS,
        valid_from: date(2024, 4, 1),
        value: "1",
        source: "Arbejdsgruppen, 1. marts 2024",
    };
    let before = store.data_version().unwrap();
    parameters::add(&store, &actor(), new).expect("the value is added");
    let (days, notes) = vacant();
    assert_eq!(days, ["29", "22"]);
    assert!(
        notes.contains("tæller som ledigt, fra 1. april 2024 (Arbejdsgruppen"),
        "{notes}"
    );
    let of_year = run(
        &store,
        "occupancy",
        "year=2024&quarter=2&on=2024-07-01&municipality=860",
    );
    assert_eq!(text(&of_year.rows, &["vacant_days"]), ["22"]);
    let then = run(
        &store,
        "occupancy-by-quarter",
        &format!("on=2024-07-01&as-of={before}"),
    );
    assert_eq!(text(&then.totals, &["vacant_days"]), ["29", "20"]);
    assert!(problems(&store).is_empty());
}

#[test]
fn of_two_who_change_an_entry_at_once_one_is_told_of_the_other() {
    let (_database, store) = region();
    keep(&store, &[of_place("A", date(2025, 6, 1), None, 2)]);
    let open = |store: &Store| {
        let held = store.read::<_, StoreError>(|db| Ok(places::get(db, 1, i64::MAX)?));
        held.expect("the entry is read").expect("an entry")
    };
    let seen = open(&store).version();
    let start = Barrier::new(2);
    let came: Vec<Result<Entry, PlaceError>> = thread::scope(|scope| {
        let take = || {
            let reads = Reads {
                date: |text| text.parse().ok(),
                numbers: Convention::Comma,
            };
            let said = Said {
                seen: Some(seen),
                on: String::new(),
            };
            start.wait();
            steps::taken(&store, &actor(), 1, &said, "1", reads)
        };
        let hands = [scope.spawn(take), scope.spawn(take)];
        hands.map(|hand| hand.join().expect("a thread")).into()
    });
    let refused = came.iter().filter_map(|came| came.as_ref().err());
    let refused: Vec<&PlaceError> = refused.collect();
    assert_eq!(refused.len(), 1, "{came:?}");
    // The second sees what the first did, and one place is left: nothing was taken twice.
    let PlaceError::ChangedMeanwhile(now) = refused[0] else {
        panic!("{:?}", refused[0]);
    };
    assert_eq!((now.terms().places, now.newest.act), (1, Act::Taken));
    assert_eq!(open(&store).terms().places, 1);
    assert!(problems(&store).is_empty());
}
