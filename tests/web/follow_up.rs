//! Increases, their follow-up, meetings and papers through the router: states, rights, a correction
//! that opens a case again, and refusals at the field.

mod together;

use std::io::{Cursor, Read as _};

use cockpit::clock::Clock;
use cockpit::domain::people::{Role, Standing};
use jiff::Timestamp;

use super::app::{Answer, TestApp, Visitor};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    B;Åhuset;Hjørring Kommune;kommunal;Hjørring;SEL § 107;Demens;4;ja;ja\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2023;90,00;døgn\n\
    A;Døgn;SEL § 107;2024;1000,00;døgn\n\
    A;Døgn;SEL § 107;2025;1060,00;døgn\n\
    A;Ny;SEL § 107;2025;500,00;døgn\n\
    B;Døgn;SEL § 107;2024;2000,00;døgn\n\
    B;Døgn;SEL § 107;2025;2100,00;døgn\n";
const CASE: &str = "tilbud=A&ydelse=D%C3%B8gn&aar=2025";
const PAGE: &str = "/takster/sag?tilbud=A&ydelse=D%C3%B8gn&aar=2025";

async fn import(app: &TestApp, kind: &str, text: &str) {
    let answer = app.post(&format!("/api/v1/imports/{kind}"), text).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
}

async fn with_tariffs() -> TestApp {
    let app = TestApp::new();
    import(&app, "offers", OFFERS).await;
    import(&app, "tariffs", TARIFFS).await;
    app
}

/// A step of the secretariat's.
async fn step(app: &TestApp, name: &str, fields: &str) -> Answer {
    let address = format!("/takster/sag/{name}");
    let body = format!("{CASE}&{fields}");
    app.secretariat().form(&address, &body).await
}

async fn done(app: &TestApp, name: &str, fields: &str) {
    let answer = step(app, name, fields).await;
    assert_eq!(answer.status, 303, "{name}: {}", answer.body);
    assert_eq!(answer.header("location"), format!("{PAGE}&gemt=ja#gemt"));
}

/// What the page says where a step that was saved leads to.
async fn after(app: &TestApp, who: &Visitor<'_>) -> String {
    let page = who.get(&format!("{PAGE}&gemt=ja")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, told) = page.body.split_once("Trinnet er gemt").expect("it is said");
    let told = told.split("</div>").next().unwrap().to_owned();
    assert!(!app.get(PAGE).await.body.contains("Trinnet er gemt"));
    told
}

#[tokio::test]
async fn a_saved_step_is_said_and_leads_to_the_next_open_case() {
    let app = with_tariffs().await;
    done(&app, "bemaerk", "tekst=Ringet+op").await;
    let before = "/takster/sag?tilbud=A&#38;ydelse=D%C3%B8gn&#38;aar=2024";
    let told = after(&app, &app.secretariat()).await;
    assert!(told.contains(before), "{told}");
    let more = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
        B;Dag;SEL § 107;2024;1000,00;dag\nB;Dag;SEL § 107;2025;1100,00;dag\n";
    import(&app, "tariffs", more).await;
    let told = after(&app, &app.secretariat()).await;
    let next = "/takster/sag?tilbud=B&#38;ydelse=Dag&#38;aar=2025";
    assert!(told.contains(next), "{told}");
    // Another municipality's is not the chef's to explain, and of the own nothing is asked.
    let chef = app.visitor(Role::Chef, "851");
    let told = after(&app, &chef).await;
    assert!(told.contains("Ingen andre sager venter på dig."), "{told}");
}

/// The id of a meeting that was added for a day.
async fn meeting(app: &TestApp, day: &str) -> String {
    let form = format!("dato={day}&titel=DAS&type=steering_group");
    let added = app.secretariat().form("/moeder", &form).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let report = app.get("/api/v1/reports/meetings").await.json();
    let rows = report["rows"].as_array().unwrap().clone();
    let ours = rows.iter().find(|row| row["held_on"] == day);
    ours.unwrap()["id"].as_str().unwrap().to_owned()
}

fn shows(page: &Answer, words: &[&str]) {
    for words in words {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

/// Each figure of the list leads to where it comes from, and its address stays when somebody takes
/// a step of follow-up.
#[tokio::test]
async fn every_figure_of_the_list_has_an_address_that_stays() {
    let app = with_tariffs().await;
    let addresses = async || app.get("/takster/stigninger").await.links("/hvorfra");
    let before = addresses().await;
    // Old, new, percent and kroner a year of the one that rose (there is no index), and the tariff
    // of the new service.
    assert_eq!(before.len(), 5, "{before:#?}");
    for address in &before {
        let origin = app.get(address).await;
        assert_eq!(origin.status, 200, "{address}");
        shows(&origin, &["De indlæste takster"]);
    }
    done(&app, "bed-om-forklaring", "frist=2026-12-01&tekst=").await;
    assert_eq!(addresses().await, before);
}

#[tokio::test]
async fn an_increase_goes_from_the_list_to_the_decision_and_a_correction_opens_it_again() {
    let app = with_tariffs().await;
    let list = app.get("/takster/stigninger").await;
    shows(
        &list,
        &[
            "Takststigninger over 5 % i 2025",
            "Aalborg Kommune: 1 stigning",
            PAGE.replace('&', "&#38;").as_str(),
            "6,00",
            "219.000,00",
            "et forslag, ikke trådt i kraft",
            "ny ydelse i 2025",
            "\"limit\":{\"at\":11,\"label\":\"Grænse 5 %\"}",
        ],
    );
    assert!(!list.body.contains("Åhuset, Døgn"), "5.00 % is none");

    done(&app, "bed-om-forklaring", "frist=2025-07-01&tekst=").await;
    let chef = app.visitor(Role::Chef, "851");
    let open = chef.get("/takster/opfoelgning").await;
    shows(
        &open,
        &["Din kommunes tilbud mangler din forklaring", "1. juli 2025"],
    );
    let body = format!(
        "{CASE}&tekst=Flere+tomme+pladser&aarsag=occupancy&beloeb-occupancy=40,50&aarsag=other"
    );
    let explained = chef.form("/takster/sag/forklar", &body).await;
    assert_eq!(explained.status, 303, "{}", explained.body);
    shows(
        &app.get(PAGE).await,
        &[
            "Flere tomme pladser",
            "Belægning: 40,50 kr.",
            "Forklaret, mangler indberetning og drøftelse",
        ],
    );
    let ready = app.get("/takster/opfoelgning").await;
    shows(&ready, &[">klar til at sende<"]);
    done(&app, "indberet", "dato=2025-06-19&reference=2025-1234").await;
    let today = meeting(&app, "2025-06-20").await;
    done(&app, "droeft", &format!("moede={today}&tekst=Kort")).await;
    done(&app, "beslut", "dato=2025-06-20&tekst=Godkendt").await;
    let reader = app.visitor(Role::Reader, "");
    shows(&reader.get(PAGE).await, &["Lukket: Besluttet", "Godkendt"]);
    shows(
        &reader.get("/moeder").await,
        &["Drøftede takststigninger: 1"],
    );

    let correction =
        "tilbud_id;ydelse;paragraf;aar;takst;enhed\nA;Døgn;SEL § 107;2025;1080,00;døgn\n";
    import(&app, "tariffs", correction).await;
    let words = "fra 1.000,00 → 1.060,00 kr. til 1.000,00 → 1.080,00 kr.";
    shows(
        &reader.get(PAGE).await,
        &["Åben: Genåbnet", words, "Godkendt"],
    );
    shows(
        &reader.get("/takster/opfoelgning").await,
        &["Bed om en forklaring", words],
    );
}

#[tokio::test]
async fn another_municipality_s_case_is_as_missing_as_one_that_is_not_there() {
    let app = with_tariffs().await;
    let other = app.visitor(Role::Chef, "860");
    let explain = async |case: &str| {
        let body = format!("{case}&tekst=Det+er+ikke+vores");
        other.form("/takster/sag/forklar", &body).await
    };
    let (anothers, missing) = (
        explain(CASE).await,
        explain("tilbud=X&ydelse=D%C3%B8gn&aar=2025").await,
    );
    assert_eq!(anothers.status, 404);
    assert_eq!(
        (anothers.status, &anothers.body),
        (missing.status, &missing.body)
    );
    let page = other.get(PAGE).await;
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("/takster/sag/forklar"), "no form");
    assert!(!page.body.contains("ikke vores"));
    assert_eq!(other.get("/takster/sag?tilbud=A").await.status, 404);
    let none = "/takster/sag?tilbud=A&ydelse=Nat&aar=2025";
    assert_eq!(other.get(none).await.status, 404);
}

#[tokio::test]
async fn what_an_operator_without_a_chef_explains_is_written_down_by_the_secretariat() {
    let app = with_tariffs().await;
    let offer = OFFERS.lines().next().unwrap().to_owned()
        + "\nR;Regionshuset;Region Nordjylland;regional;Aalborg;SEL § 107;Demens;5;ja;ja\n";
    import(&app, "offers", &offer).await;
    let tariffs = TARIFFS.lines().next().unwrap().to_owned()
        + "\nR;Døgn;SEL § 107;2024;1000,00;døgn\nR;Døgn;SEL § 107;2025;1100,00;døgn\n";
    import(&app, "tariffs", &tariffs).await;
    let case = "tilbud=R&ydelse=D%C3%B8gn&aar=2025";
    let page = format!("/takster/sag?{case}");
    let send = async |fields: &str| {
        let body = format!("{case}&{fields}");
        let secretariat = app.secretariat();
        secretariat
            .form("/takster/sag/modtag-forklaring", &body)
            .await
    };
    // The form begins with the operator's name; the chefs have none.
    shows(
        &app.get(&page).await,
        &["driftsherrens forklaring", "value=\"Region Nordjylland\""],
    );
    let chef = app.visitor(Role::Chef, "851").get(&page).await;
    assert!(!chef.body.contains("forklaring</summary>"), "{}", chef.body);
    let nobody = send("hvem=+&tekst=Vikarer").await;
    assert_eq!(nobody.status, 422);
    shows(
        &nobody,
        &[
            "»givet af« skal udfyldes",
            "id=\"fejl-hvem\"",
            ">Vikarer</textarea>",
        ],
    );
    let given = send("hvem=Region+Nordjylland,+Ida&tekst=Vikarer&aarsag=occupancy").await;
    assert_eq!(given.status, 303, "{}", given.body);
    shows(
        &app.get(&page).await,
        &[
            "Forklaret, mangler",
            "Region Nordjylland, Ida, skrevet ind af",
            "Givet af: Region Nordjylland, Ida",
            "Belægning",
        ],
    );
    let report = app.get("/api/v1/reports/tariff-increases").await.json();
    let rows = report["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["explanation"] == "Vikarer"));

    // Aalborg has a chef: nobody writes in that chef's place.
    let anothers = step(&app, "modtag-forklaring", "hvem=x&tekst=x").await;
    assert_eq!(anothers.status, 404);
    assert!(
        !app.get(PAGE)
            .await
            .body
            .contains("driftsherrens forklaring")
    );
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_a_number_is_not_repeated() {
    let app = with_tariffs().await;
    let refused = async |name: &str, fields: &str, words: &[&str]| {
        let answer = step(&app, name, fields).await;
        assert_eq!(answer.status, 422, "{name}");
        assert_eq!(answer.header("cache-control"), "no-store");
        shows(&answer, words);
        answer
    };
    let due = "frist=2025-06-19&tekst=Hej";
    let words = ["er overskredet", "aria-invalid", ">Hej</textarea>"];
    refused("bed-om-forklaring", due, &words).await;
    refused("bed-om-forklaring", "frist=snart", &["Skriv en dato"]).await;
    let late = "dato=2025-06-21&reference=x";
    refused("indberet", late, &["er ikke kommet endnu"]).await;
    let empty = "dato=2025-06-20&reference=+";
    refused("indberet", empty, &["»reference« skal udfyldes"]).await;
    refused("droeft", "moede=x", &["Mødet findes ikke"]).await;
    let coming = meeting(&app, "2025-11-05").await;
    let early = format!("moede={coming}");
    refused("droeft", &early, &["holdes først"]).await;
    let decision = "dato=2025-06-20&tekst=ja";
    refused("beslut", decision, &["ikke drøftet endnu"]).await;
    refused("genaabn", "tekst=x", &["åben i forvejen"]).await;
    let cpr = refused("bemaerk", "tekst=Se+010190-1234", &["CPR-lignende"]).await;
    assert!(!cpr.body.contains("010190"), "{}", cpr.body);
    shows(&cpr, &["Se [nummer]"]);
    let chef = app.visitor(Role::Chef, "851");
    let body = format!("{CASE}&tekst=x&beloeb-index=12.5");
    let amount = chef.form("/takster/sag/forklar", &body).await;
    assert_eq!(amount.status, 422);
    shows(&amount, &["Skriv beløbet med komma", "12.5"]);
    let page = app.get(PAGE).await;
    shows(&page, &["Intet endnu."]);
}

#[tokio::test]
async fn a_deadline_passes_overnight() {
    let app = with_tariffs().await;
    done(&app, "bed-om-forklaring", "frist=2025-06-20").await;
    let today = app.get("/takster/opfoelgning").await;
    shows(&today, &["Afvent forklaringen", "Frist 20. juni 2025"]);
    // 21 June 2025, 10:00 in Denmark.
    let tomorrow = app.another_instance_at(Clock::with(|| Timestamp::constant(1_750_492_800, 0)));
    let late = tomorrow.get("/takster/opfoelgning").await;
    shows(&late, &["Over fristen: 20. juni 2025"]);
    shows(&tomorrow.get(PAGE).await, &["Forklaringen er over fristen"]);
}

#[tokio::test]
async fn meetings_are_added_and_cancelled_and_the_next_one_has_what_is_open() {
    let app = with_tariffs().await;
    let id = meeting(&app, "2025-11-05").await;
    let page = app.get("/moeder").await;
    shows(
        &page,
        &["Næste møde", "5. november 2025: DAS", "Bakkehuset, Døgn"],
    );
    let cancel = format!("/moeder/{id}/aflys");
    let secretariat = app.secretariat();
    let without = secretariat.form(&cancel, "begrundelse=").await;
    assert_eq!(without.status, 422);
    shows(&without, &["skal udfyldes"]);
    assert_eq!(
        secretariat.form(&cancel, "begrundelse=Sygdom").await.status,
        303
    );
    assert_eq!(
        secretariat.form(&cancel, "begrundelse=Igen").await.status,
        409
    );
    shows(&app.get("/moeder").await, &["Aflyst", "aflyst: Sygdom"]);
    let bad = secretariat.form("/moeder", "dato=2025-06-31&titel=x").await;
    assert_eq!(bad.status, 422);
}

/// All that is written in a workbook.
fn texts(bytes: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        file.read_to_string(&mut all).unwrap();
    }
    all
}

#[tokio::test]
async fn the_papers_hold_the_figures_and_are_in_the_log() {
    let app = with_tariffs().await;
    meeting(&app, "2025-11-05").await;
    let words = async |name: &str| app.bytes(&format!("/takster/papir/{name}")).await;
    let north = texts(words("socialtilsyn-nord-2025.xlsx").await);
    for want in [
        "Socialtilsyn Nord",
        "Bakkehuset",
        "1060",
        "219000",
        "ikke trådt i kraft",
        "Rammeaftalesekretariatet",
    ] {
        assert!(north.contains(want), "{want}");
    }
    let east = texts(words("socialtilsyn-oest-2025.xlsx").await);
    assert!(!east.contains("Bakkehuset"));
    assert!(east.contains("Ingen af ydelserne"));
    let group = texts(words("styregruppe-2025.xlsx").await);
    for want in [
        "5. november 2025",
        "Indstilling",
        "Bakkehuset",
        "ny ydelse i 2025",
        "Kroner pr. år",
        "Der er ikke modtaget en forklaring.",
        "Åbne sager fra tidligere år",
        // The distribution as a picture over its own data.
        "<c:barChart>",
        "Diagramdata!",
    ] {
        assert!(group.contains(want), "{want}");
    }
    for inner in [
        "nominal",
        "TOTAL_107",
        "cockpit ",
        "explanation",
        "Dataversion",
    ] {
        assert!(!group.contains(inner), "{inner}");
    }
    // Of a year that nothing can be compared in, the papers do not say that nothing rose.
    for name in ["styregruppe-2031.xlsx", "socialtilsyn-nord-2031.xlsx"] {
        let paper = texts(words(name).await);
        assert!(paper.contains("for både 2031 og året før"), "{paper}");
        for never in ["Ingen af ydelserne", "Det indstilles", "0 ydelser"] {
            assert!(!paper.contains(never), "{never}: {paper}");
        }
    }
    for (address, never) in [
        ("/takster/stigninger?year=2031", "Ingen ydelser steg"),
        ("/takster/opfoelgning?year=2031", "Ingen sager er åbne"),
        ("/takster/opfoelgning?year=2031", "klar til at sende"),
    ] {
        let page = app.get(address).await;
        assert!(page.body.contains("så intet kan sammenlignes"), "{address}");
        assert!(!page.body.contains(never), "{address}: {never}");
    }
    let pdf = words("styregruppe-2025.pdf").await;
    assert!(pdf.starts_with(b"%PDF"));
    for missing in ["styregruppe-2025.doc", "socialtilsyn-vest-2025.pdf", "x"] {
        let answer = app.get(&format!("/takster/papir/{missing}")).await;
        assert_eq!(answer.status, 404, "{missing}");
    }
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let log = admin.get("/api/v1/log?handling=exported").await;
    shows(&log, &["/takster/papir/socialtilsyn-nord-2025.xlsx"]);
}

/// The case of 2024 stays beside that of 2025 until it is reported and discussed, wherever open
/// cases are listed.
#[tokio::test]
async fn open_cases_of_every_year_are_listed_by_year() {
    let app = with_tariffs().await;
    meeting(&app, "2025-06-25").await;
    let list = app.get("/takster/opfoelgning").await;
    let both = [
        "<h3>2025</h3>",
        "<h3>2024</h3>",
        "alle år",
        "id=\"ask-2024\"",
    ];
    shows(&list, &both);
    let lacks = "mangler forklaring på 1 af 1 stigning";
    assert_eq!(list.body.matches(lacks).count(), 2, "{}", list.body);
    shows(
        &list,
        &[
            "Liste til Socialtilsyn Nord, 2024",
            "mangler forklaring på 2 af 2",
        ],
    );
    assert!(!list.body.contains("klar til at sende"));
    let one = app.get("/takster/opfoelgning?year=2025").await;
    assert!(!one.body.contains("<h3>2024</h3>"));
    let meetings = app.get("/moeder").await;
    shows(
        &meetings,
        &["Bakkehuset, Døgn, 2025", "Bakkehuset, Døgn, 2024"],
    );
    let due = "tilbud=A&ydelse=D%C3%B8gn&aar=2024&frist=2025-07-01&tekst=";
    let asked = app
        .secretariat()
        .form("/takster/sag/bed-om-forklaring", due)
        .await;
    assert_eq!(asked.status, 303);
    let chef = app.visitor(Role::Chef, "851");
    let own = chef.get("/takster/opfoelgning").await;
    shows(&own, &["Bakkehuset, Døgn, 2024 (senest 1. juli 2025)"]);
}
