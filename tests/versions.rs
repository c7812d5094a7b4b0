//! The data versions: "as of" a day shows what was known then, whatever kind of change it was.

mod support;

use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::tariffs::TariffFile;
use std::cell::Cell;

use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::data::parameters::{self, NewValue};
use cockpit::changes::data::uploads::{self, Upload};
use cockpit::changes::follow_up::{self, Explanation};
use cockpit::changes::meetings;
use cockpit::clock::Clock;
use cockpit::demo;
use cockpit::domain::follow_up::{CaseKey, Reason};
use cockpit::domain::meetings::MeetingKind;
use cockpit::domain::parameters::TARIFF_INCREASE_THRESHOLD;
use cockpit::domain::period::Year;
use cockpit::domain::report::Table;
use cockpit::import::Options;
use cockpit::reports;
use cockpit::storage::data::versions::{self, DataVersion};
use cockpit::storage::{Store, StoreError, check, execute_for_test};
use jiff::Timestamp;
use jiff::civil::date;
use support::{TestDatabase, clock};

/// The reports that a change of any kind shows in.
const REPORTS: [&str; 6] = [
    "unit-costs",
    "offers",
    "tariffs",
    "tariff-increases",
    "tariff-follow-up",
    "meetings",
];

/// What a migration of this table adds, taken away again: the database of the version before.
const OLDER: [&str; 2] = [
    "DROP TABLE versions",
    "DELETE FROM __diesel_schema_migrations WHERE version = '20261126000005'",
];

fn run(store: &Store, name: &str, filters: &str) -> (Table, Table) {
    let question = reports::question(name).unwrap();
    let query = question
        .query(filters.split('&').filter_map(|p| p.split_once('=')))
        .unwrap();
    let report = store.read(|db| (question.report)(db, &query)).unwrap();
    (report.rows, report.totals)
}

/// All that the reports show on one day: now, or as of another.
fn seen(store: &Store, as_of: Option<&str>) -> Vec<(Table, Table)> {
    let of = |name| {
        let on = match name {
            "tariff-follow-up" => "on=2025-07-01&",
            _ => "",
        };
        let filters = format!("{on}as-of={}", as_of.unwrap_or_default());
        run(store, name, &filters)
    };
    REPORTS.into_iter().map(of).collect()
}

fn kept(store: &Store) -> Vec<DataVersion> {
    store
        .read::<_, StoreError>(|db| Ok(versions::all(db)?))
        .unwrap()
}

fn problems(store: &Store) -> Vec<String> {
    store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap()
        .problems
}

#[test]
fn as_of_today_is_what_holds_now() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).unwrap();
    for name in REPORTS {
        let now = run(&store, name, "");
        assert!(!now.0.rows.is_empty(), "{name}");
        assert!(run(&store, name, "as-of=2025-06-20") == now, "{name}");
        assert!(run(&store, name, "as-of=2025-06-21") == now, "{name}");
    }
    let (rows, totals) = run(&store, "meetings", "as-of=2025-06-19");
    assert_eq!((rows.rows.len(), totals.rows.len()), (0, 0));
    let version = usize::try_from(store.data_version().unwrap()).unwrap();
    assert_eq!(kept(&store).len(), version);
    assert!(problems(&store).is_empty());
}

thread_local! {
    /// Seconds since 1970: each test has a thread, and so a clock, of its own.
    static NOW: Cell<i64> = const { Cell::new(0) };
}

fn set(moment: &str) {
    let moment: Timestamp = moment.parse().unwrap();
    NOW.set(moment.as_second());
}

fn moving() -> Clock {
    Clock::with(|| Timestamp::from_second(NOW.get()).unwrap())
}

fn actor() -> Actor {
    Actor::new(moving(), Chance::system(), "sekretariatet")
}

fn case() -> CaseKey {
    CaseKey {
        offer_id: "A".to_owned(),
        service: "Døgn".to_owned(),
        year: Year::new(2025).unwrap(),
    }
}

fn import(store: &Store, kind: Kind, text: &str) -> Option<i64> {
    let upload = Upload {
        kind,
        file_name: "test.csv",
        bytes: text.as_bytes(),
        options: Options::default(),
    };
    uploads::import(store, &actor(), &upload).unwrap().number
}

fn tariffs(store: &Store, amount: &str) -> Option<i64> {
    let head = "tilbud_id;ydelse;paragraf;aar;takst;enhed";
    let before = "A;Døgn;SEL § 107;2024;100,00;døgn";
    let text = format!("{head}\n{before}\nA;Døgn;SEL § 107;2025;{amount};døgn\n");
    import(store, Kind::of(&TariffFile), &text)
}

fn limit(store: &Store, value: &str) {
    let new = NewValue {
        key: TARIFF_INCREASE_THRESHOLD,
        valid_from: date(2025, 1, 1),
        value,
        source: "Styregruppen, 24. juni 2025",
    };
    parameters::add(store, &actor(), new).unwrap();
}

/// A week of changes of every kind; what was seen at the end of each day.
fn week(store: &Store) -> Vec<(&'static str, Vec<(Table, Table)>)> {
    let mut days = Vec::new();
    let mut ends = |day| days.push((day, seen(store, None)));
    // Half an hour before the first midnight, half an hour after it, and so on: Danish time.
    set("2025-06-21T21:30:00Z");
    let offers = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
                  A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Autismespektrum;10;ja;ja\n";
    import(store, Kind::of(&OfferFile), offers);
    ends("2025-06-21");
    set("2025-06-21T22:30:00Z");
    tariffs(store, "110,00");
    ends("2025-06-22");
    set("2025-06-23T08:00:00Z");
    let meeting = meetings::add(
        store,
        &actor(),
        date(2025, 6, 23),
        "DAS, forår",
        MeetingKind::SteeringGroup,
    )
    .unwrap();
    let explanation = Explanation {
        text: "flere tomme pladser".to_owned(),
        reasons: vec![(Reason::Occupancy, None)],
        given_by: None,
    };
    follow_up::explain(store, &actor().bound("851"), &case(), &explanation).unwrap();
    ends("2025-06-23");
    set("2025-06-24T08:00:00Z");
    limit(store, "12");
    ends("2025-06-24");
    set("2025-06-25T08:00:00Z");
    limit(store, "4,5");
    meetings::cancel(store, &actor(), &meeting.id, "aflyst af formanden").unwrap();
    ends("2025-06-25");
    set("2025-06-26T08:00:00Z");
    let corrected = tariffs(store, "104,60").unwrap();
    // Nothing new: no version, and nothing of it is kept.
    assert_eq!(tariffs(store, "104,60"), None);
    ends("2025-06-26");
    set("2025-06-27T08:00:00Z");
    uploads::withdraw(store, &actor(), corrected, "fejl").unwrap();
    ends("2025-06-27");
    days
}

#[test]
fn each_day_is_seen_as_it_was() {
    let database = TestDatabase::new();
    let store = database.store();
    let nothing = seen(&store, None);
    let days = week(&store);
    assert!(problems(&store).is_empty(), "{:?}", problems(&store));
    for (at, (day, then)) in days.iter().enumerate() {
        let now = seen(&store, Some(day));
        assert!(now == *then, "{day}");
        let before = at.checked_sub(1).map_or(&nothing, |at| &days[at].1);
        assert!(now != *before, "{day} brought nothing");
    }
    let as_of = |day: &str| seen(&store, Some(day));
    assert!(as_of("2025-06-20") == nothing);
    let newest = seen(&store, None);
    assert!(as_of("2025-06-28") == newest);

    // The clock is put back: the change is known from that day on, with all before it.
    set("2025-06-24T12:00:00Z");
    limit(&store, "20");
    let newest = seen(&store, None);
    assert!(as_of("2025-06-23") == days[2].1);
    for day in ["2025-06-24", "2025-06-25", "2025-06-28"] {
        assert!(as_of(day) == newest, "{day}");
    }
}

#[test]
fn before_the_first_version_nothing_was_known() {
    let database = TestDatabase::new();
    let store = database.store();
    let before = |moment: &str| {
        store
            .read::<_, StoreError>(|db| Ok(versions::version_before(db, moment)?))
            .unwrap()
    };
    assert_eq!(before("2025-06-19T22:00:00Z"), 0);
    assert_eq!(before("2025-06-20T22:00:00Z"), 1);
}

#[test]
fn an_older_database_gets_its_versions_from_what_it_knows() {
    let database = TestDatabase::new();
    let store = database.store();
    week(&store);
    let before = kept(&store);
    let mut kinds: Vec<&str> = before.iter().map(|v| v.what.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "follow_up",
            "limit",
            "meeting",
            "meeting_cancelled",
            "upload",
            "withdrawal"
        ]
    );
    for statement in OLDER {
        execute_for_test(&store, statement).unwrap();
    }
    // Two of which no table knows anything.
    execute_for_test(&store, "UPDATE data_version SET version = version + 2").unwrap();
    drop(store);
    let store = Store::open(database.url()).unwrap();
    let after = kept(&store);
    assert_eq!(after[..before.len()], before);
    let last = before.last().unwrap();
    let unknown = |number| DataVersion {
        number,
        moment: last.moment.clone(),
        who: String::new(),
        what: "unknown".to_owned(),
    };
    assert_eq!(
        after[before.len()..],
        [unknown(last.number + 1), unknown(last.number + 2)]
    );
    assert!(problems(&store).is_empty(), "{:?}", problems(&store));
}

#[test]
fn check_finds_a_version_without_its_moment() {
    let database = TestDatabase::new();
    let store = database.store();
    assert!(problems(&store).is_empty());
    execute_for_test(&store, "UPDATE data_version SET version = 3").unwrap();
    assert_eq!(
        problems(&store),
        ["data versions 1-3: 2 without a moment, the first is 2"]
    );
    let strange = "INSERT INTO versions (number, moment, who, what) \
                   VALUES (9, '2025-06-20T08:00:00Z', 'test', 'upload')";
    execute_for_test(&store, strange).unwrap();
    execute_for_test(&store, "UPDATE data_version SET version = 1").unwrap();
    assert_eq!(
        problems(&store),
        ["data versions 1-1: 1 moments of others, the first is 9"]
    );
}
