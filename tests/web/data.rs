//! Uploads, the receipt of one, its withdrawal, and where a figure comes from.

use cockpit::domain::people::Role;

use super::app::TestApp;

const HEADER: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n";

async fn sent(app: &TestApp, name: &str, rows: &str) -> serde_json::Value {
    let address = format!("/api/v1/imports/components?file_name={name}");
    let stored = app.post(&address, &format!("{HEADER}{rows}")).await;
    assert_eq!(stored.status, 201, "{}", stored.body);
    stored.json()
}

fn holds(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "{words}: {page}");
    }
}

/// The row of a table that starts with a link to an upload.
fn row_of(page: &str, number: u32) -> &str {
    let link = format!("<a href=\"/data/{number}\">{number}</a>");
    let found = page.split("<tr").find(|row| row.contains(&link));
    found.unwrap_or_else(|| panic!("upload {number}: {page}"))
}

#[tokio::test]
async fn every_upload_stands_with_what_it_was_who_brought_it_and_whether_it_holds() {
    let app = TestApp::new();
    sent(
        &app,
        "aalborg.csv",
        "851;SEL § 107;2024;1.234,50;1,5;2023\n",
    )
    .await;
    sent(
        &app,
        "retelse.csv",
        "851;SEL § 107;2024;2.000,00;1,5;2023\n",
    )
    .await;
    let secretariat = app.secretariat();
    let withdrawn = secretariat
        .form("/data/3/traek-tilbage", "begrundelse=forkert+fil")
        .await;
    assert_eq!(withdrawn.status, 303);
    let page = app.get("/data").await.body;
    // The newest first; the figures that every database begins with are the first upload.
    let at = |number: u32| {
        page.find(&format!("href=\"/data/{number}\""))
            .expect("a link")
    };
    assert!(at(3) < at(2) && at(2) < at(1));
    let first = row_of(&page, 2);
    holds(
        first,
        &[
            "aalborg.csv",
            "Udgifter og helårspersoner",
            ">1</span></td>",
            "Prøve Person, sekretariat@example.dk",
            "20. juni 2025",
            "gælder",
        ],
    );
    assert!(row_of(&page, 3).contains("trukket tilbage 20. juni 2025"));
    // A form for those who may upload, and for nobody else.
    assert!(page.contains("enctype=\"multipart/form-data\""));
    let reader = app.visitor(Role::Reader, "").get("/data").await.body;
    assert!(!reader.contains("multipart") && reader.contains("aalborg.csv"));
}

#[tokio::test]
async fn a_receipt_tells_what_was_read_its_sums_and_what_changed() {
    let app = TestApp::new();
    let rows = "851;SEL § 107;2024;1.234,50;1,5;2023\n\
        851;SEL § 108;2024;1.000,00;2,0;2023\n";
    let receipt = sent(&app, "aalborg.csv", rows).await;
    let page = app.get("/data/2").await;
    assert_eq!(page.status, 200);
    let sha256 = receipt["sha256"].as_str().expect("a hash");
    holds(
        &page.body,
        &[
            "<h1>Upload 2</h1>",
            "<dt>Fil</dt><dd>aalborg.csv</dd>",
            "20. juni 2025",
            "af Prøve Person, sekretariat@example.dk</dd>",
            sha256,
            "<dt>Rækker ind</dt><dd>2</dd>",
            "<dt>Rækker gemt</dt><dd>2</dd>",
            "CSV med semikolon",
            "nye: 2, ændrede: 0, uændrede: 0",
            // The sums, to hold against the file.
            "<dd>2.234,50</dd>",
            "<dd>3,5</dd>",
            "Træk uploaden tilbage",
        ],
    );
    // Each sum of the receipt stands on the page as Danes write it.
    for sum in receipt["sums"].as_array().expect("sums") {
        let label = sum["label"].as_str().expect("a label");
        assert!(page.body.contains(&format!("<dt>{label}</dt>")), "{label}");
    }
    let rows = "851;SEL § 107;2024;1.300,00;1,5;2023\n\
        851;SEL § 108;2024;1.000,00;2,0;2023\n";
    sent(&app, "retelse.csv", rows).await;
    let page = app.get("/data/3").await.body;
    holds(
        &page,
        &[
            "nye: 0, ændrede: 1, uændrede: 1",
            "Aalborg, SEL § 107, 2024",
            "<td class=\"num\">1.234,50</td>\n<td class=\"num\">1.300,00</td>",
        ],
    );
    for missing in ["/data/99", "/data/x", "/data/-1"] {
        assert_eq!(app.get(missing).await.status, 404, "{missing}");
    }
}

#[tokio::test]
async fn a_withdrawal_needs_a_reason_and_stands_on_the_receipt() {
    let app = TestApp::new();
    sent(
        &app,
        "aalborg.csv",
        "851;SEL § 107;2024;1.234,50;1,5;2023\n",
    )
    .await;
    let secretariat = app.secretariat();
    let without = secretariat
        .form("/data/2/traek-tilbage", "begrundelse=")
        .await;
    assert_eq!(without.status, 422, "{}", without.body);
    assert!(!app.get("/data/2").await.body.contains("Trukket tilbage"));
    let done = secretariat
        .form("/data/2/traek-tilbage", "begrundelse=forkert+%3Cfil%3E")
        .await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, "/data/2")
    );
    let page = app.get("/data/2").await.body;
    holds(
        &page,
        &[
            "Trukket tilbage 20. juni 2025",
            "af Prøve Person, sekretariat@example.dk (datastand 3): forkert &#60;fil&#62;",
            // What it was, is still told.
            "<dt>Rækker gemt</dt><dd>1</dd>",
        ],
    );
    assert!(!page.contains("Træk uploaden tilbage"), "not twice");
    let again = secretariat
        .form("/data/2/traek-tilbage", "begrundelse=igen")
        .await;
    assert_eq!(again.status, 409, "{}", again.body);
    // A reader sees the receipt, and no way to withdraw.
    sent(
        &app,
        "aalborg2.csv",
        "851;SEL § 107;2024;1.500,00;1,5;2023\n",
    )
    .await;
    let reader = app.visitor(Role::Reader, "").get("/data/4").await.body;
    assert!(reader.contains("aalborg2.csv") && !reader.contains("Træk uploaden tilbage"));
}

#[tokio::test]
async fn a_figure_tells_its_formula_its_numbers_and_who_brought_them() {
    let app = TestApp::new();
    let receipt = sent(
        &app,
        "aalborg.csv",
        "851;SEL § 107;2024;1.500,00;1,5;2023\n",
    )
    .await;
    let row = "r.group=SEL_107&r.year=2024";
    let figure = format!("/hvorfra?rapport=unit-costs&{row}&kolonne=unit_cost&area=851");
    let origin = app.get(&figure).await;
    assert_eq!(origin.status, 200, "{}", origin.body);
    holds(
        &origin.body,
        &[
            "SEL § 107, 2024: <strong>1.000,00 kr.</strong>",
            "<dd>Aalborg</dd>",
            "enhedsudgift = udgift / helårspersoner",
            "1.500,00 kr. / 1,5 = 1.000,00 kr.",
            "1 indlæst tal",
            "<td>aalborg.csv</td>",
            "<td class=\"num\">2</td>",
            "Prøve Person, sekretariat@example.dk",
            "20. juni 2025",
            receipt["sha256"].as_str().expect("a hash"),
            "<a href=\"/data/2\">2</a>",
        ],
    );
    // What was withdrawn is under no figure, and what is no figure has no origin.
    let secretariat = app.secretariat();
    secretariat
        .form("/data/2/traek-tilbage", "begrundelse=fejl")
        .await;
    assert_eq!(app.get(&figure).await.status, 404);
    let before = app.get(&format!("{figure}&as-of=2")).await;
    assert!(
        before.body.contains("1.500,00 kr. / 1,5 = 1.000,00 kr."),
        "{}",
        before.body
    );
    for address in [
        format!("/hvorfra?rapport=unit-costs&{row}&kolonne=group&area=851&as-of=2"),
        format!("/hvorfra?rapport=unit-costs&{row}&kolonne=findes-ikke&area=851&as-of=2"),
    ] {
        assert_eq!(app.get(&address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn what_is_odd_stands_in_the_dry_run_the_receipt_and_the_answer_of_the_api() {
    let app = TestApp::new();
    let file = format!("{HEADER}KKR Nordjylland;SEL § 107;2025;514.696;600,0;2023\n");
    let dry = app
        .post("/api/v1/imports/components?dry_run=true", &file)
        .await;
    let warning = &dry.json()["warnings"][0];
    assert_eq!(
        (
            &warning["kind"],
            &warning["area"],
            &warning["paragraph"],
            &warning["year"]
        ),
        (
            &"expenditure".into(),
            &"KKR_NORDJYLLAND".into(),
            &"SEL_107".into(),
            &2025.into()
        )
    );
    let numbers = &warning["numbers"];
    assert_eq!(
        (
            &numbers["value"],
            &numbers["last_year"],
            &numbers["change_pct"]
        ),
        (
            &"514696.00".into(),
            &"514695944.00".into(),
            &"-99.90".into()
        )
    );
    let boundary = "multipart/form-data; boundary=grense";
    let field = |name: &str, more: &str, value: &str| {
        format!(
            "--grense\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n"
        )
    };
    let form = [
        field("type", "", "components"),
        field("fil", "; filename=\"a.csv\"", &file),
        field("handling", "", "proev"),
    ];
    let form = format!("{}--grense--\r\n", form.concat());
    let tried = app
        .secretariat()
        .request("POST", "/data", boundary, &form)
        .await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    let words = "KKR Nordjylland, SEL § 107, 2025: udgiften er 514.696 kr. mod 514.695.944 kr. i 2024 (\u{2212}99,90 %)";
    holds(&tried.body, &["Se efter, om det er rigtigt", words]);
    // It is no refusal.
    let stored = app.post("/api/v1/imports/components", &file).await;
    assert_eq!(stored.status, 201, "{}", stored.body);
    holds(
        &app.get("/data/2").await.body,
        &["Se efter, om det er rigtigt", words],
    );
    // Of cases nothing is told.
    let cases = "sag;kommune;aar;paragraf;leverandoer;udgift\n";
    for (year, cost) in [(2023, "9.000.000,00"), (2024, "9,00")] {
        let text = format!("{cases}A;Aalborg;{year};SEL § 107;privat;{cost}\n");
        let answer = app.post("/api/v1/imports/cases", &text).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["warnings"]),
            (201, &serde_json::json!([]))
        );
    }
}

#[tokio::test]
async fn a_receipt_leads_on_to_what_its_figures_changed() {
    let app = TestApp::new();
    sent(&app, "a.csv", "851;SEL § 107;2024;1.234,50;1,5;2023\n").await;
    let offers = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
        A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;4;ja;ja\n";
    app.post("/api/v1/imports/offers", offers).await;
    let head = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n";
    let old = "A;Døgn;SEL § 107;2025;1.000,00;døgn\nA;Nat;SEL § 107;2025;1.000,00;døgn\n";
    let new = "A;Døgn;SEL § 107;2026;1.050,01;døgn\nA;Nat;SEL § 107;2026;1.050,00;døgn\n";
    for rows in [old, new] {
        let answer = app
            .post("/api/v1/imports/tariffs", &format!("{head}{rows}"))
            .await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    let leads = async |number: u32| {
        let page = app.get(&format!("/data/{number}")).await;
        let (_, behind) = page.body.split_once("</dl>").expect("a list");
        let list = behind.split("</ul>").next().unwrap_or_default();
        let links = list.split("<li><a href=\"").skip(1);
        let link = |link: &str| {
            link.split("</a>")
                .next()
                .unwrap_or_default()
                .replace("\">", " ")
        };
        links.map(link).collect::<Vec<_>>()
    };
    assert_eq!(
        leads(2).await,
        [
            "/kommuner/851 Se Aalborg",
            "/paragraffer/SEL_107 Se SEL § 107"
        ]
    );
    assert_eq!(leads(3).await, ["/tilbud Se tilbuddene"]);
    // The first year has nothing to be compared with.
    assert_eq!(leads(4).await, ["/takster Se taksterne"]);
    let rises = "/takster/stigninger?year=2026 1 stigning over 5 % i 2026: se den";
    assert_eq!(leads(5).await, [rises, "/takster Se taksterne"]);
    for address in [
        "/kommuner/851",
        "/paragraffer/SEL_107",
        "/takster/stigninger?year=2026",
    ] {
        assert_eq!(app.get(address).await.status, 200, "{address}");
    }
    // The published figures are of the region and all its paragraphs.
    assert_eq!(leads(1).await.len(), 5);
    let secretariat = app.secretariat();
    secretariat
        .form("/data/5/traek-tilbage", "begrundelse=x")
        .await;
    let page = app.get("/data/5").await.body;
    assert!(!page.contains("Se taksterne") && !page.contains("/takster/stigninger"));
}

/// A figure in another price level than its file's: the index that moved it stands under it too.
#[tokio::test]
async fn a_converted_figure_tells_its_index() {
    let app = TestApp::new();
    sent(
        &app,
        "aalborg.csv",
        "851;SEL § 107;2024;1.500,00;1,5;2023\n",
    )
    .await;
    let numbers = "aar;indeks;kilde\n2022;96,5;KL\n2023;100;KL\n2024;104,5;Budget\n";
    let index = app.post("/api/v1/imports/price-index", numbers).await;
    assert_eq!(index.status, 201, "{}", index.body);
    let of = |column: &str, level: i64| {
        format!(
            "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne={column}&area=851&price-level={level}"
        )
    };
    let expenditure = app.get(&of("expenditure", 2024)).await;
    holds(
        &expenditure.body,
        &[
            "1.500,00 kr. × 104,5 / 100 = 1.567,50 kr.",
            "Det indlæste pris- og lønindeks",
            "<th scope=\"row\">2023</th><td class=\"num\">100</td><td>KL</td>",
            "<th scope=\"row\">2024</th><td class=\"num\">104,5</td><td>Budget</td>",
        ],
    );
    assert!(!expenditure.body.contains("96,5"), "{}", expenditure.body);
    let unit_cost = app.get(&of("unit_cost", 2024)).await;
    assert!(unit_cost.body.contains("104,5"), "{}", unit_cost.body);
    // Persons have no price, and nothing is moved where it stands already.
    for still in [of("full_year_persons", 2024), of("expenditure", 2023)] {
        let page = app.get(&still).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("pris- og lønindeks"), "{}", page.body);
    }
}

/// Back to where one came from: a page of ours by the browser's own word, and no other.
#[tokio::test]
async fn the_origin_of_a_figure_leads_back_to_the_page_before() {
    let app = TestApp::new();
    let address = "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost";
    let from = async |referer: &str| {
        let request = axum::http::Request::get(address)
            .header("authorization", app.bearer())
            .header("host", "127.0.0.1:8080")
            .header("referer", referer);
        let request = request.body(axum::body::Body::empty()).unwrap();
        let page = app.send(request).await;
        assert_eq!(page.status, 200);
        page.body
    };
    let ours = "http://127.0.0.1:8080/paragraffer/SEL_107?from=2022";
    let back = "<a href=\"/paragraffer/SEL_107?from=2022\">Tilbage til siden, du kom fra</a>";
    // The second time from the cache: each page before has its own.
    for _ in 0..2 {
        assert!(from(ours).await.contains(back));
        for other in [
            "",
            "https://evil.example/x",
            "http://127.0.0.1:8080/log-ind?naeste=%2F",
        ] {
            let page = from(other).await;
            assert!(!page.contains("Tilbage til siden"), "{other}");
            assert!(!page.contains("evil"));
        }
    }
}

/// The filters of a figure stand there as people read them.
#[tokio::test]
async fn the_origin_of_a_figure_has_no_inner_words() {
    let app = TestApp::new();
    let address = "/hvorfra?rapport=decomposition&r.member=SEL_107&kolonne=mix";
    let page = app.get(address).await;
    holds(
        &page.body,
        &["<dd>Samlet §§ 107, 108 og 105/85</dd>", "<dd>Paragraf</dd>"],
    );
    assert!(!page.body.contains("<dd>TOTAL"), "{}", page.body);
}
