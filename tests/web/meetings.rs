//! Meetings through the router: an agenda from its first item to what is decided, who sees what of
//! it, and a table that somebody brings.

use cockpit::changes::meetings::example;
use cockpit::domain::meetings::Content;
use cockpit::domain::people::Role;
use cockpit::reports::meetings::content;

use super::app::{Answer, TestApp, Visitor};

/// The address of a meeting that was added for a day.
pub async fn added(secretariat: &Visitor<'_>, day: &str) -> String {
    let form = format!("dato={day}&titel=M%C3%B8de&type=kkr&sted=Aalborg");
    let done = secretariat.form("/moeder", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done.header("location").to_owned()
}

/// Adds an item; its id.
pub async fn item(secretariat: &Visitor<'_>, meeting: &str, fields: &str) -> String {
    let done = secretariat
        .form(&format!("{meeting}/punkter"), fields)
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let address = done.header("location").to_owned();
    address
        .split("#punkt-")
        .nth(1)
        .expect("the item")
        .to_owned()
}

pub async fn step(secretariat: &Visitor<'_>, meeting: &str, step: &str) -> Answer {
    let form = format!("handling=skridt&skridt={step}&begrundelse=fejl");
    secretariat.form(meeting, &form).await
}

fn shows(page: &Answer, words: &[&str]) {
    for words in words {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

fn hides(page: &Answer, words: &[&str]) {
    for words in words {
        assert!(!page.body.contains(words), "{words}: {}", page.body);
    }
}

#[tokio::test]
async fn an_agenda_is_prepared_sent_held_and_decided() {
    let app = TestApp::new();
    let (secretariat, reader) = (app.secretariat(), app.visitor(Role::Reader, ""));
    let meeting = added(&secretariat, "2025-06-20").await;
    let text = "overskrift=Komponenttal&tekst=Se+**tallene**+%3Cscript%3Ex%3C%2Fscript%3E\
        &rapport=unit-costs&filtre=area%3DKKR_NORDJYLLAND%0Afrom%3D2022&minutter=15&oplaegsholder=Formanden";
    let first = item(&secretariat, &meeting, text).await;
    let secret = item(&secretariat, &meeting, "overskrift=Personsag&fortroligt=ja").await;
    let page = secretariat.get(&meeting).await;
    shows(
        &page,
        &[
            "1. Komponenttal",
            "<strong>tallene</strong>",
            "15 minutter",
            "Oplæg: Formanden",
            "532.477.630",
            "2. Personsag",
            "Fortroligt",
        ],
    );
    hides(&page, &["<script>x"]);
    // Nobody else sees what is not sent.
    let draft = reader.get(&meeting).await;
    shows(&draft, &["Dagsordenen er ikke sendt endnu."]);
    hides(&draft, &["Komponenttal", "Personsag"]);

    let up = format!("{meeting}/punkter/{secret}/flyt");
    assert_eq!(secretariat.form(&up, "retning=op").await.status, 303);
    shows(
        &secretariat.get(&meeting).await,
        &["1. Personsag", "2. Komponenttal"],
    );
    assert_eq!(secretariat.form(&up, "plads=2").await.status, 303);
    assert_eq!(secretariat.form(&up, "retning=hen").await.status, 400);

    assert_eq!(step(&secretariat, &meeting, "send").await.status, 303);
    let sent = reader.get(&meeting).await;
    shows(&sent, &["1. Komponenttal", "2. Fortroligt punkt"]);
    hides(&sent, &["Personsag", "Ret<span", "Send dagsordenen"]);
    assert_eq!(secretariat.form(&up, "retning=op").await.status, 409);
    assert_eq!(step(&secretariat, &meeting, "send").await.status, 409);

    assert_eq!(step(&secretariat, &meeting, "hold").await.status, 303);
    let none = secretariat
        .form(&meeting, &format!("handling=beslut&punkt={first}&kode="))
        .await;
    assert_eq!(none.status, 422);
    shows(&none, &["Vælg, hvad der blev besluttet."]);
    let decided = format!(
        "handling=beslut&punkt={first}&kode=approved&beslutning=Som+indstillet&opfoelgning=Skriv+til+ministeren&frist=2025-09-01"
    );
    assert_eq!(secretariat.form(&meeting, &decided).await.status, 303);
    let noted = format!("handling=beslut&punkt={secret}&kode=noted&beslutning=Hemmeligt");
    assert_eq!(secretariat.form(&meeting, &noted).await.status, 303);
    let list = reader.get("/moeder/beslutninger").await;
    shows(
        &list,
        &[
            "Mangler endnu",
            "Skriv til ministeren (senest 1. september 2025)",
        ],
    );
    hides(&list, &["Personsag", "Hemmeligt"]);
    shows(
        &secretariat.get("/moeder/beslutninger").await,
        &["Personsag"],
    );
    let done = format!("handling=noter&punkt={first}&slags=done&notat=Sendt");
    assert_eq!(secretariat.form(&meeting, &done).await.status, 303);
    shows(
        &reader.get("/moeder/beslutninger").await,
        &["Ingen beslutning venter"],
    );
    shows(&reader.get(&meeting).await, &["Gjort: Sendt"]);

    let api = app
        .get(&format!(
            "/api/v1{}",
            meeting.replace("/moeder", "/meetings")
        ))
        .await;
    hides(&api, &["Personsag", "Hemmeligt"]);
    let public = api.json();
    assert_eq!(public["type"], "https://schema.oparl.org/1.1/Meeting");
    assert_eq!(public["agendaItem"].as_array().unwrap().len(), 1);
    assert_eq!(public["agendaItem"][0]["result"], "approved");
    assert_eq!(
        public["agendaItem"][0]["cockpit:text"],
        "Se tallene <script>x</script>"
    );

    let report = app.get("/api/v1/reports/meetings").await.json();
    let row = &report["rows"][0];
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    let want = [
        "id", "held_on", "kind", "title", "state", "items", "decided", "sha256",
    ];
    assert_eq!(keys, want);
    assert_eq!(
        (&row["state"], &row["items"], &row["decided"]),
        (&"held".into(), &2.into(), &2.into())
    );
    // Of the paper as it was sent.
    let hash = row["sha256"].as_str().expect("a hash");
    assert!(hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit()));
}

#[tokio::test]
async fn a_filter_that_the_report_does_not_have_is_refused_at_its_field() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let meeting = added(&secretariat, "2025-06-20").await;
    for (fields, words) in [
        (
            "rapport=unit-costs&filtre=threshold%3D5",
            "»threshold« findes ikke her",
        ),
        ("rapport=unit-costs&filtre=area%3DAtlantis", "»Atlantis«"),
        (
            "rapport=costly-cases&filtre=detail%3Dcase",
            "»detail« findes ikke her",
        ),
        ("rapport=findes-ikke", "findes ikke"),
        ("rapport=unit-costs&filtre=kun+ord", "er ikke et filter"),
    ] {
        let form = format!("overskrift=Tal&{fields}");
        let refused = secretariat.form(&format!("{meeting}/punkter"), &form).await;
        assert_eq!(refused.status, 422, "{fields}");
        shows(&refused, &[words, "value=\"Tal\""]);
    }
}

/// Offers, and what one of them documents.
async fn with_results(app: &TestApp, evaluated: &str) {
    let offers = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;pladser;i_rammeaftale;standardkontrakt\n\
        A;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;24;ja;ja\n";
    let results = format!(
        "tilbud_id;aar;kvartal;ophold;med_maal;evalueret;maal_opfyldt\nA;2026;3;20;18;{evaluated};9\n"
    );
    app.post("/api/v1/imports/offers", offers).await;
    let brought = app.post("/api/v1/imports/results", &results).await;
    assert_eq!(brought.status, 201, "{}", brought.body);
}

#[tokio::test]
async fn an_item_takes_an_analysis_and_keeps_it_as_it_was_sent() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    with_results(&app, "15").await;
    let meeting = added(&secretariat, "2025-06-20").await;
    for (fields, refused) in [
        ("rapport=analyse%3Afindes-ikke", "findes ikke mere"),
        (
            "rapport=analyse%3Aresultatdokumentation&filtre=level%3Dregion",
            "Parameteren »level«",
        ),
        (
            "rapport=analyse%3Aresultatdokumentation&filtre=kommune%3D851",
            "Parameteren »kommune«",
        ),
    ] {
        let form = format!("overskrift=Punkt&{fields}");
        let sent = secretariat.form(&format!("{meeting}/punkter"), &form).await;
        assert_eq!(sent.status, 422, "{fields}");
        shows(&sent, &[refused]);
    }
    let fields =
        "overskrift=Resultater&rapport=analyse%3Aresultatdokumentation&filtre=level%3Doffer";
    let id = item(&secretariat, &meeting, fields).await;
    let form = secretariat.get(&format!("{meeting}/punkter/{id}")).await;
    shows(&form, &["Analyse: Resultatdokumentation", "level=offer"]);
    let page = secretariat.get(&meeting).await;
    shows(
        &page,
        &[
            "Bakkehuset",
            "83,33",
            "/analyser/resultatdokumentation/tal.xlsx?level=offer",
        ],
    );

    assert_eq!(step(&secretariat, &meeting, "send").await.status, 303);
    let paper = |ending: &str| format!("{meeting}/papir/papir.{ending}");
    let json = secretariat.get(&paper("json")).await.body;
    let agreed = [
        r#""report":"resultatdokumentation""#,
        r#""evaluated_pct":"83.33""#,
        // What was not given is the value that held.
        r#""year":"2026""#,
    ];
    for words in agreed {
        assert!(json.contains(words), "{words}: {json}");
    }
    for ending in ["pdf", "xlsx"] {
        assert_eq!(
            secretariat.get(&paper(ending)).await.status,
            200,
            "{ending}"
        );
    }
    with_results(&app, "9").await;
    shows(&secretariat.get(&meeting).await, &["Bakkehuset", "83,33"]);
    assert_eq!(secretariat.get(&paper("json")).await.body, json);
    // That they moved is told without how much: nobody knows how many persons are behind the columns of a query.
    let moved = secretariat.get(&meeting).await;
    shows(
        &moved,
        &[
            "Ændrede tal, der kan bygge på få borgere",
            "Et tal er ændret. Hvor meget vises ikke",
        ],
    );
    hides(&moved, &["50,00"]);
}

#[tokio::test]
async fn a_table_is_brought_worked_out_again_and_marked() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let meeting = added(&secretariat, "2025-06-20").await;
    let of = item(&secretariat, &meeting, "overskrift=Svar").await;
    let address = format!("{meeting}/punkter/{of}/tabel");
    let bring = async |file: &str| {
        let body = format!(
            "--skel\r\nContent-Disposition: form-data; name=\"diagram\"\r\n\r\nja\r\n--skel\r\n\
             Content-Disposition: form-data; name=\"fil\"; filename=\"svar.csv\"\r\n\r\n{file}\r\n--skel--\r\n"
        );
        let kind = "multipart/form-data; boundary=skel";
        secretariat.request("POST", &address, kind, &body).await
    };
    let wrong = bring("KKR;Svar\nNord;12\nSyd;x\nVest;3\n").await;
    assert_eq!(wrong.status, 422);
    shows(&wrong, &["Linje 3, »Svar«: »x« er ikke et tal"]);
    let file = "KKR;Medlemmer;Svar;Svarrate, %\nA;57;35;61\nB;31;22;71\nC;30;23;77\nD;34;16;48\nI alt;153;96;63\n";
    assert_eq!(bring(file).await.status, 303);
    let page = secretariat.get(&meeting).await;
    shows(
        &page,
        &[
            "I alt, Medlemmer: følger ikke af tallene: 153 er 152.",
            "D, Svarrate, %: følger ikke af tallene: 48 % er 47,1 %.",
            "er regnet efter som",
            "data-chart=\"bars\"",
        ],
    );
    // A table stays when the words are written anew, until somebody takes it away.
    let write = format!("{meeting}/punkter/{of}");
    assert_eq!(
        secretariat.form(&write, "overskrift=Svarene").await.status,
        303
    );
    shows(
        &secretariat.get(&meeting).await,
        &["1. Svarene", "153 er 152"],
    );
    assert_eq!(
        secretariat
            .form(&write, "overskrift=Svarene&fjern-tabel=ja")
            .await
            .status,
        303
    );
    hides(&secretariat.get(&meeting).await, &["153 er 152"]);
}

/// The slides of 20 June 2025 as items: every report is asked, every table follows.
#[tokio::test]
async fn the_example_is_the_meeting_of_20_june_2025() {
    let app = TestApp::new();
    for wording in example::wordings().expect("the example") {
        match &wording.content {
            Content::Report { question, filters } => {
                content::asked(question, filters).expect("a report's own filters");
            }
            Content::Table(table) => assert_eq!(table.findings(), [], "{}", wording.heading),
            Content::Text | Content::Analysis { .. } => {
                panic!("{} shows nothing of its own", wording.heading)
            }
        }
    }
    let secretariat = app.secretariat();
    let done = secretariat.form("/moeder/eksempel", "").await;
    assert_eq!(done.status, 303);
    let page = secretariat.get(done.header("location")).await;
    shows(
        &page,
        &[
            "1. Komponentanalyse",
            "34.079.410",
            "4. Resultatkontrakt 2024",
            "Kendskab",
            "48.096.928",
            "SOSU-pladser",
            "er regnet efter som",
            "Værdiskabende",
        ],
    );
    hides(&page, &["følger ikke af tallene", "alert-error"]);
    // The next meeting begins with its agenda.
    let form = "dato=2025-11-07&titel=KKR+igen&type=kkr&kopi=ja";
    let next = secretariat
        .form("/moeder", form)
        .await
        .header("location")
        .to_owned();
    shows(
        &secretariat.get(&next).await,
        &["8. KKR-undersøgelsen 2025: nøgleord"],
    );
    let list = secretariat.get("/moeder").await;
    shows(
        &list,
        &["KKR igen", "8 punkter på dagsordenen, som ikke er sendt."],
    );
}
