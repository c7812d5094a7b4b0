//! Signing in: the first administrator, invitations, sessions, attempts, the cookie.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use cockpit::chance::Chance;
use cockpit::changes::people::{links, users};
use cockpit::clock::Clock;
use cockpit::config::Site;
use cockpit::domain::people::{Role, Standing};
use jiff::Timestamp;

use super::app::{Answer, TestApp};
use super::support::{actor, clock};

pub const PASSWORD: &str = "en hest spiser aldrig torsdage";

pub fn form(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| {
        text.bytes()
            .map(|b| match b {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(b).to_string(),
                b => format!("%{b:02X}"),
            })
            .collect::<String>()
    };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

/// A browser's request: the cookie, and where it says the request comes from.
pub async fn browse(
    app: &TestApp,
    method: &str,
    address: &str,
    cookie: &str,
    body: &str,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap();
    app.send(request).await
}

/// A user of a role, a chef of Aalborg, who has chosen the password; the cookie of the session.
pub async fn signed_in(app: &TestApp, email: &str, standing: impl Into<Standing>) -> String {
    let standing = standing.into();
    let invitation = users::Invitation {
        email,
        name: "Anna Lund",
        standing,
        municipality: standing.needs_municipality().then_some("851"),
    };
    let link = users::invite(&app.store, &actor(), invitation).unwrap();
    let address = format!("/velkommen/{}", link.reveal());
    let chosen = form(&[
        ("navn", "Anna Lund"),
        ("adgangskode", PASSWORD),
        ("gentag", PASSWORD),
    ]);
    let answer = app.anonymous().form(&address, &chosen).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.cookie()
}

pub async fn attempt(app: &TestApp, email: &str, password: &str) -> Answer {
    let body = form(&[("email", email), ("adgangskode", password)]);
    app.anonymous().form("/log-ind", &body).await
}

#[tokio::test]
async fn the_first_link_makes_the_first_administrator_once() {
    let app = TestApp::new();
    let link = links::first(&app.store, clock(), Chance::system())
        .unwrap()
        .unwrap();
    let newer = links::first(&app.store, clock(), Chance::system())
        .unwrap()
        .unwrap();
    let visitor = app.anonymous();
    let old = visitor.get(&format!("/velkommen/{}", link.reveal())).await;
    assert_eq!(old.status, StatusCode::NOT_FOUND, "a new start, a new link");
    let address = format!("/velkommen/{}", newer.reveal());
    let page = visitor.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.body.contains("Sekretariat og administrator"));
    let choice = |password: &str, again: &str| {
        form(&[
            ("email", "Admin@Example.dk"),
            ("navn", "Anna Lund"),
            ("adgangskode", password),
            ("gentag", again),
            ("rolle", "secretariat"),
        ])
    };
    for (password, again, words) in [
        ("kort", "kort", "mindst 12 tegn"),
        ("password1234", "password1234", "for almindelig"),
        (PASSWORD, "noget helt andet", "ikke ens"),
    ] {
        let refused = visitor.form(&address, &choice(password, again)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{}", refused.body);
        assert!(!refused.body.contains(&format!("value=\"{password}\"")));
    }
    // What one is to be is not guessed, and nothing is used up by not saying it.
    let silent = choice(PASSWORD, PASSWORD).replace("&rolle=secretariat", "");
    let refused = visitor.form(&address, &silent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Vælg mindst én"), "{}", refused.body);
    let king = silent.clone() + "&rolle=chef";
    let refused = visitor.form(&address, &king).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);

    let done = visitor.form(&address, &choice(PASSWORD, PASSWORD)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(done.header("location"), "/");
    // The cockpit with its published figures, and the users besides.
    let start = browse(&app, "GET", "/", &done.cookie(), "").await;
    assert_eq!(start.status, StatusCode::OK);
    let account = browse(&app, "GET", "/konto", &done.cookie(), "").await;
    let both = "Rammeaftalesekretariat og administrator";
    assert!(account.body.contains(both), "{}", account.body);
    assert!(start.body.contains("908.700"), "{}", start.body);
    let users = browse(&app, "GET", "/brugere", &done.cookie(), "").await;
    assert!(users.body.contains("admin@example.dk"), "{}", users.body);
    // The link is dead, and there is no other.
    assert_eq!(visitor.get(&address).await.status, StatusCode::NOT_FOUND);
    let again = visitor.form(&address, &choice(PASSWORD, PASSWORD)).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let none = links::first(&app.store, clock(), Chance::system()).unwrap();
    assert!(none.is_none());
}

#[tokio::test]
async fn the_first_may_be_administrator_only() {
    let app = TestApp::new();
    let link = links::first(&app.store, clock(), Chance::system());
    let address = format!("/velkommen/{}", link.unwrap().unwrap().reveal());
    let chosen = form(&[
        ("email", "admin@example.dk"),
        ("navn", "Anna Lund"),
        ("adgangskode", PASSWORD),
        ("gentag", PASSWORD),
        ("rolle", "administrator_only"),
    ]);
    let done = app.anonymous().form(&address, &chosen).await;
    let start = browse(&app, "GET", "/", &done.cookie(), "").await;
    assert_eq!(start.header("location"), "/brugere");
    let figures = browse(&app, "GET", "/afstemning", &done.cookie(), "").await;
    assert_eq!(figures.status, StatusCode::FORBIDDEN);
    for words in [
        "Du er administrator uden anden rolle.",
        "er kun for læsere, chefer og rammeaftalesekretariatet.",
    ] {
        assert!(figures.body.contains(words), "{words}: {}", figures.body);
    }
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_ends_at_sign_out() {
    let app = TestApp::new();
    let invited = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let body = form(&[
        ("email", " ANNA@example.dk"),
        ("adgangskode", PASSWORD),
        ("naeste", "/kommuner/851"),
    ]);
    let again = browse(&app, "POST", "/log-ind", &invited, &body).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(again.header("location"), "/kommuner/851");
    let renewed = again.cookie();
    assert_ne!(renewed, invited);
    let old = browse(&app, "GET", "/konto", &invited, "").await;
    assert_eq!(
        old.status,
        StatusCode::SEE_OTHER,
        "the session before is ended"
    );
    assert_eq!(
        browse(&app, "GET", "/konto", &renewed, "").await.status,
        StatusCode::OK
    );
    // Another instance knows it too, and a restart loses nothing.
    let other = app.another_instance();
    assert_eq!(
        browse(&other, "GET", "/", &renewed, "").await.status,
        StatusCode::OK
    );
    let out = browse(&other, "POST", "/log-ud", &renewed, "").await;
    assert_eq!(out.header("location"), "/log-ind");
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let after = browse(&app, "GET", "/", &renewed, "").await;
    assert_eq!(
        after.header("location"),
        "/log-ind",
        "ended on both instances"
    );
}

#[tokio::test]
async fn the_known_and_the_unknown_get_the_same_answer() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    let known = attempt(&app, "anna@example.dk", "forkert").await;
    let unknown = attempt(&app, "ukendt@example.dk", "forkert").await;
    assert_eq!(known.status, StatusCode::UNAUTHORIZED);
    assert_eq!(known.status, unknown.status);
    let plain = |answer: &Answer| answer.body.replace("ukendt@", "anna@");
    assert_eq!(plain(&known), plain(&unknown));
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    users::disable(&app.store, &actor(), &id).unwrap();
    let disabled = attempt(&app, "anna@example.dk", PASSWORD).await;
    assert_eq!(disabled.status, StatusCode::UNAUTHORIZED);
    assert_eq!(plain(&disabled), plain(&unknown));
}

#[tokio::test]
async fn ten_attempts_a_minute_for_the_known_and_the_unknown() {
    for email in ["anna@example.dk", "ukendt@example.dk"] {
        let app = TestApp::new();
        let other = app.another_instance();
        signed_in(&app, "anna@example.dk", Role::Reader).await;
        for _ in 0..5 {
            assert_eq!(
                attempt(&app, email, "forkert").await.status,
                StatusCode::UNAUTHORIZED
            );
            assert_eq!(
                attempt(&other, email, "forkert").await.status,
                StatusCode::UNAUTHORIZED
            );
        }
        let eleventh = attempt(&app, email, PASSWORD).await;
        assert_eq!(
            eleventh.status,
            StatusCode::TOO_MANY_REQUESTS,
            "the right one too"
        );
        assert_eq!(eleventh.header("retry-after"), "60");
        // A minute later it goes again.
        let later = app.another_instance_at(Clock::with(|| Timestamp::constant(1_750_406_461, 0)));
        let expected = match email {
            "anna@example.dk" => StatusCode::SEE_OTHER,
            _ => StatusCode::UNAUTHORIZED,
        };
        assert_eq!(attempt(&later, email, PASSWORD).await.status, expected);
    }
}

#[tokio::test]
async fn ten_attempts_a_minute_from_one_address() {
    let app = TestApp::new();
    for number in 0..10 {
        let answer = attempt(&app, &format!("{number}@example.dk"), "forkert").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = attempt(&app, "en.anden@example.dk", "forkert").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn sessions_run_out() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let status = async |clock: Clock| {
        let later = app.another_instance_at(clock);
        browse(&later, "GET", "/konto", &cookie, "").await.status
    };
    let hour_and_a_half = Clock::with(|| Timestamp::constant(1_750_406_400 + 5400, 0));
    let three_hours = Clock::with(|| Timestamp::constant(1_750_406_400 + 3 * 3600, 0));
    let four_hours = Clock::with(|| Timestamp::constant(1_750_406_400 + 4 * 3600, 0));
    let ten_hours = Clock::with(|| Timestamp::constant(1_750_406_400 + 10 * 3600, 0));
    assert_eq!(status(hour_and_a_half).await, StatusCode::OK);
    // Seen an hour and a half before; the next time two and a half hours before.
    assert_eq!(status(three_hours).await, StatusCode::OK);
    assert_eq!(status(four_hours).await, StatusCode::OK);
    assert_eq!(
        status(ten_hours).await,
        StatusCode::SEE_OTHER,
        "idle too long"
    );
}

#[tokio::test]
async fn a_session_does_not_outlive_the_working_day() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    macro_rules! at {
        ($hours:literal) => {{
            let clock = Clock::with(|| Timestamp::constant(1_750_406_400 + $hours * 3600, 0));
            let later = app.another_instance_at(clock);
            browse(&later, "GET", "/konto", &cookie, "").await.status
        }};
    }
    let seen = [
        at!(1),
        at!(2),
        at!(3),
        at!(4),
        at!(5),
        at!(6),
        at!(7),
        at!(8),
        at!(9),
        at!(10),
        at!(11),
    ];
    assert!(
        seen.iter().all(|status| *status == StatusCode::OK),
        "{seen:?}"
    );
    assert_eq!(at!(12), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn behind_https_the_cookie_is_secure_and_the_browser_told_to_stay() {
    let site = Site::parse("127.0.0.1:8080", "https://cockpit.example.dk", "").unwrap();
    let app = TestApp::with(site, clock());
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    assert!(cookie.starts_with("__Host-cockpit="), "{cookie}");
    let request = Request::get("/konto")
        .header("host", "cockpit.example.dk")
        .header("cookie", &cookie);
    let page = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.header("strict-transport-security").contains("max-age"));
    let plain = TestApp::new();
    assert_eq!(
        plain
            .get("/healthz")
            .await
            .header("strict-transport-security"),
        ""
    );
}

#[tokio::test]
async fn a_browser_s_change_must_come_from_our_own_pages() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let host = "127.0.0.1:8080";
    for (header, allowed) in [
        (("sec-fetch-site", "same-origin"), true),
        (("origin", "http://127.0.0.1:8080"), true),
        (("sec-fetch-site", "cross-site"), false),
        (("sec-fetch-site", "same-site"), false),
        (("origin", "https://evil.example"), false),
        (("origin", "null"), false),
        // A browser that says nothing cannot be told from one that was led here.
        (("x-nothing", ""), false),
    ] {
        let request = Request::post("/konto/tokens")
            .header("host", host)
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .header(header.0, header.1);
        let answer = app
            .send(request.body(Body::from("navn=x&dage=1")).unwrap())
            .await;
        let expected = if allowed {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, expected, "{header:?}");
    }
}

#[tokio::test]
async fn where_one_was_going_comes_after_the_sign_in() {
    let app = TestApp::new();
    let wanted = app.anonymous().get("/kommuner/851?from=2022").await;
    assert_eq!(
        wanted.header("location"),
        "/log-ind?naeste=%2Fkommuner%2F851%3Ffrom%3D2022"
    );
    // Of a button the page that it stood on, when that is ours.
    for (referer, location) in [
        ("http://127.0.0.1:8080/konto", "/log-ind?naeste=%2Fkonto"),
        // A page that answered a form stands where nothing can be shown: the nearest above it.
        (
            "http://127.0.0.1:8080/kommentarer/x/svar",
            "/log-ind?naeste=%2Fkommentarer",
        ),
        ("https://evil.example/konto", "/log-ind"),
    ] {
        let pressed = Request::post("/konto/tokens/x/afslut")
            .header("host", "127.0.0.1:8080")
            .header("referer", referer);
        let pressed = app.send(pressed.body(Body::empty()).unwrap()).await;
        assert_eq!(pressed.header("location"), location);
    }
    let page = app.anonymous().get(wanted.header("location")).await;
    assert!(
        page.body.contains("value=\"/kommuner/851?from=2022\""),
        "{}",
        page.body
    );
    let elsewhere = app
        .anonymous()
        .get("/log-ind?naeste=%2F%2Fevil.example")
        .await;
    assert!(!elsewhere.body.contains("evil"));
    let api = app.anonymous().get("/api/v1/reports/unit-costs").await;
    assert_eq!(api.header("www-authenticate"), "Bearer");
    assert_eq!(api.header("content-type"), "application/problem+json");
}
