//! A look at sense: what of a file is odd against what is known, told and never refused.

use cockpit::changes::data::receipt::{Receipt, WarningKind};
use cockpit::demo;
use cockpit::domain::components::ComponentFact;
use cockpit::storage::Store;
use cockpit::storage::components::facts;
use cockpit::storage::data::batches;

use super::support::{TestDatabase, clock, components};

/// The municipalities' facts of 2024, by municipality and supplier, without the split by target group.
fn of_2024(store: &Store) -> Vec<ComponentFact> {
    let held = store.read::<_, cockpit::storage::StoreError>(|db| {
        let mut codes = facts::areas_with_facts(db)?;
        codes.retain(|code| code.len() == 3);
        Ok(facts::holding(db, &codes, i64::MAX)?)
    });
    let held = held
        .expect("facts")
        .into_iter()
        .map(|located| located.value);
    let is_of =
        |fact: &ComponentFact| fact.key.year.number() == 2024 && fact.key.target_group.is_none();
    held.filter(is_of).collect()
}

/// A fact as a row of the year after, its expenditure multiplied.
fn next(fact: &ComponentFact, times: i64) -> String {
    let supplier = fact.key.supplier.map_or("", |supplier| supplier.key());
    let kroner = fact.expenditure.oere() / 100 * times / 1000;
    let persons = fact.persons.decimal().to_string().replace('.', ",");
    let (area, paragraph) = (&fact.key.area, fact.key.paragraph.label());
    format!("{area};{paragraph};2025;{kroner};{persons};2023;{supplier}")
}

fn sent(store: &Store, rows: &[String]) -> Receipt {
    use cockpit::changes::components::ComponentFile;
    use cockpit::changes::kinds::Kind;
    let head = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;leverandoer";
    let text = format!("{head}\n{}\n", rows.join("\n"));
    super::support::upload(store, Kind::of(&ComponentFile), &text).expect("it is accepted")
}

fn kinds(receipt: &Receipt) -> Vec<WarningKind> {
    receipt
        .warnings
        .iter()
        .map(|warning| warning.kind)
        .collect()
}

#[test]
fn nothing_is_odd_of_the_published_figures_and_of_the_synthetic_region() {
    let database = TestDatabase::new();
    let store = database.store();
    for receipt in demo::fill(&store, clock()).expect("it is filled") {
        assert_eq!(receipt.warnings, [], "{}", receipt.kind);
    }
    let first = store.read::<_, cockpit::storage::StoreError>(|db| Ok(batches::get(db, 1)?));
    let first = first.expect("a database").expect("the published figures");
    let receipt = Receipt::from_json(&first.receipt).expect("a receipt");
    assert_eq!((receipt.rows_kept, receipt.warnings), (12, Vec::new()));
    // A year that is like the one before, of all of them.
    let rows: Vec<String> = of_2024(&store)
        .iter()
        .map(|fact| next(fact, 1030))
        .collect();
    assert_eq!(sent(&store, &rows).warnings, []);
}

#[test]
fn thousands_for_kroner_and_a_municipality_that_was_forgotten_are_told() {
    let database = TestDatabase::new();
    let store = database.store();
    demo::fill(&store, clock()).expect("it is filled");
    let facts = of_2024(&store);
    let rows: Vec<String> = facts
        .iter()
        .filter(|fact| fact.key.area != "825")
        .map(|fact| {
            let is_slip = fact.key.area == "851" && fact.key.paragraph.key() == "SEL_107";
            next(fact, if is_slip { 1 } else { 1000 })
        })
        .collect();
    let receipt = sent(&store, &rows);
    // It is stored, all of it.
    assert!(receipt.number.is_some() && receipt.rows_kept == rows.len());
    let told = kinds(&receipt);
    assert_eq!(
        told,
        [
            WarningKind::Expenditure,
            WarningKind::Missing,
            WarningKind::UnitCost
        ],
        "{:?}",
        receipt.warnings
    );
    let [change, missing, cost] = &receipt.warnings[..] else {
        panic!("three: {:?}", receipt.warnings)
    };
    assert!(
        change
            .words
            .starts_with("Aalborg, SEL § 107, 2025: udgiften er "),
        "{}",
        change.words
    );
    assert!(
        change.words.ends_with(" i 2024 (\u{2212}99,90 %)"),
        "{}",
        change.words
    );
    assert_eq!(change.numbers.change_pct.as_deref(), Some("-99.90"));
    assert_eq!(
        (change.area.as_deref(), change.paragraph.as_deref()),
        (Some("851"), Some("SEL_107"))
    );
    assert_eq!(
        missing.words,
        "Mangler: Læsø, havde tal for 2024, og har ingen for 2025"
    );
    assert!(
        cost.words.contains("de andre kommuners ligger fra "),
        "{}",
        cost.words
    );
    assert_eq!(receipt.warnings_in_all, 3);
}

#[test]
fn a_first_file_is_odd_against_nothing() {
    let database = TestDatabase::new();
    let receipt = components(&database.store(), &["851;SEL § 107;2025;1,00;1,0;2025"]);
    assert_eq!((receipt.warnings, receipt.warnings_in_all), (Vec::new(), 0));
}
