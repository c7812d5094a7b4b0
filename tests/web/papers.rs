//! What leaves of meetings as files: the list of decisions, and a paper that stays as it was sent.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Reader, Xlsx};
use cockpit::clock::Clock;
use cockpit::domain::people::Role;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::app::TestApp;
use super::meetings::{added, item, step};
use super::sign_in::{PASSWORD, attempt, browse, signed_in};

/// Every cell of a workbook that holds anything, as text.
fn cells(bytes: Vec<u8>) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheets = book.sheet_names();
    let ranges = sheets.iter().map(|name| book.worksheet_range(name));
    let ranges: Vec<_> = ranges.map(|range| range.expect("a sheet")).collect();
    let cells = ranges
        .iter()
        .flat_map(|range| range.used_cells().map(|(.., cell)| cell.to_string()));
    cells.filter(|text| !text.is_empty()).collect()
}

#[tokio::test]
async fn the_list_of_decisions_is_a_file_that_tells_nobody_more_than_the_page() {
    let app = TestApp::new();
    let (secretariat, reader) = (app.secretariat(), app.visitor(Role::Reader, ""));
    let meeting = added(&secretariat, "2025-06-20").await;
    let open = item(&secretariat, &meeting, "overskrift=Fælles+kontrakt").await;
    let secret = item(&secretariat, &meeting, "overskrift=Personsag&fortroligt=ja").await;
    for name in ["send", "hold"] {
        assert_eq!(step(&secretariat, &meeting, name).await.status, 303);
    }
    let approved =
        "kode=approved&beslutning=Som+indstillet&opfoelgning=Skriv+til+alle&frist=2025-09-01";
    for (id, decision) in [
        (&open, approved),
        (&secret, "kode=noted&beslutning=Hemmeligt"),
    ] {
        let form = format!("handling=beslut&punkt={id}&{decision}");
        assert_eq!(secretariat.form(&meeting, &form).await.status, 303);
    }
    let address = "/moeder/beslutninger/beslutninger";
    let mine = cells(secretariat.bytes(&format!("{address}.xlsx")).await);
    let theirs = cells(reader.bytes(&format!("{address}.xlsx")).await);
    for words in [
        "KKR 20. juni 2025, punkt 1",
        "Fælles kontrakt",
        "Skriv til alle",
        "1. september 2025",
    ] {
        // What is open stands in both lists.
        let count = |cells: &[String]| cells.iter().filter(|cell| *cell == words).count();
        assert_eq!((count(&mine), count(&theirs)), (2, 2), "{words}: {mine:?}");
    }
    let tells = |cells: &[String], words: &str| cells.iter().any(|cell| cell.contains(words));
    for words in ["Personsag", "Hemmeligt"] {
        assert!(tells(&mine, words), "{words}: {mine:?}");
        assert!(!tells(&theirs, words), "{words}: {theirs:?}");
    }
    let pdf = reader.bytes(&format!("{address}.pdf")).await;
    let file = lopdf::Document::load_mem(&pdf).expect("a PDF");
    let text = file.extract_text(&[1]).expect("its text");
    assert!(text.contains("Fælles kontrakt"), "{text}");
    assert!(!text.contains("Personsag"), "{text}");
    assert_eq!(reader.get(&format!("{address}.exe")).await.status, 404);
}

/// The cells of figures on a page, in order, as numbers; what is no number is left out.
fn figures(page: &str) -> Vec<Decimal> {
    let cells = page.split("<td class=\"num\">").skip(1);
    let texts = cells.filter_map(|cell| cell.split("</td>").next());
    let plain = |html: &str| {
        let mut inside = false;
        let letters = html.chars().filter(|c| {
            inside = (inside || *c == '<') && *c != '>';
            !inside && *c != '>'
        });
        letters.collect::<String>()
    };
    texts
        .filter_map(|text| {
            let number = plain(text).replace('.', "").replace(',', ".");
            number.trim().replace('\u{2212}', "-").parse().ok()
        })
        .collect()
}

/// The figures of the rows of an item's JSON, in order: amounts are texts, counts and years numbers.
fn of_json(rows: &Json) -> Vec<Decimal> {
    let rows = rows.as_array().expect("rows").iter();
    let values = rows.flat_map(|row| row.as_object().expect("a row"));
    values
        .filter(|(key, _)| !["year", "from", "to", "municipality"].contains(&key.as_str()))
        .filter_map(|(_, value)| match value {
            Json::String(text) => text.parse().ok(),
            Json::Number(number) => number.to_string().parse().ok(),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn the_page_of_a_meeting_has_the_figures_of_its_json_and_they_stay_for_ever() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let meeting = added(&secretariat, "2025-06-20").await;
    for filters in ["", "from=2023", "to=2023", "from=2024"] {
        let filters = filters.replace('=', "%3D");
        let text = format!("overskrift=Udvikling&rapport=unit-costs&filtre={filters}");
        item(&secretariat, &meeting, &text).await;
    }
    assert_eq!(step(&secretariat, &meeting, "send").await.status, 303);
    let page = secretariat.get(&meeting).await;
    let files = page.links(&format!("{meeting}/papir/"));
    let file = files.iter().find(|link| link.ends_with(".json"));
    let file = file.unwrap_or_else(|| panic!("no JSON in {files:?}"));
    let json = serde_json::from_slice::<Json>(&secretariat.bytes(file).await);
    let items = json.expect("JSON")["agendaItem"].clone();
    let shown = page.body.split("id=\"punkt-").skip(1);
    let mut compared = 0;
    for (at, part) in shown.enumerate() {
        let report = &items[at]["report"];
        let rows = of_json(&report["rows"]);
        let here = figures(part);
        // A page shows the first rows, and then the totals.
        let same = here.iter().zip(&rows).take_while(|(a, b)| a == b).count();
        assert!(same >= 9, "item {at}: {here:?} {rows:?}");
        let totals = of_json(&report["totals"]);
        let rest = &here[same..];
        assert!(
            rest.iter().zip(&totals).all(|(a, b)| a == b),
            "item {at}: {rest:?} {totals:?}"
        );
        compared += here.len();
    }
    assert!(compared >= 100, "{compared} figures were compared");

    // A year later, on another instance, the files are what they were.
    let later = app.another_instance_at(Clock::with(|| {
        Timestamp::constant(1_750_406_400 + 366 * 24 * 3600, 0)
    }));
    let now = signed_in(&app, "nu@example.dk", Role::Reader).await;
    let seen = browse(&app, "GET", &meeting, &now, "").await;
    let files = seen.links(&format!("{meeting}/papir/"));
    assert!(files.len() >= 3, "{files:?}");
    let mut first = Vec::new();
    for file in &files {
        first.push(browse(&app, "GET", file, &now, "").await);
    }
    let then = attempt(&later, "nu@example.dk", PASSWORD).await.cookie();
    for (file, first) in files.iter().zip(first) {
        let again = browse(&later, "GET", file, &then, "").await;
        assert_eq!(
            (first.status, again.status),
            (StatusCode::OK, StatusCode::OK)
        );
        assert!(first.body == again.body && !first.body.is_empty(), "{file}");
    }
}

#[tokio::test]
async fn an_item_is_a_file_of_its_own_for_whoever_sees_it() {
    let app = TestApp::new();
    let (secretariat, reader) = (app.secretariat(), app.visitor(Role::Reader, ""));
    let meeting = added(&secretariat, "2025-06-20").await;
    item(&secretariat, &meeting, "overskrift=Personsag&fortroligt=ja").await;
    item(&secretariat, &meeting, "overskrift=F%C3%A6lles+kontrakt").await;
    let of = |page: &super::app::Answer| page.links(&format!("{meeting}/papir/punkt-"));
    let all = ["punkt-1.pdf", "punkt-1.xlsx", "punkt-2.pdf", "punkt-2.xlsx"];
    let all = all.map(|file| format!("{meeting}/papir/{file}"));
    // A draft for whoever prepares it.
    assert_eq!(of(&secretariat.get(&meeting).await), all);
    assert_eq!(reader.get(&all[2]).await.status, 404);
    assert_eq!(step(&secretariat, &meeting, "send").await.status, 303);
    assert_eq!(of(&secretariat.get(&meeting).await), all);
    assert_eq!(of(&reader.get(&meeting).await), all[2..]);
    assert_eq!(reader.get(&all[0]).await.status, 404);
    let told = cells(reader.bytes(&all[3]).await);
    let tells = |words: &str| told.iter().any(|cell| cell.contains(words));
    assert!(tells("Fælles kontrakt") && !tells("Personsag"), "{told:?}");
}
