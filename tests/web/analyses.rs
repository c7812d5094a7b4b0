//! `/analyser`: the catalogue, an analysis with its form, answer and files; who may open which; and a
//! folder of somebody's own with a fault.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use cockpit::analyses::catalogue::Catalogue;
use cockpit::demo;
use cockpit::domain::people::Role;
use cockpit::storage::Store;
use cockpit::web::{AppState, router};

use super::app::TestApp;
use super::support::{clock, components};

/// Three municipalities; the middle one is the median.
fn three(store: &Store) {
    components(
        store,
        &[
            "851;SEL § 107;2024;3.000.000,00;3,0;2023",
            "810;SEL § 107;2024;1.600.000,00;2,0;2023",
            "813;SEL § 107;2024;1.800.000,00;2,0;2023",
        ],
    );
}

#[tokio::test]
async fn the_catalogue_leads_to_each_analysis_and_its_milestone() {
    let app = TestApp::new();
    let page = app.get("/analyser").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("aria-current=\"page\""));
    let links = page.links("/analyser/");
    assert!(
        links.contains(&"/analyser/serviceniveau".to_owned()),
        "{links:?}"
    );
    assert!(
        page.links("/arbejdsplan/")
            .contains(&"/arbejdsplan/2025H2-visitation".to_owned())
    );
    let milestone = app.get("/arbejdsplan/2025H2-tilbudsvifte").await;
    let evidence = milestone.links("/analyser/");
    for name in ["private-koeb", "dyre-enkeltsager", "tomme-boliger"] {
        assert!(
            evidence.contains(&format!("/analyser/{name}")),
            "{evidence:?}"
        );
    }
}

#[tokio::test]
async fn an_analysis_shows_its_answer_and_how_it_was_made() {
    let app = TestApp::new();
    three(&app.store);
    let page = app
        .get("/analyser/serviceniveau?paragraph=SEL_107&year=2024")
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in [
        "Hvor langt ligger kommunernes enhedsudgift fra hinanden",
        "1.000.000",
        "11,11",
        "300.000",
        "Sådan er det regnet",
        "median(u.unit_cost)",
        "Prisniveau: 2023-p/l.",
        "Upload 2, test.csv",
        "data-chart=\"bars\"",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // The dearest first, and each once.
    let place = |name: &str| page.body.find(&format!("<th scope=\"row\">{name}</th>"));
    assert!(place("Aalborg") < place("Frederikshavn"), "{}", page.body);
    assert!(place("Frederikshavn") < place("Brønderslev"));
}

#[tokio::test]
async fn the_newest_year_is_asked_for_when_none_is_named_and_nothing_is_no_error() {
    let app = TestApp::new();
    let page = app.get("/analyser/serviceniveau").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("Der er ingen tal at vise"),
        "{}",
        page.body
    );
    three(&app.store);
    let page = app.get("/analyser/serviceniveau").await;
    assert!(
        page.body.contains("<option value=\"2024\" selected>"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn what_is_not_allowed_is_told_at_its_field() {
    let app = TestApp::new();
    three(&app.store);
    let page = app.get("/analyser/serviceniveau?year=1999").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let beside = page
        .body
        .split("id=\"fejl-year\">")
        .nth(1)
        .unwrap_or_default();
    assert!(
        beside.starts_with("»1999« kan ikke bruges. Vælg et af årene 2024."),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("aria-invalid=\"true\" aria-describedby=\"fejl-year\"")
    );
    assert!(page.body.contains("<option value=\"SEL_107\" selected>"));
    let unknown = app.get("/analyser/serviceniveau?kommune=851").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.body.contains("Der findes: paragraph, year, peers."),
        "{}",
        unknown.body
    );
    let file = app.get("/analyser/serviceniveau/tal.csv?year=1999").await;
    assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        file.body.contains("Vælg et af årene 2024."),
        "{}",
        file.body
    );
    for missing in [
        "/analyser/findes-ikke",
        "/analyser/serviceniveau/tal.doc",
        "/analyser/serviceniveau/andet.csv",
    ] {
        assert_eq!(
            app.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn the_reader_chooses_whom_to_compare_with_and_the_address_keeps_it() {
    let app = TestApp::new();
    three(&app.store);
    let asked = "year=2024&peers=810&peers=813";
    let page = app.get(&format!("/analyser/serviceniveau?{asked}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    // Of 800,000 and 900,000 the median is 850,000.
    for words in [
        "17,65",
        "450.000",
        "name=\"peers\" value=\"810\" checked",
        "Brønderslev, Frederikshavn",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("value=\"851\" checked"));
    let json = format!("/analyser/serviceniveau/tal.json?{asked}");
    assert!(page.links("/analyser/serviceniveau/tal.").contains(&json));
    let json = app.get(&json).await.json();
    assert_eq!(json["filters"]["peers"], "810,813");
    let all = app.get("/analyser/serviceniveau/tal.json?year=2024").await;
    assert_eq!(all.json()["filters"]["peers"], "all");
    let unknown = app.get("/analyser/serviceniveau?peers=999").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown
            .body
            .contains("»999« kan ikke bruges. Vælg blandt områdets kommuner"),
        "{}",
        unknown.body
    );
}

#[tokio::test]
async fn every_file_has_the_values_of_the_parameters() {
    let app = TestApp::new();
    three(&app.store);
    let asked = "paragraph=SEL_107&year=2024";
    let json = app
        .get(&format!("/analyser/serviceniveau/tal.json?{asked}"))
        .await
        .json();
    assert_eq!(json["report"], "serviceniveau");
    assert_eq!(json["filters"]["year"], "2024");
    assert_eq!(json["filters"]["paragraph"], "SEL_107");
    assert_eq!(json["rows"][0]["municipality"], "851");
    assert_eq!(json["rows"][0]["unit_cost"], "1000000");
    assert_eq!(json["rows"][0]["from_median_pct"], "11.11");
    assert_eq!(json["rows"][0]["tariff"], serde_json::Value::Null);
    let csv = app
        .get(&format!("/analyser/serviceniveau/tal.csv?{asked}"))
        .await;
    assert!(csv.body.contains("1000000"), "{}", csv.body);
    assert!(csv.header("content-disposition").contains("serviceniveau"));
    for ending in ["xlsx", "pdf"] {
        let file = app
            .bytes(&format!("/analyser/serviceniveau/tal.{ending}?{asked}"))
            .await;
        assert!(file.len() > 2_000, "{ending}");
    }
    let page = app.get(&format!("/analyser/serviceniveau?{asked}")).await;
    let links = page.links("/analyser/serviceniveau/tal.");
    assert!(
        links.contains(&format!("/analyser/serviceniveau/tal.pdf?{asked}")),
        "{links:?}"
    );
}

#[tokio::test]
async fn each_role_opens_what_it_may_and_no_other_is_listed() {
    let app = TestApp::new();
    let (reader, group) = (
        app.visitor(Role::Reader, ""),
        app.visitor(Role::WorkingGroup, ""),
    );
    let chef = app.visitor(Role::Chef, "851");
    let of = |name: &str| format!("/analyser/{name}");
    for (who, name, status) in [
        (&reader, "serviceniveau", 200),
        (&reader, "dyre-enkeltsager", 200),
        (&reader, "flere-maalgrupper", 403),
        (&group, "serviceniveau", 200),
        (&group, "dyre-enkeltsager", 403),
        (&group, "dyre-enkeltsager-varighed", 403),
        (&group, "flere-maalgrupper", 200),
        (&chef, "dyre-enkeltsager", 200),
        (&chef, "flere-maalgrupper", 200),
    ] {
        let answer = who.get(&of(name)).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
        let file = who.get(&format!("{}/tal.json", of(name))).await;
        assert_eq!(file.status.as_u16(), status, "{name} as a file");
        let listed = who
            .get("/analyser")
            .await
            .links("/analyser/")
            .contains(&of(name));
        assert_eq!(listed, status == 200, "{name}");
    }
}

/// A search may tell of a citizen: a chef counts the own municipality's alone, from the cache too.
#[tokio::test]
async fn a_chef_counts_the_own_searches_alone() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    let (one, other) = (
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "846"),
    );
    let secretariat = app.secretariat();
    let mut counted = Vec::new();
    for visitor in [&secretariat, &one, &other, &secretariat] {
        let json = visitor
            .get("/analyser/flere-maalgrupper/tal.json")
            .await
            .json();
        let rows = json["rows"].as_array().expect("rows").clone();
        let number = |row: &serde_json::Value| row["searches"].as_i64().expect("a number");
        counted.push(rows.iter().map(number).sum::<i64>());
    }
    assert!(counted[0] > counted[1] + counted[2], "{counted:?}");
    assert_eq!(counted[0], counted[3]);
    assert!(counted[1] > 0 && counted[2] > 0, "{counted:?}");
}

#[tokio::test]
async fn what_is_masked_is_masked_on_the_page_and_in_every_file() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    let page = app.get("/analyser/dyre-enkeltsager?year=2024").await;
    assert!(page.body.contains("●"), "{}", page.body);
    assert!(page.body.contains("Skjult: Tallet bygger på få borgere"));
    let json = app
        .get("/analyser/dyre-enkeltsager/tal.json?year=2024")
        .await
        .json();
    let rows = json["rows"].as_array().expect("rows");
    let masked: Vec<_> = rows.iter().filter(|row| row["cases"].is_null()).collect();
    assert!(!masked.is_empty());
    for row in masked {
        let keys = serde_json::json!(["cases", "cost", "average", "refund", "net"]);
        assert_eq!(row["masked"], keys, "{row}");
        assert!(row["net"].is_null());
    }
    let csv = app
        .get("/analyser/dyre-enkeltsager/tal.csv?year=2024")
        .await;
    assert!(csv.body.contains("skjult"), "{}", csv.body);
}

#[tokio::test]
async fn an_answer_is_made_anew_when_the_data_are_others() {
    let app = TestApp::new();
    three(&app.store);
    let address = "/analyser/serviceniveau/tal.json";
    let before = app.get(address).await.json();
    components(&app.store, &["851;SEL § 107;2024;6.000.000,00;3,0;2023"]);
    let after = app.get(address).await.json();
    assert_eq!(before["rows"][0]["unit_cost"], "1000000");
    assert_eq!(after["rows"][0]["unit_cost"], "2000000");
    assert_ne!(before["data_version"], after["data_version"]);
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    fs::create_dir_all(folder.join("cases")).expect("a folder");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file");
    }
}

#[tokio::test]
async fn a_folder_of_ones_own_is_added_and_one_with_a_fault_is_told_and_left_out() {
    let place = tempfile::tempdir().expect("a place");
    let description = "title = \"Vores egen\"\nquestion = \"Hvor mange kommuner?\"\n[[columns]]\nkey = \"municipalities\"\nlabel = \"Hvad\"\ntype = \"text\"\nrole = \"names\"\n[[columns]]\nkey = \"number\"\nlabel = \"Antal\"\ntype = \"count\"\nrole = \"figure\"\nmissing = \"Ingen.\"\n";
    let query = "SELECT 'Kommuner' AS municipalities, count(*) AS number FROM areas\n";
    let case = "title = \"Ingen\"\ntoday = \"2026-11-27\"\n[views]\nareas = \"empty\"\n[[rows]]\nmunicipalities = \"Kommuner\"\nnumber = \"0\"\n";
    let files = |query: &'static str| {
        [
            ("analysis.toml", description),
            ("query.sql", query),
            ("README.md", "Talt."),
            ("cases/a.toml", case),
            ("cases/b.toml", case),
            ("cases/c.toml", case),
        ]
    };
    write(&place.path().join("egen"), &files(query));
    write(
        &place.path().join("daarlig"),
        &files("SELECT email FROM users;\n"),
    );
    let catalogue = Catalogue::load(Some(place.path()));
    let mut app = TestApp::new();
    let state = AppState::new(app.store.clone(), clock()).analyses(Arc::new(catalogue));
    app.router = router(state);
    let page = app.get("/analyser").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Vores egen"), "{}", page.body);
    assert!(page.body.contains("<h3>daarlig</h3>"), "{}", page.body);
    assert!(
        page.body.contains("<code>query.sql:1</code>"),
        "{}",
        page.body
    );
    let own = app.get("/analyser/egen").await;
    assert!(own.body.contains(">11</a></td>"), "{}", own.body);
    assert_eq!(
        app.get("/analyser/daarlig").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        app.get("/analyser/serviceniveau").await.status,
        StatusCode::OK
    );
}

/// Stopped queries run one at a time and hold no connection: figures are served while many of them wait.
#[tokio::test]
async fn figures_are_served_while_queries_without_an_end_are_stopped() {
    let place = tempfile::tempdir().expect("a place");
    let description = "title = \"Uden ende\"\nquestion = \"Hvor længe?\"\n[[parameters]]\nkey = \"n\"\nlabel = \"Tal\"\ntype = \"whole\"\nmin = 0\nmax = 1000\ndefault = 0\n[[columns]]\nkey = \"municipality\"\nlabel = \"Kommune\"\ntype = \"area\"\nrole = \"names\"\n[[columns]]\nkey = \"number\"\nlabel = \"Antal\"\ntype = \"count\"\nrole = \"figure\"\nmissing = \"Ingen.\"\n";
    let joined: String = ('b'..='j')
        .map(|name| format!(" CROSS JOIN areas {name}"))
        .collect();
    let query = format!(
        "SELECT a.code AS municipality, count(*) + :n AS number FROM areas a{joined} GROUP BY a.code\n"
    );
    let case = "title = \"Ingen\"\ntoday = \"2026-11-27\"\nrows = \"empty\"\n[parameters]\nn = \"0\"\n[views]\nareas = \"empty\"\n";
    let files = [
        ("analysis.toml", description),
        ("query.sql", &query),
        ("README.md", "Talt."),
        ("cases/a.toml", case),
        ("cases/b.toml", case),
        ("cases/c.toml", case),
    ];
    write(&place.path().join("uden-ende"), &files);
    let catalogue = Catalogue::load(Some(place.path()));
    assert!(catalogue.broken.is_empty(), "{:?}", catalogue.broken);
    let mut app = TestApp::new();
    let state = AppState::new(app.store.clone(), clock()).analyses(Arc::new(catalogue));
    app.router = router(state);
    let app = Arc::new(app);
    let asked: Vec<_> = (0..24)
        .map(|n| {
            let app = app.clone();
            tokio::spawn(async move { app.get(&format!("/analyser/uden-ende?n={n}")).await })
        })
        .collect();
    for address in [
        "/",
        "/komponentanalyse",
        "/analyser",
        "/api/v1/reports/unit-costs",
        "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost",
    ] {
        assert_eq!(app.get(address).await.status, StatusCode::OK, "{address}");
    }
    assert!(
        asked.iter().any(|one| !one.is_finished()),
        "none was left to be served beside"
    );
    let mut asked = asked.into_iter();
    let stopped = asked.next().expect("one").await.expect("an answer");
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stopped.body.contains("tog for lang tid og blev stoppet"),
        "{}",
        stopped.body
    );
    asked.for_each(|one| one.abort());
}
