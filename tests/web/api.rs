use axum::body::Body;
use axum::http::{Request, StatusCode};
use cockpit::storage::{Backend, execute_for_test};

use super::app::TestApp;

const FILE: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n851;SEL § 107;2024;1.234,50;1,0;2023\n";

#[tokio::test]
async fn a_report_is_json_csv_and_excel_at_one_address() {
    let app = TestApp::new();
    let json = app
        .get("/api/v1/reports/unit-costs?area=KKR%20Nordjylland&from=2022")
        .await;
    assert_eq!(json.status, StatusCode::OK);
    let report = json.json();
    assert_eq!(report["report"], "unit-costs");
    assert_eq!(report["data_version"], 1);
    assert_eq!(report["rows"][0]["unit_cost"], "850603.24");
    assert_eq!(report["rows"][0]["year"], 2022);
    let csv = app.get("/api/v1/reports/unit-costs.csv").await;
    assert!(csv.header("content-disposition").contains(
        "udgift-helaarspersoner-og-enhedsudgift-kkr-nordjylland-2022-2024-2023-p-l-datastand-1.csv"
    ));
    assert!(csv.body.contains("532477630,00"));
    let pdf = app.get("/api/v1/reports/decomposition.pdf").await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let xlsx = app.get("/api/v1/reports/decomposition.xlsx").await;
    assert!(xlsx.body.starts_with("PK"));
    assert!(xlsx.header("content-type").contains("spreadsheetml"));
}

#[tokio::test]
async fn what_means_nothing_is_problem_json() {
    let app = TestApp::new();
    for (address, status) in [
        ("/api/v1/reports/nothing", 404),
        ("/api/v1/reports/unit-costs.doc", 404),
        ("/api/v1/reports/unit-costs?area=Atlantis", 422),
        ("/api/v1/reports/unit-costs?farve=bl%C3%A5", 422),
        ("/api/v1/reports/unit-costs?from=x", 422),
        ("/api/v1/reports/offers?threshold=3", 422),
        ("/api/v1/reports/unit-costs?year=2024", 422),
        ("/api/v2/", 404),
    ] {
        let answer = app.get(address).await;
        assert_eq!(answer.status.as_u16(), status, "{address}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{address}"
        );
        assert_eq!(answer.json()["status"], status, "{address}");
    }
}

#[tokio::test]
async fn an_import_is_all_or_nothing() {
    let app = TestApp::new();
    let dry = app
        .post("/api/v1/imports/components?dry_run=true", FILE)
        .await;
    assert_eq!(dry.status, StatusCode::OK, "{}", dry.body);
    assert_eq!(dry.json()["new"], 1);
    assert_eq!(app.store.data_version().unwrap(), 1);
    let wrong = app
        .post(
            "/api/v1/imports/components",
            &format!("{FILE}999;SEL § 107;2024;1;1;2023\n"),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.json()["errors"][0]["line"], 3);
    assert_eq!(app.store.data_version().unwrap(), 1);
    let stored = app
        .post("/api/v1/imports/components?file_name=aalborg.csv", FILE)
        .await;
    assert_eq!(stored.status, StatusCode::CREATED);
    assert_eq!(
        (&stored.json()["number"], &stored.json()["file_name"]),
        (&2.into(), &"aalborg.csv".into())
    );
    let again = app.post("/api/v1/imports/components", FILE).await;
    assert_eq!(
        (again.status, &again.json()["same_as"]),
        (StatusCode::OK, &2.into())
    );
    assert_eq!(
        app.post("/api/v1/imports/recipes", FILE).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let app = TestApp::new();
    let answer = app
        .post("/api/v1/imports/components", &" ".repeat(22 * 1024 * 1024))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn two_instances_never_show_an_older_version() {
    let one = TestApp::new();
    let other = one.another_instance();
    let address = "/api/v1/reports/unit-costs?area=851";
    assert_eq!(other.get(address).await.json()["data_version"], 1);
    one.post("/api/v1/imports/components", FILE).await;
    let seen = other.get(address).await.json();
    assert_eq!(seen["data_version"], 2);
    assert_eq!(seen["rows"][0]["expenditure"], "1234.50");
}

#[tokio::test]
async fn an_answer_that_still_holds_is_not_sent_again() {
    let app = TestApp::new();
    let address = "/api/v1/reports/unit-costs";
    let etag = app.get(address).await.header("etag").to_owned();
    let ask = |etag: &str| {
        Request::get(address)
            .header("if-none-match", etag)
            .header("authorization", app.bearer())
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(app.send(ask(&etag)).await.status, StatusCode::NOT_MODIFIED);
    app.post("/api/v1/imports/components", FILE).await;
    assert_eq!(
        app.send(ask(&etag)).await.status,
        StatusCode::OK,
        "the data version stands in the answer"
    );
    let packed = Request::get(address)
        .header("accept-encoding", "gzip")
        .header("authorization", app.bearer())
        .body(Body::empty())
        .unwrap();
    assert_eq!(app.send(packed).await.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn the_api_describes_itself() {
    let app = TestApp::new();
    let document = app.get("/api/openapi.json").await.json();
    let reports = &document["paths"]["/api/v1/reports/{name}"]["get"];
    let names = reports["parameters"][0]["schema"]["enum"].as_array();
    let names = names.expect("the names are an enumeration");
    for question in cockpit::reports::questions() {
        assert!(names.contains(&question.name.into()), "{}", question.name);
        let own = &document["paths"][format!("/api/v1/reports/{}", question.name)]["get"];
        let filters = own["parameters"].as_array().expect("its filters").iter();
        let filters: Vec<_> = filters.map(|f| f["name"].as_str().unwrap()).collect();
        let known: Vec<_> = question.filters.iter().map(|f| f.key).collect();
        assert_eq!(filters, known, "{}", question.name);
        let refused = &own["responses"]["422"]["content"]["application/problem+json"];
        assert!(refused["schema"]["$ref"].is_string());
    }
    assert_eq!(
        document["components"]["securitySchemes"]["token"]["scheme"],
        "bearer"
    );
    assert!(document["paths"]["/api/v1/imports/{kind}"]["post"].is_object());
}

#[tokio::test]
async fn health_is_told() {
    let app = TestApp::new();
    let health = app.anonymous();
    assert_eq!(health.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(health.get("/readyz").await.status, StatusCode::OK);
    app.store.undo_migrations().unwrap();
    assert_eq!(
        health.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let metrics = app.anonymous().get("/metrics").await;
    assert!(
        metrics.body.contains("http_requests_total"),
        "{}",
        metrics.body
    );
    assert!(metrics.body.contains("route=\"/readyz\""));
}

/// What SQLite itself refuses with; another database has no such setting.
#[tokio::test]
async fn a_database_that_refuses_is_told_in_its_own_words() {
    let app = TestApp::new();
    if app.store.backend() != Backend::Sqlite {
        return;
    }
    execute_for_test(&app.store, "PRAGMA query_only = ON").unwrap();
    let answer = app.post("/api/v1/imports/components", FILE).await;
    assert_eq!(
        answer.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        answer.body
    );
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("kan læses, men ikke skrives i"), "{detail}");
    assert_eq!(app.store.data_version().unwrap(), 1);
}

#[tokio::test]
async fn another_method_is_that_whoever_asks() {
    let app = TestApp::new();
    for method in ["TRACE", "DELETE"] {
        for address in ["/api/v1/log", "/api/v1/reports/unit-costs"] {
            let answer = app.secretariat().request(method, address, "", "").await;
            assert_eq!(
                answer.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {address}"
            );
            assert!(answer.header("allow").contains("GET"));
        }
    }
}
