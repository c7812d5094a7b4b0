//! The workplan through the router: the board of a day, updates by page and API, two who update at once.

mod documents;
mod plans;

use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::Request;
use cockpit::chance::Chance;
use cockpit::changes::actor::Actor;
use cockpit::changes::people::tokens;
use cockpit::clock::Clock;
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::{StoreError, check, execute_for_test};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use super::app::{Answer, TestApp, Visitor};

const FIRST: &str = "/arbejdsplan/2025H2-samarbejde";

async fn patched(visitor: &Visitor<'_>, key: &str, body: Value) -> Answer {
    let address = format!("/api/v1/milestones/{key}");
    let kind = "application/json";
    visitor
        .request("PATCH", &address, kind, &body.to_string())
        .await
}

async fn rows(visitor: &Visitor<'_>, on: &str) -> Vec<Value> {
    let address = format!("/api/v1/reports/workplan?on={on}");
    let report = visitor.get(&address).await.json();
    report["rows"].as_array().expect("rows").clone()
}

/// Somebody of the secretariat's at a moment: a token of June does not live as long as a plan.
fn secretariat_at(app: &TestApp, clock: Clock) -> Visitor<'_> {
    let actor = Actor::new(clock, Chance::system(), "test");
    let token = tokens::make(&app.store, &actor, "sekretariat@example.dk", "plan", "30");
    Visitor {
        app,
        token: Some(token.expect("a token").reveal().to_owned()),
    }
}

fn last_second_of_2025() -> Timestamp {
    Timestamp::constant(1_767_221_999, 0)
}

fn first_second_of_2026() -> Timestamp {
    Timestamp::constant(1_767_222_000, 0)
}

/// The number that the form of a page has seen.
fn seen(page: &Answer) -> String {
    let after = page.body.split(r#"name="set" value=""#).nth(1);
    let value = after.and_then(|rest| rest.split('"').next());
    value
        .expect("a form that has seen the milestone")
        .to_owned()
}

#[tokio::test]
async fn the_plan_stands_as_it_was_decided_before_a_word_is_said() {
    let app = TestApp::new();
    let reader = app.visitor(Role::Reader, "");
    let rows = rows(&reader, "2025-06-20").await;
    assert_eq!(rows.len(), 9);
    let sum = |key: &str| rows.iter().filter_map(|row| row[key].as_i64()).sum::<i64>();
    assert_eq!((sum("deliverables"), sum("deliverables_done")), (15, 0));
    assert_eq!(
        rows[0],
        json!({
            "milestone": "2025H2-samarbejde", "period": "2025H2", "focus_area": "samarbejde",
            "owner": "Arbejdsgruppe", "status": "planned", "due": "2025-12-31", "overdue": false,
            "deliverables": 3, "deliverables_done": 0,
        })
    );
    let owners = rows
        .iter()
        .filter(|row| row["owner"] == "Rammeaftalesekretariatet");
    let owners: Vec<&Value> = owners.map(|row| &row["milestone"]).collect();
    assert_eq!(owners, ["2026H2-visitation"]);
    let page = reader.get("/arbejdsplan").await;
    for words in [
        "0 af 9 milepæle er færdige, og ingen er overskredet.",
        "Et mere forpligtigende og tættere samarbejde",
        "Afdækning af investeringsmodel",
        "om 194 dage",
        "<svg",
        "0 af 7 leverancer er færdige",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(
        page.links("/arbejdsplan/2026H2-").len(),
        6,
        "cards and table"
    );
    let one = reader.get(FIRST).await;
    assert!(one.body.contains("Alle bruger standardkontrakter"));
    assert!(
        !one.body
            .contains("<form method=\"post\" action=\"/arbejdsplan")
    );
    assert_eq!(reader.get("/arbejdsplan/findes-ikke").await.status, 404);
}

#[tokio::test]
async fn overdue_from_the_midnight_after_in_denmark() {
    let app = TestApp::new();
    let overdue = async |visitor: &Visitor<'_>| {
        let report = visitor.get("/api/v1/reports/workplan").await.json();
        let rows = report["rows"].as_array().expect("rows").clone();
        let late = rows.into_iter().filter(|row| row["overdue"] == true);
        late.map(|row| row["milestone"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let clock = Clock::with(last_second_of_2025);
    let before = app.another_instance_at(clock);
    assert!(overdue(&secretariat_at(&before, clock)).await.is_empty());
    let clock = Clock::with(first_second_of_2026);
    let after = app.another_instance_at(clock);
    let after = secretariat_at(&after, clock);
    assert_eq!(
        overdue(&after).await,
        [
            "2025H2-samarbejde",
            "2025H2-visitation",
            "2025H2-tilbudsvifte"
        ]
    );
    let page = after.get("/arbejdsplan").await;
    assert!(page.body.contains("3 er overskredet") && page.body.contains("i går"));
    let then = after.get("/arbejdsplan?on=2025-12-31").await;
    assert!(then.body.contains("ingen er overskredet"), "{}", then.body);
}

#[tokio::test]
async fn an_update_is_dated_signed_and_kept_and_a_day_before_it_is_as_it_was() {
    let app = TestApp::new();
    let group = app.visitor(Role::WorkingGroup, "");
    let said = json!({
        "status": "at_risk", "due": "2026-02-28", "why": "Høringen trækker ud.",
        "deliverables": [{"number": 2, "progress": "done"}],
    });
    let done = patched(&group, "2025H2-samarbejde", said).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let milestone = done.json();
    assert_eq!(milestone["status"], "at_risk");
    assert_eq!(milestone["deliverables_done"], 1);
    assert_eq!(milestone["progress"][1]["progress"], "done");
    let now = rows(&group, "2025-06-20").await;
    assert_eq!(
        (&now[0]["due"], &now[0]["status"]),
        (&json!("2026-02-28"), &json!("at_risk"))
    );
    let before = rows(&group, "2025-06-19").await;
    assert_eq!(before[0]["status"], "planned");
    let page = group.get(FIRST).await;
    for words in [
        "Status: Planlagt → I risiko",
        "Frist: 31. december 2025 → 28. februar 2026",
        "Leverance 2: Ikke begyndt → Færdig",
        "Høringen trækker ud.",
        "working_group-@example.dk",
        "Oprindelig frist",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(log.contains("changed_workplan") && log.contains("milepæl 2025H2-samarbejde"));
    assert!(log.contains("at_risk, due 2026-02-28, 2 done") && !log.contains("Høringen"));
}

#[tokio::test]
async fn a_working_group_updates_what_a_working_group_owns() {
    let app = TestApp::new();
    let (group, secretariat) = (app.visitor(Role::WorkingGroup, ""), app.secretariat());
    let note = || json!({"why": "Program sendt."});
    let anothers = patched(&group, "2026H2-visitation", note()).await;
    assert_eq!(anothers.status, 403, "{}", anothers.body);
    assert!(anothers.body.contains("Rammeaftalesekretariatet"));
    let handed = json!({"why": "Gruppen tager den.", "owner": "working_group"});
    assert_eq!(
        patched(&secretariat, "2026H2-visitation", handed)
            .await
            .status,
        200
    );
    assert_eq!(
        patched(&group, "2026H2-visitation", note()).await.status,
        200
    );
    let back = json!({"why": "Og tilbage.", "owner": "secretariat"});
    let back = patched(&group, "2026H2-visitation", back).await;
    assert_eq!(back.status, 422);
    assert!(
        back.body.contains("Kun rammeaftalesekretariatet"),
        "{}",
        back.body
    );
    for role in [Role::Reader, Role::Chef] {
        let visitor = app.visitor(role, "851");
        let refused = patched(&visitor, "2025H2-samarbejde", note()).await;
        assert_eq!(refused.status, 403, "{role:?}");
    }
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_nothing_is_kept() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let wrong = json!({
        "status": "finished", "due": "2025-06-30", "owner": "nogen", "why": "Se 010190-1234",
        "deliverables": [{"number": 4, "progress": "done"}, {"number": 1, "progress": "half"}],
    });
    let refused = patched(&secretariat, "2025H2-samarbejde", wrong).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    for words in [
        "en status på listen",
        "fra 1. juli 2025 til 31. december 2030",
        "den ansvarlige",
        "leverance 1 til 3; 4 er der ikke",
        "hvor langt leverancen er",
        "CPR-lignende",
    ] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    assert!(!refused.body.contains("010190"));
    assert_eq!(
        patched(&secretariat, "findes-ikke", json!({"why": "x"}))
            .await
            .status,
        404
    );
    assert_eq!(
        patched(
            &secretariat,
            "2025H2-samarbejde",
            json!({"why": "x", "titel": 1})
        )
        .await
        .status,
        400
    );
    let page = secretariat.get(FIRST).await;
    assert!(
        page.body
            .contains("Der er ikke sagt noget om milepælen endnu")
    );
}

#[tokio::test]
async fn the_second_who_updates_sees_what_the_first_said_and_decides() {
    let app = TestApp::new();
    let (group, secretariat) = (app.visitor(Role::WorkingGroup, ""), app.secretariat());
    let before = seen(&group.get(FIRST).await);
    let form =
        |set: &str, rest: &str| format!("set={set}&status=in_progress&frist=2025-12-31&{rest}");
    let first = form(&before, "leverance-1=begun&hvorfor=Udkast+sendt");
    let done = secretariat.form(FIRST, &first).await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/arbejdsplan/2025H2-samarbejde?gemt=ja")
    );
    let late = group
        .form(FIRST, &form(&before, "hvorfor=Vi+er+i+gang"))
        .await;
    assert_eq!(late.status, 409, "{}", late.body);
    for words in [
        "Leverance 1: Ikke begyndt → I gang. Udkast sendt",
        "Vi er i gang</textarea>",
    ] {
        assert!(late.body.contains(words), "{words}: {}", late.body);
    }
    let now = seen(&late);
    assert_ne!(now, before);
    let decided = group.form(FIRST, &form(&now, "hvorfor=Vi+er+i+gang")).await;
    assert_eq!(decided.status, 303);
    let history = group.get(FIRST).await.body;
    // What stood already is no change: the second update is a note.
    assert!(history.contains("Bemærkning") && history.contains("Vi er i gang"));
    let stale = json!({"version": 0, "why": "x"});
    let stale = patched(&group, "2025H2-samarbejde", stale).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert!(stale.body.contains("har opdateret den imens"));
}

/// Updates on many days: each day of the plan is what an independent replay of them gives.
#[tokio::test]
async fn every_day_of_the_plan_is_a_replay_of_what_was_said() {
    static DAY: AtomicI64 = AtomicI64::new(0);
    let app = TestApp::new();
    let clock = Clock::with(|| {
        let day = DAY.load(Ordering::Relaxed);
        Timestamp::from_second(1_750_406_400 + day * 86_400).expect("a moment")
    });
    let moving = app.another_instance_at(clock);
    let first = rows(&app.secretariat(), "2025-06-20").await;
    let keys = first.iter().filter_map(|row| row["milestone"].as_str());
    let keys: Vec<&str> = keys.collect();
    let mut said: Vec<(i64, usize, Value)> = Vec::new();
    for step in 0..40usize {
        let day = 12 + i64::try_from(step).expect("a day") * 13;
        DAY.store(day, Ordering::Relaxed);
        let status = ["planned", "in_progress", "at_risk", "done", "dropped"][step * 3 % 5];
        let progress = ["begun", "done"][step % 2];
        let due = date(2026, 12, 31).saturating_add(day.days());
        let body = json!({
            "status": status, "due": due.to_string(), "why": format!("skridt {step}"),
            "deliverables": [{"number": 1, "progress": progress}],
        });
        let secretariat = secretariat_at(&moving, clock);
        let done = patched(&secretariat, keys[step * 7 % 9], body.clone()).await;
        assert_eq!(done.status, 200, "{}", done.body);
        said.push((day, step * 7 % 9, body));
    }
    let ends = [date(2025, 12, 31), date(2026, 6, 30), date(2026, 12, 31)];
    for day in 0..560i64 {
        let on = date(2025, 6, 20).saturating_add(day.days()).to_string();
        let shown = rows(&app.secretariat(), &on).await;
        for (at, row) in shown.iter().enumerate() {
            let last = said.iter().rfind(|(said, of, _)| *said <= day && *of == at);
            let planned = json!({
                "status": "planned", "due": ends[at / 3].to_string(),
                "deliverables": [{"progress": "not_begun"}],
            });
            let stands = last.map_or(&planned, |(.., body)| body);
            let (status, due) = (&stands["status"], &stands["due"]);
            let done = i64::from(stands["deliverables"][0]["progress"] == "done");
            let closed = status == "done" || status == "dropped";
            let late = !closed && Some(on.as_str()) > due.as_str();
            assert_eq!((&row["status"], &row["due"]), (status, due), "{on} {row}");
            assert_eq!(row["overdue"], json!(late), "{on} {row}");
            assert_eq!(row["deliverables_done"], json!(done), "{on} {row}");
        }
    }
}

#[tokio::test]
async fn a_figure_stands_on_the_card_for_whoever_may_see_it() {
    let app = TestApp::new();
    let offers = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
        A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
        B;Åhuset;Hjørring Kommune;kommunal;860;SEL § 107;Demens;4;nej;ja\n";
    assert_eq!(app.post("/api/v1/imports/offers", offers).await.status, 201);
    let results = "tilbud_id;aar;kvartal;ophold;med_maal;evalueret;maal_opfyldt\nA;2025;1;20;18;15;9\nB;2025;1;4;4;0;0\n";
    let brought = app.post("/api/v1/imports/results", results).await;
    assert_eq!(brought.status, 201, "{}", brought.body);
    let secretariat = app.secretariat();
    let logged = secretariat
        .form("/ledige-pladser", "tilbud=A&pladser=3")
        .await;
    assert_eq!(logged.status, 303, "{}", logged.body);
    let shown = |page: &Answer, words: &str, figure: &str| {
        page.body
            .contains(&format!("{words}: <span class=\"nowrap\">{figure}</span>"))
    };
    let group = app.visitor(Role::WorkingGroup, "");
    for visitor in [&secretariat, &group] {
        let page = visitor.get("/arbejdsplan").await;
        for (words, figure) in [
            ("Tilbud, som sælger pladser, i rammeaftalen", "50,00 %"),
            ("Tilbud med standardkontrakt", "100,00 %"),
            ("Ledige pladser", "3"),
            ("Tomme boliger", "0"),
            // Without the four stays of the other offer.
            (
                "Ophold med mål evalueret til tiden i 1. kvartal 2025",
                "83,33 %",
            ),
        ] {
            assert!(shown(&page, words, figure), "{words}: {}", page.body);
        }
    }
    // A working group sees no figures of cases or increases, on no card.
    let page = group.get("/arbejdsplan").await.body
        + &group.get("/arbejdsplan/2025H2-tilbudsvifte").await.body;
    assert!(
        !page.contains("Dyre enkeltsager i") && !page.contains("/enkeltsager"),
        "{page}"
    );
    assert!(!page.contains("/takster/stigninger") && !page.contains("private leverandører fra"));
    let own = secretariat.get(FIRST).await;
    assert!(shown(&own, "Tilbud med standardkontrakt", "100,00 %"));
    assert!(
        own.body.contains("Der er ikke skrevet private køb"),
        "why there is no figure"
    );
    // They are of today: a board of another day has none.
    let then = secretariat.get("/arbejdsplan?on=2025-06-19").await;
    assert!(!then.body.contains("Tilbud med standardkontrakt"));
}

#[tokio::test]
async fn due_dates_are_a_calendar_at_a_secret_address_that_can_be_ended() {
    let app = TestApp::new();
    let reader = app.visitor(Role::Reader, "");
    let made = reader.form("/arbejdsplan/kalender", "").await;
    assert_eq!(made.status, 200, "{}", made.body);
    let secret = made.body.split("/kalender/").nth(1);
    let secret = secret.and_then(|rest| rest.split("/arbejdsplan.ics<").next());
    let address = format!("/kalender/{}/arbejdsplan.ics", secret.expect("an address"));
    let nobody = app.anonymous();
    let first = nobody.get(&address).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert!(first.header("content-type").starts_with("text/calendar"));
    assert_eq!(first.body.matches("BEGIN:VEVENT").count(), 9);
    assert!(
        first.body.contains("DTSTART;VALUE=DATE:20251231"),
        "{}",
        first.body
    );
    let moved = json!({"due": "2026-02-28", "why": "Udsat."});
    assert_eq!(
        patched(&app.secretariat(), "2025H2-samarbejde", moved)
            .await
            .status,
        200
    );
    let then = nobody.get(&address).await.body;
    assert_eq!(then.matches("DTSTART;VALUE=DATE:20251231").count(), 2);
    assert_eq!(then.matches("DTSTART;VALUE=DATE:20260228").count(), 1);
    assert!(then.contains("milepael-2025H2-samarbejde@"));
    // It opens nothing else, and not the calendar of places.
    let places = address.replace("arbejdsplan.ics", "ledige-pladser.ics");
    assert_eq!(nobody.get(&places).await.status, 404);
    assert_eq!(
        reader.form("/arbejdsplan/kalender/luk", "").await.status,
        303
    );
    assert_eq!(nobody.get(&address).await.status, 404);
    assert_eq!(
        reader.form("/arbejdsplan/kalender/luk", "").await.status,
        404
    );
}
