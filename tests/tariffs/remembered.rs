//! What a store remembers of tariffs: never another answer than the database's own.

use cockpit::domain::report::Located;
use cockpit::domain::tariffs::Tariff;
use cockpit::storage::data::{batches, versions};
use cockpit::storage::tariffs::{self as stored, Wanted};

use super::*;

const NAMES: [&str; 3] = ["A", "B", "nobody"];

/// All there is to ask for.
fn asked() -> Vec<Wanted> {
    let year = |y| Year::new(y).expect("a year");
    let offers = || NAMES.map(str::to_owned).to_vec();
    let many = (0..=stored::NAMED).map(|n| n.to_string()).chain(offers());
    let many: Vec<String> = many.collect();
    vec![
        Wanted::Years(vec![year(2024)]),
        Wanted::Years(vec![year(2025), year(2030)]),
        Wanted::Offers(offers()),
        Wanted::Offers(many.clone()),
        Wanted::OffersIn(offers(), 2025),
        Wanted::OffersIn(many, 2024),
        Wanted::Years((2020..2030).map(year).collect()),
    ]
}

/// What is answered about now and as of each data version before, every year asked for in between; each time by
/// the store that is given then.
fn answers(store: impl Fn() -> Store) -> Vec<Vec<Located<Tariff>>> {
    let last = store().data_version().expect("it answers");
    let read = |wanted: &Wanted, as_of| {
        let of = |db: &mut _| Ok::<_, StoreError>(stored::holding(db, wanted, as_of)?);
        store().read(of).expect("it is read")
    };
    let versions = (0..=last).rev().chain([last]);
    let asked = asked();
    let both = versions.flat_map(|as_of| asked.iter().map(move |wanted| (as_of, wanted)));
    both.map(|(as_of, wanted)| read(wanted, as_of)).collect()
}

fn amounts(held: &[Located<Tariff>]) -> Vec<i64> {
    held.iter().map(|of| of.value.amount.oere()).collect()
}

fn every(db: &mut cockpit::storage::Db) -> Vec<i64> {
    let wanted = asked().pop().expect("every year");
    amounts(&stored::holding(db, &wanted, i64::MAX).expect("it is read"))
}

fn read(store: &Store) -> Vec<i64> {
    let read = store.read(|db| Ok::<_, StoreError>(every(db)));
    read.expect("it is read")
}

#[test]
fn what_is_remembered_is_what_is_stored_after_any_change() {
    let (database, store) = with_offers();
    let anew = |when: &str| {
        let remembering = answers(|| store.clone());
        // A store that has read nothing, for each answer.
        let forgetful = answers(|| Store::connect(database.url()).expect("it opens"));
        assert_eq!(remembering, forgetful, "{when}");
        remembering
    };
    anew("before any tariff");
    tariffs(
        &store,
        &[
            "A;Døgn;SEL § 107;2024;100,00;døgn",
            "A;Døgn;SEL § 107;2025;110,00;døgn",
            "B;Døgn;SEL § 107;2025;50,00;døgn",
        ],
    );
    let first = anew("an upload");
    let corrected = tariffs(&store, &["A;Døgn;SEL § 107;2025;105,00;døgn"]);
    assert_ne!(first, anew("a correction"));
    // Another process, whose store knows nothing of this one.
    let other = Store::connect(database.url()).expect("it opens");
    tariffs(&other, &["B;Døgn;SEL § 107;2025;60,00;døgn"]);
    anew("a correction by somebody else");
    uploads::withdraw(
        &other,
        &actor(),
        corrected.number.expect("stored"),
        "forkert",
    )
    .expect("it is withdrawn");
    anew("a withdrawal by somebody else");
}

#[test]
fn a_change_that_is_not_kept_is_not_remembered() {
    let (_database, store) = with_offers();
    tariffs(&store, &["A;Døgn;SEL § 107;2025;100,00;døgn"]);
    assert_eq!(read(&store), [10_000]);
    let undone: Result<(), StoreError> = store.write(|db| {
        let now = clock().now_text();
        let number = versions::bump_version(db, &now, "test", versions::What::Upload)?;
        let mut batch = batches::all(db)?.remove(0);
        batch.number = number;
        batches::add(db, &batch)?;
        let wanted = asked().pop().expect("every year");
        let mut held = stored::holding(db, &wanted, number)?.remove(0);
        held.value.amount = Money::from_oere(1);
        stored::add(db, number, [(1, &held.value)].into_iter())?;
        assert_eq!(every(db), [1]);
        Err(StoreError::Missing("undone".to_owned()))
    });
    undone.expect_err("it is undone");
    // The next upload has the number of the one that was undone.
    tariffs(&store, &["A;Døgn;SEL § 107;2025;200,00;døgn"]);
    assert_eq!(read(&store), [20_000]);
}

#[test]
fn a_read_inside_a_read_of_another_database_mixes_nothing() {
    let (_one, one) = with_offers();
    let (_two, two) = with_offers();
    tariffs(&one, &["A;Døgn;SEL § 107;2025;100,00;døgn"]);
    tariffs(&two, &["A;Døgn;SEL § 107;2025;200,00;døgn"]);
    assert_eq!(read(&two), [20_000]);
    let seen = one.read(|of_one| {
        let before = every(of_one);
        let inside = two.read(|of_two| Ok::<_, StoreError>([every(of_two), every(of_one)]))?;
        Ok::<_, StoreError>((before, inside, every(of_one)))
    });
    let (before, [of_two, of_one], after) = seen.expect("both are read");
    assert_eq!(
        (before, of_one, after),
        (vec![10_000], vec![10_000], vec![10_000])
    );
    assert_eq!(of_two, [20_000]);
    assert_eq!((read(&one), read(&two)), (vec![10_000], vec![20_000]));
}
