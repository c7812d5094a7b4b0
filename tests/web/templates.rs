//! Templates: what is taken from `/data`, filled in as Excel would, and sent back.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use cockpit::changes::kinds::Kind;
use cockpit::domain::people::Role;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::app::{TestApp, Visitor};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
     007;Bakkehuset;Aalborg Kommune;kommunal;Rebild;SEL § 107, SEL § 108;Demens;4;ja;nej\n\
     T-2;Klitgården;Hjørring Kommune;kommunal;Hjørring;SEL § 107;;12;ja;ja\n";

/// A cell that somebody fills in: "C2", and what is typed.
type Cell<'a> = (&'a str, &'a str);

/// The workbook with cells added to its first sheet, each to the right of what its row has.
fn filled_in(workbook: &[u8], cells: &[Cell]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let mut sheet = String::from_utf8(bytes).unwrap();
            for (place, value) in cells {
                type_in(&mut sheet, place, value);
            }
            bytes = sheet.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn type_in(sheet: &mut String, place: &str, value: &str) {
    let row = place.trim_start_matches(|c: char| c.is_ascii_uppercase());
    // In a column of texts 007 is a text, as Excel keeps it.
    let cell = match value.parse::<f64>() {
        Ok(_) if !value.starts_with('0') => format!(r#"<c r="{place}"><v>{value}</v></c>"#),
        _ => format!(r#"<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>"#),
    };
    let end = match sheet.find(&format!(r#"<row r="{row}""#)) {
        Some(start) => start + sheet[start..].find("</row>").unwrap(),
        None => {
            let end = sheet.find("</sheetData>").unwrap();
            sheet.insert_str(end, &format!(r#"<row r="{row}"></row>"#));
            end + format!(r#"<row r="{row}">"#).len()
        }
    };
    sheet.insert_str(end, &cell);
}

async fn template(visitor: &Visitor<'_>, kind: &str) -> Vec<u8> {
    let answer = visitor.bytes(&format!("/data/skabelon/{kind}")).await;
    assert!(answer.starts_with(b"PK"), "{kind}");
    answer
}

async fn send(visitor: &Visitor<'_>, kind: &str, file: Vec<u8>) -> (u16, serde_json::Value) {
    let address = format!("/api/v1/imports/{kind}?file_name=skabelon.xlsx");
    let answer = visitor.post_bytes(&address, file).await;
    (answer.status.as_u16(), answer.json())
}

/// The rows of a sheet as texts.
fn rows(workbook: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(workbook.to_vec())).unwrap();
    let range = book.worksheet_range_at(sheet).unwrap().unwrap();
    let text = |cell: &Data| cell.to_string();
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

#[tokio::test]
async fn every_kind_has_a_template_with_the_headings_it_is_read_by() {
    let app = TestApp::new();
    app.post("/api/v1/imports/offers", OFFERS).await;
    let secretariat = app.secretariat();
    let page = app.get("/data").await.body;
    for kind in Kind::ALL {
        let address = format!("/data/skabelon/{}", kind.key());
        assert!(page.contains(&format!("href=\"{address}\"")), "{address}");
        let answer = app.get(&address).await;
        let name = answer.header("content-disposition");
        assert!(
            name.contains("filename=\"skabelon-") && name.contains(".xlsx"),
            "{name}"
        );
        let workbook = template(&secretariat, kind.key()).await;
        let head = &rows(&workbook, 0)[0];
        let keys: Vec<&str> = kind.columns().iter().map(|column| column.key).collect();
        assert_eq!(head, &keys, "{kind:?}");
        // Each column is explained, in the workbook and on the page.
        let told = rows(&workbook, 1);
        for column in kind.columns() {
            let row = told.iter().find(|row| row[0] == column.key);
            let row = row.unwrap_or_else(|| panic!("{}: {told:?}", column.key));
            assert_eq!(row[1], column.meaning);
            assert!(page.contains(&format!("<th scope=\"row\">{}</th>", column.key)));
        }
    }
    assert_eq!(app.get("/data/skabelon/x").await.status, 404);
    let reader = app.visitor(Role::Reader, "").get("/data").await.body;
    assert!(
        !reader.contains("/data/skabelon/"),
        "it is for those who bring files"
    );
}

#[tokio::test]
async fn a_template_as_it_came_is_refused_in_one_sentence() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    for kind in Kind::ALL {
        let workbook = template(&secretariat, kind.key()).await;
        let (status, problem) = send(&secretariat, kind.key(), workbook).await;
        assert_eq!(status, 422, "{kind:?}: {problem}");
        let errors = problem["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{kind:?}: {problem}");
        let expected = match kind.key() {
            "components" => "not-filled-in",
            _ => "no-rows",
        };
        assert_eq!(errors[0]["code"], expected, "{kind:?}: {problem}");
    }
}

#[tokio::test]
async fn a_filled_in_template_is_read() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    app.post("/api/v1/imports/offers", OFFERS).await;
    let filled: [(&str, &[Cell]); 5] = [
        (
            "price-index",
            &[("A2", "2025"), ("B2", "103.9"), ("C2", "KL, juni 2025")],
        ),
        (
            "population",
            &[
                ("A2", "Aalborg"),
                ("B2", "2025"),
                ("C2", "18"),
                ("D2", "64"),
                ("E2", "140000"),
            ],
        ),
        (
            "tariffs",
            &[
                ("A2", "007"),
                ("B2", "Døgnophold"),
                ("C2", "SEL § 107"),
                ("D2", "2025"),
                ("E2", "2345.5"),
                ("F2", "døgn"),
                ("N2", "95"),
            ],
        ),
        (
            "cases",
            &[
                ("A2", "kl-01"),
                ("B2", "Aalborg"),
                ("C2", "2024"),
                ("D2", "3"),
                ("E2", "SEL § 107"),
                ("F2", "kommunal"),
                ("G2", "007"),
                ("H2", "2100000"),
                ("I2", "ja"),
            ],
        ),
        (
            "offers",
            &[
                ("A4", "T-3"),
                ("B4", "Ny"),
                ("C4", "Region Nordjylland"),
                ("D4", "regional"),
                ("E4", "Aalborg"),
                ("F4", "SEL § 108"),
                ("H4", "5"),
                ("I4", "ja"),
                ("J4", "ja"),
            ],
        ),
    ];
    for (kind, cells) in filled {
        let workbook = template(&secretariat, kind).await;
        let (status, receipt) = send(&secretariat, kind, filled_in(&workbook, cells)).await;
        assert_eq!(status, 201, "{kind}: {receipt}");
        assert_eq!(receipt["new"], 1, "{kind}: {receipt}");
        // The offers that stand are in their template, each as it stands.
        let stand = if kind == "offers" { 2 } else { 0 };
        assert_eq!(receipt["unchanged"], stand, "{kind}: {receipt}");
        assert_eq!(receipt["changed"], 0, "{kind}: {receipt}");
    }
    // Components: the municipalities and paragraphs stand; whoever has no figures deletes the row.
    let chef = app.visitor(Role::Chef, "851");
    let workbook = template(&chef, "components").await;
    let mut cells = Vec::new();
    let places: Vec<[String; 4]> = (2..=5)
        .map(|row| ["C", "D", "E", "F"].map(|letter| format!("{letter}{row}")))
        .collect();
    for [year, cost, persons, level] in &places {
        cells.extend([
            (year.as_str(), "2025"),
            (cost.as_str(), "1234567.5"),
            (persons.as_str(), "2.5"),
            (level.as_str(), "løbende"),
        ]);
    }
    let (status, receipt) = send(&chef, "components", filled_in(&workbook, &cells)).await;
    assert_eq!(
        (status, &receipt["rows_kept"]),
        (201, &4.into()),
        "{receipt}"
    );
}

#[tokio::test]
async fn a_chefs_template_has_the_own_municipality_alone() {
    let app = TestApp::new();
    app.post("/api/v1/imports/offers", OFFERS).await;
    let chef = app.visitor(Role::Chef, "851");
    let components = template(&chef, "components").await;
    let areas: Vec<String> = rows(&components, 0)
        .into_iter()
        .skip(1)
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(areas, ["Aalborg"; 4]);
    let lists = |workbook: &[u8]| rows(workbook, 2).concat().join("\n");
    let own = lists(&components);
    assert!(
        own.contains("Aalborg") && !own.contains("Hjørring"),
        "{own}"
    );
    let offers = template(&chef, "offers").await;
    let ids: Vec<String> = rows(&offers, 0)
        .into_iter()
        .skip(1)
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(ids, ["007"]);
    // Where the own offer lies can be chosen.
    let places = lists(&offers);
    assert!(
        places.contains("Rebild") && !places.contains("Hjørring"),
        "{places}"
    );
    let tariffs = lists(&template(&chef, "tariffs").await);
    assert!(
        tariffs.contains("007") && !tariffs.contains("T-2"),
        "{tariffs}"
    );
    // What is no municipality's own a chef does not bring.
    assert_eq!(chef.get("/data/skabelon/price-index").await.status, 403);
    assert!(
        !chef
            .get("/data")
            .await
            .body
            .contains("skabelon/price-index")
    );
    let all = rows(&template(&app.secretariat(), "components").await, 0);
    assert_eq!(all.len(), 1 + 11 * 4);
}

#[tokio::test]
async fn closed_lists_can_be_chosen_from() {
    let app = TestApp::new();
    app.post("/api/v1/imports/offers", OFFERS).await;
    let workbook = template(&app.secretariat(), "tariffs").await;
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut sheet = String::new();
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    part.read_to_string(&mut sheet).unwrap();
    let rules: Vec<&str> = sheet.split("<dataValidation ").skip(1).collect();
    // Offers, paragraphs, years, units.
    assert_eq!(rules.len(), 4, "{rules:?}");
    let of = |column: &str| {
        let range = format!("sqref=\"{column}2:{column}10001\"");
        *rules
            .iter()
            .find(|rule| rule.contains(&range))
            .unwrap_or_else(|| panic!("{rules:?}"))
    };
    assert!(of("A").contains("<formula1>Lister!$A$2:$A$3</formula1>"));
    // The name of an offer may stand beside its id: what is typed there is not held against the list.
    assert!(!of("A").contains("showErrorMessage"));
    assert!(of("C").contains("<formula1>Lister!$C$2:$C$5</formula1>"));
    assert!(of("C").contains("showErrorMessage") && of("F").contains("Lister!$F$2:$F$5"));
    assert!(of("D").contains("type=\"whole\"") && of("D").contains("<formula1>2007</formula1>"));
}
