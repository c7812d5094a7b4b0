//! What the pages of the component analysis say: `/komponentanalyse`, `/paragraffer/KEY`, `/kommuner/CODE`,
//! `/afstemning`.

use cockpit::domain::people::Role;

use super::app::{Answer, TestApp};

const HEAD: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";

/// The text of a page without its tags.
fn words(page: &Answer) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.body.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn assert_says(page: &Answer, expected: &[&str]) {
    let words = words(page);
    for sentence in expected {
        assert!(words.contains(sentence), "no »{sentence}« in {words}");
    }
}

/// Every link of a page to where a figure comes from is answered.
pub async fn origins_answer(app: &TestApp, address: &str, at_least: usize) {
    let page = app.get(address).await;
    assert_eq!(page.status, 200, "{address}");
    let links = page.links("/hvorfra");
    assert!(links.len() >= at_least, "{address}: {} links", links.len());
    for link in links {
        let origin = app.get(&link).await;
        assert_eq!(origin.status, 200, "{link}");
    }
}

#[tokio::test]
async fn the_analysis_tells_the_development_and_what_drives_it() {
    let app = TestApp::new();
    let page = app.get("/komponentanalyse").await;
    assert_says(
        &page,
        &[
            "Udgift 2024 2.110.545.998 kr. 2022–2024: steget 1,64 %",
            "Helårspersoner 2024 2.322,6 2022–2024: faldet 1,91 %",
            "Enhedsudgift 2024 908.700 kr. 2022–2024: steget 3,62 %",
            "Udgiften er steget 34,1 mio. kr. fra 2022 til 2024: færre borgere −40,4 mio. kr., \
             forskydning mod dyrere tilbud +11,4 mio. kr. og dyrere pladser +63,1 mio. kr.",
            "Virkningerne i de enkelte år kan ikke lægges sammen",
            "6 af mødets trykte tal følger ikke af delene.",
        ],
    );
    let falls = app.get("/komponentanalyse?from=2022&to=2023").await;
    assert_says(&falls, &["fra 2022 til 2023"]);
    origins_answer(&app, "/komponentanalyse", 40).await;
}

#[tokio::test]
async fn the_whole_change_stands_once_among_the_drivers() {
    let app = TestApp::new();
    let page = app.get("/komponentanalyse").await;
    let words = words(&page);
    assert_eq!(words.matches("I alt").count(), 1, "{words}");
    let report = app.get("/api/v1/reports/decomposition").await.json();
    let members = |table: &str| -> Vec<String> {
        let rows = report[table].as_array().expect("rows").iter();
        rows.map(|row| row["member"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(members("rows"), ["SEL_107", "SEL_108", "ABL_105"]);
    assert_eq!(members("totals"), ["total"]);
}

#[tokio::test]
async fn a_year_without_an_index_is_a_dash_with_one_reason() {
    let app = TestApp::new();
    let page = app.get("/komponentanalyse?price-level=2031").await;
    assert_says(
        &page,
        &[
            "Pris- og lønindekset mangler for",
            "kan ikke omregnes til prisniveauet 2031-p/l",
        ],
    );
    let notes = page.body.split("<h2>Bemærk</h2>").nth(1).unwrap_or("");
    assert_eq!(
        notes.matches("<li>SEL § 107, SEL § 108").count(),
        1,
        "{notes}"
    );
}

#[tokio::test]
async fn a_paragraph_names_the_municipalities_without_figures_in_one_note() {
    let app = TestApp::new();
    let page = app.get("/paragraffer/SEL_107").await;
    assert_says(
        &page,
        &[
            "850.603",
            "Brønderslev, Frederikshavn, Hjørring, Jammerbugt, Læsø, Mariagerfjord, Morsø, Rebild, \
             Thisted, Vesthimmerland og Aalborg 2022, 2023 og 2024: Der er ingen tal.",
            "Folketal er ikke indlæst, så tal pr. indbygger vises ikke.",
        ],
    );
    let report = app.get("/api/v1/reports/paragraph?group=SEL_107").await;
    let notes = report.json()["notes"].as_array().expect("notes").len();
    assert!(notes <= 5, "{notes} notes");
    origins_answer(&app, "/paragraffer/SEL_107", 9).await;
}

#[tokio::test]
async fn a_municipality_stands_beside_its_region() {
    let app = TestApp::new();
    let file = format!("{HEAD}851;SEL § 107;2024;1.200.000,00;1,5;2023\n");
    let stored = app.post("/api/v1/imports/components", &file).await;
    assert_eq!(stored.status, 201, "{}", stored.body);
    let page = app.get("/kommuner/851").await;
    // 800.000 against 514.695.944 / 602,3 = 854.550,80.
    assert_says(&page, &["Aalborg Kommune", "800.000", "854.551", "−6,38"]);
    assert_says(
        &page,
        &[
            "Der er ingen tilbud i Aalborg. Se hele regionens tilbud",
            "Der er ingen takster at sammenligne i Aalborg. Se stigningerne",
            "Der er ingen ledige pladser eller tomme boliger i Aalborg.",
            "Dyre enkeltsager vises for regionen; hvad der bygger på få borgere, er skjult.",
        ],
    );
    assert_eq!(
        page.links("/kommuner/sammenlign"),
        ["/kommuner/sammenlign?med=851"]
    );
    origins_answer(&app, "/kommuner/851", 4).await;
    let paragraph = app.get("/paragraffer/SEL_107").await;
    assert_eq!(
        paragraph.links("/kommuner/851").len(),
        5,
        "one in each table"
    );
}

#[tokio::test]
async fn what_an_area_lacks_is_told_and_nothing_is_said_of_a_change() {
    let app = TestApp::new();
    let file = format!("{HEAD}825;SEL § 108;2024;1.000,00;0;2023\n");
    let stored = app.post("/api/v1/imports/components", &file).await;
    assert_eq!(stored.status, 201, "{}", stored.body);
    let page = app.get("/komponentanalyse?area=825").await;
    assert_says(
        &page,
        &[
            "Læsø, 2024, 2023-p/l",
            "Der er ingen helårspersoner at dele udgiften med, så der er ingen enhedsudgift.",
            "Der er kun tal for ét år, så der er ingen ændring.",
        ],
    );
    let text = words(&page);
    assert!(
        !text.contains("Udgiften er") && !text.contains("trykte tal"),
        "{text}"
    );
}

#[tokio::test]
async fn fewer_years_and_other_prices_leave_the_choices_and_the_printed_figures() {
    let app = TestApp::new();
    let fewer = app.get("/komponentanalyse?from=2023&to=2024").await;
    assert!(fewer.body.contains(r#"<option value="2022""#));
    assert_says(&fewer, &["2023–2024: ", "6 af mødets trykte tal"]);
    assert!(!words(&fewer).contains("2022–2024"));
    let prices = app.get("/komponentanalyse?price-level=2031").await;
    assert_says(&prices, &["6 af mødets trykte tal"]);
}

#[tokio::test]
async fn figures_per_inhabitant_need_inhabitants_and_a_page_its_own_address() {
    let app = TestApp::new();
    let file = format!("{HEAD}851;SEL § 107;2024;1.200.000,00;2,5;2023\n");
    app.post("/api/v1/imports/components", &file).await;
    let population = "kommune;aar;alder_fra;alder_til;antal\n851;2024;18;64;1000\n";
    let sent = app.post("/api/v1/imports/population", population).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let ages = "Indbyggere er de indlæste aldre, 18 til 64 år.";
    assert_says(&app.get("/kommuner/851").await, &["2,50", "1.200", ages]);
    // A municipality stands for its KKR.
    let same = app.get("/paragraffer/SEL_107?area=851").await;
    assert_says(&same, &["KKR Nordjylland", "2,50", ages]);
    origins_answer(&app, "/paragraffer/SEL_107?area=851", 12).await;
    for unknown in [
        "/kommuner/Aalborg",
        "/kommuner/KKR_NORDJYLLAND",
        "/paragraffer/SEL_1",
    ] {
        assert_eq!(app.get(unknown).await.status, 404, "{unknown}");
    }
}

#[tokio::test]
async fn the_reconciliation_tells_each_figure_that_is_off() {
    let app = TestApp::new();
    let page = app.get("/afstemning").await;
    assert_says(
        &page,
        &[
            "6 af 75 trykte tal følger ikke af delene",
            "enhedsudgift 2024: trykt 908.543, genberegnet 908.699,73 \
             (afrundingen tillader 908.640,55 til 908.758,92)",
            "alle 6 trykte procenter følger, når forskellen divideres med det seneste år",
        ],
    );
    origins_answer(&app, "/afstemning", 100).await;
    let none = app.get("/afstemning?area=851").await;
    assert_says(
        &none,
        &["Der er ingen trykte tal for Aalborg at afstemme med."],
    );
}

#[tokio::test]
async fn a_year_on_its_way_stands_beside_the_newest_complete_one() {
    let app = TestApp::new();
    let codes = [773, 787, 810, 813, 820, 825, 840, 846, 849, 851];
    let row = |code: &i32| format!("{code};SEL § 107;2025;1.000.000,00;2,0;2023\n");
    let rows: String = codes.iter().map(row).collect();
    let sent = app
        .post("/api/v1/imports/components", &format!("{HEAD}{rows}"))
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let page = app.get("/komponentanalyse").await;
    let newest = [
        "2025: 10 af 11 kommuner har indberettet.",
        "Udgift 2024",
        "2022–2024",
    ];
    assert_says(&page, &newest);
    assert_eq!(
        page.links("/komponentanalyse?to=2025"),
        ["/komponentanalyse?to=2025"]
    );
    assert_says(
        &app.get("/komponentanalyse?to=2025").await,
        &["Udgift 2025"],
    );
}

/// A fact of a target group may be of one person: whoever may not upload the municipality's figures sees them together.
#[tokio::test]
async fn where_a_figure_comes_from_tells_the_parts_of_a_target_group_to_its_own_alone() {
    let app = TestApp::new();
    let text = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau;leverandoer;maalgruppe\n\
        851;SEL § 107;2024;1.250.000,00;1,0;2023;privat;Erhvervet døvblindhed\n\
        851;SEL § 107;2024;9.000.000,00;12,0;2023;privat;Udviklingshæmning\n\
        851;SEL § 107;2024;4.000.000,00;8,0;2023;kommunal;Udviklingshæmning\n";
    let sent = app.post("/api/v1/imports/components", text).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let figure =
        "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure&area=851";
    let reader = app.visitor(Role::Reader, "");
    for visitor in [&reader, &app.visitor(Role::Chef, "860")] {
        let page = visitor.get(figure).await;
        assert_eq!(page.status, 200, "{}", page.body);
        for words in [
            "14.250.000,00",
            "10.250.000,00",
            "13,0",
            "alle målgrupper under ét",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        for words in ["1.250.000,00</", "9.000.000,00", "døvblindhed"] {
            let told = page
                .body
                .replace("10.250.000,00", "")
                .replace("14.250.000,00", "");
            assert!(!told.contains(words), "{words}: {}", page.body);
        }
    }
    let receipt = reader.get("/data/2").await;
    assert_eq!(receipt.status, 200);
    assert!(!receipt.body.contains("9.000.000"), "{}", receipt.body);
    for visitor in [&app.secretariat(), &app.visitor(Role::Chef, "851")] {
        let page = visitor.get(figure).await;
        for words in ["1.250.000,00", "9.000.000,00", "Erhvervet døvblindhed"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
    }
}
