//! Vacant places through the router: logged, seen, confirmed, and changed by two at once.

use cockpit::clock::Clock;
use cockpit::domain::people::Role;
use jiff::Timestamp;

use super::app::{Answer, TestApp, Visitor};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    B;Åhuset;Hjørring Kommune;kommunal;860;SEL § 107, SEL § 108;Autismespektrum;4;ja;ja\n";

async fn region() -> TestApp {
    let app = TestApp::new();
    let answer = app.post("/api/v1/imports/offers", OFFERS).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    app
}

/// The same service so many days later.
fn later(app: &TestApp, days: fn() -> Timestamp) -> TestApp {
    app.another_instance_at(Clock::with(days))
}

fn after_14() -> Timestamp {
    Timestamp::constant(1_750_406_400 + 14 * 86_400, 0)
}

fn after_15() -> Timestamp {
    Timestamp::constant(1_750_406_400 + 15 * 86_400, 0)
}

async fn log(visitor: &Visitor<'_>, form: &str) -> String {
    let done = visitor.form("/ledige-pladser", form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location");
    to.trim_end_matches("?gemt=ja").to_owned()
}

/// The data version that the forms of a page carry.
fn seen(page: &Answer) -> String {
    let after = page.body.split(r#"name="set" value=""#).nth(1);
    let value = after.and_then(|rest| rest.split('"').next());
    value.expect("a form that has seen the entry").to_owned()
}

#[tokio::test]
async fn logged_with_four_fields_and_filled_in_from_the_offer() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let form = chef.get("/ledige-pladser/ny").await;
    assert!(form.body.contains(r#"<option value="Bakkehuset (A)">"#));
    assert!(
        !form.body.contains("Åhuset"),
        "another municipality's offer"
    );
    let entry = log(
        &chef,
        "tilbud=bakkehuset&type=plads&pladser=2&fra=2025-06-20",
    )
    .await;
    let page = chef.get(&entry).await;
    for words in [
        "2 pladser, ledig",
        "SEL § 107",
        "Demens",
        "i dag (20. juni 2025)",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let list = app.visitor(Role::Reader, "").get("/ledige-pladser").await;
    assert!(list.body.contains("2 pladser i 1 tilbud er ledige i dag."));
    // The reader may not log, and is not asked to.
    assert!(!list.body.contains("/ledige-pladser/ny"));
    let administrator = app.visitor(cockpit::domain::people::Standing::AdministratorOnly, "");
    let told = administrator.get("/api/v1/log").await.body;
    assert!(
        told.contains("changed_vacancy") && told.contains("opslag 1 (A)"),
        "{told}"
    );
}

#[tokio::test]
async fn a_chef_logs_of_the_own_municipality_alone() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let anothers = chef.form("/ledige-pladser", "tilbud=B&pladser=1").await;
    assert_eq!(anothers.status, 403, "{}", anothers.body);
    assert!(anothers.body.contains("Hjørring Kommune"));
    let group = app.visitor(Role::WorkingGroup, "");
    log(&group, "tilbud=B&pladser=1&paragraf=SEL_108").await;
    let wrong = group
        .form("/ledige-pladser", "tilbud=A&pladser=1&paragraf=SEL_108")
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("kun pladser efter SEL § 107"));
}

#[tokio::test]
async fn the_same_days_are_seen_before_it_is_saved() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    log(&chef, "tilbud=A&pladser=2").await;
    let again = "tilbud=A&pladser=3&aarsag=Nybyg";
    let shown = chef.form("/ledige-pladser", again).await;
    assert_eq!(shown.status, 422);
    assert!(shown.body.contains("Er det de samme pladser?"));
    assert!(shown.body.contains(r#"name="set" value="1""#) && shown.body.contains("Nybyg"));
    log(&chef, &format!("{again}&set=1")).await;
    // With those of the two entries it is more than the ten there are.
    let many = chef
        .form("/ledige-pladser", "tilbud=A&pladser=6&set=1&set=2")
        .await;
    assert_eq!(many.status, 422);
    assert!(
        many.body.contains("Så bliver 11 pladser meldt ledige"),
        "{}",
        many.body
    );
}

#[tokio::test]
async fn stale_on_the_fifteenth_day_and_one_press_for_all() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    log(&chef, "tilbud=A&pladser=1").await;
    log(&chef, "tilbud=A&type=bolig&pladser=1&husleje_md=6.250,00").await;
    let fourteenth = later(&app, after_14);
    let list = fourteenth.secretariat().get("/ledige-pladser").await;
    assert!(
        !list.body.contains("Ikke bekræftet i 14 dage"),
        "{}",
        list.body
    );
    let fifteenth = later(&app, after_15);
    let secretariat = fifteenth.secretariat();
    let list = secretariat.get("/ledige-pladser").await;
    assert!(list.body.contains("Ikke bekræftet i 14 dage"));
    assert!(
        list.body.contains("15 dage") && list.body.contains("6.250,00"),
        "{}",
        list.body
    );
    let own = Visitor {
        app: &fifteenth,
        token: chef.token.clone(),
    };
    let confirmed = own.form("/ledige-pladser/mine", "").await;
    assert_eq!(
        confirmed.header("location"),
        "/ledige-pladser/mine?bekraeftet=2"
    );
    let twice = own.form("/ledige-pladser/mine", "").await;
    assert_eq!(
        twice.header("location"),
        "/ledige-pladser/mine?bekraeftet=0"
    );
    let list = secretariat.get("/ledige-pladser").await;
    assert!(
        !list.body.contains("Ikke bekræftet i 14 dage"),
        "{}",
        list.body
    );
}

#[tokio::test]
async fn the_second_editor_sees_what_the_first_did_and_decides() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let group = app.visitor(Role::WorkingGroup, "");
    let entry = log(&chef, "tilbud=A&pladser=3").await;
    let before = seen(&group.get(&entry).await);
    let taken = format!("skridt=optag&set={before}&pladser=1&dato=2025-06-20");
    assert_eq!(chef.form(&entry, &taken).await.status, 303);
    let late = group
        .form(
            &entry,
            &format!("skridt=ret&set={before}&pladser=2&aarsag=Flytning"),
        )
        .await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(
        late.body
            .contains("1 plads optaget 20. juni 2025; 2 ledige"),
        "{}",
        late.body
    );
    assert!(late.body.contains(r#"value="Flytning""#));
    let now = seen(&late);
    assert_ne!(now, before);
    let decided = format!("skridt=ret&set={now}&pladser=2&aarsag=Flytning");
    assert_eq!(group.form(&entry, &decided).await.status, 303);
    // Confirming what was not seen is refused as well.
    let unseen = group
        .form(&entry, &format!("skridt=uaendret&set={before}"))
        .await;
    assert_eq!(unseen.status, 409);
    let history = chef.get(&entry).await.body;
    for words in ["Meldt: 3 pladser", "1 plads optaget", "Ændret: årsag"] {
        assert!(history.contains(words), "{words}: {history}");
    }
}

#[tokio::test]
async fn reserved_freed_taken_closed_and_open_again() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let entry = log(&chef, "tilbud=A&pladser=1").await;
    let step = async |fields: &str| {
        let set = seen(&chef.get(&entry).await);
        let done = chef.form(&entry, &format!("{fields}&set={set}")).await;
        assert_eq!(done.status, 303, "{fields}: {}", done.body);
        chef.get(&entry).await.body
    };
    assert!(
        step("skridt=reserver&kommune=860")
            .await
            .contains("reserveret til Hjørring")
    );
    let list = chef.get("/ledige-pladser").await.body;
    assert!(list.contains("Reserveret til Hjørring"), "{list}");
    assert!(
        step("skridt=ledig&dato=2025-06-20")
            .await
            .contains("1 plads, ledig")
    );
    let gone = step("skridt=optag&pladser=1&dato=2025-06-20").await;
    assert!(gone.contains("1 plads, optaget") && !gone.contains("skridt\" value=\"luk"));
    assert!(
        chef.get("/ledige-pladser")
            .await
            .body
            .contains("Ingen pladser er meldt ledige")
    );
    // Nobody confirms what has ended.
    assert_eq!(chef.form(&entry, "skridt=uaendret").await.status, 409);
    step("skridt=ledig&dato=2025-06-20").await;
    assert!(
        step("skridt=luk&dato=2025-06-20&aarsag=Ombygning")
            .await
            .contains("Lukket 20. juni")
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_and_a_number_is_not_sent_back() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    for (form, words) in [
        ("tilbud=&pladser=1", "Skriv tilbuddets navn."),
        ("tilbud=Ukendt&pladser=1", "hedder sådan"),
        ("tilbud=A&pladser=0", "helt antal"),
        ("tilbud=A&pladser=1&fra=snart", "Skriv en dato"),
        ("tilbud=A&pladser=1&til=2025-06-20", "Skriv en dag efter"),
        (
            "tilbud=A&pladser=1&husleje_md=100",
            "Kun en bolig har husleje",
        ),
        (
            "tilbud=A&pladser=1&maalgrupper=Ukendt",
            "tilbuddets målgrupper",
        ),
    ] {
        let refused = chef.form("/ledige-pladser", form).await;
        assert_eq!(refused.status, 422, "{form}");
        assert!(refused.body.contains(words), "{form}: {}", refused.body);
    }
    for field in ["aarsag", "kontakt", "maalgrupper", "tilbud"] {
        let form = format!("{field}=Ring+010190-1234&tilbud=A&pladser=1");
        let refused = chef.form("/ledige-pladser", &form).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(
            !refused.body.contains("010190"),
            "{field}: {}",
            refused.body
        );
    }
    let entry = log(&chef, "tilbud=A&pladser=1").await;
    let nonsense = chef.form(&entry, "skridt=spis").await;
    assert_eq!(nonsense.status, 400);
    assert_eq!(chef.get("/ledige-pladser/99").await.status, 404);
}

#[tokio::test]
async fn the_list_is_narrowed_and_shows_another_day() {
    let app = region().await;
    let secretariat = app.secretariat();
    log(&secretariat, "tilbud=A&pladser=1&til=2025-08-01").await;
    log(&secretariat, "tilbud=B&pladser=2&fra=2025-07-01").await;
    let list = async |query: &str| {
        secretariat
            .get(&format!("/ledige-pladser?{query}"))
            .await
            .body
    };
    let all = list("").await;
    assert!(
        all.contains("Bliver ledige") && all.contains("1 plads er ledig i dag."),
        "{all}"
    );
    let hjoerring = list("municipality=860").await;
    assert!(!hjoerring.contains("Bakkehuset") && hjoerring.contains("Åhuset"));
    assert!(!list("paragraph=SEL_108").await.contains("Bakkehuset"));
    let august = list("on=2025-08-01").await;
    assert!(
        !august.contains("Bakkehuset") && august.contains("Åhuset"),
        "{august}"
    );
}

#[tokio::test]
async fn scripts_do_the_same() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let post = async |address: &str, body: &str| {
        chef.request("POST", address, "application/json", body)
            .await
    };
    let new = r#"{"offer_id":"A","kind":"dwelling","places":1,"from":"2025-06-01","rent_per_month":"6250.00"}"#;
    let made = post("/api/v1/vacancies", new).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    assert_eq!(
        (&made["state"], &made["rent_per_month"]),
        (&"free".into(), &"6250.00".into())
    );
    let overlap = post("/api/v1/vacancies", new).await;
    assert_eq!(overlap.status, 409, "{}", overlap.body);
    let beside = new.replace("\"places\":1", "\"places\":1,\"beside\":[1]");
    assert_eq!(post("/api/v1/vacancies", &beside).await.status, 201);
    let confirm = "/api/v1/vacancies/1/confirm";
    assert_eq!(post(confirm, "").await.json()["confirmed_on"], "2025-06-20");
    let version = format!(r#"{{"version":{}}}"#, made["version"]);
    assert_eq!(post(confirm, &version).await.status, 200);
    assert_eq!(post(confirm, r#"{"version":1}"#).await.status, 409);
    assert_eq!(post("/api/v1/vacancies/x/confirm", "").await.status, 404);
    for wrong in ["", "[]", r#"{"offer_id":"A","places":1,"x":1}"#] {
        assert_eq!(
            post("/api/v1/vacancies", wrong).await.status,
            400,
            "{wrong}"
        );
    }
    let list = chef.get("/api/v1/vacancies").await.json();
    assert_eq!(
        list["vacancies"].as_array().map(Vec::len),
        Some(2),
        "{list}"
    );
}

#[tokio::test]
async fn the_page_of_occupancy_tells_what_stood_empty_and_what_a_point_is_worth() {
    let app = region().await;
    let nothing = app.secretariat().get("/ledige-pladser/belaegning").await;
    assert!(
        nothing.body.contains("belægningen kendes ikke"),
        "{}",
        nothing.body
    );
    let tariffs =
        "tilbud_id;ydelse;paragraf;aar;takst;enhed\nA;Døgn;SEL § 107;2025;2.000,00;døgn\n";
    let answer = app.post("/api/v1/imports/tariffs", tariffs).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let list = "tilbud_id;type;paragraf;pladser;fra\nA;plads;SEL § 107;2;2025-06-01\n";
    let answer = app.post("/api/v1/imports/vacancies", list).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    // The day is 20 June 2025: of ten places 80 days since 1 April, of two 19 days since 1 June.
    let page = app
        .visitor(Role::Reader, "")
        .get("/ledige-pladser/belaegning?year=2025")
        .await;
    for words in [
        "I 2. kvartal 2025 er 95,25 % af pladserne brugt",
        "38 pladsdøgn stod tomme",
        // 38 × 2,000.
        "76.000,00",
        // 10 × 365 × 1 % × 2,000.
        "73.000,00",
        "Den forudsatte belægning er ikke oplyst",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // The other offer has never been logged: it is in no sum and in no row of the page.
    assert!(!page.body.contains("Åhuset"), "{}", page.body);
    let answer = app
        .get("/api/v1/reports/occupancy?year=2025&quarter=2")
        .await;
    assert!(
        answer.body.contains(r#""quarter":"2025K2""#)
            || answer.body.contains(r#""quarter": "2025K2""#),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn the_region_is_drawn_with_its_outlines_and_the_table_beside_it() {
    let app = region().await;
    log(&app.visitor(Role::Chef, "851"), "tilbud=A&pladser=2").await;
    let at = later(&app, after_15);
    log(&at.secretariat(), "tilbud=B&pladser=1&paragraf=SEL_107").await;
    let page = at.visitor(Role::Reader, "").get("/ledige-pladser").await;
    assert_eq!(page.body.matches(r#"<path class="land"#).count(), 11);
    for words in [
        "Aalborg: 0 ledige, 2 ikke bekræftet, 0 boliger",
        "Hjørring: 1 ledige, 0 ikke bekræftet, 0 boliger",
        r#"<path class="land has-stale""#,
        r#"<path class="land has-free""#,
        r#"<a href="/ledige-pladser?municipality=851" aria-label="Aalborg: 0 ledige, 2 ikke"#,
        r#" dy="1.1em">0</tspan> ? 2</text>"#,
        // The licence asks for whose they are, which it is, and what was changed.
        "indeholder data fra Klimadatastyrelsen",
        "forenklet; <a href=\"https://creativecommons.org/licenses/by/4.0/deed.da\">CC BY 4.0</a>",
        r#"<a href="/ledige-pladser?municipality=860">Hjørring</a></th><td class="num">1</td>"#,
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let stale = page.body.find("land has-stale").expect("Aalborg");
    let last = page.body.rfind(r#"<path class="land"#).expect("a path");
    assert!(stale > last, "no neighbour covers its dashed edge");
    // Of one municipality there is no picture.
    let one = at
        .secretariat()
        .get("/ledige-pladser?municipality=860")
        .await;
    assert!(!one.body.contains("<svg class=\"region\""), "{}", one.body);
}

#[tokio::test]
async fn a_whole_number_may_be_written_with_its_point() {
    let app = region().await;
    for (places, status) in [("2.0", 201), ("1.5", 400)] {
        let body = format!(r#"{{"offer_id":"A","places":{places}}}"#);
        let answer = app.post("/api/v1/vacancies", &body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
    }
}
