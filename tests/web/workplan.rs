//! The workplan through the router: the board of a day, updates by page and API, two who update at once.

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

/// The form that attaches a file.
fn attached(name: &str, content: &[u8], why: &str) -> Vec<u8> {
    let mut body = format!(
        "--skel\r\nContent-Disposition: form-data; name=\"hvorfor\"\r\n\r\n{why}\r\n\
         --skel\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--skel--\r\n");
    body
}

async fn attach(visitor: &Visitor<'_>, form: Vec<u8>) -> Answer {
    let address = format!("{FIRST}/dokumenter");
    let token = visitor.token.clone().unwrap_or_default();
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=skel")
        .header("authorization", format!("Bearer {token}"));
    let request = request.body(Body::from(form)).expect("a request");
    visitor.app.send(request).await
}

const PDF: &[u8] = b"%PDF-1.7\n\xff\xfe of bytes that are no text";

#[tokio::test]
async fn a_document_is_attached_kept_whole_and_only_ever_downloaded() {
    let app = TestApp::new();
    let group = app.visitor(Role::WorkingGroup, "");
    let large = [PDF, &vec![7; 70_000]].concat();
    let name = "Høringssvar <b>æ\u{202e}.exe";
    let done = attach(&group, attached(name, &large, "Høringssvar fra kommunerne")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let reader = app.visitor(Role::Reader, "");
    let page = reader.get(FIRST).await;
    assert!(
        page.body.contains("Hoeringssvar-b-ae.pdf (PDF, 69 kB)"),
        "{}",
        page.body
    );
    let links = page.links(&format!("{FIRST}/dokumenter/"));
    assert_eq!(links.len(), 1);
    let given = reader.get(&links[0]).await;
    assert_eq!(given.header("content-type"), "application/pdf");
    assert_eq!(given.header("x-content-type-options"), "nosniff");
    assert_eq!(
        given.header("content-disposition"),
        "attachment; filename=\"Hoeringssvar-b-ae.pdf\""
    );
    assert_eq!(reader.bytes(&links[0]).await, large);
    // Of another milestone it is not there.
    let elsewhere = links[0].replace("2025H2-samarbejde", "2025H2-visitation");
    assert_eq!(reader.get(&elsewhere).await.status, 404);
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(log.contains("document Hoeringssvar-b-ae.pdf"), "{log}");
    assert!(
        log.contains("exported") && log.contains("/dokumenter/"),
        "{log}"
    );
    let found = app.store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    assert_eq!(found.expect("it is checked").problems, Vec::<String>::new());
    let change = "UPDATE milestone_document_parts SET content = 'AAAA' WHERE part = 1";
    execute_for_test(&app.store, change).expect("a part is changed");
    let found = app.store.read::<_, StoreError>(|db| Ok(check::run(db)?));
    let problems = found.expect("it is checked").problems;
    assert!(
        problems[0].contains("1 documents that are not as they were sent"),
        "{problems:?}"
    );
    assert_eq!(
        reader.get(&links[0]).await.status,
        404,
        "what is not whole is not given"
    );
}

#[tokio::test]
async fn what_is_no_document_is_refused_with_every_fault_and_nothing_is_kept() {
    let app = TestApp::new();
    let group = app.visitor(Role::WorkingGroup, "");
    for (name, content, why, words) in [
        ("notat.pdf", &b"<html><script>"[..], "x", "hverken PDF"),
        ("program.pdf", b"MZ\x90\x00", "x", "hverken PDF"),
        ("010190-1234.pdf", PDF, "x", "CPR-lignende"),
        ("notat.pdf", PDF, "", "hvad der er sket"),
        ("", b"", "Referat", "Vælg en fil"),
    ] {
        let refused = attach(&group, attached(name, content, why)).await;
        assert_eq!(refused.status, 422, "{name}: {}", refused.body);
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
        assert!(!refused.body.contains("010190"));
    }
    let large = [PDF, &vec![0; 5 * 1024 * 1024]].concat();
    let refused = attach(&group, attached("stor.pdf", &large, "")).await;
    assert!(refused.body.contains("mere end 5 MB") && refused.body.contains("hvad der er sket"));
    assert!(
        group
            .get(FIRST)
            .await
            .body
            .contains("Der er ikke sagt noget om milepælen endnu")
    );
    let reader = app.visitor(Role::Reader, "");
    assert_eq!(
        attach(&reader, attached("a.pdf", PDF, "x")).await.status,
        403
    );
}

/// A plan of 2027-2028 with a milestone.
fn later_plan() -> Value {
    json!({
        "title": "Plan 2027-2028", "source": "KKR Nordjylland, 11. december 2026",
        "focus_areas": [{"key": "samarbejde", "title": "Samarbejde"}],
        "periods": [{"key": "2027H1", "title": "1.-2. kvartal 2027", "starts": "2027-01-01", "ends": "2028-06-30"}],
        "milestones": [{"key": "2027H1-samarbejde", "period": "2027H1", "focus_area": "samarbejde",
            "owner": "Rammeaftalesekretariatet", "title": "Fælles visitation", "deliverables": ["En aftale"]}],
    })
}

async fn plan(visitor: &Visitor<'_>, plan: &str, action: &str) -> Answer {
    let body = format!(
        "--skel\r\nContent-Disposition: form-data; name=\"plan\"\r\n\r\n{plan}\r\n\
         --skel\r\nContent-Disposition: form-data; name=\"handling\"\r\n\r\n{action}\r\n--skel--\r\n"
    );
    let kind = "multipart/form-data; boundary=skel";
    visitor
        .request("POST", "/arbejdsplan/planer", kind, &body)
        .await
}

#[tokio::test]
async fn a_later_plan_is_shown_before_it_is_stored_and_a_day_before_it_does_not_have_it() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let text = later_plan().to_string();
    let tried = plan(&secretariat, &text, "proev").await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    for words in [
        "Plan 2027-2028: 1 milepæl med 1 leverance",
        "Fælles visitation",
        "Intet er gemt endnu",
    ] {
        assert!(tried.body.contains(words), "{words}: {}", tried.body);
    }
    assert_eq!(rows(&secretariat, "2025-06-20").await.len(), 9);
    let stored = plan(&secretariat, &text, "gem").await;
    assert_eq!(
        (stored.status.as_u16(), stored.header("location")),
        (303, "/arbejdsplan")
    );
    let now = rows(&secretariat, "2025-06-20").await;
    assert_eq!((now.len(), &now[9]["due"]), (10, &json!("2028-06-30")));
    assert_eq!(rows(&secretariat, "2025-06-19").await.len(), 9);
    let board = secretariat.get("/arbejdsplan").await;
    assert!(board.body.contains("KKR Nordjylland, 11. december 2026"));
    let note = json!({"why": "Kontakt taget.", "status": "in_progress"});
    assert_eq!(
        patched(&secretariat, "2027H1-samarbejde", note)
            .await
            .status,
        200
    );
    // The same again is refused with both reasons.
    let again = plan(&secretariat, &text, "gem").await;
    assert_eq!(again.status, 422, "{}", again.body);
    for words in [
        "allerede en plan for 2027-2028",
        "med nøglen »2027H1-samarbejde«",
        "2 fejl",
    ] {
        assert!(again.body.contains(words), "{words}: {}", again.body);
    }
    let mut wrong = later_plan();
    wrong["milestones"][0]["owner"] = json!("Alle");
    wrong["title"] = json!("Se 010190-1234");
    let refused = plan(&secretariat, &wrong.to_string(), "proev").await;
    assert!(
        refused.body.contains("milestones[0].owner") && refused.body.contains("<code>title</code>")
    );
    assert!(!refused.body.contains("010190"));
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
