//! `/kommuner/kort`: each municipality is drawn with the figure and in the shade that the table's row has.

use super::app::TestApp;

const FILE: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
    851;SEL § 107;2023;1.000.000,00;1,0;2023\n851;SEL § 107;2024;1.200.000,00;1,5;2023\n\
    846;SEL § 107;2024;900.000,00;1,0;2023\n825;SEL § 107;2024;100.000,00;0,2;2023\n";

async fn loaded() -> TestApp {
    let app = TestApp::new();
    let sent = app.post("/api/v1/imports/components", FILE).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    app
}

/// The outline of a municipality, as it is drawn.
fn land<'a>(body: &'a str, name: &str) -> &'a str {
    let says = format!("aria-label=\"{name}:");
    let mut ours = body.split("<a href=").filter(|link| link.contains(&says));
    let found = ours
        .next()
        .unwrap_or_else(|| panic!("no outline of {name}"));
    &found[..found.find("</a>").expect("its end")]
}

/// What stands on or beside a municipality under its name.
fn words<'a>(body: &'a str, name: &str) -> &'a str {
    let after = body
        .split(&format!("<tspan class=\"land-name\">{name}<"))
        .nth(1);
    let rest = after.unwrap_or_else(|| panic!("no words of {name}"));
    &rest[..rest.find("</text>").expect("their end")]
}

#[tokio::test]
async fn the_newest_year_stands_with_its_unit_costs_the_highest_first() {
    let app = loaded().await;
    let page = app.get("/kommuner/kort?group=SEL_107").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("<h1>Kort: Enhedsudgift 2024</h1>"));
    // 800,000, 900,000 and 500,000: the steps are 80,000 wide.
    for (name, figure, step) in [
        ("Mariagerfjord", "900.000", "step-5"),
        ("Aalborg", "800.000", "step-4"),
        ("Læsø", "500.000", "step-1"),
    ] {
        let drawn = land(&page.body, name);
        assert!(drawn.contains(figure) && drawn.contains(step), "{drawn}");
        assert!(drawn.starts_with("\"/kommuner/8"), "{drawn}");
        let short = name.replace("Mariagerfjord", "Mariagerfj.");
        assert!(words(&page.body, &short).contains(figure), "{name}");
    }
    assert!(page.body.contains("indeholder data fra Klimadatastyrelsen"));
    let none = land(&page.body, "Rebild");
    assert!(
        none.contains('\u{2013}') && !none.contains("step-"),
        "{none}"
    );
    let order = page.links("/kommuner/8");
    // Those of the drawing come first, from the north: nine of the eleven codes begin with 8.
    let of_table = order.iter().map(String::as_str).skip(9);
    let first: Vec<&str> = of_table.take(3).collect();
    assert_eq!(first, ["/kommuner/846", "/kommuner/851", "/kommuner/825"]);
    assert!(page.body.contains("500.000\u{2013}580.000"), "the legend");
}

#[tokio::test]
async fn measure_and_year_stand_in_the_address() {
    let app = loaded().await;
    let page = app
        .get("/kommuner/kort?group=SEL_107&maal=full_year_persons&aar=2023")
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    let drawn = land(&page.body, "Aalborg");
    assert!(drawn.contains("Aalborg: 1,0"), "{drawn}");
    assert!(!page.body.contains("shades"), "one figure has no scale");
    for bad in ["maal=lykke", "aar=2031", "group=SEL_1"] {
        let page = app.get(&format!("/kommuner/kort?{bad}")).await;
        assert_eq!(page.status, 422, "{bad}");
    }
}
