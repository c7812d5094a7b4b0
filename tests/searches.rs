//! Searches for vacant places against a real store: the receipt's number, what was free for ever, and
//! the last place.

mod support;

use std::thread;

use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::kinds::Kind;
use cockpit::changes::offers::compare::OfferFile;
use cockpit::changes::people::users;
use cockpit::changes::searches::asked::Sent;
use cockpit::changes::searches::chosen::{self, Written};
use cockpit::changes::searches::{Meanwhile, SearchError, made, requests};
use cockpit::changes::tariffs::TariffFile;
use cockpit::domain::people::Role;
use cockpit::domain::searches::{Code, Part, Reader, Receipt};
use cockpit::reports::searches::receipt::Names;
use cockpit::reports::searches::waiting;
use cockpit::reports::{self, Query};
use cockpit::storage::{Store, StoreError, check, searches};
use jiff::civil::date;
use support::{TestDatabase, actor, clock, upload, vacant};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;10;ja;ja\n\
    R;Engen;Rebild Kommune;kommunal;840;SEL § 107;Demens;10;nej;ja\n\
    P;Fonden;Fonden Ly;privat;851;SEL § 107;Demens;10;ja;ja\n\
    G;Gården;Aalborg Kommune;kommunal;851;SEL § 107;Autismespektrum;10;ja;ja\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Hovedydelse;SEL § 107;2025;2345,00;døgn\n";

fn store(database: &TestDatabase) -> Store {
    let store = database.store();
    upload(&store, Kind::of(&OfferFile), OFFERS).unwrap();
    upload(&store, Kind::of(&TariffFile), TARIFFS).unwrap();
    store
}

/// Somebody who searches for a municipality, for three months from now.
fn chef(code: &str) -> Actor {
    Actor::new(clock(), Chance::system(), code).bound(code)
}

fn sent() -> Sent {
    Sent {
        municipality: String::new(),
        paragraph: "SEL_107".into(),
        target_group: "Demens".into(),
        needed_from: Some(date(2025, 9, 1)),
    }
}

fn search(store: &Store, code: &str) -> Receipt {
    made::make(store, &chef(code), &sent()).unwrap().0.receipt
}

/// Numbers have no gap, however many search at once, and also where some are refused.
#[test]
fn receipts_are_numbered_without_a_gap() {
    let database = TestDatabase::new();
    let store = store(&database);
    let codes = ["851", "860", "840", "813"];
    thread::scope(|scope| {
        for code in codes {
            let store = store.clone();
            scope.spawn(move || {
                for _ in 0..5 {
                    search(&store, code);
                    let refused = Sent {
                        target_group: "findes ikke".into(),
                        ..sent()
                    };
                    assert!(made::make(&store, &chef(code), &refused).is_err());
                }
            });
        }
    });
    let version = store.data_version().unwrap();
    let all = store.read::<_, StoreError>(|db| Ok(searches::kept::all(db, version)?));
    let numbers: Vec<i64> = all.unwrap().iter().map(|s| s.receipt.number).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    let findings = store
        .read::<_, StoreError>(|db| Ok(check::run(db)?))
        .unwrap();
    assert_eq!(findings.problems, Vec::<String>::new());
}

#[test]
fn the_receipt_shows_for_ever_what_was_free() {
    let database = TestDatabase::new();
    let store = store(&database);
    for (offer, places, from) in [
        ("P", 1, "2025-06-01"),
        ("R", 2, "2025-06-01"),
        ("A", 3, "2025-06-01"),
        ("G", 1, "2025-06-01"),
        ("A", 1, "2025-10-01"),
    ] {
        vacant(&store, offer, places, from);
    }
    let (made, found) = made::make(&store, &chef("851"), &sent()).unwrap();
    let shown: Vec<(Part, &str, i64)> = found
        .iter()
        .map(|of| (of.part, &*of.vacant.offer_id, of.vacant.places))
        .collect();
    assert_eq!(
        shown,
        [
            (Part::Fits, "A", 3),
            (Part::Fits, "R", 2),
            (Part::Fits, "P", 1),
            (Part::Later, "A", 1),
            (Part::OneMoreGroup, "G", 1),
        ]
    );
    assert_eq!(made.matches, 3);
    let tariff = found[0].vacant.tariff.expect("a tariff");
    assert_eq!(tariff.amount.oere(), 234_500);
    // Everything changes afterwards: names, tariffs, entries.
    let renamed = OFFERS
        .replace("Bakkehuset", "Dalen")
        .replace("Aalborg Kommune", "Fonden Ny");
    upload(&store, Kind::of(&OfferFile), &renamed).unwrap();
    upload(
        &store,
        Kind::of(&TariffFile),
        &TARIFFS.replace("2345", "9999"),
    )
    .unwrap();
    vacant(&store, "A", 7, "2025-06-01");
    let kept = store
        .read::<_, StoreError>(|db| Ok(searches::kept::matches(db, &made)?))
        .unwrap();
    assert_eq!(kept, found);
}

#[test]
fn of_two_who_ask_for_the_last_place_one_gets_it_and_the_other_sees_who() {
    let database = TestDatabase::new();
    let store = store(&database);
    let entry = vacant(&store, "R", 1, "2025-06-01");
    let (first, second) = (search(&store, "851"), search(&store, "860"));
    // At the same time: whoever is first asks, the other is told.
    let asks = [("851", first), ("860", second)].map(|(code, receipt)| {
        let (store, entry) = (store.clone(), entry.clone());
        thread::spawn(move || requests::ask(&store, &chef(code), (receipt, &entry), "").map(drop))
    });
    let came = asks.map(|asked| asked.join().unwrap());
    let refused = came.iter().filter(|came| came.is_err()).count();
    assert_eq!(refused, 1, "{came:?}");
    let (winner, winning, loser, losing) = match &came[0] {
        Ok(()) => ("851", first, "860", second),
        Err(_) => ("860", second, "851", first),
    };
    let told = came.into_iter().find_map(Result::err).unwrap();
    let name = |code: &str| {
        if code == "851" {
            "Aalborg"
        } else {
            "Hjørring"
        }
    };
    match told {
        SearchError::Meanwhile(Meanwhile::Asked { who, at }) => {
            assert_eq!((who.as_str(), at), (name(winner), clock().now_text()));
        }
        other => panic!("{other:?}"),
    }
    // Twice by the same is told too.
    let again = requests::ask(&store, &chef(winner), (winning, &entry), "");
    assert!(matches!(
        again,
        Err(SearchError::Meanwhile(Meanwhile::AskedByYourself { .. }))
    ));
    // The operator alone answers, once.
    let answer = |who: &Actor| requests::answer(&store, who, (winning, &entry), (true, ""));
    assert!(matches!(
        answer(&chef(winner)),
        Err(SearchError::NoSuchSearch)
    ));
    // With a chef in the municipality the secretariat has no say.
    account(&store, "840");
    assert!(matches!(answer(&actor()), Err(SearchError::NoSuchSearch)));
    answer(&chef("840")).unwrap();
    assert!(matches!(
        answer(&chef("840")),
        Err(SearchError::Meanwhile(Meanwhile::Answered { .. }))
    ));
    // The place is given: the next search does not find it, and the other is told who got it.
    let (_, found) = made::make(&store, &chef("813"), &sent()).unwrap();
    assert!(found.is_empty(), "{found:?}");
    let late = requests::ask(&store, &chef(loser), (losing, &entry), "");
    match late {
        Err(SearchError::Meanwhile(Meanwhile::Got { who, .. })) => assert_eq!(who, name(winner)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_a_municipality_without_a_chef_the_secretariat_writes_the_answer_down() {
    let database = TestDatabase::new();
    let store = store(&database);
    let entry = vacant(&store, "R", 1, "2025-06-01");
    let receipt = search(&store, "851");
    requests::ask(&store, &chef("851"), (receipt, &entry), "").unwrap();
    let waits = |bound_to: Option<&str>| {
        let (waiting, _) = store.read(|db| waiting::of(db, bound_to)).unwrap();
        let told = waiting.into_iter();
        told.map(|of| of.written_down_for).collect::<Vec<_>>()
    };
    assert_eq!(waits(None), [Some("Rebild".to_owned())]);
    assert_eq!(waits(Some("840")), [None]);
    assert!(waits(Some("860")).is_empty());
    let shown = |store: &Store| {
        let names = store.read(Names::load).unwrap();
        let all = store.read::<_, StoreError>(|db| {
            let of = searches::kept::by_receipt(db, receipt)?.expect("the search");
            Ok(searches::kept::matches(db, &of)?)
        });
        let all = all.unwrap();
        let of = all.iter().find(|of| of.vacant.entry == entry);
        names.without_chef(&of.unwrap().vacant).map(str::to_owned)
    };
    assert_eq!(shown(&store).as_deref(), Some("Rebild"));
    // As soon as there is a chef, the question is the chef's alone; shut out, it is the secretariat's again.
    let id = account(&store, "840");
    assert!(waits(None).is_empty() && shown(&store).is_none());
    users::disable(&store, &actor(), &id).unwrap();
    requests::answer(
        &store,
        &actor(),
        (receipt, &entry),
        (true, "Ja, sagt i telefonen"),
    )
    .unwrap();
    assert!(waits(None).is_empty() && waits(Some("840")).is_empty());
}

/// A chef who may come in.
fn account(store: &Store, code: &str) -> String {
    let email = format!("chef{code}@example.dk");
    let invitation = users::Invitation {
        email: &email,
        name: "Prøve Person",
        standing: Role::Chef.into(),
        municipality: Some(code),
    };
    users::invite(store, &actor(), invitation).unwrap();
    users::id_of(store, &email).unwrap()
}

#[test]
fn of_several_places_one_is_given_and_the_others_stay() {
    let database = TestDatabase::new();
    let store = store(&database);
    let entry = vacant(&store, "P", 2, "2025-06-01");
    let receipt = search(&store, "851");
    requests::ask(&store, &chef("851"), (receipt, &entry), "").unwrap();
    // Of a private operator whoever is bound to no municipality writes the answer down.
    requests::answer(&store, &actor(), (receipt, &entry), (true, "Velkommen")).unwrap();
    let (_, found) = made::make(&store, &chef("860"), &sent()).unwrap();
    assert_eq!(found[0].vacant.places, 1);
    // A question that is taken back holds nothing.
    let other = search(&store, "860");
    requests::ask(&store, &chef("860"), (other, &entry), "").unwrap();
    requests::withdraw(&store, &chef("860"), (other, &entry)).unwrap();
    let third = search(&store, "840");
    requests::ask(&store, &chef("840"), (third, &entry), "").unwrap();
}

#[test]
fn private_purchases_are_counted_by_whether_they_were_searched_first() {
    let database = TestDatabase::new();
    let store = store(&database);
    let bought = |code: Code, on, text: &str| Written {
        choice: "bought_privately".into(),
        code: code.key().into(),
        on: Some(on),
        text: text.into(),
    };
    let report = |reader: Reader| {
        let query = Query {
            searches: reader,
            ..Query::default()
        };
        let question = reports::question("searches").unwrap();
        store.read(|db| (question.report)(db, &query)).unwrap()
    };
    let demand = || {
        let question = reports::question("offers").unwrap();
        let report = store.read(|db| (question.report)(db, &Query::default()));
        let totals = report.unwrap().totals;
        let cell = totals.cell(&totals.rows[2], "met_pct").unwrap();
        cell.value.danish()
    };
    assert_eq!(demand(), "\u{2013}");
    let (today, before) = (date(2025, 6, 20), date(2025, 3, 31));
    let (one, two) = (search(&store, "851"), search(&store, "851"));
    let written = bought(Code::Urgent, today, "");
    chosen::choose(&store, &chef("851"), one, &written).unwrap();
    let written = bought(Code::NoMatch, before, "");
    chosen::choose(&store, &chef("851"), two, &written).unwrap();
    assert_eq!(demand(), "50,00");
    let all = report(Reader::All);
    assert_eq!(all.rows.rows.len(), 2);
    let totals = |key: &str| {
        let rows = all.totals.rows.iter();
        let cells = rows.map(|row| all.totals.cell(row, key).unwrap().value.danish());
        cells.collect::<Vec<_>>()
    };
    // The newest quarter first; a purchase counts in the quarter of its day.
    assert_eq!(totals("quarter"), ["2. kvartal 2025", "1. kvartal 2025"]);
    assert_eq!(totals("searches"), ["2", "0"]);
    assert_eq!(totals("private"), ["1", "1"]);
    assert_eq!(totals("share_pct"), ["100,00", "0,00"]);
    assert_eq!(totals("no_match"), ["0", "1"]);
    // A correction: none was bought after all. What was written stays.
    let dropped = Written {
        choice: "dropped".into(),
        on: Some(today),
        ..Written::default()
    };
    chosen::choose(&store, &chef("851"), two, &dropped).unwrap();
    assert_eq!(demand(), "100,00");
    // Others see the numbers, and no search.
    for reader in [Reader::Statistics, Reader::Own("860".into())] {
        let other = report(reader);
        assert!(other.rows.rows.is_empty());
        assert!(!other.totals.rows.is_empty());
    }
    assert_eq!(report(Reader::Own("851".into())).rows.rows.len(), 2);
}
