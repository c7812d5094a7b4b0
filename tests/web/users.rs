//! `/brugere`: invite, change, disable; what it does to those who are signed in.

use axum::http::StatusCode;
use cockpit::changes::people::users;
use cockpit::domain::people::{Role, Standing};

use super::app::TestApp;
use super::sign_in::{PASSWORD, attempt, browse, form, signed_in};

#[tokio::test]
async fn an_invitation_becomes_a_user() {
    let app = TestApp::new();
    let admin = signed_in(&app, "admin@example.dk", Standing::AdministratorOnly).await;
    let invite = async |email: &str, role: &str, municipality: &str| {
        let body = form(&[("email", email), ("rolle", role), ("kommune", municipality)]);
        browse(&app, "POST", "/brugere", &admin, &body).await
    };
    for (email, role, municipality, words) in [
        ("ikke en adresse", "reader", "", "ikke en mailadresse"),
        ("x@example.dk", "konge", "", "Rollen »konge« findes ikke"),
        ("x@example.dk", "chef", "", "En chef hører til en kommune"),
        ("x@example.dk", "reader", "851", "Kun en chef"),
        ("x@example.dk", "chef", "KKR Nordjylland", "findes ikke"),
        ("admin@example.dk", "reader", "", "har allerede en konto"),
        ("x@example.dk", "admin", "", "Rollen »admin« findes ikke"),
        ("x@example.dk", "", "", "Vælg mindst én"),
    ] {
        let refused = invite(email, role, municipality).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{email} {role}"
        );
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let done = invite("Chef@Aalborg.example", "chef", "851").await;
    let link = done
        .body
        .split("/velkommen/")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("the link is shown");
    let page = app.anonymous().get(&format!("/velkommen/{link}")).await;
    assert!(page.body.contains("chef@aalborg.example"));
    let body = form(&[
        ("navn", "Bo Dam"),
        ("adgangskode", PASSWORD),
        ("gentag", PASSWORD),
    ]);
    let chosen = app
        .anonymous()
        .form(&format!("/velkommen/{link}"), &body)
        .await;
    let account = browse(&app, "GET", "/konto", &chosen.cookie(), "").await;
    for words in ["Bo Dam", "Chef", "Aalborg"] {
        assert!(account.body.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_disabled_user_s_sessions_and_tokens_die_at_once() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    let made = browse(&app, "POST", "/konto/tokens", &cookie, "navn=x&dage=1").await;
    let token = made
        .body
        .split("cockpit_")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let visitor = super::app::Visitor {
        app: &app,
        token: Some(format!("cockpit_{token}")),
    };
    // Both are known to this instance; the change is made on another.
    assert_eq!(visitor.get("/").await.status, StatusCode::OK);
    assert_eq!(
        browse(&app, "GET", "/", &cookie, "").await.status,
        StatusCode::OK
    );
    let other = app.another_instance();
    let admin = signed_in(&other, "admin@example.dk", Standing::AdministratorOnly).await;
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    let address = format!("/brugere/{id}");
    let done = browse(&other, "POST", &format!("{address}/spaer"), &admin, "").await;
    assert_eq!(done.header("location"), address);
    assert_eq!(
        browse(&app, "GET", "/", &cookie, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(visitor.get("/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        visitor.get("/api/v1/reports/unit-costs").await.status,
        StatusCode::UNAUTHORIZED
    );
    // Let in again, the old ones stay dead.
    browse(&other, "POST", &format!("{address}/aabn"), &admin, "").await;
    assert_eq!(
        browse(&app, "GET", "/", &cookie, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        attempt(&app, "anna@example.dk", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn another_role_holds_at_once() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    let admin = signed_in(&app, "admin@example.dk", Standing::AdministratorOnly).await;
    assert!(
        browse(&app, "GET", "/data", &cookie, "")
            .await
            .body
            .contains("Prøv filen")
    );
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    let body = form(&[("rolle", "reader"), ("kommune", "")]);
    browse(&app, "POST", &format!("/brugere/{id}/rolle"), &admin, &body).await;
    let data = browse(&app, "GET", "/data", &cookie, "").await;
    assert_eq!(data.status, StatusCode::OK);
    assert!(!data.body.contains("Prøv filen"), "a reader has no form");
    let upload = browse(&app, "POST", "/data", &cookie, "").await;
    assert_eq!(upload.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_administrator_may_have_a_role_besides() {
    let app = TestApp::new();
    let admin = signed_in(&app, "admin@example.dk", Standing::AdministratorOnly).await;
    let page = browse(&app, "GET", "/brugere", &admin, "").await;
    assert!(
        page.body.contains("2 brugere"),
        "the secretariat, and this one"
    );
    let id = users::id_of(&app.store, "admin@example.dk").unwrap();
    let change = async |pairs: &[(&str, &str)]| {
        let address = format!("/brugere/{id}/rolle");
        browse(&app, "POST", &address, &admin, &form(pairs)).await
    };
    let neither = change(&[("rolle", ""), ("kommune", "")]).await;
    assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chef = [
        ("rolle", "chef"),
        ("administrator", "ja"),
        ("kommune", "851"),
    ];
    let done = change(&chef).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let account = browse(&app, "GET", "/konto", &admin, "").await;
    assert!(account.body.contains("Chef og administrator"));
    // The rights of both, at once; the uploads stay those of the chef's own municipality.
    for address in ["/", "/data", "/brugere", "/log"] {
        let page = browse(&app, "GET", address, &admin, "").await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
    }
    let user = browse(&app, "GET", &format!("/brugere/{id}"), &admin, "").await;
    assert!(user.body.contains("value=\"chef\" selected"));
    assert!(user.body.contains("value=\"ja\" checked"));
    let log = browse(&app, "GET", "/log", &admin, "").await;
    assert!(
        log.body.contains("admin -&#62; chef+admin 851"),
        "{}",
        log.body
    );
}

#[tokio::test]
async fn a_refused_page_says_what_one_is_and_who_may() {
    let app = TestApp::new();
    let reader = app.visitor(Role::Reader, "");
    for (address, words) in [
        (
            "/brugere",
            "Din rolle er læser. Brugere er kun for administratorer.",
        ),
        (
            "/tilbud/nyt",
            "Indberetning og rettelse af data er kun for chefer og rammeaftalesekretariatet.",
        ),
        (
            "/log",
            "Skal du have adgang, så bed en administrator om det.",
        ),
    ] {
        let refused = reader.get(address).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let script = reader.get("/api/v1/log").await.json();
    let detail = script["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("Din rolle er læser. Loggen er kun"),
        "{detail}"
    );
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::new();
    let admin = signed_in(&app, "admin@example.dk", Standing::AdministratorOnly).await;
    let id = users::id_of(&app.store, "admin@example.dk").unwrap();
    let address = format!("/brugere/{id}");
    for (what, body) in [("spaer", ""), ("rolle", "rolle=reader&kommune=")] {
        let refused = browse(&app, "POST", &format!("{address}/{what}"), &admin, body).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("den eneste administrator"));
    }
    assert_eq!(
        browse(&app, "GET", "/brugere", &admin, "").await.status,
        StatusCode::OK
    );
    // With a second one it goes: a chef who is administrator besides is one.
    app.visitor(Standing::AlsoAdministrator(Role::Chef), "851");
    let done = browse(&app, "POST", &format!("{address}/spaer"), &admin, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_link_replaces_the_old_and_sets_a_new_password() {
    let app = TestApp::new();
    let anna = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let admin = signed_in(&app, "admin@example.dk", Standing::AdministratorOnly).await;
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    let new_link = async || {
        let page = browse(&app, "POST", &format!("/brugere/{id}/link"), &admin, "").await;
        let link = page
            .body
            .split("/velkommen/")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        format!("/velkommen/{link}")
    };
    let (first, second) = (new_link().await, new_link().await);
    assert_eq!(
        app.anonymous().get(&first).await.status,
        StatusCode::NOT_FOUND
    );
    let new = "tre lyseblå paraplyer i regnvejr";
    let body = form(&[("adgangskode", new), ("gentag", new)]);
    let done = app.anonymous().form(&second, &body).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(
        browse(&app, "GET", "/konto", &anna, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        attempt(&app, "anna@example.dk", new).await.status,
        StatusCode::SEE_OTHER
    );
}
