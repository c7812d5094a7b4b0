//! The register of offers, the page of one, and the form.

use cockpit::domain::people::Role;

use super::app::TestApp;
use super::tariffs::origins;

const HEADER: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt";
const OFFERS: &str = "A;Åhuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107, SEL § 108;Udviklingshæmning|Demens;10;ja;ja\n\
                      H;Bakken;Hjørring Kommune;kommunal;860;SEL § 107;Demens;4;nej;ja\n\
                      nyt;Zebra <b>;Fonden C;privat;Rebild;ABL § 105/85;Demens;3;ja;nej";

pub async fn with_offers() -> TestApp {
    let app = TestApp::new();
    let sent = app
        .post("/api/v1/imports/offers", &format!("{HEADER}\n{OFFERS}\n"))
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    app
}

/// A form that is right, with these fields in the place of its own.
fn form(changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("tilbud_id", "N"),
        ("navn", "Nyhuset"),
        ("driftsherre", "Aalborg Kommune"),
        ("driftsform", "municipal"),
        ("kommune", "851"),
        ("paragraffer", "SEL_107"),
        ("paragraffer", "ABL_105"),
        ("maalgrupper", "Demens"),
        ("pladser", "7"),
        ("i_rammeaftale", "ja"),
        ("standardkontrakt", "nej"),
        ("saelger_pladser", "ja"),
        ("tilsyn", ""),
    ];
    fields.retain(|(key, _)| changes.iter().all(|(changed, _)| changed != key));
    fields.extend(changes);
    let pairs: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("{key}={}", value.replace(' ', "+").replace('§', "%C2%A7")))
        .collect();
    pairs.join("&")
}

#[tokio::test]
async fn the_register_shows_the_report_s_figures() {
    let app = with_offers().await;
    let report = app.get("/api/v1/reports/offers").await.json();
    let page = app.get("/tilbud").await;
    assert_eq!(page.status, 200);
    assert_eq!(report["totals"][0]["met_pct"], "66.67");
    assert!(page.body.contains("66,67 %"), "{}", page.body);
    assert!(page.body.contains("2 af 3"));
    // Who is missing, with a way to each.
    assert!(page.body.contains(r#"<a href="/tilbud/H">Bakken</a>"#));
    assert!(page.body.contains("Viser 1–3 af 3 tilbud"));
    // By name: Å is last, and no name is markup.
    let at = |name: &str| page.body.rfind(name).unwrap_or_else(|| panic!("{name}"));
    assert!(at(">Bakken<") < at("Zebra &#60;b&#62;") && at("Zebra") < at(">Åhuset<"));
    let filtered = app.get("/tilbud?municipality=Hj%C3%B8rring").await.body;
    assert!(filtered.contains("Bakken") && !filtered.contains("Åhuset"));
    assert!(filtered.contains("/api/v1/reports/offers.xlsx?municipality=Hj%C3%B8rring"));
    assert_eq!(app.get("/tilbud?municipality=Atlantis").await.status, 422);
    assert_eq!(app.get("/tilbud?side=x").await.status, 422);
}

#[tokio::test]
async fn the_demands_and_places_lead_to_the_offers_under_them() {
    let app = with_offers().await;
    let links = origins(&app.get("/tilbud").await.body);
    assert_eq!(links.len(), 3, "the places of each: {links:#?}");
    for link in &links {
        let origin = app.get(link).await;
        assert_eq!(origin.status, 200, "{link}");
        assert!(origin.body.contains("Tilbud under tallet: 1"), "{link}");
    }
    let demand = async |demand: &str, column: &str| {
        let row = format!("r.demand={demand}&kolonne={column}");
        app.get(&format!("/hvorfra?rapport=offers&{row}")).await
    };
    for (column, words, offers) in [
        ("met", "3 − 1 = 2", 3),
        ("of", "antal tilbud = 3", 3),
        ("missing", "antal tilbud = 1", 1),
        ("met_pct", "2 / 3 × 100 = 66,67 %", 3),
    ] {
        let origin = demand("in_agreement", column).await;
        assert_eq!(origin.status, 200, "{column}");
        assert!(origin.body.contains(words), "{column}: {}", origin.body);
        let under = format!("Tilbud under tallet: {offers}");
        assert!(origin.body.contains(&under), "{column}: {}", origin.body);
    }
    assert!(
        demand("in_agreement", "missing")
            .await
            .body
            .contains(r#"href="/tilbud/H">Bakken"#)
    );
    // What cannot be counted has no figure, and so no origin.
    assert_eq!(demand("public_first", "met_pct").await.status, 404);
    // The files tell who is missing; the page has the same as lists.
    let report = app.get("/api/v1/reports/offers").await.json();
    assert!(
        report["notes"][0]
            .as_str()
            .is_some_and(|n| n.contains("Mangler: Bakken (H)"))
    );
    assert!(!app.get("/tilbud").await.body.contains("Mangler: Bakken"));
}

#[tokio::test]
async fn a_long_register_comes_in_pages_and_its_file_whole() {
    let app = TestApp::new();
    let rows: String = (0..230)
        .map(|n| format!("T{n:03};Hus {n:03};Fond;privat;851;SEL § 107;Demens;1;nej;ja\n"))
        .collect();
    app.post("/api/v1/imports/offers", &format!("{HEADER}\n{rows}"))
        .await;
    let first = app.get("/tilbud?paragraph=SEL_107").await.body;
    assert!(first.contains("Viser 1–100 af 230 tilbud"));
    assert!(first.contains("230 mangler") && first.contains("og 130 flere"));
    let next = "/tilbud?paragraph=SEL_107&#38;side=2#liste";
    assert!(first.contains(next), "{first}");
    let last = app.get("/tilbud?paragraph=SEL_107&side=3").await.body;
    assert!(last.contains("Viser 201–230 af 230") && last.contains("Hus 229"));
    assert!(!last.contains("rel=\"next\""));
    let whole = app.get("/api/v1/reports/offers").await.json();
    assert_eq!(whole["rows"].as_array().map(Vec::len), Some(230));
}

#[tokio::test]
async fn one_offer_and_what_is_not_there() {
    let app = with_offers().await;
    let page = app.get("/tilbud/A").await;
    assert_eq!(page.status, 200);
    for words in [
        "Åhuset",
        "Drives af Aalborg Kommune (kommunal)",
        "ingen takster endnu",
        "/tilbud/A/ret",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert_eq!(app.get("/tilbud/findes-ikke").await.status, 404);
    assert_eq!(app.get("/tilbud/A?as-of=1").await.status, 404);
    // An id that is a word of an address keeps its page beside the form's.
    let register = app.get("/tilbud").await.body;
    assert!(register.contains("/tilbud/%6Eyt"));
    assert!(app.get("/tilbud/%6Eyt").await.body.contains("<h1>Zebra"));
    assert!(
        app.get("/tilbud/nyt")
            .await
            .body
            .contains("<h1>Opret et tilbud")
    );
}

#[tokio::test]
async fn a_form_is_stored_and_leads_to_its_offer() {
    let app = with_offers().await;
    let secretariat = app.secretariat();
    let stored = secretariat.form("/tilbud", &form(&[])).await;
    assert_eq!(
        (stored.status.as_u16(), stored.header("location")),
        (303, "/tilbud/N")
    );
    let page = app.get("/tilbud/N").await.body;
    for words in [
        "Nyhuset",
        "SEL § 107, ABL § 105/85",
        "Demens",
        "Socialtilsyn Nord",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // The form of what stands is filled in, and its id stays.
    let edit = app.get("/tilbud/N/ret").await.body;
    assert!(edit.contains(r#"name="ret" value="N""#) && edit.contains(r#"value="Nyhuset""#));
    assert!(edit.contains(r#"value="ABL_105" checked"#) && !edit.contains(r#"name="tilbud_id""#));
    let changed = form(&[
        ("ret", "N"),
        ("upload", "3"),
        ("tilbud_id", "A"),
        ("pladser", "8"),
    ]);
    let stored = secretariat.form("/tilbud", &changed).await;
    assert_eq!(
        (stored.status.as_u16(), stored.header("location")),
        (303, "/tilbud/N")
    );
    // Whoever had the form open before that is told.
    let late = secretariat.form("/tilbud", &changed).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("mens formularen var åben"));
    let missing = form(&[("ret", "M"), ("upload", "3")]);
    assert_eq!(secretariat.form("/tilbud", &missing).await.status, 404);
}

#[tokio::test]
async fn every_fault_stands_at_its_field_at_once() {
    let app = with_offers().await;
    let changes = [
        ("tilbud_id", "A"),
        ("navn", ""),
        ("pladser", "mange"),
        ("paragraffer", "104"),
        ("maalgrupper", "Demans"),
        ("i_rammeaftale", ""),
    ];
    let refused = app.secretariat().form("/tilbud", &form(&changes)).await;
    assert_eq!(refused.status, 422);
    for field in [
        "tilbud_id",
        "navn",
        "pladser",
        "paragraffer",
        "maalgrupper",
        "i_rammeaftale",
    ] {
        let mark = format!(r#"id="fejl-{field}""#);
        assert!(refused.body.contains(&mark), "{field}: {}", refused.body);
    }
    assert!(!refused.body.contains("fejl-kommune"));
    assert!(refused.body.contains("allerede et tilbud med dette id"));
    // What was written stays written.
    assert!(refused.body.contains(r#"value="mange""#));
    let kept = app.get("/api/v1/reports/offers").await.json();
    assert_eq!(kept["data_version"], 2, "nothing is stored");
}

#[tokio::test]
async fn a_chef_changes_what_the_own_municipality_operates() {
    let app = with_offers().await;
    let chef = app.visitor(Role::Chef, "851");
    assert_eq!(chef.get("/tilbud/A/ret").await.status, 200);
    assert!(!chef.get("/tilbud/H").await.body.contains("/tilbud/H/ret"));
    let anothers = chef.get("/tilbud/H/ret").await;
    let missing = chef.get("/tilbud/M/ret").await;
    assert_eq!(
        (anothers.status.as_u16(), &anothers.body),
        (404, &missing.body)
    );
    // Neither taking over another's nor creating for another.
    let taken = form(&[("ret", "H"), ("upload", "2")]);
    let refused = chef.form("/tilbud", &taken).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains(r#"id="fejl-driftsherre""#),
        "{}",
        refused.body
    );
    assert!(
        refused
            .body
            .contains("som din egen kommune, Aalborg, driver")
    );
    let given = form(&[("driftsherre", "Hjørring Kommune")]);
    assert_eq!(chef.form("/tilbud", &given).await.status, 422);
    let own = form(&[("ret", "A"), ("upload", "2"), ("pladser", "11")]);
    assert_eq!(chef.form("/tilbud", &own).await.status, 303);
    assert!(
        chef.get("/tilbud/nyt")
            .await
            .body
            .contains(r#"value="Aalborg Kommune""#)
    );
    let reader = app.visitor(Role::Reader, "");
    assert!(!reader.get("/tilbud").await.body.contains("/tilbud/nyt"));
    assert!(!reader.get("/tilbud/A").await.body.contains("/ret\""));
}

#[tokio::test]
async fn the_register_is_sorted_and_searched_by_its_address() {
    let app = TestApp::new();
    let file = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
        A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
        B;Ågården;Fonden Ly;privat;Aalborg;SEL § 107;Demens;4;ja;ja\n";
    let sent = app.post("/api/v1/imports/offers", file).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let order = async |address: &str| {
        let page = app.get(address).await;
        assert_eq!(page.status, 200, "{address}");
        let table = page
            .body
            .split("id=\"liste\"")
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        let at = |name: &str| table.find(&format!(">{name}</a>"));
        (at("Bakkehuset"), at("Ågården"), table)
    };
    let (first, second, table) = order("/tilbud").await;
    assert!(first < second && first.is_some());
    assert!(table.contains("/tilbud?orden=places#liste"), "{table}");
    let (first, second, table) = order("/tilbud?orden=places&municipality=851").await;
    assert!(second < first, "four places before ten");
    assert!(table.contains("aria-sort=\"ascending\""));
    assert!(
        table.contains("municipality=851&#38;orden=-places"),
        "{table}"
    );
    let (first, second, _) = order("/tilbud?ord=fonden").await;
    assert!(first.is_none() && second.is_some());
    let page = app.get("/tilbud?ord=fonden&orden=-offer").await;
    assert!(page.body.contains("name=\"ord\" value=\"fonden\""));
    assert!(page.body.contains("name=\"orden\" value=\"-offer\""));
}
