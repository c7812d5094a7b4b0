//! Marks of figures: on every page and in every file, masked figures too; set and lifted by the
//! secretariat.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use cockpit::domain::people::Role;
use serde_json::json;

use super::app::TestApp;

const PROVISIONAL: &str = "maerke=f&data=components&aar=2024&begrundelse=Regnskabet+er+ikke+lukket";

async fn marks(app: &TestApp, form: &str) {
    let sent = app.secretariat().form("/maerker", form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

#[tokio::test]
async fn a_marked_year_is_marked_in_every_form_and_the_figures_stay_numbers() {
    let app = TestApp::new();
    let reader = app.visitor(Role::Reader, "");
    let report = "/api/v1/reports/unit-costs";
    let before = reader.get(report).await.json();
    let csv_before = reader.get(&format!("{report}.csv")).await.body;
    assert!(before["rows"][0].get("marks").is_none());
    marks(&app, PROVISIONAL).await;
    marks(
        &app,
        "maerke=b&data=components&aar=2024&paragraf=SEL_107&begrundelse=Ny+kontoplan",
    )
    .await;

    let front = reader.get("/komponentanalyse").await.body;
    assert!(
        front.contains("Mærker: f foreløbig, b databrud."),
        "{front}"
    );
    assert!(front.contains(">f</sup><span class=\"sr-only\"> (foreløbig)</span>"));
    let figure = "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=unit_cost";
    let origin = reader.get(figure).await.body;
    assert!(origin.contains("Regnskabet er ikke lukket") && origin.contains("Ny kontoplan"));
    let other = reader.get(&figure.replace("2024", "2023")).await.body;
    assert!(!other.contains("Regnskabet er ikke lukket"));

    let after = reader.get(report).await.json();
    let rows = after["rows"].as_array().unwrap();
    for (row, old) in rows.iter().zip(before["rows"].as_array().unwrap()) {
        let marks = match (
            row["year"].as_i64().unwrap(),
            row["group"].as_str().unwrap(),
        ) {
            (2024, "SEL_107") => json!("expenditure:fb full_year_persons:fb unit_cost:fb"),
            // The sum has the marks of what is in it.
            (2024, "TOTAL_107_108_105") => {
                json!("expenditure:fb full_year_persons:fb unit_cost:fb")
            }
            (2024, _) => json!("expenditure:f full_year_persons:f unit_cost:f"),
            _ => json!(null),
        };
        assert_eq!(row["marks"], marks, "{row}");
        for key in ["expenditure", "full_year_persons", "unit_cost"] {
            assert_eq!(row[key], old[key]);
        }
    }
    // A change has the marks of both its years.
    let changes = after["totals"].as_array().unwrap();
    let change = changes.iter().find(|row| row["to"] == 2024).unwrap();
    assert_eq!(change["marks"], "change_pct:fb", "{change}");
    let notes = after["notes"].to_string();
    assert!(
        notes.contains("Mærker: f foreløbig, b databrud."),
        "{notes}"
    );
    // Rows alone, the same with a column more.
    let csv = reader.get(&format!("{report}.csv")).await.body;
    for (line, old) in csv.lines().zip(csv_before.lines()) {
        assert!(line.starts_with(old), "{line}");
    }
    assert_eq!(csv.lines().count(), csv_before.lines().count());
    let marked = csv
        .lines()
        .find(|line| line.starts_with("SEL § 107;2024;"))
        .unwrap();
    assert!(
        marked.ends_with("Udgift f,b; Helårspersoner f,b; Enhedsudgift f,b\""),
        "{marked}"
    );
    // In Excel the figures are numbers still, and the letters stand beside them.
    let bytes = reader.bytes(&format!("{report}.xlsx")).await;
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |cell: &Data| cell.to_string();
    let marked = sheet
        .rows()
        .find(|row| text(&row[0]) == "SEL § 107" && text(&row[1]) == "2024");
    let marked = marked.unwrap();
    assert_eq!(marked[2], Data::Float(514_695_944.0));
    let letters = marked.iter().map(text).collect::<Vec<_>>().join("|");
    assert!(
        letters.contains("Udgift f,b; Helårspersoner f,b"),
        "{letters}"
    );
    let bytes = reader.bytes(&format!("{report}.pdf")).await;
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let words: String = file.extract_text(&pages).unwrap();
    let words: String = words.split_whitespace().collect();
    for said in ["Mærker:fforeløbig,bdatabrud.", "Udgiftf,b;"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    // As it was known before, nothing was marked.
    let earlier = reader.get(&format!("{report}?as-of=1")).await.json();
    assert!(earlier["rows"][0].get("marks").is_none(), "{earlier}");
}

#[tokio::test]
async fn a_mark_is_set_once_and_lifted_by_the_secretariat() {
    let app = TestApp::new();
    let (secretariat, chef) = (app.secretariat(), app.visitor(Role::Chef, "851"));
    marks(&app, PROVISIONAL).await;
    let again = secretariat.form("/maerker", PROVISIONAL).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("har det mærke i forvejen"),
        "{}",
        again.body
    );
    for (field, words) in [
        (
            "maerke=x&data=cases&aar=2024&begrundelse=x",
            "Vælg et mærke",
        ),
        (
            "maerke=f&data=x&aar=2024&begrundelse=x",
            "Vælg, hvad der mærkes",
        ),
        (
            "maerke=f&data=cases&aar=2024&omraade=9&begrundelse=x",
            "Vælg blandt områderne",
        ),
        (
            "maerke=f&data=cases&aar=2024&begrundelse=+",
            "Skriv, hvorfor",
        ),
        (
            "maerke=f&data=cases&aar=2024&begrundelse=010190-1234",
            "CPR-lignende",
        ),
    ] {
        let refused = secretariat.form("/maerker", field).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(words), "{field}: {}", refused.body);
    }
    let page = chef.get("/maerker").await.body;
    assert!(
        page.contains("Komponentanalysen, 2024") && !page.contains("/loeft"),
        "{page}"
    );
    let page = secretariat.get("/maerker").await.body;
    let lift = page.split("action=\"/maerker/").nth(1).unwrap();
    let lift = format!("/maerker/{}", lift.split('"').next().unwrap());
    assert_eq!(chef.form(&lift, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        secretariat.form(&lift, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        secretariat.form(&lift, "").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        !secretariat
            .get("/komponentanalyse")
            .await
            .body
            .contains("Mærker:")
    );
    assert!(
        chef.get("/maerker")
            .await
            .body
            .contains("løftet 20. juni 2025")
    );
}

#[tokio::test]
async fn a_masked_figure_shows_its_marks_and_they_depend_on_its_names_alone() {
    let app = TestApp::new();
    let reader = app.visitor(Role::Reader, "");
    let mut cases = String::from("sag;kommune;aar;paragraf;leverandoer;udgift\n");
    for (code, count) in [("851", 37), ("860", 31), ("849", 3)] {
        for case in 0..count {
            let kroner = 2_100_000 + case;
            cases.push_str(&format!("p{case};{code};2022;SEL_107;privat;{kroner},00\n"));
        }
    }
    let sent = app.post("/api/v1/imports/cases", &cases).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    marks(
        &app,
        "maerke=u&data=cases&aar=2022&omraade=849&begrundelse=Under+gennemgang",
    )
    .await;
    let report = reader.get("/api/v1/reports/costly-cases").await.json();
    let all = "cases:u cost:u average:u refund:u share:u";
    let mut masked = 0;
    for row in report["rows"].as_array().unwrap() {
        let expected = if row["municipality"] == "849" {
            json!(all)
        } else {
            json!(null)
        };
        assert_eq!(row["marks"], expected, "{row}");
        let is_masked = !row["masked"].as_array().unwrap().is_empty();
        masked += usize::from(is_masked && expected == all);
    }
    assert!(masked > 0, "a masked figure is marked: {report}");
    for row in report["totals"].as_array().unwrap() {
        let holds = ["849", "total"].contains(&row["municipality"].as_str().unwrap());
        assert_eq!(row["marks"] == all, holds, "{row}");
    }
    let page = reader.get("/enkeltsager?year=2022").await.body;
    assert!(page.contains("Mærker: u usikker."), "{page}");
    let masked = page.split("<span aria-hidden=\"true\">●").skip(1);
    let marked = masked.filter(|rest| {
        let cell = rest.split("</td>").next().unwrap();
        cell.contains(">u</sup>")
    });
    assert!(marked.count() > 0, "{page}");
}
