//! What was typed in a form whose sender's session had ended: carried through the sign-in, shown in
//! its form again, done by nobody but its sender, and given to nobody else.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use cockpit::clock::Clock;
use cockpit::domain::people::{Role, Standing};
use cockpit::web::routes;
use jiff::Timestamp;

use super::app::{Answer, TestApp, Visitor};
use super::forms::{self, FORMS, Who, World, Wrong, before, multipart};
use super::sign_in::{PASSWORD, browse, form, signed_in};

const ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=skel";

/// Three hours later: every session of the other instance was idle for too long.
fn later(app: &TestApp) -> TestApp {
    app.another_instance_at(Clock::with(|| {
        Timestamp::constant(1_750_406_400 + 3 * 3600, 0)
    }))
}

async fn send(app: &TestApp, address: &str, cookie: &str, (kind, body): (&str, &str)) -> Answer {
    let request = Request::post(address)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", kind);
    app.send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

/// The hidden fields of a page, as its form would send them.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let inputs = page.body.split("<input type=\"hidden\" name=\"").skip(1);
    let plain = |text: &str| {
        text.replace("&#34;", "\"")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&")
    };
    let pair = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"")?;
        let (value, _) = rest.split_once("\">")?;
        Some((plain(name), plain(value)))
    };
    inputs.filter_map(pair).collect()
}

/// The form of the sign-in, filled in.
fn sign_in_form(page: &Answer, email: &str, password: &str) -> String {
    let hidden = hidden(page);
    let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (&**k, &**v)).collect();
    pairs.extend([("email", email), ("adgangskode", password)]);
    form(&pairs)
}

/// Somebody who fills forms in: the cookie of a session that ends, and of the one after it.
struct Sender {
    who: Who,
    email: &'static str,
    ended: String,
    begun: Option<String>,
}

fn body_of(wrong: &Wrong, filled: String) -> (&'static str, String) {
    if forms::MULTIPART.contains(&wrong.route) {
        (MULTIPART, multipart(&filled))
    } else {
        (ENCODED, filled)
    }
}

#[test]
fn every_form_with_words_of_its_own_is_kept_and_no_password_is() {
    let keeps = routes().into_iter().filter(|route| route.keeps);
    let keeps: BTreeSet<&str> = keeps.map(|route| route.path).collect();
    let forms = FORMS.iter().map(|form| form.route);
    let with_secrets = [
        "/velkommen/{secret}",
        "/konto/adgangskode",
        "/konto/andet-trin",
    ];
    let forms: BTreeSet<&str> = forms.filter(|r| !with_secrets.contains(r)).collect();
    assert_eq!(keeps, forms);
}

#[tokio::test]
async fn what_was_typed_comes_back_in_its_form_after_the_sign_in_and_nothing_is_done() {
    let app = TestApp::new();
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let world = World::new(&app, &administrator).await;
    let mut cookies = Vec::new();
    for (who, email, standing) in [
        (
            Who::Secretariat,
            "s@example.dk",
            Standing::Plain(Role::Secretariat),
        ),
        (Who::Chef, "c@example.dk", Standing::Plain(Role::Chef)),
        (
            Who::Administrator,
            "a@example.dk",
            Standing::AdministratorOnly,
        ),
    ] {
        cookies.push(Sender {
            who,
            email,
            ended: signed_in(&app, email, standing).await,
            begun: None,
        });
    }
    let later = later(&app);
    let keeps = routes().into_iter().filter(|route| route.keeps);
    let keeps: BTreeSet<&str> = keeps.map(|route| route.path).collect();
    let mut lacking = Vec::new();
    for wrong in FORMS.iter().filter(|form| keeps.contains(form.route)) {
        before(&later.secretariat(), wrong.route, &world.held).await;
        let who = cookies.iter_mut().find(|who| who.who == wrong.who).unwrap();
        let address = world.filled(wrong, wrong.route);
        let (kind, body) = body_of(wrong, world.filled(wrong, wrong.body));
        let lines = log_lines(&administrator).await;
        let asked = send(&later, &address, &who.ended, (kind, &body)).await;
        // The first by the sign-in itself; the others when there is a session again.
        let shown = match &who.begun {
            None => {
                let filled = sign_in_form(&asked, who.email, PASSWORD);
                let shown = browse(&later, "POST", "/log-ind", &who.ended, &filled).await;
                who.begun = Some(shown.cookie());
                shown
            }
            Some(cookie) => {
                let carried = sign_in_form(&asked, "", "");
                browse(&later, "POST", "/fortsaet", cookie, &carried).await
            }
        };
        let done: Vec<String> = log_lines(&administrator).await.split_off(lines.len());
        let only_seen = ["signed_in", "saw_cases", "exported"];
        let none_done = done.iter().all(|line| only_seen.contains(&line.as_str()));
        let holds = [
            ("asked", asked.status == 401),
            (
                "not stored by the browser",
                asked.header("cache-control") == "no-store",
            ),
            (
                "said",
                asked
                    .body
                    .contains("Du blev logget ud, og intet er gemt endnu"),
            ),
            ("status", shown.status == 200),
            ("said again", shown.body.contains("intet er gemt endnu")),
            (
                "the form",
                shown.body.contains(&format!("action=\"{address}\"")),
            ),
            // Each is filled in wrongly, and nobody has looked at that yet.
            (
                "not judged",
                wrong.route == "/data" || !shown.body.contains("aria-invalid"),
            ),
            ("kept", shown.body.contains(wrong.kept)),
            ("nothing done", none_done),
            (
                "no number",
                !asked.body.contains("010190") && !shown.body.contains("010190"),
            ),
        ];
        let lacks = holds.into_iter().filter(|(_, holds)| !holds);
        lacking.extend(lacks.map(|(what, _)| format!("{} {what}: {done:?}", wrong.route)));
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// What the log says was done, in order.
async fn log_lines(administrator: &Visitor<'_>) -> Vec<String> {
    let log = administrator.get("/api/v1/log").await.json();
    let lines = log["rows"].as_array().expect("rows").iter();
    let mut lines: Vec<String> = lines
        .map(|line| line["action"].as_str().unwrap_or("").to_owned())
        .collect();
    lines.reverse();
    lines
}

/// A meeting, added when the session had ended.
async fn remark(app: &TestApp, cookie: &str) -> Answer {
    let body = form(&[
        ("dato", "2025-11-05"),
        ("titel", "Fortroligt møde"),
        ("type", "kkr"),
    ]);
    send(app, "/moeder", cookie, (ENCODED, &body)).await
}

#[tokio::test]
async fn nobody_else_gets_it() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    signed_in(&app, "bo@example.dk", Role::Secretariat).await;
    let later = later(&app);
    let asked = remark(&later, &cookie).await;
    assert!(asked.body.contains("Fortroligt"), "{}", asked.body);
    let other = sign_in_form(&asked, "bo@example.dk", PASSWORD);
    let other = browse(&later, "POST", "/log-ind", &cookie, &other).await;
    assert_eq!(
        (other.status.as_u16(), other.header("location")),
        (303, "/")
    );
    // Nor when another account is signed in already, in another window.
    let carried = sign_in_form(&asked, "", "");
    let meanwhile = browse(&later, "POST", "/fortsaet", &other.cookie(), &carried).await;
    assert_eq!(meanwhile.status, 403, "{}", meanwhile.body);
    assert!(!meanwhile.body.contains("Fortroligt"));
    // A mistake costs nothing: the page still has it, and the same account gets it.
    let mistaken = sign_in_form(&asked, "anna@example.dk", "forkert");
    let mistaken = browse(&later, "POST", "/log-ind", &cookie, &mistaken).await;
    assert_eq!(mistaken.status, 401);
    let right = sign_in_form(&mistaken, "anna@example.dk", PASSWORD);
    let right = browse(&later, "POST", "/log-ind", &cookie, &right).await;
    assert!(
        right.body.contains("value=\"Fortroligt møde\""),
        "{}",
        right.body
    );
    // Signed in again in another window, the first goes on from there.
    let not_yet = browse(&later, "POST", "/fortsaet", &cookie, &carried).await;
    assert_eq!(not_yet.status, 401);
    assert!(not_yet.body.contains("ikke logget ind endnu"));
    let on = browse(&later, "POST", "/fortsaet", &right.cookie(), &carried).await;
    assert_eq!(on.status, 200);
    assert!(on.body.contains("value=\"Fortroligt møde\""), "{}", on.body);
    // The form is sent with one more press, and only then it is done.
    let meetings = later.get("/moeder").await;
    assert!(!meetings.body.contains("Fortroligt"), "{}", meetings.body);
}

#[tokio::test]
async fn of_strangers_nothing_is_kept() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    let later = later(&app);
    for stranger in ["", "cockpit=opdigtet"] {
        let answer = remark(&later, stranger).await;
        assert_eq!(answer.status, 303, "{stranger}");
        assert_eq!(answer.header("location"), "/log-ind");
    }
    let other_site = Request::post("/moeder")
        .header("cookie", &cookie)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", ENCODED);
    let other_site = other_site.body(Body::from("titel=x")).unwrap();
    assert_eq!(later.send(other_site).await.status, 403);
    let secret = form(&[
        ("nuvaerende", PASSWORD),
        ("adgangskode", "x"),
        ("gentag", "x"),
    ]);
    let secret = send(&later, "/konto/adgangskode", &cookie, (ENCODED, &secret)).await;
    assert_eq!(secret.status, 303);
    for (kind, body) in [
        ("application/json", "{}".to_owned()),
        (ENCODED, format!("titel={}", "x".repeat(70_000))),
        (
            MULTIPART,
            multipart(&format!("titel={}", "x".repeat(70_000))),
        ),
    ] {
        let answer = send(&later, "/moeder", &cookie, (kind, &body)).await;
        assert_eq!(answer.status, 303, "{kind}");
    }
}

/// Whatever address the form of the sign-in names, nothing is done there.
#[tokio::test]
async fn a_sign_in_does_nothing_besides() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Standing::AdministratorOnly).await;
    let bo = signed_in(&app, "bo@example.dk", Role::Reader).await;
    let later = later(&app);
    let invite = form(&[("email", "ny@example.dk"), ("rolle", "reader")]);
    let asked = send(&later, "/brugere", &cookie, (ENCODED, &invite)).await;
    let honest = sign_in_form(&asked, "anna@example.dk", PASSWORD);
    let bo_s = cockpit::changes::people::users::id_of(&app.store, "bo@example.dk").unwrap();
    for address in [
        format!("/brugere/{bo_s}/spaer"),
        "/log-ud".into(),
        "/findes-ikke".into(),
    ] {
        let escaped = form(&[("behold.adresse", &address)]);
        let forged = honest.replace("behold.adresse=%2Fbrugere", &escaped);
        assert_ne!(forged, honest);
        let answer = browse(&later, "POST", "/log-ind", &cookie, &forged).await;
        assert_eq!(answer.status, 404, "{address}");
        let account = browse(&later, "GET", "/konto", &answer.cookie(), "").await;
        assert_eq!(account.status, 200, "{address}");
    }
    let elsewhere = form(&[("behold.adresse", "//evil.example/brugere")]);
    let forged = honest.replace("behold.adresse=%2Fbrugere", &elsewhere);
    let answer = browse(&later, "POST", "/log-ind", &cookie, &forged).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (303, "/")
    );
    // Bo is still let in.
    assert_eq!(browse(&app, "GET", "/konto", &bo, "").await.status, 200);
}

#[tokio::test]
async fn of_an_upload_the_choices_are_kept_and_the_file_is_asked_for_again() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    let later = later(&app);
    let file = "--skel\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"takster.csv\"\r\n\
         Content-Type: text/csv\r\n\r\nhemmelig;fil\r\n";
    let rest = multipart("type=tariffs&tal=point&beloeb=1000&ark=Data&handling=gem");
    // A file is passed over however long it is.
    let long = file.replace("hemmelig", &"hemmelig".repeat(20_000));
    let asked = send(&later, "/data", &cookie, (MULTIPART, &(long + &rest))).await;
    assert_eq!(asked.status, 401);
    assert!(
        asked.body.contains("Filen skal vælges igen"),
        "{}",
        asked.body
    );
    assert!(!asked.body.contains("hemmelig"));
    let signed = sign_in_form(&asked, "anna@example.dk", PASSWORD);
    let shown = browse(&later, "POST", "/log-ind", &cookie, &signed).await;
    for kept in [
        r#"<option value="tariffs" selected>"#,
        r#"<option value="point" selected>"#,
        r#"<option value="1000" selected>"#,
        r#"value="Data""#,
        "Vælg filen igen",
    ] {
        assert!(shown.body.contains(kept), "{kept}: {}", shown.body);
    }
}
