//! `/kommuner/sammenlign`: the address holds which municipalities and which paragraph.

use super::app::TestApp;

const FILE: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
    851;SEL § 107;2023;1.000.000,00;1,0;2023\n851;SEL § 107;2024;1.200.000,00;1,5;2023\n\
    846;SEL § 107;2024;900.000,00;1,0;2023\n";

#[tokio::test]
async fn two_municipalities_stand_beside_their_region_and_no_third() {
    let app = TestApp::new();
    let sent = app.post("/api/v1/imports/components", FILE).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let page = app
        .get("/kommuner/sammenlign?med=851&med=846&group=SEL_107")
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    for row in ["Aalborg", "Mariagerfjord", "KKR Nordjylland"] {
        assert!(page.body.contains(row), "{row}");
    }
    assert_eq!(page.links("/kommuner/851").len(), 5, "one in each table");
    assert!(
        page.links("/kommuner/849").is_empty(),
        "nobody chose Jammerbugt"
    );
    assert!(
        page.body
            .contains("aria-label=\"Enhedsudgift 2024, Aalborg: 800.000 kroner\"")
    );
    assert!(page.body.contains("value=\"851\" checked"));
    // It can be kept under a name as it is.
    let kept = "value=\"/kommuner/sammenlign?med=846&#38;med=851&#38;group=SEL_107\"";
    assert!(page.body.contains(kept), "{}", page.body);
    for figure in page.links("/hvorfra") {
        assert_eq!(app.get(&figure).await.status, 200, "{figure}");
    }
}

#[tokio::test]
async fn a_choice_of_none_asks_for_one_and_an_unknown_one_is_refused() {
    let app = TestApp::new();
    let none = app.get("/kommuner/sammenlign").await;
    assert!(
        none.body.contains("Vælg mindst to kommuner."),
        "{}",
        none.body
    );
    let unknown = app.get("/kommuner/sammenlign?med=Atlantis").await;
    assert_eq!(unknown.status, 422);
}
