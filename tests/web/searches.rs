//! Searches for vacant places: form, result and receipt, the two municipalities of a question, and who
//! reads what.

use cockpit::domain::people::Role;
use serde_json::json;

use super::app::{Answer, TestApp, Visitor};
use super::support::vacant;

const SEARCH: &str = "/ledige-pladser/afsoegning";
const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;10;ja;ja\n\
    P;Fonden;Fonden Ly;privat;851;SEL § 107;Demens;10;ja;ja\n\
    G;Gården;Aalborg Kommune;kommunal;851;SEL § 107;Autismespektrum;10;ja;ja\n";
const ASKED: &str =
    "paragraf=SEL_107&maalgruppe=7b48f1a0-579b-4976-ae7c-4074b5981449&fra=2025-09-01";

/// A region of three offers, each with a vacant place.
async fn region() -> TestApp {
    let app = TestApp::new();
    let stored = app.post("/api/v1/imports/offers", OFFERS).await;
    assert_eq!(stored.status, 201, "{}", stored.body);
    for offer in ["P", "A", "G"] {
        vacant(&app.store, offer, 1, "2025-06-01");
    }
    app
}

/// Makes a search; the address of its receipt.
async fn searched(visitor: &Visitor<'_>, body: &str) -> String {
    let made = visitor.form(SEARCH, body).await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.header("location").to_owned()
}

/// Whether some words stand on a page in this order.
fn in_order(page: &Answer, words: &[&str]) -> bool {
    let mut rest = page.body.as_str();
    words.iter().all(|word| match rest.split_once(word) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

#[tokio::test]
async fn the_result_is_shown_under_the_form_and_only_the_receipt_is_kept() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "860");
    let shown = chef.get(&format!("{SEARCH}?{ASKED}")).await;
    assert_eq!(shown.status, 200);
    let order = [
        "2 opslag passer",
        "Intet er gemt endnu",
        "i rammeaftalen",
        "Bakkehuset",
        "Private pladser",
        "Fonden",
        "godkendes til målgruppen",
        "Gården",
    ];
    assert!(in_order(&shown, &order), "{}", shown.body);
    let report = app.get("/api/v1/reports/searches").await.json();
    assert_eq!(report["rows"], json!([]));
    let receipt = searched(&chef, ASKED).await;
    assert_eq!(receipt, format!("{SEARCH}/AF-2025-000001"));
    let page = chef.get(&receipt).await;
    assert!(in_order(
        &page,
        &["AF-2025-000001", "Hjørring", "Bakkehuset", "Fonden"]
    ));
    let pdf = chef.bytes(&format!("{receipt}.pdf")).await;
    assert!(pdf.starts_with(b"%PDF"));
    let report = app.get("/api/v1/reports/searches").await.json();
    let row = &report["rows"][0];
    assert_eq!(
        *row,
        json!({
            "receipt": "AF-2025-000001", "searched_on": "2025-06-20", "municipality": "860",
            "paragraph": "SEL_107", "target_group": "7b48f1a0-579b-4976-ae7c-4074b5981449",
            "needed_from": "2025-09-01", "matches": 2, "choice": null, "reason": null,
        })
    );
}

#[tokio::test]
async fn a_question_is_answered_by_the_operator_and_the_other_is_told() {
    let app = region().await;
    let (asker, other, operator) = (
        app.visitor(Role::Chef, "860"),
        app.visitor(Role::Chef, "840"),
        app.visitor(Role::Chef, "851"),
    );
    let (receipt, second) = (searched(&asker, ASKED).await, searched(&other, ASKED).await);
    let ask = "plads=2&besked=Gerne+snart";
    assert_eq!(asker.form(&format!("{receipt}/bed"), ask).await.status, 303);
    let told = other.form(&format!("{second}/bed"), ask).await;
    assert_eq!(told.status, 409);
    let who = "Hjørring bad om den sidste plads 20. juni 2025 kl. 10.00 og venter på svar.";
    assert!(told.body.contains(who), "{}", told.body);
    // What was written is not lost.
    assert!(told.body.contains(">Gerne snart</textarea>"));
    let seen = other.get(&second).await;
    assert!(
        seen.body
            .contains("Hjørring har bedt om plads 20. juni 2025")
    );
    // The operator sees it on the page of searches; the asker has nothing to answer there.
    let waiting = operator.get(SEARCH).await;
    assert!(
        in_order(
            &waiting,
            &["Hjørring beder om plads i Bakkehuset", "Gerne snart"]
        ),
        "{}",
        waiting.body
    );
    assert!(!asker.get(SEARCH).await.body.contains("beder om plads"));
    let answer = format!("{receipt}/svar");
    assert_eq!(asker.form(&answer, "plads=2&svar=ja").await.status, 404);
    assert_eq!(operator.form(&answer, "plads=2&svar=ja").await.status, 303);
    let again = operator.form(&answer, "plads=2&svar=nej").await;
    assert_eq!(again.status, 409);
    assert!(again.body.contains("driftsherren sagde ja 20. juni 2025"));
    let page = asker.get(&receipt).await;
    assert!(in_order(&page, &["plads taget", "Driftsherren sagde ja"]));
    assert!(other.get(&second).await.body.contains("Hjørring fik plads"));
}

#[tokio::test]
async fn a_receipt_and_its_texts_are_the_municipality_s() {
    let app = region().await;
    let (own, other) = (
        app.visitor(Role::Chef, "860"),
        app.visitor(Role::Chef, "851"),
    );
    let receipt = searched(&own, ASKED).await;
    let valg = format!("{receipt}/valg");
    let bought = "valg=bought_privately&kode=other&dato=2025-06-20&tekst=Nabohensyn";
    assert_eq!(own.form(&valg, bought).await.status, 303);
    // The free choice is of SEL § 108.
    let free = "valg=bought_privately&kode=free_choice&dato=2025-06-20&tekst=";
    let free = own.form(&valg, free).await;
    assert_eq!(free.status, 422);
    assert!(free.body.contains("Det frie valg gælder SEL § 108"));
    assert!(own.get(&receipt).await.body.contains("Nabohensyn"));
    for address in [receipt.clone(), format!("{receipt}.pdf")] {
        assert_eq!(other.get(&address).await.status, 404, "{address}");
    }
    assert_eq!(other.form(&valg, bought).await.status, 404);
    let group = app.visitor(Role::WorkingGroup, "");
    for visitor in [&app.secretariat(), &group] {
        let page = visitor.get(&receipt).await;
        assert!(page.body.contains("Teksten ses af kommunen selv"));
        assert!(!page.body.contains("Nabohensyn"));
    }
    // Others have the numbers, and no receipt.
    let reader = app.visitor(Role::Reader, "");
    for visitor in [&reader, &other] {
        let list = visitor.get("/ledige-pladser/afsoegninger").await;
        assert!(list.body.contains("Private køb"));
        assert!(!list.body.contains("AF-2025"), "{}", list.body);
        let report = visitor.get("/api/v1/reports/searches").await.json();
        assert_eq!(report["rows"], json!([]));
        assert_eq!(report["totals"][0]["searches"], 1);
        assert_eq!(report["totals"][0]["other"], 1);
    }
}

#[tokio::test]
async fn a_script_searches_and_is_told_what_is_wrong() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "860");
    let send = async |body: serde_json::Value| {
        let kind = "application/json";
        chef.request("POST", "/api/v1/searches", kind, &body.to_string())
            .await
    };
    let asked =
        json!({ "paragraph": "SEL_107", "target_group": "Demens", "needed_from": "2025-09-01" });
    let made = send(asked.clone()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let made = made.json();
    assert_eq!(made["receipt"], "AF-2025-000001");
    assert_eq!(made["fits"][0]["offer_id"], "A");
    assert_eq!(made["fits"][1]["tier"], "private");
    assert_eq!(made["one_more_group"][0]["offer_id"], "G");
    for (key, value, status) in [
        ("municipality", "851", 422),
        ("municipality", "Aarhus", 422),
        ("paragraph", "104", 422),
        ("target_group", "Alle", 422),
        ("needed_from", "snart", 422),
        ("needed_from", "2025-06-19", 422),
        ("cpr", "x", 400),
    ] {
        let mut wrong = asked.clone();
        wrong[key] = json!(value);
        let refused = send(wrong).await;
        assert_eq!(refused.status.as_u16(), status, "{key}: {}", refused.body);
    }
    // None of them used a number.
    assert_eq!(send(asked).await.json()["receipt"], "AF-2025-000002");
}
