//! What is published again and again, from the files to the attack on all that was ever published.

use cockpit::changes::data::uploads;
use cockpit::domain::area::HOME;
use cockpit::domain::cases::Checked;
use cockpit::reports::cases::proof::published;
use cockpit::storage::{Store, StoreError, cases};

use super::support::{TestDatabase, actor};
use super::{bring, file, holds};

/// The eleven of the KKR of Nordjylland, the largest first.
const CODES: [&str; 11] = [
    "851", "860", "787", "813", "820", "840", "846", "849", "810", "773", "825",
];

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

/// A municipality's cases of two years: `many`, of three paragraphs and suppliers.
fn of(code: &str, many: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for case in 0..many {
        let (paragraph, supplier) = [
            ("SEL_107", "privat"),
            ("SEL_108", "kommunal"),
            ("ABL_105", "regional"),
        ][case % 3];
        let kroner = 2_050_000 + 137_001 * (case % 17);
        for year in [2021, 2022] {
            // Every fifth is new, every seventh is gone.
            if (year == 2021 && case % 5 == 0) || (year == 2022 && case % 7 == 0) {
                continue;
            }
            rows.push(format!(
                "{code}p{case};{code};{year};;{paragraph};{supplier};{kroner},00;ja"
            ));
        }
    }
    rows
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
        bring(&store, &file(&of(code, 60 / (at + 1))));
        // The first, then three more each, and the last ones.
        assert_eq!(publications(&store).1, at % 3 != 0, "{code}");
    }
    safe(&store, "eleven");
    let before = publications(&store);
    let mut corrected = of("851", 60);
    corrected[3] = corrected[3].replace(",00", ",50");
    let receipt = bring(&store, &file(&corrected));
    // One person's: it waits.
    assert_eq!(publications(&store), (before.0, true));
    safe(&store, "corrected");
    uploads::withdraw(&store, &actor(), receipt.number.expect("a number"), "fejl").expect("back");
    assert_eq!(publications(&store), before);
    safe(&store, "taken back");
}
