//! Lines that are older than they may be kept: gone for good, and everything still adds up.

use cockpit::changes::cases::deletion::{self, DeletionError, Old};
use cockpit::changes::cases::reviews::{self, Written};
use cockpit::domain::cases::CaseKey;
use cockpit::storage::cases;
use cockpit::storage::data::log::{self, Action, Search};
use cockpit::storage::{Store, StoreError};
use jiff::civil::Date;

use crate::support::{TestDatabase, actor};

fn row(case: &str, code: &str, year: i32, cost: &str) -> String {
    format!("{case};{code};{year};1;§ 107;privat;{cost};ja")
}

fn reviewed(store: &Store, case: &str) {
    let key = CaseKey {
        municipality: "851".into(),
        case: case.into(),
    };
    let written = Written {
        on: Date::constant(2025, 6, 1),
        next: None,
        note: "Notat".to_owned(),
    };
    reviews::add(store, &actor().bound("851"), &key, &written).expect("a review");
}

/// Pseudonyms of the reviews that are left.
fn reviews_left(store: &Store) -> Vec<String> {
    let reviews = store.read::<_, StoreError>(|db| Ok(cases::reviews::of(db, "851")?));
    let names = reviews.expect("the reviews").into_iter();
    names.map(|review| review.case.case.to_string()).collect()
}

fn told(store: &Store) -> Vec<(String, String)> {
    let search = Search {
        action: Some(Action::DeletedCases),
        ..Search::default()
    };
    let found = store.read::<_, StoreError>(|db| Ok(log::search(db, &search, &[], 10)?.0));
    let found = found.expect("the log").into_iter();
    found.map(|entry| (entry.object, entry.detail)).collect()
}

#[test]
fn a_municipality_s_old_lines_go_from_every_upload_with_the_reviews_of_those_who_have_none_left() {
    let database = TestDatabase::new();
    let store = database.store();
    // Of 2019 twice: the first file does not hold, and its lines go all the same.
    crate::bring(
        &store,
        &crate::file(&[row("a", "851", 2019, "1"), row("b", "851", 2019, "2")]),
    );
    crate::bring(
        &store,
        &crate::file(&[
            row("a", "851", 2019, "4"),
            row("b", "851", 2020, "8"),
            row("b", "773", 2019, "16"),
        ]),
    );
    reviewed(&store, "a");
    reviewed(&store, "b");
    let before = store.data_version().expect("a version");
    // It is 2025: 2019 ended more than 5 years ago, and 2020 did not.
    let old = |municipality: &'static str, years: u16| Old {
        municipality,
        years,
    };
    let doomed = deletion::doomed(&store, &actor(), old("Aalborg", 5)).expect("what it would");
    assert_eq!(doomed.told("lines"), "2019 (lines: 3)");
    assert_eq!((crate::lines(&store).len(), told(&store)), (3, Vec::new()));
    let done = deletion::delete(&store, &actor(), old("851", 5)).expect("it is deleted");
    assert_eq!(done, doomed);
    let kept: Vec<(String, i32)> = crate::lines(&store)
        .iter()
        .map(|line| (line.municipality.to_string(), line.year.number()))
        .collect();
    assert_eq!(kept, [("773".to_owned(), 2019), ("851".to_owned(), 2020)]);
    assert_eq!(reviews_left(&store), ["b"]);
    let logged = ("851".to_owned(), "2019 (linjer: 3)".to_owned());
    assert_eq!(told(&store), std::slice::from_ref(&logged));
    assert_eq!(store.data_version().ok(), Some(before + 1));
    crate::holds(&store);
    // Once more: there is nothing left, and no new version.
    let again = deletion::delete(&store, &actor(), old("851", 5)).expect("nothing to do");
    assert!(again.years.is_empty());
    assert_eq!(
        (told(&store), store.data_version().ok()),
        (vec![logged], Some(before + 1))
    );
    for wrong in ["Atlantis", "KKR Nordjylland"] {
        let refused = deletion::delete(&store, &actor(), old(wrong, 5));
        assert!(
            matches!(refused, Err(DeletionError::NoSuchMunicipality(_))),
            "{wrong}"
        );
    }
}
