//! The second factor of local accounts through the real sign-in: codes by the standard, once each; nothing is open
//! before them; recovery codes; whom it is required of; attempts that are bounded.

use axum::http::{Method, StatusCode};
use cockpit::changes::people::{codes, users};
use cockpit::clock::Clock;
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::StoreError;
use cockpit::storage::people::second_factors::{self, Factor};
use cockpit::web::routes;
use jiff::Timestamp;
use totp_rs::{Builder, Secret};

use super::app::{Answer, TestApp};
use super::rights::address;
use super::sign_in::{PASSWORD, attempt, browse, form, signed_in};
use super::support::actor;

const STEP: &str = "/log-ind/andet-trin";
/// Friday 20 June 2025, 10:00 in Denmark: the clock of the tests.
const NOW: i64 = 1_750_406_400;
const WRONG: &str = "ikke rigtig, eller den er brugt";

macro_rules! at {
    ($seconds:expr) => {
        Clock::with(|| Timestamp::constant($seconds, 0))
    };
}

/// The code of a secret at a moment.
fn code(secret: &str, at: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

fn id(app: &TestApp) -> String {
    users::id_of(&app.store, "anna@example.dk").unwrap()
}

/// Gives Anna a factor that is on, with a secret and a recovery code.
fn give(app: &TestApp, secret: &str) {
    let user_id = id(app);
    let given = app.store.write::<_, StoreError>(|db| {
        let factor = Factor {
            user_id: user_id.clone(),
            secret: secret.to_owned(),
            confirmed_at: Some("2025-06-20T08:00:00Z".to_owned()),
            last_step: -1,
            wrong: 0,
            waits_until: None,
        };
        second_factors::set(db, &factor)?;
        second_factors::forget_codes(db, &user_id)?;
        let hash = codes::recovery_hash(&user_id, "abcde-fghij");
        Ok(second_factors::add_code(db, &user_id, &hash)?)
    });
    given.unwrap();
}

/// The cookie that an answer sets by a name.
fn set(answer: &Answer, name: &str) -> Option<String> {
    let lines = answer.headers.get_all("set-cookie").iter();
    let mut pairs = lines.filter_map(|line| line.to_str().ok()?.split(';').next());
    let found = pairs.find(|pair| pair.starts_with(&format!("{name}=")) && !pair.ends_with('='));
    found.map(str::to_owned)
}

/// The password is right: the half of a sign-in.
async fn half(app: &TestApp) -> String {
    let answer = attempt(app, "anna@example.dk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(
        answer.header("location").starts_with(STEP),
        "{}",
        answer.header("location")
    );
    assert_eq!(set(&answer, "cockpit"), None, "no session yet");
    set(&answer, "cockpit-trin").expect("the half of a sign-in")
}

async fn enters(app: &TestApp, half: &str, code: &str) -> Answer {
    browse(
        app,
        "POST",
        STEP,
        half,
        &form(&[("kode", code), ("naeste", "/konto")]),
    )
    .await
}

fn assert_in(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header("location"), "/konto");
    set(answer, "cockpit").expect("a session")
}

fn log_of(app: &TestApp) -> Vec<(String, String)> {
    let found = app.store.read::<_, StoreError>(|db| {
        let all = cockpit::storage::data::log::Search::default();
        Ok(cockpit::storage::data::log::search(db, &all, &[], 1000)?)
    });
    let lines = found.unwrap().0.into_iter();
    lines.map(|line| (line.action, line.detail)).collect()
}

#[tokio::test]
async fn the_codes_of_the_standard_open_the_door_and_each_once() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    // RFC 6238, appendix B: the secret, the times and of the eight digits the last six.
    give(
        &app,
        &Secret::new_stack(*b"12345678901234567890").to_base32(),
    );
    let times = [
        (at!(59), "287082"),
        (at!(1_111_111_109), "081804"),
        (at!(1_111_111_111), "050471"),
        (at!(1_234_567_890), "005924"),
        (at!(2_000_000_000), "279037"),
        (at!(20_000_000_000), "353130"),
    ];
    for (clock, code) in times {
        let then = app.another_instance_at(clock);
        let begun = half(&then).await;
        let cookie = assert_in(&enters(&then, &begun, code).await);
        let own = browse(&then, "GET", "/konto", &cookie, "").await;
        assert_eq!(own.status, StatusCode::OK, "{code}");
        // The half is used up, and so is the code.
        let again = enters(&then, &begun, code).await;
        assert_eq!(again.header("location"), "/log-ind");
        let refused = enters(&then, &half(&then).await, code).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert!(refused.body.contains(WRONG), "{}", refused.body);
    }
    let log = log_of(&app);
    let whole = ("signed_in".to_owned(), "adgangskode og kode".to_owned());
    assert_eq!(
        log.iter().filter(|line| **line == whole).count(),
        6,
        "{log:?}"
    );
}

#[tokio::test]
async fn a_clock_may_be_one_step_off_and_no_more() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    let secret = codes::secret(cockpit::chance::Chance::system());
    for (off, opens) in [
        (-60, false),
        (-30, true),
        (0, true),
        (30, true),
        (60, false),
    ] {
        give(&app, &secret);
        let answer = enters(&app, &half(&app).await, &code(&secret, NOW + off)).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, opens, "{off}");
    }
}

#[tokio::test]
async fn before_the_code_every_page_answers_as_for_nobody() {
    let app = TestApp::new();
    signed_in(
        &app,
        "anna@example.dk",
        Standing::AlsoAdministrator(Role::Secretariat),
    )
    .await;
    give(&app, &codes::secret(cockpit::chance::Chance::system()));
    let half = half(&app).await;
    let mut asked = 0;
    for route in routes() {
        let (method, path) = (route.method.as_str(), address(route.path));
        if path.starts_with("/log-ind") || path == "/fortsaet" {
            continue;
        }
        let nobody = browse(&app, method, &path, "", "").await;
        let with_half = browse(&app, method, &path, &half, "").await;
        let told = |answer: &Answer| (answer.status, answer.header("location").to_owned());
        assert_eq!(told(&nobody), told(&with_half), "{method} {path}");
        asked += usize::from(route.method == Method::GET);
    }
    assert!(asked > 50, "{asked}");
    // Nor is the half a session, under the name of one.
    let stolen = half.replace("cockpit-trin", "cockpit");
    let page = browse(&app, "GET", "/konto", &stolen, "").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    // Half of another day opens nothing.
    let later = app.another_instance_at(at!(NOW + 601));
    let page = browse(&later, "GET", STEP, &half, "").await;
    assert_eq!(page.header("location"), "/log-ind");
}

#[tokio::test]
async fn a_recovery_code_opens_once_however_it_is_typed() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    give(&app, &codes::secret(cockpit::chance::Chance::system()));
    assert_in(&enters(&app, &half(&app).await, "ABCDE FGHIJ").await);
    let again = enters(&app, &half(&app).await, "abcde-fghij").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(again.body.contains(WRONG));
    let line = (
        "signed_in".to_owned(),
        "adgangskode og genoprettelseskode".to_owned(),
    );
    assert!(log_of(&app).contains(&line));
}

#[tokio::test]
async fn wrong_codes_are_few_and_then_none_is_taken_for_a_while() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    let secret = codes::secret(cockpit::chance::Chance::system());
    give(&app, &secret);
    let begun = half(&app).await;
    for _ in 0..5 {
        let refused = enters(&app, &begun, "000000").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.body);
    }
    let right = code(&secret, NOW);
    for code in [right.as_str(), "abcde-fghij"] {
        let refused = enters(&app, &begun, code).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.body.contains("Vent et kvarter"), "{}", refused.body);
    }
    let later = app.another_instance_at(at!(NOW + 901));
    let begun = half(&later).await;
    assert_in(&enters(&later, &begun, &code(&secret, NOW + 901)).await);
}

/// The key that a page shows, without its spaces.
fn key(page: &str) -> String {
    let (_, key) = page
        .split_once("Nøglen: <code class=\"secret\">")
        .expect("a key");
    key.split('<').next().unwrap().replace(' ', "")
}

fn recovery(page: &str) -> Vec<String> {
    let codes = page.split("<li><code>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn whoever_it_is_required_of_makes_one_before_anything_else() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let done = administrator
        .form("/brugere/andet-trin", "kraeves=reader&kraeves=findes-ikke")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let users = administrator.get("/brugere").await.body;
    assert!(users.contains(r#"value="reader" checked"#), "{users}");
    assert_eq!(
        log_of(&app)[0],
        ("changed_setting".to_owned(), "kræves af: reader".to_owned())
    );
    // A second press is no second line.
    administrator
        .form("/brugere/andet-trin", "kraeves=reader")
        .await;
    assert_eq!(
        log_of(&app)
            .iter()
            .filter(|(action, _)| action == "changed_setting")
            .count(),
        1
    );

    let begun = half(&app).await;
    let page = browse(&app, "GET", STEP, &begun, "").await.body;
    assert!(
        page.contains("Din rolle kræver et andet trin") && page.contains("<svg class=\"qr\""),
        "{page}"
    );
    let key = key(&page);
    let refused = enters(&app, &begun, "000000").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        self::key(&refused.body),
        key,
        "the same key, still to be confirmed"
    );
    let shown = enters(&app, &begun, &code(&key, NOW)).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.header("cache-control"), "no-store");
    let codes = recovery(&shown.body);
    assert_eq!(codes.len(), 10);
    let cookie = set(&shown, "cockpit").expect("a session");
    let own = browse(&app, "GET", "/konto/andet-trin", &cookie, "")
        .await
        .body;
    assert!(
        own.contains("Du har 10 genoprettelseskoder") && own.contains("Din rolle kræver det"),
        "{own}"
    );
    assert!(!own.contains(&codes[0]), "shown once");
    // It is not switched off where it is required, whatever form is sent.
    let later = app.another_instance_at(at!(NOW + 60));
    let body = form(&[("kode", code(&key, NOW + 60).as_str())]);
    let refused = browse(&later, "POST", "/konto/andet-trin/fra", &cookie, &body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Din rolle kræver et andet trin"),
        "{}",
        refused.body
    );
    assert_in(&enters(&later, &half(&later).await, &codes[3]).await);
    // An invited one is led there too.
    let link = users::new_link(&app.store, &actor(), &id(&app)).unwrap();
    let chosen = form(&[("adgangskode", PASSWORD), ("gentag", PASSWORD)]);
    let answer = app
        .anonymous()
        .form(&format!("/velkommen/{}", link.reveal()), &chosen)
        .await;
    assert!(
        answer.header("location").starts_with(STEP),
        "a link is no way round: {}",
        answer.body
    );
    assert_eq!(set(&answer, "cockpit"), None);
}

#[tokio::test]
async fn it_is_switched_on_and_off_at_ones_own_page() {
    const HERE: &str = "/konto/andet-trin";
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Chef).await;
    let posts = async |app: &TestApp, address: &str, field: &str, value: &str| {
        browse(app, "POST", address, &cookie, &form(&[(field, value)])).await
    };
    let wrong = posts(&app, HERE, "nuvaerende", "forkert kode her").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Adgangskoden er ikke rigtig"));
    let begun = posts(&app, HERE, "nuvaerende", PASSWORD).await;
    assert_eq!(begun.header("location"), HERE);
    let page = browse(&app, "GET", HERE, &cookie, "").await;
    assert_eq!(page.header("cache-control"), "no-store");
    let key = key(&page.body);
    // What is begun is no factor: the password is enough.
    assert!(set(&attempt(&app, "anna@example.dk", PASSWORD).await, "cockpit").is_some());
    let wrong = posts(&app, "/konto/andet-trin/bekraeft", "kode", "000000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(WRONG), "{}", wrong.body);
    let on = posts(&app, "/konto/andet-trin/bekraeft", "kode", &code(&key, NOW)).await;
    assert_eq!(recovery(&on.body).len(), 10, "{}", on.body);
    assert_eq!(log_of(&app)[0].1, "andet trin slået til");
    half(&app).await;
    // The code that confirmed it is used.
    let wrong = posts(&app, "/konto/andet-trin/fra", "kode", &code(&key, NOW)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let later = app.another_instance_at(at!(NOW + 60));
    let off = posts(
        &later,
        "/konto/andet-trin/fra",
        "kode",
        &code(&key, NOW + 60),
    )
    .await;
    assert_eq!(off.header("location"), HERE, "{}", off.body);
    assert_eq!(log_of(&app)[0].1, "andet trin slået fra");
    assert!(set(&attempt(&app, "anna@example.dk", PASSWORD).await, "cockpit").is_some());
}

#[tokio::test]
async fn an_administrator_resets_it_and_the_log_tells_who() {
    let app = TestApp::new();
    signed_in(&app, "anna@example.dk", Role::Reader).await;
    give(&app, &codes::secret(cockpit::chance::Chance::system()));
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let page = format!("/brugere/{}", id(&app));
    assert!(
        administrator
            .get(&page)
            .await
            .body
            .contains("Nulstil det andet trin")
    );
    let begun = half(&app).await;
    let reset = administrator.form(&format!("{page}/andet-trin"), "").await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.body);
    assert_eq!(
        log_of(&app)[0],
        (
            "changed_user".to_owned(),
            "andet trin nulstillet".to_owned()
        )
    );
    assert_eq!(
        enters(&app, &begun, "abcde-fghij").await.header("location"),
        "/log-ind"
    );
    assert!(set(&attempt(&app, "anna@example.dk", PASSWORD).await, "cockpit").is_some());
    assert!(
        !administrator
            .get(&page)
            .await
            .body
            .contains("Nulstil det andet trin")
    );
}

/// The hidden fields of a page, as its form would send them.
fn hidden(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"")?;
        let (value, _) = rest.split_once("\">")?;
        Some((name.to_owned(), value.replace("&#38;", "&")))
    };
    inputs.filter_map(pair).collect()
}

#[tokio::test]
async fn what_was_typed_before_a_session_ended_goes_through_both_steps() {
    let app = TestApp::new();
    let ended = signed_in(&app, "anna@example.dk", Role::Secretariat).await;
    let secret = codes::secret(cockpit::chance::Chance::system());
    give(&app, &secret);
    let later = app.another_instance_at(at!(NOW + 3 * 3600));
    let typed = form(&[
        ("dato", "2026-06-20"),
        ("titel", "Sommermødet"),
        ("type", "kkr"),
    ]);
    let asked = browse(&later, "POST", "/moeder", &ended, &typed).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.body);
    let with = |page: &str, more: &[(&str, &str)]| {
        let hidden = hidden(page);
        let mut pairs: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (&**k, &**v)).collect();
        pairs.extend(more);
        form(&pairs)
    };
    let body = with(
        &asked.body,
        &[("email", "anna@example.dk"), ("adgangskode", PASSWORD)],
    );
    let step = browse(&later, "POST", "/log-ind", &ended, &body).await;
    assert_eq!(step.status, StatusCode::OK, "{}", step.body);
    assert!(step.body.contains("Kode fra din kodeapp") && !step.body.contains("Nyt møde"));
    let half = set(&step, "cockpit-trin").expect("the half of a sign-in");
    let code = code(&secret, NOW + 3 * 3600);
    let body = with(&step.body, &[("kode", &code)]);
    let shown = browse(&later, "POST", STEP, &half, &body).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(
        shown.body.contains("Sommermødet") && shown.body.contains("intet er gemt endnu"),
        "{}",
        shown.body
    );
    assert!(set(&shown, "cockpit").is_some());
}
