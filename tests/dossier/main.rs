//! The papers of meetings: what they say, and that what was sent stays as it was.

mod cases;
mod frozen;
mod paper;
#[path = "../support/mod.rs"]
mod support;
mod words;

use cockpit::demo;
use cockpit::domain::dossier::Part;
use cockpit::papers::dossier::{Body, Composed, Item, Paper, PaperError, compose};
use cockpit::reports;
use cockpit::storage::{Store, StoreError};
use jiff::civil::date;

fn store() -> (support::TestDatabase, Store) {
    let database = support::TestDatabase::new();
    let store = database.store();
    demo::fill(&store, support::clock()).expect("the region is made");
    (database, store)
}

fn item(number: usize, heading: &str, name: &str, filters: &[(&str, &str)]) -> Item {
    let question = reports::question(name).unwrap();
    let query = question.query(filters.iter().copied()).unwrap();
    Item {
        number: number.to_string(),
        heading: heading.to_owned(),
        presenter: String::new(),
        confidential: false,
        asked: String::new(),
        text: Vec::new(),
        body: Body::Report {
            question,
            query: Box::new(query),
        },
    }
}

fn paper(store: &Store, items: Vec<Item>) -> Paper {
    Paper {
        number: "KKR-2025-06-20".to_owned(),
        title: "Dagsorden til mødet i KKR Nordjylland".to_owned(),
        kind: "KKR Nordjylland".to_owned(),
        date: date(2025, 6, 20),
        place: "Aalborg".to_owned(),
        items,
        as_of: store.data_version().unwrap(),
        today: date(2025, 6, 12),
    }
}

fn composed(store: &Store, paper: &Paper, part: Part) -> Result<Composed, PaperError> {
    store
        .read::<_, StoreError>(|db| Ok(compose(db, paper, part)))
        .unwrap()
}

/// An agenda with something of each kind.
fn agenda() -> Vec<Item> {
    let mut items = vec![
        item(1, "Udvikling i udgifter", "unit-costs", &[]),
        item(2, "Hvad driver udgifterne", "decomposition", &[]),
        item(3, "Takststigninger", "tariff-increases", &[]),
        item(4, "Dyre enkeltsager", "costly-cases", &[]),
        item(5, "Ledige pladser", "vacancies", &[]),
        item(6, "Belægning", "occupancy", &[]),
        item(7, "Takster i regionen", "tariff-distribution", &[]),
    ];
    for area in ["Aalborg", "Hjørring", "Thisted", "Rebild"] {
        let number = items.len() + 1;
        items.push(item(
            number,
            &format!("Udgifter i {area}"),
            "unit-costs",
            &[("area", area)],
        ));
    }
    items.push(Item {
        number: (items.len() + 1).to_string(),
        heading: "Valg af ny kontrakt".to_owned(),
        presenter: "Sekretariatet".to_owned(),
        confidential: true,
        asked: "at mødet godkender kontrakten".to_owned(),
        text: vec!["Kontrakten er forhandlet i foråret.".to_owned()],
        body: Body::Text,
    });
    items[0].asked = "at mødet tager udviklingen til efterretning".to_owned();
    items[2].asked = "at mødet drøfter de fem stigninger".to_owned();
    items[0].presenter = "Formanden".to_owned();
    items
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

fn pages(bytes: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let words = |number: u32| squeeze(&file.extract_text(&[number]).unwrap());
    numbers.into_iter().map(words).collect()
}
