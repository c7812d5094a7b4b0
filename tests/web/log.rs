//! The log: what stands in it, what never does, and that an edit is found.

use axum::http::StatusCode;
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::{self, StoreError, check};

use super::app::TestApp;
use super::sign_in::{PASSWORD, attempt, browse, signed_in};

const FILE: &str =
    "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n851;SEL § 107;2024;1,00;1,0;2023\n";

async fn entries(app: &TestApp, query: &str) -> Vec<(String, String, String)> {
    let email = format!("admin{}@example.dk", query.len());
    let token = app.token_of(&email, Standing::AdministratorOnly, None);
    let admin = super::app::Visitor {
        app,
        token: Some(token),
    };
    let answer = admin.get(&format!("/api/v1/log?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let json = answer.json();
    let rows = json["rows"].as_array().unwrap().iter();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.map(|row| (text(row, "action"), text(row, "who"), text(row, "object")))
        .collect()
}

#[tokio::test]
async fn who_did_what_stands_in_it() {
    let app = TestApp::new();
    let anna = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    attempt(&app, "anna@example.dk", "forkert").await;
    attempt(&app, PASSWORD, "forkert").await;
    app.post("/api/v1/imports/components", FILE).await;
    app.secretariat()
        .form("/data/2/traek-tilbage", "begrundelse=fejl")
        .await;
    app.get("/api/v1/reports/unit-costs.csv?area=851").await;
    browse(&app, "POST", "/log-ud", &anna, "").await;
    let all = entries(&app, "").await;
    let holds = |action: &str, who: &str, object: &str| {
        let found = all
            .iter()
            .any(|(a, w, o)| a == action && w.contains(who) && o.contains(object));
        assert!(found, "{action} {who} {object}: {all:#?}");
    };
    holds("signed_in", "Anna Lund, anna@example.dk", "anna@example.dk");
    holds("sign_in_failed", "anna@example.dk", "anna@example.dk");
    holds("sign_in_failed", "ukendt konto", "ukendt konto");
    holds("uploaded", "sekretariat@example.dk", "2");
    holds("withdrew", "sekretariat@example.dk", "2");
    holds(
        "exported",
        "sekretariat@example.dk",
        "unit-costs.csv?area=851",
    );
    holds("signed_out", "anna@example.dk", "anna@example.dk");
    holds("invited_user", "test", "sekretariat@example.dk");
    let only = entries(&app, "handling=exported&hvem=SEKRETARIAT").await;
    assert!(
        only.iter()
            .all(|(action, who, _)| action == "exported" && who.contains("sekretariat"))
    );
    assert_eq!(only.len(), 1);
    assert!(entries(&app, "til=2025-06-19").await.is_empty());
    // What was typed as an address may have been a password.
    let page = app
        .visitor(Standing::AdministratorOnly, "9")
        .get("/log")
        .await;
    assert!(page.body.contains("ukendt konto"));
    for secret in [PASSWORD, "cockpit_", &anna[8..]] {
        assert!(!page.body.contains(secret));
    }
}

#[tokio::test]
async fn taking_it_out_stands_in_it_too() {
    let app = TestApp::new();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let csv = admin.get("/api/v1/log.csv?handling=invited_user").await;
    assert!(
        csv.header("content-disposition").contains("log-"),
        "{:?}",
        csv.headers
    );
    assert!(csv.body.contains("sekretariat@example.dk"));
    let xlsx = admin.get("/api/v1/log.xlsx").await;
    assert!(xlsx.body.starts_with("PK"));
    let log = admin.get("/api/v1/log").await.json();
    assert!(
        log["rows"][0]["object"]
            .as_str()
            .unwrap()
            .contains("/api/v1/log")
    );
    assert_eq!(
        admin.get("/api/v1/log?farve=x").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        admin.get("/log?fra=igaar").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

/// However they are written together, none is left out and the chain holds.
#[tokio::test]
async fn what_is_taken_out_at_once_is_counted() {
    let app = TestApp::new();
    let address = "/api/v1/reports/unit-costs?area=851";
    let one = || app.get(address);
    let (a, b, c, d) = tokio::join!(one(), one(), one(), app.get("/api/v1/reports/meetings"));
    assert!(
        [a, b, c, d]
            .iter()
            .all(|answer| answer.status == StatusCode::OK)
    );
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let log = admin.get("/api/v1/log?handling=exported").await.json();
    let rows = log["rows"].as_array().unwrap().iter();
    let times = |text: &str| {
        text.split(' ')
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(1)
    };
    let taken = rows.filter(|row| row["object"] == address);
    let taken: usize = taken
        .map(|row| times(row["detail"].as_str().unwrap_or("")))
        .sum();
    assert_eq!(taken, 3, "{log:#}");
    let found = app.store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    assert_eq!(found.unwrap().problems, Vec::<String>::new());
}

#[tokio::test]
async fn an_edit_in_the_database_is_found() {
    let problems = |app: &TestApp| {
        app.store
            .read::<_, StoreError>(|db| Ok(check::run(db)?))
            .unwrap()
            .problems
    };
    for edit in [
        "UPDATE log_entries SET who = 'en anden' WHERE number = 2",
        "UPDATE log_entries SET detail = detail || ' ' WHERE number = 1",
        "DELETE FROM log_entries WHERE number = 2",
        "DELETE FROM log_entries WHERE number = (SELECT MAX(number) FROM log_entries)",
        "DELETE FROM log_entries",
    ] {
        let app = TestApp::new();
        app.post("/api/v1/imports/components", FILE).await;
        assert_eq!(problems(&app), Vec::<String>::new());
        storage::execute_for_test(&app.store, edit).unwrap();
        assert!(
            problems(&app).iter().any(|p| p.starts_with("log: ")),
            "{edit}: {:?}",
            problems(&app)
        );
    }
}
