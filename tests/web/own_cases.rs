//! A head of department's own single cases: what the pages tell, to whom, and that each look is in
//! the log.

use axum::http::StatusCode;
use cockpit::domain::people::{Role, Standing};
use cockpit::storage::{self, StoreError};

use super::app::{Answer, TestApp, Visitor};

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    P;Fonden;Fonden;privat;Aalborg;SEL § 107;Demens;4;ja;ja\n";

/// Costs of five persons in 2021 and 2022, all but one by the year: one stays and moves, one is new
/// and was known, one is new, one is gone, one was never costly.
const LINES: &str = "sag;kommune;aar;maaned;paragraf;leverandoer;tilbud_id;udgift;under_67\n\
    bliverbliver;851;2021;;SEL § 107;privat;P;2.400.000,00;ja\n\
    bliverbliver;851;2021;;SEL § 85;kommunal;;100.000,00;ja\n\
    bliverbliver;851;2022;;SEL § 107;kommunal;A;2.400.000,00;ja\n\
    bliverbliver;851;2022;;SEL § 85;kommunal;;100.000,00;ja\n\
    kendt;851;2021;;SEL § 108;privat;;2.000.000,00;ja\n\
    kendt;851;2022;;SEL § 108;privat;;2.000.000,01;ja\n\
    ny;851;2022;1;SEL § 108;privat;;4.000.000,00;nej\n\
    borte;851;2021;;SEL § 108;privat;;3.000.000,00;nej\n\
    lille;851;2022;;SEL § 85;kommunal;;250.000,00;ja\n\
    bliverbliver;773;2022;;SEL § 107;privat;;7.654.321,00;ja\n";

const LIST: &str = "/enkeltsager/egne?year=2022";

async fn region() -> TestApp {
    let app = TestApp::new();
    for (kind, text) in [("offers", OFFERS), ("cases", LINES)] {
        let sent = app.post(&format!("/api/v1/imports/{kind}"), text).await;
        assert_eq!(sent.status, 201, "{}", sent.body);
    }
    app
}

/// The row of a case on the list, its tags as blanks.
fn row(list: &Answer, case: &str) -> String {
    let from = list
        .body
        .split(&format!("/enkeltsager/egne/{case}\""))
        .nth(1);
    let row = from.and_then(|rest| rest.split("</tr>").next());
    let row = row.unwrap_or_else(|| panic!("{case}: {}", list.body));
    let mut text = String::new();
    let mut tag = true;
    for letter in row.chars() {
        match letter {
            '<' => tag = true,
            '>' => {
                tag = false;
                text.push(' ');
            }
            letter if !tag => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_list_tells_what_became_of_each_case_what_it_cost_and_what_changed() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let list = chef.get(LIST).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    // Gross 2.5 million by the year: 710,000 is a lower bound, by the limits of 2022.
    assert_eq!(
        row(&list, "bliverbliver"),
        "bliverbl… Fortsat SEL § 107, SEL § 85 Bakkehuset 2.500.000 2.500.000 mindst 710.000 \
         højst 1.790.000 0 mest SEL § 107, Bakkehuset: +2.400.000 Ingen endnu"
    );
    assert!(row(&list, "kendt").contains("Ny, kendt året før"));
    // Every line has its month, and the citizen is 67 or over: no refund, and no "mindst".
    let new = row(&list, "ny");
    assert!(
        new.starts_with("ny Ny SEL § 108 – 4.000.000 0 4.000.000 +4.000.000"),
        "{new}"
    );
    let gone = row(&list, "borte");
    assert!(
        gone.starts_with("borte Ophørt SEL § 108 3.000.000 – – – −3.000.000"),
        "{gone}"
    );
    assert!(!list.body.contains("/enkeltsager/egne/lille"));
    let every = chef.get(&format!("{LIST}&vis=alle")).await;
    assert!(every.body.contains("/enkeltsager/egne/lille"));
    for other in ["7.654.321", "bliverbliver<"] {
        assert!(!every.body.contains(other), "{other}");
    }
    // The year before has no year before it.
    let first = chef.get("/enkeltsager/egne?year=2021").await;
    assert!(row(&first, "borte").starts_with("borte – SEL § 108 3.000.000"));
    // 67 or over in every line: no refund at all, though no line has a month.
    assert!(row(&first, "borte").starts_with("borte – SEL § 108 3.000.000 0 3.000.000 –"));
    assert!(first.body.contains("Der er ingen linjer for året før 2021"));
    let case = chef.get("/enkeltsager/egne/borte").await.body;
    assert!(case.contains("2022: Ophørt"), "{case}");
}

#[tokio::test]
async fn a_case_has_every_line_and_is_not_there_for_another_municipality() {
    let app = region().await;
    let (chef, other) = (
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "773"),
    );
    let case = chef.get("/enkeltsager/egne/kendt").await;
    assert_eq!(case.status, StatusCode::OK, "{}", case.body);
    for words in [
        "2.000.000,01",
        "2.000.000,00",
        "SEL § 108",
        "upload 3</a>, linje 7",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    // However the pseudonym is written.
    assert_eq!(
        chef.get("/enkeltsager/egne/KENDT").await.status,
        StatusCode::OK
    );
    let anothers = other.get("/enkeltsager/egne/kendt").await;
    let missing = other.get("/enkeltsager/egne/findes-ikke").await;
    assert_eq!(anothers.status, StatusCode::NOT_FOUND);
    assert_eq!(
        (anothers.status, &anothers.body),
        (missing.status, &missing.body)
    );
    let form = "dato=2025-06-01&notat=x";
    let anothers = other.form("/enkeltsager/egne/kendt/gennemgang", form).await;
    let missing = other
        .form("/enkeltsager/egne/findes-ikke/gennemgang", form)
        .await;
    assert_eq!(anothers.status, StatusCode::NOT_FOUND);
    assert_eq!(
        (anothers.status, &anothers.body),
        (missing.status, &missing.body)
    );
    // The same pseudonym elsewhere is somebody else.
    let namesake = other.get("/enkeltsager/egne/bliverbliver").await;
    assert!(namesake.body.contains("7.654.321,00") && !namesake.body.contains("2.400.000"));
}

#[tokio::test]
async fn nothing_of_a_case_is_kept_by_a_browser_or_told_by_an_etag() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let wrong = "dato=i+g%C3%A5r&notat=x";
    for answer in [
        chef.get(LIST).await,
        chef.get("/enkeltsager/egne/ny").await,
        chef.form("/enkeltsager/egne/ny/gennemgang", wrong).await,
    ] {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("etag"), "");
    }
}

#[tokio::test]
async fn reviews_are_added_never_overwritten_and_the_next_is_marked_when_it_is_overdue() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let address = "/enkeltsager/egne/kendt/gennemgang";
    let sent = async |form: &str| chef.form(address, form).await.status.as_u16();
    assert_eq!(
        sent("dato=2025-05-01&naeste=2025-06-19&notat=F%C3%B8rste+notat").await,
        303
    );
    let late = "Skulle være gennemgået 19. juni 2025";
    assert!(
        row(&chef.get(LIST).await, "kendt").ends_with(&format!("1. maj 2025 {late} Første notat"))
    );
    // Today is 20 June 2025: the future is no review, and the next one comes after it.
    assert_eq!(sent("dato=2025-06-21&notat=x").await, 422);
    assert_eq!(sent("dato=2025-06-01&naeste=2025-06-01&notat=x").await, 422);
    assert_eq!(
        sent("dato=2025-06-20&naeste=2025-12-20&notat=Andet+notat").await,
        303
    );
    let list = chef.get(LIST).await;
    assert!(!list.body.contains(late));
    let told = row(&list, "kendt");
    assert!(
        told.ends_with("20. juni 2025 næste 20. december 2025 Andet notat"),
        "{told}"
    );
    let case = chef.get("/enkeltsager/egne/kendt").await.body;
    let (first, second) = (case.find("Første notat"), case.find("Andet notat"));
    assert!(first.is_some() && second < first, "both, the newest first");
    // What is written about a citizen is in no log, and makes no figure of anybody's new.
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(
        log.contains("reviewed_case") && !log.contains("Andet notat"),
        "{log}"
    );
    let check = |db: &mut storage::Db| Ok(storage::check::run(db)?.problems);
    let problems = app.store.read::<_, StoreError>(check);
    assert_eq!(problems.expect("a check"), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_stay_would_cost_at_the_median_is_asked_where_five_tariffs_tell_it() {
    let app = region().await;
    let head = OFFERS.lines().next().expect("a head");
    let mut offers = format!("{head}\n");
    let mut tariffs = String::from("tilbud_id;ydelse;paragraf;aar;takst;enhed\n");
    // Four of the region with a target group of Bakkehuset's; one of another, one elsewhere.
    for (id, place, group, kroner) in [
        ("B", "Aalborg", "Demens", 2000),
        ("C", "Thisted", "Demens", 2400),
        ("D", "Hjørring", "Demens, Autismespektrum", 2500),
        ("E", "Aalborg", "Autismespektrum", 9000),
        ("F", "Aarhus", "Demens", 9000),
    ] {
        let row = format!("{id};Hus {id};Fond;privat;{place};SEL § 107;{group};10;ja;ja\n");
        offers.push_str(&row);
        tariffs.push_str(&format!("{id};Ophold;SEL § 107;2022;{kroner},00;døgn\n"));
    }
    tariffs.push_str("A;Ophold;SEL § 107;2022;4000,00;døgn\nA;Dag;SEL § 107;2022;900,00;dag\n");
    let sent = app.post("/api/v1/imports/offers", &offers).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let sent = app.post("/api/v1/imports/tariffs", &tariffs).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let chef = app.visitor(Role::Chef, "851");
    let case = chef.get("/enkeltsager/egne/bliverbliver").await.body;
    assert!(case.contains("der er kun 4 takster pr. døgn"), "{case}");
    assert!(case.contains("linjerne oplyser intet tilbud"));
    assert!(!chef.get(LIST).await.body.contains("regionens mediantakst?"));
    let fifth = "tilbud_id;ydelse;paragraf;aar;takst;enhed\nP;Ophold;SEL § 107;2022;3000,00;døgn\n";
    let sent = app.post("/api/v1/imports/tariffs", fifth).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    // 2.4 million at 4,000 a day, by a median of 2,500 of 2,000, 2,400, 2,500, 3,000 and 4,000.
    let case = chef.get("/enkeltsager/egne/bliverbliver").await.body;
    for figure in [
        "4.000,00",
        "2.500,00",
        r#"<td class="num">5</td>"#,
        "1.500.000",
    ] {
        assert!(case.contains(figure), "{figure}: {case}");
    }
    let list = chef.get(LIST).await.body;
    let told =
        "Ophold for 2.400.000 kr. ville til mediantaksten koste 1.500.000 kr.: 900.000 kr. mindre.";
    assert!(
        list.contains(told) && list.contains("1 af de 3 dyre sager"),
        "{list}"
    );
}

/// Action, who, object and detail of what an administrator's search finds.
async fn found(administrator: &Visitor<'_>, query: &str) -> Vec<[String; 4]> {
    let answer = administrator.get(&format!("/api/v1/log?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let json = answer.json();
    let rows = json["rows"].as_array().expect("rows").iter();
    let text =
        |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.map(|row| ["action", "who", "object", "detail"].map(|key| text(row, key)))
        .collect()
}

#[tokio::test]
async fn each_look_is_in_the_log_and_found_by_the_case_alone() {
    let app = region().await;
    let (chef, other) = (
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "773"),
    );
    chef.get(LIST).await;
    chef.get("/enkeltsager/egne/kendt").await;
    chef.get("/enkeltsager/egne/ny").await;
    chef.get("/enkeltsager/egne/findes-ikke").await;
    other.get("/enkeltsager/egne").await;
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let looks = found(&administrator, "handling=saw_cases").await;
    let told: Vec<(&str, &str)> = looks.iter().map(|look| (&*look[2], &*look[3])).collect();
    let list = "listen over kommunens sager";
    // Without the case: how many a municipality has is in no log either.
    assert_eq!(
        told,
        [
            ("773", list),
            ("851", "en sag"),
            ("851", "en sag"),
            ("851", list)
        ]
    );
    let looks = found(&administrator, "sag=Kendt").await;
    let told: Vec<(&str, &str)> = looks.iter().map(|look| (&*look[2], &*look[3])).collect();
    assert_eq!(told, [("851", "sagen kendt"), ("851", list)]);
    assert!(
        looks
            .iter()
            .all(|look| look[1].contains("chef-851@example.dk"))
    );
    assert!(
        found(&administrator, "sag=ken").await.is_empty(),
        "a part is no case"
    );
    assert!(
        found(&administrator, "handling=saw_cases&tekst=kendt")
            .await
            .is_empty()
    );
    let page = administrator.get("/log?sag=kendt").await;
    assert!(
        page.body.contains("sagen kendt") && !page.body.contains("en sag<"),
        "{}",
        page.body
    );
    // That the search was taken out as a file stands in the log without the case.
    administrator.get("/api/v1/log.csv?sag=kendt").await;
    let taken = found(&administrator, "handling=exported").await;
    assert!(
        taken.iter().any(|entry| entry[2] == "/api/v1/log.csv"),
        "{taken:?}"
    );
    assert!(
        taken.iter().all(|entry| !entry[2].contains("sag=")),
        "{taken:?}"
    );
    let number = administrator.get("/log?sag=010190-1234").await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!number.body.contains("010190"));
}

#[tokio::test]
async fn the_list_is_sorted_by_a_click_and_searched_by_a_word() {
    let app = region().await;
    let chef = app.visitor(Role::Chef, "851");
    let cases = |list: &Answer| -> Vec<String> {
        let links = list.links("/enkeltsager/egne/");
        let names = links.iter().filter_map(|link| link.rsplit('/').next());
        names.map(str::to_owned).collect()
    };
    for (asked, expected) in [
        ("", "ny borte bliverbliver kendt"),
        ("&orden=cost", "kendt bliverbliver ny borte"),
        ("&orden=-cost", "ny bliverbliver kendt borte"),
        ("&orden=case", "bliverbliver borte kendt ny"),
        ("&ord=BAKKEHUSET", "bliverbliver"),
        // Shown shortened, and looked for whole.
        ("&ord=bliverbliver", "bliverbliver"),
        ("&ord=SEL&orden=case", "bliverbliver borte kendt ny"),
    ] {
        let list = chef.get(&format!("{LIST}{asked}")).await;
        assert_eq!(cases(&list).join(" "), expected, "{asked}");
    }
    let found = chef.get(&format!("{LIST}&ord=kendt")).await;
    // A word stays when the order changes.
    let by_cost = "/enkeltsager/egne?year=2022&orden=cost&ord=kendt#liste".to_owned();
    let heads = found.links("/enkeltsager/egne?");
    assert!(heads.contains(&by_cost), "{heads:?}");
    let number = chef.get(&format!("{LIST}&ord=010190-1234")).await.body;
    assert!(!number.contains("010190"), "{number}");
    let none = chef.get(&format!("{LIST}&ord=findes-ikke")).await.body;
    assert!(none.contains("Ingen af de 4 sager har ordet"), "{none}");
}
