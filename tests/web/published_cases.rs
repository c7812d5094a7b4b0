//! `/enkeltsager`: what everybody is told of the region's costly cases, and what the own municipality
//! sees besides.

use axum::http::StatusCode;
use cockpit::domain::people::{Role, Standing};

use super::app::TestApp;

/// Many costly cases in two municipalities, and three in another, whose cost stands nowhere else.
fn lines() -> String {
    let mut text = String::from("sag;kommune;aar;paragraf;leverandoer;udgift\n");
    for (code, cases) in [("851", 30), ("860", 20), ("849", 3)] {
        for case in 0..cases {
            let (paragraph, supplier) =
                [("SEL_107", "privat"), ("SEL_108", "kommunal")][case / 3 % 2];
            let kroner = if code == "849" {
                7_654_321
            } else {
                2_100_000 + case
            };
            text.push_str(&format!(
                "p{case};{code};2022;{paragraph};{supplier};{kroner},00\n"
            ));
        }
    }
    text
}

#[tokio::test]
async fn few_are_told_to_nobody_but_their_own_municipality() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    assert!(
        secretariat
            .get("/enkeltsager")
            .await
            .body
            .contains("Ingen kommune har indberettet")
    );
    let sent = app.post("/api/v1/imports/cases", &lines()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    // The cost of one and of all three, with points, without, and in millions.
    let secrets = [
        "7.654.321",
        "7654321",
        "22.962.963",
        "22962963",
        "7,65",
        "22,96",
    ];
    let (own, other) = (
        app.visitor(Role::Chef, "849"),
        app.visitor(Role::Chef, "851"),
    );
    let reader = app.visitor(Role::Reader, "");
    for (who, visitor) in [
        ("another chef", &other),
        ("a reader", &reader),
        ("the secretariat", &secretariat),
    ] {
        for figure in ["", "udgift", "gennemsnit", "refusion", "andel"] {
            let page = visitor
                .get(&format!("/enkeltsager?year=2022&tal={figure}"))
                .await;
            assert_eq!(page.status, StatusCode::OK, "{who}");
            assert!(page.body.contains('●'), "{who}");
            for secret in secrets {
                assert!(!page.body.contains(secret), "{who}, {figure}: {secret}");
            }
        }
    }
    let page = reader.get("/enkeltsager").await.body;
    assert!(page.contains("mere end 2.000.000 kr."), "{page}");
    // A masked bar has no height: its place is named, and its figure is null.
    assert!(page.contains("\"masked\":["), "{page}");
    assert!(!page.contains("egen kommune"));
    let page = own.get("/enkeltsager").await.body;
    for told in [
        "Jeres egen kommune",
        "22.962.963",
        "href=\"/enkeltsager/egne\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let theirs = other.get("/enkeltsager").await.body;
    assert!(theirs.contains("Jeres egen kommune") && !theirs.contains("22.962.963"));
}

#[tokio::test]
async fn the_cases_themselves_leave_by_script_for_their_own_municipality_and_each_look_is_logged() {
    let app = TestApp::new();
    app.post("/api/v1/imports/cases", &lines()).await;
    let address = "/api/v1/reports/costly-cases?detail=case&year=2022";
    let chef = app.visitor(Role::Chef, "849");
    let own = chef.get(address).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.body);
    let rows = own.json()["rows"].as_array().expect("rows").clone();
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row["municipality"] == "849" && row["cost"] == "7654321.00")
    );
    let others = chef.get(&format!("{address}&municipality=851")).await;
    assert_eq!(
        others.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        others.body
    );
    for visitor in [app.secretariat(), app.visitor(Role::Reader, "")] {
        let refused = visitor.get(address).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert!(!refused.body.contains("7654321"));
    }
    let csv = chef
        .get("/api/v1/reports/costly-cases.csv?detail=case")
        .await;
    assert!(csv.body.contains("7654321,00"), "{}", csv.body);
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert_eq!(log.matches("saw_cases").count(), 2, "{log}");
}

#[tokio::test]
async fn where_a_published_figure_comes_from_names_no_case() {
    let app = TestApp::new();
    app.post("/api/v1/imports/cases", &lines()).await;
    let reader = app.visitor(Role::Reader, "");
    let at = "/hvorfra?rapport=costly-cases&r.municipality=851&r.paragraph=total&r.year=2022&kolonne=average";
    let told = reader.get(at).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.body);
    assert!(
        told.body.contains("gennemsnit = udgift / antal sager"),
        "{}",
        told.body
    );
    assert!(!told.body.contains("p12"));
    let masked = reader.get(&at.replace("851", "849")).await;
    assert_eq!(masked.status, StatusCode::NOT_FOUND, "{}", masked.body);
}

#[tokio::test]
async fn the_check_is_run_from_its_page_and_tells_no_figure() {
    const PAGE: &str = "/enkeltsager/kontrol";
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let first = secretariat.get(PAGE).await.body;
    assert!(first.contains("ikke kørt endnu"), "{first}");
    app.post("/api/v1/imports/cases", &lines()).await;
    assert_eq!(
        secretariat.form(PAGE, "").await.status,
        StatusCode::SEE_OTHER
    );
    let mut page = secretariat.get(PAGE).await.body;
    for _ in 0..600 {
        if !page.contains("er i gang") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        page = secretariat.get(PAGE).await.body;
    }
    for told in [
        "Bestået",
        "En læser udefra",
        "Aalborg",
        "Har ingen linjer",
        "Det tog under et sekund",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(page.matches("<tr><th scope=\"row\">").count(), 12, "{page}");
    for secret in ["7.654.321", "7654321", "22.962.963", "22962963"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(!page.contains("Resultatet er ældre"), "{page}");
    // Other tables: the result is of those before.
    app.post("/api/v1/imports/cases", &lines().replace("2022", "2021"))
        .await;
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let page = administrator.get(PAGE).await.body;
    assert!(page.contains("Resultatet er ældre"), "{page}");
    let log = administrator
        .get("/api/v1/log?handling=checked_disclosure")
        .await;
    assert!(
        log.body.contains("intet skjult tal kan regnes ud"),
        "{}",
        log.body
    );
    let linked = secretariat.get("/enkeltsager").await.body;
    assert!(linked.contains("href=\"/enkeltsager/kontrol\""), "{linked}");
    let reader = app.visitor(Role::Reader, "").get("/enkeltsager").await.body;
    assert!(!reader.contains("/enkeltsager/kontrol"));
    assert!(
        administrator
            .get("/indstillinger")
            .await
            .body
            .contains("href=\"/enkeltsager/kontrol\"")
    );
}
