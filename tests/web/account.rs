//! `/konto`: what is one's own, and nobody else's.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use cockpit::changes::people::users;
use cockpit::domain::people::Role;
use cockpit::storage::StoreError;
use cockpit::storage::people::sessions;

use super::app::TestApp;
use super::sign_in::{PASSWORD, attempt, browse, form, signed_in};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
     A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;4;ja;ja\n";

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let app = TestApp::new();
    let first = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let second = attempt(&app, "anna@example.dk", PASSWORD).await.cookie();
    let page = browse(&app, "GET", "/konto", &second, "").await;
    assert_eq!(page.body.matches("denne browser").count(), 1);
    let others: Vec<&str> = page
        .body
        .split("/konto/sessioner/")
        .skip(1)
        .filter_map(|rest| rest.split('/').next())
        .collect();
    assert_eq!(others.len(), 1, "{}", page.body);
    let end = format!("/konto/sessioner/{}/afslut", others[0]);
    let done = browse(&app, "POST", &end, &second, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        browse(&app, "GET", "/konto", &first, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browse(&app, "GET", "/konto", &second, "").await.status,
        StatusCode::OK
    );
    assert_eq!(
        browse(&app, "POST", &end, &second, "").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_session_is_called_by_its_browser_and_nothing_else_is_kept() {
    const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    let body = form(&[("email", "anna@example.dk"), ("adgangskode", PASSWORD)]);
    let request = Request::post("/log-ind")
        .header("user-agent", AGENT)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let cookie = app.send(request).await.cookie();
    let page = browse(&app, "GET", "/konto", &cookie, "").await.body;
    for name in ["Safari på iPhone</th>", "Ukendt browser</th>"] {
        assert_eq!(page.matches(name).count(), 1, "{name}: {page}");
    }
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    let kept = app
        .store
        .read::<_, StoreError>(|db| Ok(sessions::of_user(db, &id, "")?));
    let kept: Vec<String> = kept
        .unwrap()
        .into_iter()
        .map(|session| session.agent)
        .collect();
    assert!(kept.contains(&"Safari på iPhone".to_owned()), "{kept:?}");
    assert!(
        !kept.iter().any(|agent| agent.contains("Mozilla")),
        "{kept:?}"
    );
}

#[tokio::test]
async fn a_token_is_shown_once_and_dies_when_it_is_ended() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let made = browse(&app, "POST", "/konto/tokens", &cookie, "navn=Excel&dage=30").await;
    let token = made
        .body
        .split("cockpit_")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .map(|rest| format!("cockpit_{rest}"))
        .expect("the token is shown");
    assert_eq!(made.header("cache-control"), "no-store");
    let page = browse(&app, "GET", "/konto", &cookie, "").await;
    assert!(page.body.contains("Excel") && page.body.contains("aldrig"));
    assert!(!page.body.contains(&token), "shown once");
    let visitor = super::app::Visitor {
        app: &app,
        token: Some(token),
    };
    assert_eq!(
        visitor.get("/api/v1/reports/unit-costs").await.status,
        StatusCode::OK
    );
    let page = browse(&app, "GET", "/konto", &cookie, "").await;
    assert!(!page.body.contains("aldrig"), "its last use is shown");
    let id = page
        .body
        .split("/konto/tokens/")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .expect("a token is listed")
        .to_owned();
    browse(
        &app,
        "POST",
        &format!("/konto/tokens/{id}/afslut"),
        &cookie,
        "",
    )
    .await;
    let dead = visitor.get("/api/v1/reports/unit-costs").await;
    assert_eq!(dead.status, StatusCode::UNAUTHORIZED);
    for (body, words) in [
        ("navn=&dage=1", "navn"),
        ("navn=x&dage=0", "366"),
        ("navn=x&dage=1000", "366"),
    ] {
        let refused = browse(&app, "POST", "/konto/tokens", &cookie, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{body}");
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::new();
    let first = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let second = attempt(&app, "anna@example.dk", PASSWORD).await.cookie();
    let new = "tre lyseblå paraplyer i regnvejr";
    let change = async |current: &str, new: &str, again: &str| {
        let body = form(&[
            ("nuvaerende", current),
            ("adgangskode", new),
            ("gentag", again),
        ]);
        browse(&app, "POST", "/konto/adgangskode", &second, &body).await
    };
    assert!(
        change("forkert kode her", new, new)
            .await
            .body
            .contains("ikke rigtig")
    );
    assert!(
        change(PASSWORD, new, "andet")
            .await
            .body
            .contains("ikke ens")
    );
    assert!(
        change(PASSWORD, "anna12345678", "anna12345678")
            .await
            .body
            .contains("almindelig")
    );
    assert_eq!(
        change(PASSWORD, new, new).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browse(&app, "GET", "/konto", &first, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browse(&app, "GET", "/konto", &second, "").await.status,
        StatusCode::OK
    );
    assert_eq!(
        attempt(&app, "anna@example.dk", PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        attempt(&app, "anna@example.dk", new).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_view_is_kept_under_a_name_by_its_own_person_and_ended() {
    let app = TestApp::new();
    let anna = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let bo = signed_in(&app, "bo@example.dk", Role::Reader).await;
    app.post("/api/v1/imports/offers", OFFERS).await;
    let page = browse(&app, "GET", "/tilbud?municipality=851", &anna, "").await;
    // What the page offers to keep is the page itself.
    assert!(
        page.body
            .contains(r#"name="adresse" value="/tilbud?municipality=851""#),
        "{}",
        page.body
    );
    let keep =
        |name: &'static str, address: &'static str| form(&[("navn", name), ("adresse", address)]);
    let view = keep("Vores tilbud", "/tilbud?municipality=851");
    let done = browse(&app, "POST", "/visninger", &anna, &view).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = browse(&app, "GET", "/visninger", &anna, "").await;
    assert!(list.body.contains(">Vores tilbud</a>"), "{}", list.body);
    assert_eq!(list.links("/tilbud?"), ["/tilbud?municipality=851"]);
    let other = browse(&app, "GET", "/visninger", &bo, "").await;
    assert!(!other.body.contains("Vores tilbud"));
    // The same name again leads to the newer page alone.
    let again = keep("Vores tilbud", "/takster");
    browse(&app, "POST", "/visninger", &anna, &again).await;
    let list = browse(&app, "GET", "/visninger", &anna, "").await;
    assert_eq!(list.body.matches("Vores tilbud</a>").count(), 1);
    let slet = list.body.split("action=\"/visninger/").nth(1);
    let id = slet.and_then(|rest| rest.split('/').next()).expect("an id");
    let end = format!("/visninger/{id}/slet");
    let foreign = browse(&app, "POST", &end, &bo, "").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let ended = browse(&app, "POST", &end, &anna, "").await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    let list = browse(&app, "GET", "/visninger", &anna, "").await;
    assert!(!list.body.contains("Vores tilbud"));
    for elsewhere in ["https://evil.example/", "//evil.example"] {
        let view = keep("Ude", elsewhere);
        let done = browse(&app, "POST", "/visninger", &anna, &view).await;
        assert_eq!(done.status, StatusCode::UNPROCESSABLE_ENTITY, "{elsewhere}");
    }
}
