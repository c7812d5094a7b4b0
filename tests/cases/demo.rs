//! The synthetic region has the cases of a real one: so many, so dear, and mostly the same people.

use std::collections::BTreeMap;

use cockpit::demo;
use cockpit::domain::cases::{CaseYear, Rules, Size, Status, Years, sum};
use cockpit::domain::components::Supplier;
use cockpit::domain::paragraph::Paragraph;
use cockpit::domain::period::Year;
use cockpit::storage::data::parameters;
use cockpit::storage::{self, Store, StoreError};

use crate::support::{TestDatabase, clock};

const YEARS: std::ops::RangeInclusive<i64> = 2021..=2024;
const SMALL: &str = "825";

fn year(number: i64) -> Year {
    Year::new(number).expect("a year")
}

fn region() -> (Vec<CaseYear>, Rules) {
    let database = TestDatabase::new();
    let store: Store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    let rules = store.read::<_, StoreError>(|db| {
        let now = storage::version(db)?;
        let known = parameters::holding(db, now)?;
        Ok(Rules::of(&known, YEARS.map(year)))
    });
    (sum(&crate::lines(&store)), rules.expect("the rules"))
}

fn count<K: Ord>(cases: &[&CaseYear], key: impl Fn(&CaseYear) -> K) -> BTreeMap<K, usize> {
    let mut counted = BTreeMap::new();
    for case in cases {
        *counted.entry(key(case)).or_default() += 1;
    }
    counted
}

fn within(what: &str, found: usize, span: std::ops::RangeInclusive<usize>) {
    assert!(span.contains(&found), "{what}: {found}, not {span:?}");
}

#[test]
fn the_synthetic_region_has_two_hundred_costly_cases_a_year_and_as_many_below() {
    let (cases, rules) = region();
    for number in YEARS {
        let limit = rules.limit(year(number)).expect("a limit");
        let of_year = cases.iter().filter(|case| case.year == year(number));
        let (costly, below): (Vec<_>, Vec<_>) = of_year.partition(|case| case.is_costly(limit));
        within("costly", costly.len(), 180..=220);
        within("below the limit", below.len(), 200..=300);
        let sizes = count(&costly, |case| Size::of(case.cost));
        let share = |size| sizes.get(&size).copied().unwrap_or_default() * 100 / costly.len();
        within("2 to 3 million", share(Size::To3), 45..=60);
        within("3 to 4 million", share(Size::To4), 20..=35);
        within("4 to 6 million", share(Size::To6), 8..=22);
        within("above 6 million", share(Size::Above6), 2..=10);
        let paragraphs = count(&costly, CaseYear::paragraph);
        assert!(paragraphs[&Paragraph::Sel108] > paragraphs[&Paragraph::Abl105]);
        assert!(paragraphs[&Paragraph::Sel107] > paragraphs[&Paragraph::Sel85]);
        let suppliers = count(&costly, CaseYear::supplier);
        for kind in Supplier::ALL {
            assert!(suppliers[&kind] * 100 / costly.len() >= 15, "{kind:?}");
        }
        let municipalities = count(&costly, |case| case.key.municipality.to_string());
        within("Aalborg", municipalities["851"], 65..=90);
        let few = municipalities.get(SMALL).copied().unwrap_or_default();
        within("Læsø", few, 0..=2);
    }
}

#[test]
fn most_synthetic_cases_continue_and_some_are_new_known_or_gone() {
    let (cases, rules) = region();
    let years = Years::new(&cases);
    for number in YEARS.skip(1) {
        let mut keys: Vec<_> = cases.iter().map(|case| &case.key).collect();
        keys.dedup();
        let status = |key| years.status(key, year(number), &rules);
        let found: Vec<Status> = keys.into_iter().filter_map(status).collect();
        let of = |wanted: Status| found.iter().filter(|status| **status == wanted).count();
        within("continuing", of(Status::Continuing), 150..=200);
        within("new", of(Status::New { known: false }), 8..=45);
        within("known before", of(Status::New { known: true }), 1..=20);
        within("gone", of(Status::Gone), 8..=50);
    }
}

#[test]
fn synthetic_lines_tell_months_ages_and_offers_in_some_municipalities_and_not_in_others() {
    let (cases, _) = region();
    let months = |code: &str| {
        let own = cases.iter().filter(|case| &*case.key.municipality == code);
        own.map(|case| case.months.is_some()).collect::<Vec<_>>()
    };
    assert!(months("860").iter().all(|known| *known));
    assert!(months("851").iter().all(|known| !*known));
    let supposed = cases.iter().filter(|case| case.age_supposed);
    assert!(supposed.clone().count() > 0);
    assert!(
        supposed
            .clone()
            .all(|case| &*case.key.municipality == "849")
    );
    let older = cases.iter().filter(|case| case.cost_under_67 < case.cost);
    within("67 and over", older.count() * 100 / cases.len(), 3..=15);
    let parts = || cases.iter().flat_map(|case| &case.parts);
    assert!(parts().any(|part| part.offer.is_none()));
    let with_offer = parts().filter(|part| part.offer.is_some()).count();
    assert!(with_offer >= cases.len(), "every case has a stay somewhere");
}
