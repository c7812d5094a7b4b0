//! The page of the tariffs of a year, and those of one offer.

use cockpit::domain::people::{Role, Standing};

use super::app::TestApp;
use super::offers::with_offers;

const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2025;1.000,00;døgn\n\
    A;Døgn;SEL § 107;2026;1.100,00;døgn\n\
    A;Time;SEL § 107;2026;400,00;time\n\
    H;Døgn;SEL § 107;2026;1.300,50;døgn\n";

/// The addresses of a page that tell where a figure comes from.
pub fn origins(page: &str) -> Vec<String> {
    page.split("href=\"")
        .filter(|part| part.starts_with("/hvorfra"))
        .filter_map(|part| Some(part.split('"').next()?.replace("&#38;", "&")))
        .collect()
}

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
    assert_eq!(report["rows"][1]["from_median_pct"], "-8.35");
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
async fn what_a_tariff_was_worked_out_with_stands_beside_its_parts() {
    let app = with_tariffs().await;
    assert!(!app.get("/tilbud/A").await.body.contains("Forudsat"));
    let file = "tilbud_id;ydelse;paragraf;aar;takst;enhed;direkte;belaegning;takstmodel\n\
        A;Nat;SEL § 107;2024;1000,00;døgn;800,00;95;2018\n\
        A;Nat;SEL § 107;2025;1100,00;døgn;900,00;92,5;2018\n\
        A;Tom;SEL § 107;2024;1000,00;døgn;;;\n\
        A;Tom;SEL § 107;2025;1100,00;døgn;;90;\n";
    let answer = app.post("/api/v1/imports/tariffs", file).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let page = app.get("/tilbud/A").await.body;
    for words in ["Forudsat belægning", "95,00", "92,50", "Takstmodel", "2018"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let case = async |service: &str| {
        let address = format!("/takster/sag?tilbud=A&ydelse={service}&aar=2025");
        app.get(&address).await.body
    };
    let page = case("Nat").await;
    for words in ["92,50\u{a0}% (året før 95,00\u{a0}%)", "2018, som året før"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = case("Tom").await;
    assert!(
        page.contains("90,00\u{a0}% (året før ikke oplyst)"),
        "{page}"
    );
    assert!(!page.contains("Takstmodel"), "{page}");
}

#[tokio::test]
async fn every_figure_tells_where_it_comes_from() {
    let app = with_tariffs().await;
    let index = "aar;indeks;kilde\n2025;100,0;KL\n2026;104,0;KL\n";
    app.post("/api/v1/imports/price-index", index).await;
    let page = app.get("/takster").await.body;
    let links = origins(&page);
    // The size and five numbers of two fields, and of their two and two target groups; of each
    // tariff itself, its distance from the median, and its place among how many.
    assert_eq!(links.len(), 6 * 6 + 3 * 3, "{links:#?}");
    for link in &links {
        let origin = app.get(link).await;
        assert_eq!(origin.status, 200, "{link}");
        assert!(origin.body.contains("De indlæste takster"), "{link}");
    }
    let of = |column: &str, year: &str, rest: &str| {
        format!(
            "/hvorfra?rapport=tariffs&r.offer_id=A&r.service=D%C3%B8gn&r.year={year}&kolonne={column}{rest}"
        )
    };
    for (address, words) in [
        (of("tariff", "2026", ""), "1.100,00 kr. pr. døgn"),
        (
            of("median", "2026", ""),
            "median af 1.100,00; 1.300,50 = 1.200,25 kr.",
        ),
        (
            of("from_median_pct", "2026", ""),
            "(1.100,00 − 1.200,25) / 1.200,25 × 100 = −8,35 %",
        ),
        (of("place", "2026", ""), "1 + 0 = 1"),
        (
            of("real_tariff", "2025", "&year=2025"),
            "1.000,00 × 104 / 100 = 1.040,00 kr.",
        ),
        (
            of("change_pct", "2026", "&offer=A"),
            "(1.100,00 − 1.000,00) / 1.000,00 × 100 = 10,00 %",
        ),
        (
            of("real_change_pct", "2026", "&offer=A"),
            "a = 1.000,00 × 104 / 100",
        ),
    ] {
        let origin = app.get(&address).await;
        assert_eq!(origin.status, 200, "{address}");
        assert!(origin.body.contains(words), "{address}: {}", origin.body);
    }
    let real = app.get(&of("real_tariff", "2025", "&year=2025")).await.body;
    assert!(
        real.contains("Det indlæste pris- og lønindeks")
            && real.contains("Indekstal under tallet: 2")
    );
    assert_eq!(app.get(&of("direct", "2026", "&offer=A")).await.status, 404);
    let increase = async |column: &str| {
        let row = "r.offer_id=A&r.service=D%C3%B8gn";
        let address = format!("/hvorfra?rapport=tariff-increases&{row}&kolonne={column}");
        app.get(&address).await.body
    };
    for (column, index) in [("change_pct", None), ("real_change_pct", Some(2))] {
        let origin = increase(column).await;
        assert!(origin.contains("Takster under tallet: 2"), "{origin}");
        // Only what the index moved has its numbers under it.
        let words = index.map_or("pris- og lønindeks".to_owned(), |n| {
            format!("Indekstal under tallet: {n}")
        });
        assert_eq!(origin.contains(&words), index.is_some(), "{origin}");
    }
}

#[tokio::test]
async fn every_figure_of_an_offer_tells_where_it_comes_from() {
    let app = with_offers().await;
    let file = "tilbud_id;ydelse;paragraf;aar;takst;enhed;direkte;overhead;belaegning\n\
        A;Døgn;SEL § 107;2025;1000,00;døgn;800;100;95\n\
        A;Døgn;SEL § 107;2026;1100,00;døgn;850;140;92,5\n";
    let sent = app.post("/api/v1/imports/tariffs", file).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let links = origins(&app.get("/tilbud/A").await.body);
    // Two tariffs, one change and two occupancies; of three parts in two years the amount and its
    // share, and in the second the change and its share. Without an index nothing is moved but the
    // newest tariff, which stands.
    assert_eq!(links.len(), 2 + 1 + 1 + 2 + 3 * 2 + 3 * 4, "{links:#?}");
    for link in &links {
        let origin = app.get(link).await;
        assert_eq!(origin.status, 200, "{link}");
        assert!(origin.body.contains("De indlæste takster"), "{link}");
    }
    let part = |part: &str, column: &str| {
        format!(
            "/hvorfra?rapport=tariffs&offer=A&r.service=D%C3%B8gn&r.year=2026&r.part={part}&kolonne={column}"
        )
    };
    for (address, words) in [
        (part("direct", "amount"), "beløbet, som det er indlæst"),
        (part("rest", "amount"), "1.100,00 − 990,00 = 110,00 kr."),
        (
            part("direct", "share_pct"),
            "850,00 / 1.100,00 × 100 = 77,27 %",
        ),
        (part("overhead", "increase"), "140,00 − 100,00 = 40,00 kr."),
        (
            part("direct", "increase_share_pct"),
            "50,00 / 100,00 × 100 = 50,00 %",
        ),
    ] {
        let origin = app.get(&address).await;
        assert_eq!(origin.status, 200, "{address}");
        assert!(origin.body.contains(words), "{address}: {}", origin.body);
    }
}

#[tokio::test]
async fn a_list_keeps_to_the_authority_asked_for_and_one_offer_to_its_own_page() {
    let app = with_tariffs().await;
    // Hjørring's offer is under Socialtilsyn Øst.
    let report = app.get("/api/v1/reports/tariffs?supervisor=east").await;
    let report = report.json();
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1, "{report}");
    assert_eq!(
        (&rows[0]["offer_id"], &rows[0]["field_size"]),
        (&"H".into(), &2.into())
    );
    let page = app.get("/takster?supervisor=east").await.body;
    assert!(page.contains("<caption>1 takst</caption>"), "{page}");
    assert!(
        page.contains("Nr. 2 af 2") || page.contains("Nr. 1 af 2"),
        "{page}"
    );
    let one = app.get("/takster?offer=A&price-level=2025&year=2026").await;
    assert_eq!(
        (one.status.as_u16(), one.header("location")),
        (303, "/tilbud/A?price-level=2025")
    );
    let one = app.get("/takster?offer=A").await;
    assert_eq!(one.header("location"), "/tilbud/A");
}

#[tokio::test]
async fn where_a_figure_comes_from_is_for_whoever_may_see_its_report() {
    let app = with_tariffs().await;
    let group = app.visitor(Role::WorkingGroup, "");
    let row = "r.offer_id=A&r.service=D%C3%B8gn&r.year=2026&kolonne=tariff";
    let status = async |visitor: &super::app::Visitor<'_>, query: String| {
        visitor
            .get(&format!("/hvorfra?{query}"))
            .await
            .status
            .as_u16()
    };
    assert_eq!(status(&group, format!("rapport=tariffs&{row}")).await, 200);
    assert_eq!(
        status(&group, format!("rapport=tariff-increases&{row}")).await,
        403
    );
    assert_eq!(
        status(
            &group,
            "rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost".into()
        )
        .await,
        403
    );
    // Naming two does not help, in either order; what names none is nowhere.
    for (query, expected) in [
        ("rapport=tariffs&rapport=unit-costs", 403),
        ("rapport=unit-costs&rapport=tariffs", 403),
        ("", 404),
        ("rapport=x", 404),
    ] {
        assert_eq!(
            status(&group, format!("{query}&{row}")).await,
            expected,
            "{query}"
        );
    }
    let page = group
        .get(&format!("/hvorfra?rapport=tariffs&{row}"))
        .await
        .body;
    assert!(
        !page.contains("href=\"/data/"),
        "the receipt is not for the role"
    );
    let admin = app.visitor(Standing::AdministratorOnly, "");
    assert_eq!(status(&admin, format!("rapport=tariffs&{row}")).await, 403);
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

#[tokio::test]
async fn what_was_chosen_holds_on_the_other_pages_of_tariffs() {
    let app = with_tariffs().await;
    let page = app.get("/takster?year=2026&municipality=851").await;
    for other in ["/takster/stigninger?", "/takster/opfoelgning?"] {
        let links = page.links(other);
        let kept = links
            .iter()
            .find(|link| link.contains("municipality=851") && link.contains("year=2026"));
        let kept = kept.unwrap_or_else(|| panic!("{links:?}"));
        assert_eq!(app.get(kept).await.status, 200, "{kept}");
    }
    let sorted = app.get("/takster?ord=time&orden=-service").await;
    assert_eq!(sorted.status, 200);
    assert!(sorted.body.contains("1 takst"), "{}", sorted.body);
}

#[tokio::test]
async fn increases_are_sorted_and_searched_without_their_operators() {
    let app = with_tariffs().await;
    let usual = app.get("/takster/stigninger?threshold=0").await;
    assert_eq!(usual.status, 200);
    assert!(usual.body.contains("Stigninger efter driftsherre"));
    let list = |page: &str| {
        page.split("id=\"liste\"")
            .nth(1)
            .expect("a list")
            .to_owned()
    };
    let by_change = app
        .get("/takster/stigninger?threshold=0&orden=-change_pct")
        .await;
    assert!(!by_change.body.contains("Stigninger efter driftsherre"));
    let shown = list(&by_change.body);
    assert!(shown.contains("aria-sort=\"descending\""), "{shown}");
    assert!(
        shown.contains("threshold=0&#38;orden=change_pct#liste"),
        "{shown}"
    );
    let none = app
        .get("/takster/stigninger?threshold=0&ord=findesikke")
        .await;
    assert!(none.body.contains("Ingen ydelser steg så meget."));
}
