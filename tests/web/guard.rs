use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::app::TestApp;

fn request(method: &str, address: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let builder = Request::builder().method(method).uri(address);
    let builder = headers
        .iter()
        .fold(builder, |b, (name, value)| b.header(*name, *value));
    builder.body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let app = TestApp::new();
    for address in ["/healthz", "/api/v1/reports/unit-costs", "/nothing"] {
        let answer = app.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'"),
            "{address}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_foreign_host_name_is_refused() {
    let app = TestApp::new();
    let foreign = app
        .send(request(
            "GET",
            "/healthz",
            &[("host", "cockpit.example.org")],
        ))
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let own = app
        .send(request("GET", "/healthz", &[("host", "localhost:8080")]))
        .await;
    assert_eq!(own.status, StatusCode::OK);
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let app = TestApp::new();
    let address = "/api/v1/imports/components";
    let host = ("host", "127.0.0.1:8080");
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://example.org"),
    ] {
        let bearer = app.bearer();
        let headers = [host, header, ("authorization", bearer.as_str())];
        let answer = app.send(request("POST", address, &headers)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    assert_eq!(app.store.data_version().unwrap(), 1);
}

/// What the framework refuses before a handler sees it is told as everything else is.
#[tokio::test]
async fn what_cannot_be_read_is_told_in_our_words() {
    let app = TestApp::new();
    let visitor = app.secretariat();
    let large = format!("navn={}&dage=1", "x".repeat(70_000));
    for (method, address, kind, body, status) in [
        (
            "POST",
            "/konto/tokens",
            "application/x-www-form-urlencoded",
            large.as_str(),
            413,
        ),
        (
            "POST",
            "/konto/tokens",
            "application/x-www-form-urlencoded",
            "navn=x",
            400,
        ),
        ("POST", "/konto/tokens", "application/json", "{}", 400),
        ("POST", "/data", "multipart/form-data", "x", 400),
        ("PUT", "/konto", "text/plain", "x", 405),
    ] {
        let answer = visitor.request(method, address, kind, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {address}");
        assert!(answer.body.contains("<html lang=\"da\""), "{}", answer.body);
        assert!(!answer.body.contains("deserialize"), "{}", answer.body);
    }
    let put = visitor.request("PUT", "/konto", "", "").await;
    assert!(put.header("allow").contains("GET"), "{:?}", put.headers);
    let api = visitor.post("/api/v1/imports/components?farve=x", "").await;
    assert_eq!(api.status, StatusCode::BAD_REQUEST);
    assert_eq!(api.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn trace_is_not_answered() {
    let app = TestApp::new();
    for address in ["/", "/log-ind", "/healthz", "/api/v1/reports/unit-costs"] {
        let answer = app.send(request("TRACE", address, &[])).await;
        assert_ne!(answer.status, StatusCode::OK, "{address}");
        assert!(!answer.body.contains("TRACE"), "{address}");
    }
}

#[tokio::test]
async fn an_internal_error_shows_a_number_and_nothing_else() {
    let app = TestApp::new();
    app.store.undo_migrations().unwrap();
    let answer = app.get("/api/v1/reports/unit-costs").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem = answer.json();
    assert!(
        problem["instance"]
            .as_str()
            .is_some_and(|id| !id.is_empty())
    );
    for word in ["data_version", "no such table", "relation", "SELECT"] {
        assert!(!answer.body.contains(word), "{}", answer.body);
    }
}
