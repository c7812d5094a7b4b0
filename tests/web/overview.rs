//! `/`: what needs whoever looks, the region in a few figures, and what moved since they were last here.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::{Request, header};
use cockpit::chance::Secret;
use cockpit::changes::people::users;
use cockpit::clock::Clock;
use cockpit::domain::people::Role;
use cockpit::storage::StoreError;
use cockpit::storage::people::sessions::{self, Session};
use jiff::Timestamp;

use super::app::{Answer, TestApp};
use super::forms::{CASE, OFFERS, TARIFFS};
use super::support::vacant;

const FIGURES: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
    851;SEL § 107;2023;800.000,00;1,0;2023\n851;SEL § 107;2024;1.200.000,00;1,5;2023\n";
const CASES: &str =
    "sag;kommune;aar;paragraf;leverandoer;udgift\nk1;851;2024;SEL § 107;privat;2.345.678,00\n";

async fn uploads(app: &TestApp, kind: &str, text: &str) {
    let sent = app.post(&format!("/api/v1/imports/{kind}"), text).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
}

/// The words of a page, without its tags.
fn words(page: &Answer) -> String {
    let parts = page
        .body
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text: Vec<&str> = parts.collect();
    text.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn assert_says(page: &Answer, expected: &[&str]) {
    let words = words(page);
    for sentence in expected {
        assert!(words.contains(sentence), "no »{sentence}« in {words}");
    }
}

/// The secretariat asks for an explanation, by the first day of 2099.
async fn ask_for_explanation(app: &TestApp) {
    let asked = app
        .secretariat()
        .form(
            "/takster/sag/bed-om-forklaring",
            &format!("{CASE}&frist=2099-01-01"),
        )
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
}

#[tokio::test]
async fn the_region_is_four_figures_with_a_sentence_each_and_the_oere_behind_them() {
    let app = TestApp::new();
    let page = app.get("/").await;
    assert_says(
        &page,
        &[
            "Enhedsudgift 2024 908.700 kr.",
            "Steget 3,6 % fra 2022 og 1,6 % fra 2023.",
            "Udgift 2024 2.110,5 mio. kr.",
            "Helårspersoner 2024 2.322,6",
            "Mest drivende 2022–2024 +63,1 mio. kr.",
            "Dyrere pladser; færre borgere −40,4 og mod dyrere tilbud +11,4.",
        ],
    );
    for figure in page.links("/hvorfra") {
        let origin = app.get(&figure).await;
        assert_eq!(origin.status, 200, "{figure}");
    }
    let origin = app.get(&page.links("/hvorfra")[0]).await;
    assert!(origin.body.contains("908.699,73"), "{}", origin.body);
}

#[tokio::test]
async fn an_address_with_filters_leads_on_to_the_component_analysis() {
    let app = TestApp::new();
    let old = app.get("/?area=851&from=2022").await;
    assert_eq!(old.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        old.header("location"),
        "/komponentanalyse?area=851&from=2022"
    );
    let nobody = app.anonymous().get("/?area=851").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_chef_sees_the_own_municipality_first_and_nobody_elses() {
    let app = TestApp::new();
    for (kind, file) in [
        ("components", FIGURES),
        ("offers", OFFERS),
        ("tariffs", TARIFFS),
        ("cases", CASES),
    ] {
        uploads(&app, kind, file).await;
    }
    ask_for_explanation(&app).await;
    let chef = app.visitor(Role::Chef, "851");
    let page = chef.get("/").await;
    assert_says(
        &page,
        &[
            "Aalborg Kommune",
            "800.000 kr.",
            "Uændret fra 2023.",
            "12,0 % under regionen.",
            "1 takststigning venter på jeres forklaring frist 1. januar 2099",
            "1 dyr enkeltsag 2024: 2,3 mio. kr.",
        ],
    );
    assert_eq!(page.links("/takster/sag").len(), 1, "the case itself");
    let other = app.visitor(Role::Chef, "846").get("/").await;
    let told = words(&other);
    assert!(
        !told.contains("jeres forklaring") && !told.contains("2,3 mio"),
        "{told}"
    );
    assert_says(
        &other,
        &[
            "Der er ingen tal for kommunen endnu.",
            "jeres enkeltsager for 2024",
        ],
    );
}

#[tokio::test]
async fn the_secretariat_sees_what_it_is_to_do() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    uploads(&app, "tariffs", TARIFFS).await;
    uploads(&app, "cases", CASES).await;
    let meeting = "dato=2099-05-12&type=steering_group&titel=DAS+i+maj&sted=";
    let added = app.secretariat().form("/moeder", meeting).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let page = app.get("/").await;
    assert_says(
        &page,
        &[
            "2 takststigninger skal forklares: bed om det",
            "12.5. DAS i maj",
            "dagsordenen er tom og papiret er ikke sendt",
            "10 kommuner mangler enkeltsager for 2024",
            "Brønderslev, Frederikshavn, Hjørring og 7 til",
        ],
    );
}

#[tokio::test]
async fn a_working_group_sees_places_and_milestones_and_no_costs() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    vacant(&app.store, "P", 2, "2025-01-01");
    let group = app.visitor(Role::WorkingGroup, "");
    let page = group.get("/").await;
    assert_eq!(page.status, 200);
    assert_says(
        &page,
        &[
            "Det venter på dig",
            "Ledige pladser og arbejdsplan",
            "Færdige milepæle",
        ],
    );
    assert!(!words(&page).contains("Enhedsudgift"));
    for address in page.links("/") {
        let led = group.get(&address).await;
        assert!(
            led.status != 403 && led.status != 404,
            "{address}: {}",
            led.status
        );
    }
}

#[tokio::test]
async fn a_reader_is_told_of_no_tasks() {
    let app = TestApp::new();
    let page = app.visitor(Role::Reader, "").get("/").await;
    assert!(!words(&page).contains("Det venter på dig"));
    assert_says(&page, &["Nyt de seneste 14 dage", "Enhedsudgift 2024"]);
}

/// A session of somebody, by the secret of its cookie.
fn session(app: &TestApp, email: &str, secret: &str, [created_at, seen_at]: [&str; 2]) {
    let session = Session {
        id: secret.to_owned(),
        secret_hash: Secret::received(secret).hash(),
        user_id: users::id_of(&app.store, email).expect("a user"),
        agent: String::new(),
        created_at: created_at.to_owned(),
        seen_at: seen_at.to_owned(),
        expires_at: "2025-06-21T20:00:00Z".to_owned(),
        ended_at: None,
    };
    let added = app
        .store
        .write::<_, StoreError>(|db| Ok(sessions::add(db, &session)?));
    added.expect("the session is stored");
}

async fn browses(app: &TestApp, secret: &str) -> Answer {
    let request = Request::builder()
        .uri("/")
        .header(header::COOKIE, format!("cockpit={secret}"));
    let request = request.body(Body::empty());
    app.send(request.expect("a request")).await
}

#[tokio::test]
async fn what_moved_is_told_since_the_session_before_this_one_and_to_nobody_elses() {
    let first = TestApp::new();
    let email = ["anna@example.dk", "bo@example.dk"];
    for email in email {
        first.token_of(email, Role::Reader, None);
    }
    // The next day at eight.
    let app = first.another_instance_at(Clock::with(|| Timestamp::constant(1_750_492_800, 0)));
    let now = ["2025-06-21T07:59:00Z", "2025-06-21T08:00:00Z"];
    // Anna was here after the figures came, Bo never.
    session(
        &app,
        email[0],
        "before",
        ["2025-06-20T08:30:00Z", "2025-06-20T09:00:00Z"],
    );
    session(&app, email[0], "now", now);
    session(&app, email[1], "bo", now);
    let anna = browses(&app, "now").await;
    assert_says(&anna, &["Nyt, siden du sidst var her Intet er ændret."]);
    let bo = browses(&app, "bo").await;
    assert_says(&bo, &["Nyt de seneste 14 dage", "er indlæst"]);
    uploads(&app, "offers", OFFERS).await;
    let correction = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
        KKR Nordjylland;SEL § 107;2024;520.000.000,00;600,0;2023\n";
    uploads(&app, "components", correction).await;
    assert_says(
        &browses(&app, "now").await,
        &[
            "KKR Nordjylland: enhedsudgiften 2024 er nu 911.886 kr. (før 908.700)",
            "2 filer er indlæst: Udgifter og helårspersoner og Tilbud",
        ],
    );
}

#[tokio::test]
async fn an_explanation_that_is_asked_for_waits_after_a_newer_year_came() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    let next = format!(
        "{TARIFFS}A;Døgn;SEL § 107;2026;1060,00;døgn\nP;Døgn;SEL § 107;2026;1200,00;døgn\n"
    );
    uploads(&app, "tariffs", &next).await;
    let chef = app.visitor(Role::Chef, "851");
    assert!(!words(&chef.get("/").await).contains("jeres forklaring"));
    ask_for_explanation(&app).await;
    let waits = ["1 takststigning venter på jeres forklaring frist 1. januar 2099"];
    assert_says(&chef.get("/").await, &waits);
    // Nobody is to be asked about the older year from here.
    assert_says(
        &app.get("/").await,
        &["1 takststigning skal forklares: bed om det"],
    );
}

#[tokio::test]
async fn a_chef_is_told_of_the_next_meeting_once_its_paper_is_sent() {
    let app = TestApp::new();
    let meeting = "dato=2099-05-12&type=steering_group&titel=DAS+i+maj&sted=";
    let added = app.secretariat().form("/moeder", meeting).await;
    let page = added.header("location").to_owned();
    let item = "overskrift=Velkomst&tekst=Velkommen&rapport=&indstilling=";
    let written = app
        .secretariat()
        .form(&format!("{page}/punkter"), item)
        .await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    let chef = app.visitor(Role::Chef, "851");
    let told = words(&chef.get("/").await);
    assert!(!told.contains("12.5. DAS i maj"), "{told}");
    let sent = app
        .secretariat()
        .form(&page, "handling=skridt&skridt=send")
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let told = chef.get("/").await;
    assert_says(&told, &["12.5. DAS i maj", "dage: papiret er klar"]);
    assert!(
        !words(&told).contains("uden indstilling"),
        "what it lacks is not theirs"
    );
    assert_eq!(told.links(&page).len(), 1);
}

#[tokio::test]
async fn whoever_is_bound_to_no_municipality_confirms_what_waits_one_by_one() {
    let first = TestApp::new();
    uploads(&first, "offers", OFFERS).await;
    vacant(&first.store, "P", 2, "2025-01-01");
    vacant(&first.store, "A", 1, "2025-01-01");
    let mine = "/ledige-pladser/mine";
    let early = first.secretariat().get(mine).await.body;
    assert!(
        !early.contains("Andres"),
        "they were confirmed today: {early}"
    );
    // Twenty days later.
    let app = first.another_instance_at(Clock::with(|| Timestamp::constant(1_752_134_400, 0)));
    let group = app.visitor(Role::WorkingGroup, "");
    let front = group.get("/").await;
    assert_says(&front, &["2 opslag om ledige pladser skal bekræftes"]);
    assert_eq!(front.links(mine).len(), 1);
    let page = group.get(mine).await.body;
    assert_eq!(page.matches(">Uændret<").count(), 2, "{page}");
    assert!(
        !page.contains("er uændrede"),
        "not all at once: they are others'"
    );
    // A chef sees those of the own municipality alone, as before.
    let chef = app.visitor(Role::Chef, "851").get(mine).await.body;
    assert!(
        chef.contains("Bakkehuset") && !chef.contains("Andres"),
        "{chef}"
    );
    assert!(!chef.contains("Fonden"), "{chef}");
}
