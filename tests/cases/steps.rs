//! What is published again and again, from the files to the attack on all that was ever published.

use cockpit::changes::data::uploads;
use cockpit::domain::area::HOME;
use cockpit::domain::cases::Checked;
use cockpit::reports::cases::proof::published;
use cockpit::storage::{Store, StoreError, cases};

use super::support::{CODES, TestDatabase, actor, cases_of};
use super::{bring, file, holds};

fn checked(store: &Store) -> Checked {
    let read = store.read::<_, StoreError>(|db| Ok(published::published(db)?));
    published::checked(&read.expect("the tables"))
}

/// How many publications there are, and whether a change waits.
fn publications(store: &Store) -> (usize, bool) {
    let read = store.read::<_, StoreError>(|db| {
        let all = cases::published::all(db, HOME)?;
        Ok((all.len(), cases::published::kept_since(db, HOME)?.is_some()))
    });
    read.expect("the publications")
}

fn safe(store: &Store, what: &str) {
    let checked = checked(store);
    assert!(checked.is_safe(), "{what}: {checked:?}");
    holds(store);
}

/// The eleven one after the other, a correction of one case, and it is taken back.
#[test]
fn all_that_was_ever_published_tells_nobody_of_anybody() {
    let database = TestDatabase::new();
    let store = database.store();
    for (at, code) in CODES.iter().enumerate() {
        bring(&store, &file(&cases_of(code, 60 / (at + 1))));
        // The first, then three more each, and the last ones.
        assert_eq!(publications(&store).1, at % 3 != 0, "{code}");
    }
    safe(&store, "eleven");
    let before = publications(&store);
    let mut corrected = cases_of("851", 60);
    corrected[3] = corrected[3].replace(",00", ",50");
    let receipt = bring(&store, &file(&corrected));
    // One person's: it waits.
    assert_eq!(publications(&store), (before.0, true));
    safe(&store, "corrected");
    uploads::withdraw(&store, &actor(), receipt.number.expect("a number"), "fejl").expect("back");
    assert_eq!(publications(&store), before);
    safe(&store, "taken back");
}
