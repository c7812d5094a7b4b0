//! The page of the tariffs of a year, and those of one offer.

use cockpit::domain::role::Role;

use super::app::TestApp;
use super::offers::with_offers;

const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2025;1.000,00;døgn\n\
    A;Døgn;SEL § 107;2026;1.100,00;døgn\n\
    A;Time;SEL § 107;2026;400,00;time\n\
    H;Døgn;SEL § 107;2026;1.300,50;døgn\n";

async fn with_tariffs() -> TestApp {
    let app = with_offers().await;
    let sent = app.post("/api/v1/imports/tariffs", TARIFFS).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    app
}

#[tokio::test]
async fn the_page_shows_the_report_s_figures_and_never_mixes_units() {
    let app = with_tariffs().await;
    let report = app.get("/api/v1/reports/tariffs").await.json();
    let totals = &report["totals"];
    assert_eq!(
        (&totals[0]["unit"], &totals[0]["median"]),
        (&"full_day".into(), &"1200.25".into())
    );
    assert_eq!(
        (&totals[1]["unit"], &totals[1]["median"]),
        (&"hour".into(), &"400.00".into())
    );
    assert_eq!(report["rows"][0]["from_median_pct"], "-8.35");
    let page = app.get("/takster").await;
    assert_eq!(page.status, 200);
    for words in [
        "Takster i 2026",
        "1.200,25",
        "kr. pr. døgn",
        "−8,35",
        "Viser 1–3 af 3 takster",
        "/takster/stigninger",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    // One amount of money has one unit, so there is one picture for each.
    assert!(page.body.contains("Spredning af takster pr. døgn"));
    assert!(
        !page.body.contains("Spredning af takster pr. time"),
        "nothing to draw"
    );
}

#[tokio::test]
async fn a_municipality_is_compared_with_all() {
    let app = with_tariffs().await;
    let report = app
        .get("/api/v1/reports/tariffs?municipality=860")
        .await
        .json();
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["place"], &rows[0]["field_size"]),
        (&2.into(), &2.into())
    );
    let page = app.get("/takster?municipality=860&year=2026").await.body;
    assert!(page.contains("fra alle kommuner") && !page.contains(">Åhuset<"));
}

#[tokio::test]
async fn one_offer_over_the_years() {
    let app = with_tariffs().await;
    let report = app.get("/api/v1/reports/tariffs?offer=A").await.json();
    assert_eq!(report["rows"][1]["change_pct"], "10.00");
    let page = app.get("/tilbud/A").await.body;
    for words in [
        "1.100,00",
        "10,00",
        "Døgn, pr. døgn",
        "Time, pr. time",
        "/takster/stigninger?offer=A",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let group = app.visitor(Role::WorkingGroup, "");
    let page = group.get("/tilbud/A").await.body;
    assert!(
        !page.contains("/takster/stigninger"),
        "no link to what the role may not see"
    );
    assert!(
        !group
            .get("/takster")
            .await
            .body
            .contains("/takster/stigninger")
    );
}

#[tokio::test]
async fn without_tariffs_the_page_tells_how_to_bring_them() {
    let app = with_offers().await;
    let page = app.get("/takster").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("ingen takster endnu") && page.body.contains(r#"href="/data""#));
    let reader = app.visitor(Role::Reader, "").get("/takster").await.body;
    assert!(!reader.contains(r#"<a href="/data">indlæs"#));
}

#[tokio::test]
async fn the_files_hold_every_row_in_every_form() {
    let app = with_tariffs().await;
    for (ending, kind) in [
        (".csv", "text/csv; charset=utf-8"),
        (".pdf", "application/pdf"),
    ] {
        let file = app
            .get(&format!(
                "/api/v1/reports/tariffs{ending}?year=2026&paragraph=SEL_107"
            ))
            .await;
        assert_eq!(
            (file.status.as_u16(), file.header("content-type")),
            (200, kind)
        );
    }
    let file = app.get("/api/v1/reports/offers.pdf").await;
    assert_eq!(file.status, 200);
    for filter in ["year=26", "paragraph=104", "target-group=Demans", "offer=X"] {
        let answer = app.get(&format!("/api/v1/reports/tariffs?{filter}")).await;
        assert_eq!(answer.status, 422, "{filter}");
    }
}
