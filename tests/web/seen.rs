//! What is seen stays: a list leaves in its files as it is sorted and searched, and what was chosen on one page
//! holds on the pages beside it.

use cockpit::domain::people::Role;
use serde_json::Value as Json;

use super::app::{Answer, TestApp};
use super::offers::with_offers;
use super::support::vacant;

const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2025;1.000,00;døgn\nA;Døgn;SEL § 107;2026;1.100,00;døgn\n\
    H;Døgn;SEL § 107;2025;1.000,00;døgn\nH;Døgn;SEL § 107;2026;1.300,50;døgn\n\
    nyt;Døgn;ABL § 105/85;2025;700,00;døgn\nnyt;Døgn;ABL § 105/85;2026;900,00;døgn\n";

async fn with_tariffs() -> TestApp {
    let app = with_offers().await;
    let sent = app.post("/api/v1/imports/tariffs", TARIFFS).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    app
}

/// The offers of a page's list, by the addresses that its rows lead to, which begin with some letters.
fn listed(page: &Answer, row: &str) -> Vec<String> {
    let list = page.body.split("id=\"liste\"").nth(1).unwrap_or_default();
    let rows = list.split("<th scope=\"row\"><a href=\"").skip(1);
    let leads = rows.filter_map(|rest| rest.split('"').next()?.strip_prefix(row));
    let id = |lead: &str| lead.split(['?', '&']).next().unwrap_or_default().to_owned();
    leads.map(|lead| id(lead).replace("%6Eyt", "nyt")).collect()
}

/// The offers of a report's rows.
fn offers(report: &Json) -> Vec<String> {
    let rows = report["rows"].as_array().expect("rows").iter();
    let id = |row: &Json| row["offer_id"].as_str().expect("an id").to_owned();
    rows.map(id).collect()
}

#[tokio::test]
async fn the_files_of_a_list_hold_the_rows_that_are_seen_in_the_order_they_are_seen_in() {
    let app = with_tariffs().await;
    let lists = [
        ("/tilbud", "offers", "/tilbud/"),
        ("/takster", "tariffs", "/tilbud/"),
        (
            "/takster/stigninger",
            "tariff-increases",
            "/takster/sag?tilbud=",
        ),
    ];
    let asked = [
        ("", 3),
        ("orden=offer", 3),
        ("orden=-offer", 3),
        ("ord=bakken", 1),
        ("ord=huset", 1),
        ("orden=-offer&ord=a", 3),
        ("municipality=860&orden=offer", 1),
    ];
    for (page, report, row) in lists {
        let mut orders = std::collections::BTreeSet::new();
        for (asked, count) in asked {
            let shown = app.get(&format!("{page}?{asked}")).await;
            assert_eq!(shown.status, 200, "{page}?{asked}: {}", shown.body);
            let seen = listed(&shown, row);
            assert_eq!(seen.len(), count, "{page}?{asked}: {seen:?}");
            let files = shown.links(&format!("/api/v1/reports/{report}"));
            let json = files.iter().find(|file| !file.contains('.'));
            let json = json.expect("a link to the JSON");
            let file = app.get(json).await;
            assert_eq!(file.status, 200, "{json}: {}", file.body);
            assert_eq!(offers(&file.json()), seen, "{page}?{asked}: {json}");
            let csv = files.iter().find(|file| file.contains(".csv"));
            let csv = app.get(csv.expect("a link to the CSV")).await.body;
            assert_eq!(csv.lines().count(), count + 1, "{csv}");
            orders.insert(seen);
        }
        assert!(orders.len() > 3, "{page}: the order is asked for in vain");
    }
}

#[tokio::test]
async fn a_file_says_how_it_is_cut_and_refuses_a_column_that_it_does_not_have() {
    let app = with_tariffs().await;
    let report = app
        .get("/api/v1/reports/tariffs?sort=-tariff&search=bakken")
        .await
        .json();
    let filters = &report["filters"];
    assert_eq!(
        (&filters["sort"], &filters["search"]),
        (&"-tariff".into(), &"bakken".into())
    );
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("summer og fordelinger er af alle"),
        "{notes}"
    );
    for address in ["offers?sort=farve", "tariffs?sort=", "unit-costs?sort=year"] {
        let refused = app.get(&format!("/api/v1/reports/{address}")).await;
        let expected = if address.ends_with('=') { 200 } else { 422 };
        assert_eq!(refused.status, expected, "{address}: {}", refused.body);
    }
    let page = app.get("/tilbud?ord=bakken").await.body;
    assert!(page.contains("Tilbud med »bakken«"), "the title says so");
    // A page of ours is asked in its own words, and understands those of its files.
    let same = app.get("/tilbud?search=bakken").await;
    assert_eq!(listed(&same, "/tilbud/"), ["H"]);
}

#[tokio::test]
async fn what_was_chosen_holds_on_the_pages_beside() {
    let app = with_tariffs().await;
    vacant(&app.store, "A", 1, "2025-01-01");
    let figures = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
        851;SEL § 107;2023;800.000,00;1,0;2023\n851;SEL § 107;2024;1.200.000,00;1,5;2023\n";
    let sent = app.post("/api/v1/imports/components", figures).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let kept = "from=2023&to=2024&price-level=2023";
    let beside = [
        (
            format!("/paragraffer/SEL_107?{kept}"),
            "/paragraffer/SEL_108",
        ),
        (format!("/paragraffer/SEL_107?{kept}"), "/kommuner/851"),
        (format!("/kommuner/851?{kept}"), "/kommuner/860"),
        (
            format!("/kommuner/851?{kept}"),
            "/kommuner/sammenlign?med=851",
        ),
        (format!("/komponentanalyse?{kept}"), "/paragraffer/SEL_107"),
        (format!("/komponentanalyse?{kept}"), "/kommuner/sammenlign"),
        (
            format!("/kommuner/sammenlign?med=851&{kept}"),
            "/kommuner/851",
        ),
    ];
    for (page, leads) in beside {
        let links = app.get(&page).await.links(leads);
        let all = !links.is_empty() && links.iter().all(|link| link.ends_with(kept));
        assert!(all, "{page} leads to {links:?}");
    }
    let tabs = [
        (
            "/takster?year=2026&municipality=851",
            "/takster/stigninger?",
            "municipality=851",
        ),
        (
            "/takster/stigninger?municipality=851",
            "/takster/opfoelgning?",
            "municipality=851",
        ),
        (
            "/ledige-pladser?municipality=851",
            "/ledige-pladser/belaegning?",
            "municipality=851",
        ),
        (
            "/ledige-pladser/belaegning?municipality=851",
            "/ledige-pladser?",
            "municipality=851",
        ),
        (
            "/takster?price-level=current",
            "/tilbud/A?",
            "price-level=current",
        ),
    ];
    for (page, leads, kept) in tabs {
        let links = app.get(page).await.links(leads);
        let all = !links.is_empty() && links.iter().any(|link| link.contains(kept));
        assert!(all, "{page} leads to {links:?}");
    }
    // A form keeps what it does not ask for.
    let compared = app
        .get(&format!("/kommuner/sammenlign?med=851&{kept}"))
        .await;
    assert!(
        compared
            .body
            .contains(r#"<input type="hidden" name="from" value="2023">"#)
    );
}

#[tokio::test]
async fn a_view_of_vacant_places_is_kept_under_a_name_too() {
    let app = with_tariffs().await;
    vacant(&app.store, "A", 1, "2025-01-01");
    let page = app
        .visitor(Role::WorkingGroup, "")
        .get("/ledige-pladser?municipality=851&paragraph=SEL_107")
        .await;
    let address = "/ledige-pladser?paragraph=SEL_107&#38;municipality=851";
    let field = format!(r#"name="adresse" value="{address}""#);
    assert!(page.body.contains(&field), "{}", page.body);
}
