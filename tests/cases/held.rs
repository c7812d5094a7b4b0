//! The costly cases as they are stored: of some municipalities, and at each data version.

use std::collections::{BTreeMap, BTreeSet};

use cockpit::changes::data::uploads;
use cockpit::domain::cases::published::Composition;
use cockpit::storage::cases::{costly, scopes, scopes_of};
use cockpit::storage::{self, Store, StoreError};

use super::support::{TestDatabase, actor};
use super::{bring, file};

/// Kroner of the costly cases, by data version; the first of them holds no case.
fn costs(held: &BTreeMap<i64, Composition>) -> Vec<Vec<i64>> {
    let kroner = |of: &Composition| of.costly.iter().map(|c| c.cost.oere() / 100).collect();
    held.values().map(kroner).collect()
}

fn read<T>(store: &Store, of: impl FnOnce(&mut storage::Db) -> storage::QueryResult<T>) -> T {
    store
        .read::<_, StoreError>(|db| Ok(of(db)?))
        .expect("it is read")
}

#[test]
fn a_municipalitys_costly_cases_are_its_own_of_the_uploads_that_held_then() {
    let database = TestDatabase::new();
    let store = database.store();
    let row = |case: &str, code: &str, year: i32, millions: i32| {
        format!("{case};{code};{year};1;§ 107;privat;{millions}000000;ja")
    };
    let before = store.data_version().expect("a version");
    bring(
        &store,
        &file(&[
            row("a", "851", 2023, 3),
            row("a", "851", 2024, 4),
            row("b", "851", 2024, 1),
            row("a", "773", 2024, 7),
        ]),
    );
    // Aalborg's 2024 anew: another case is costly.
    let second = bring(
        &store,
        &file(&[row("a", "851", 2024, 1), row("b", "851", 2024, 5)]),
    );
    uploads::withdraw(&store, &actor(), second.number.expect("a number"), "fejl")
        .expect("withdrawn");
    let now = store.data_version().expect("a version");
    let versions: BTreeSet<i64> = (before..=now).collect();
    assert_eq!(versions.len(), 4);

    let aalborg = BTreeSet::from(["851"]);
    let held = read(&store, |db| costly::held(db, &aalborg, &versions));
    assert_eq!(
        costs(&held),
        [
            vec![],
            vec![3_000_000, 4_000_000],
            vec![3_000_000, 5_000_000],
            vec![3_000_000, 4_000_000]
        ]
    );
    for codes in [&["851"][..], &["773"], &["851", "773"], &["860"], &[]] {
        let codes: BTreeSet<&str> = codes.iter().copied().collect();
        let held = read(&store, |db| costly::held(db, &codes, &versions));
        for version in &versions {
            let all = read(&store, |db| costly::holding(db, *version));
            let own = all
                .iter()
                .filter(|case| codes.contains(&*case.key.municipality));
            let own: Vec<_> = own.cloned().collect();
            assert_eq!(read(&store, |db| costly::of(db, &codes, *version)), own);
            let mut lines = read(&store, |db| scopes(db, *version));
            lines.retain(|(code, _), _| codes.contains(&**code));
            assert_eq!(read(&store, |db| scopes_of(db, &codes, *version)), lines);
            assert_eq!(held[version].costly, own, "{codes:?} at {version}");
            assert!(held[version].lines.iter().eq(lines.keys()));
        }
    }
}
