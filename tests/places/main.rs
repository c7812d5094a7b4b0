//! Vacant places on a real database: what is vacant, and what it comes to.

#[path = "../support/mod.rs"]
mod support;

mod days;
mod files;
mod occupancy;

use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::tariffs::TariffFile;
use cockpit::domain::money::Money;
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::places::{About, Act, Entry, PlaceKind, State, Step, Terms};
use cockpit::domain::report::{Report, Table};
use cockpit::reports;
use cockpit::storage::{self, Store, StoreError, places};
use jiff::civil::{Date, date};
use support::{TestDatabase, upload};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;Udviklingshæmning|Autismespektrum;10;ja;ja\n\
    B;Åhuset;Hjørring Kommune;kommunal;860;SEL § 107;Autismespektrum;4;nej;ja\n\
    C;Zebra;Fonden C;privat;Rebild;ABL § 105/85;Demens;3;ja;nej\n";

const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed;direkte;overhead;belaegning\n\
    A;Døgn;SEL § 107;2024;2.000,00;døgn;1.500,00;500,00;95\n\
    A;Aktivitet;SEL § 108;2024;2.500,00;døgn;2.000,00;500,00;95\n\
    B;Hoved;SEL § 107;2024;1.000,00;døgn;800,00;200,00;96,5\n\
    B;Ekstra;SEL § 107;2024;1.500,00;døgn;1.300,00;200,00;96,5\n\
    C;Ophold;ABL § 105/85;2024;900,00;døgn;;;\n";

/// Three offers, and their tariffs of 2024.
fn region() -> (TestDatabase, Store) {
    let database = TestDatabase::new();
    let store = database.store();
    upload(&store, Kind::of(&OfferFile), OFFERS).expect("the offers are accepted");
    upload(&store, Kind::of(&TariffFile), TARIFFS).expect("the tariffs are accepted");
    (database, store)
}

/// An entry of an offer, logged on its first day.
fn entry(offer: &str, kind: PlaceKind, paragraph: Paragraph, (from, places): (Date, i64)) -> Entry {
    Entry {
        id: 0,
        about: About {
            offer_id: offer.to_owned(),
            kind,
            paragraph,
            listed_from: from,
        },
        earlier: Vec::new(),
        newest: Step {
            version: 0,
            act: Act::Logged,
            on: from,
            terms: Terms {
                from,
                to: None,
                places,
                state: State::Free,
                reserved_for: None,
                target_groups: Vec::new(),
                staffed: None,
                reason: String::new(),
                contact: String::new(),
                rent: None,
            },
            said_on: from,
            by: "test".to_owned(),
            at: format!("{from}T08:00:00Z"),
            source: None,
        },
        unchanged: None,
    }
}

/// Keeps entries at the present data version.
fn keep(store: &Store, entries: &[Entry]) {
    store
        .write::<_, StoreError>(|db| {
            let version = storage::version(db)?;
            for entry in entries {
                let mut entry = entry.clone();
                entry.id = places::next_id(db)?;
                entry.newest.version = version;
                places::add(db, &entry)?;
            }
            Ok(())
        })
        .expect("the entries are kept");
}

fn run(store: &Store, name: &str, filters: &str) -> Report {
    let question = reports::question(name).expect("a report");
    let pairs = filters.split('&').filter_map(|p| p.split_once('='));
    let query = question.query(pairs).expect("filters");
    store
        .read(|db| (question.report)(db, &query))
        .expect("the report is made")
}

/// The table as text: the named columns of each row, as people read them.
fn text(table: &Table, columns: &[&str]) -> Vec<String> {
    let cell = |row: &[_], key: &str| table.cell(row, key).expect(key).value.danish();
    let row = |row: &Vec<_>| {
        let cells: Vec<String> = columns.iter().map(|key| cell(row, key)).collect();
        cells.join(" | ")
    };
    table.rows.iter().map(row).collect()
}

#[test]
fn the_share_confirmed_in_time_is_told_by_operator_with_its_goal() {
    let (_database, store) = region();
    let of = |offer, day| entry(offer, PlaceKind::Place, Paragraph::Sel107, (day, 1));
    let (old, last, new) = (date(2024, 3, 1), date(2024, 3, 16), date(2024, 3, 29));
    let mut later = of("A", new);
    later.newest.terms.from = date(2024, 6, 1);
    let mut closed = of("A", old);
    closed.newest.terms.state = State::Closed;
    keep(
        &store,
        &[
            of("A", old),
            of("A", last),
            of("A", new),
            later,
            closed,
            of("B", last),
            of("C", old),
        ],
    );
    let report = run(&store, "vacancies-confirmed", "on=2024-03-30");
    let columns = [
        "operator",
        "entries",
        "confirmed_in_time",
        "share_pct",
        "goal_reached",
    ];
    assert_eq!(
        text(&report.rows, &columns),
        [
            "Fonden C | 1 | 0 | 0,00 | nej",
            "Hjørring Kommune | 1 | 1 | 100,00 | ja",
            "Aalborg Kommune | 4 | 3 | 75,00 | nej",
        ]
    );
    assert_eq!(
        text(&report.totals, &columns),
        ["Alle | 6 | 4 | 66,67 | nej"]
    );
    // The fourteenth day is in time, the fifteenth is not.
    let next = run(
        &store,
        "vacancies-confirmed",
        "on=2024-03-31&municipality=860",
    );
    assert_eq!(
        text(&next.rows, &columns),
        ["Hjørring Kommune | 1 | 0 | 0,00 | nej"]
    );
    assert!(
        next.notes.iter().any(|note| note.contains("90 %")),
        "{:?}",
        next.notes
    );
    let none = run(
        &store,
        "vacancies-confirmed",
        "on=2020-01-01&municipality=773",
    );
    assert!(none.rows.rows.is_empty() && none.totals.rows.is_empty());
}
