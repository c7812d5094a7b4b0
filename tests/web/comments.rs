//! Comments on figures: on their page, beside them, in the list; when the figure moves, is masked, or
//! is gone; by whoever may, and told to whom they are for.

use axum::http::StatusCode;
use cockpit::domain::people::Role;
use cockpit::storage::{StoreError, mail};

use super::app::{TestApp, Visitor};

pub const FORM: &str = "/kommentarer";

/// A figure of the published region, and the form of a comment on it as its page has it.
const EXPENDITURE: &str =
    "rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure&set=kroner%3A514695944";

/// The same figure after a correction.
const CORRECTION: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
     KKR Nordjylland;SEL § 107;2024;515000000,00;602,3;2023\n";

pub fn page(figure: &str) -> String {
    let (address, _) = figure.split_once("&set=").unwrap_or((figure, ""));
    format!("/hvorfra?{address}")
}

pub async fn comments(visitor: &Visitor<'_>, figure: &str, rest: &str) -> String {
    let sent = visitor.form(FORM, &format!("{figure}&{rest}")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    sent.header("location").to_owned()
}

pub async fn uploads(app: &TestApp, kind: &str, text: &str) {
    let sent = app.post(&format!("/api/v1/imports/{kind}"), text).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
}

/// The number of the newest comment.
pub async fn newest(visitor: &Visitor<'_>) -> String {
    let list = visitor.get(FORM).await.body;
    let id = list.split("/kommentarer/").nth(1);
    let id = id.and_then(|rest| rest.split('/').next());
    id.expect("a comment").to_owned()
}

#[tokio::test]
async fn a_comment_follows_its_figure_and_keeps_what_was_said() {
    let app = TestApp::new();
    let (chef, secretariat) = (app.visitor(Role::Chef, "851"), app.secretariat());
    let to = comments(&chef, EXPENDITURE, "tekst=Vi+har+rettet+bogf%C3%B8ringen").await;
    assert!(to.ends_with("#kommentarer"), "{to}");
    let shown = secretariat.get(&to.replace("#kommentarer", "")).await.body;
    assert!(shown.contains("Vi har rettet bogføringen"), "{shown}");
    assert!(
        shown.contains("Tallet er stadig 514.695.944,00 kr."),
        "{shown}"
    );
    // Beside the figure on the front page, and with it wherever the same figure is shown.
    for address in [
        "/komponentanalyse",
        "/komponentanalyse?from=2023",
        "/komponentanalyse?area=KKR_NORDJYLLAND&price-level=2023",
    ] {
        let front = secretariat.get(address).await;
        assert_eq!(front.status, StatusCode::OK, "{address}: {}", front.body);
        assert!(front.body.contains("1 kommentar til tallet<"), "{address}");
    }
    // In other prices it is another figure, and so is that of another year.
    let other = "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2023&kolonne=expenditure";
    assert!(!secretariat.get(other).await.body.contains("Vi har rettet"));

    let id = newest(&secretariat).await;
    let answer = format!("/kommentarer/{id}/svar");
    let answered = secretariat
        .form(&answer, "svar=Tak%2C+vi+ser+p%C3%A5+det")
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);

    uploads(&app, "components", CORRECTION).await;
    let front = secretariat.get("/komponentanalyse").await.body;
    assert!(front.contains("1 kommentar til tallet, som er ændret siden"));
    let moved = secretariat.get(&page(EXPENDITURE)).await.body;
    let words = "det var 514.695.944,00 kr. ved datastand 2, og er nu 515.000.000,00 kr.";
    assert!(
        moved.contains(words) && moved.contains("Tak, vi ser på det"),
        "{moved}"
    );
    let list = chef.get("/kommentarer?vis=aendrede").await.body;
    assert!(
        list.contains(words) && list.contains("SEL § 107, 2024"),
        "{list}"
    );

    // Resolved: no mark beside the figure, and nothing is gone.
    let done = chef
        .form(&format!("/kommentarer/{id}/afslut"), "fra=liste")
        .await;
    assert_eq!(done.header("location"), "/kommentarer#liste");
    assert!(
        !secretariat
            .get("/komponentanalyse")
            .await
            .body
            .contains("kommentar til tallet")
    );
    let list = secretariat.get("/kommentarer").await.body;
    assert!(list.contains("Her er ingen kommentarer"), "{list}");
    let list = secretariat.get("/kommentarer?vis=loeste").await.body;
    assert!(list.contains("Løst 20. juni 2025 kl. 10.00 af"), "{list}");
    assert!(list.contains("Vi har rettet bogføringen"));
    let again = secretariat
        .form(&format!("/kommentarer/{id}/genaabn"), "")
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(
        secretariat
            .get("/komponentanalyse")
            .await
            .body
            .contains("som er ændret siden")
    );
}

#[tokio::test]
async fn two_ways_to_ask_share_an_address_and_other_figures_do_not() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    comments(&secretariat, EXPENDITURE, "tekst=Om+SEL+107+i+2024").await;
    let page = "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure";
    for same in [
        "",
        "&area=KKR%20Nordjylland",
        "&area=KKR_NORDJYLLAND&to=2024",
        "&from=2023&to=2024",
        "&price-level=2023",
    ] {
        let shown = secretariat.get(&format!("{page}{same}")).await.body;
        assert!(shown.contains("Om SEL 107 i 2024"), "{same}: {shown}");
    }
    for (other, status) in [
        ("&price-level=current", 404),
        ("&as-of=1", 200),
        ("&area=851", 404),
    ] {
        let shown = secretariat.get(&format!("{page}{other}")).await;
        assert_eq!(shown.status, status, "{other}: {}", shown.body);
        assert!(!shown.body.contains("Om SEL 107 i 2024"), "{other}");
    }
    // A newer year: the front page shows it, and the comment stays at the figure of 2024.
    let newer = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
         KKR Nordjylland;SEL § 107;2025;520000000,00;600,0;2023\n\
         KKR Nordjylland;SEL § 108;2025;430000000,00;330,0;2023\n\
         KKR Nordjylland;ABL § 105/85;2025;1200000000,00;1400,0;2023\n\
         KKR Nordjylland;SEL § 85;2025;300000000,00;4000,0;2023\n";
    uploads(&app, "components", newer).await;
    let front = secretariat.get("/komponentanalyse").await.body;
    assert!(front.contains("520.000.000"), "{front}");
    assert_eq!(front.matches("1 kommentar til tallet<").count(), 1);
    assert!(
        secretariat
            .get(page)
            .await
            .body
            .contains("Om SEL 107 i 2024")
    );

    // What the row does not name is part of the address: the difference of other years is another.
    let driver = "rapport=decomposition&r.member=SEL_107&kolonne=change&from=2022&to=2024";
    let shown = secretariat.get(&format!("/hvorfra?{driver}")).await.body;
    let set = shown.split("name=\"set\" value=\"").nth(1).unwrap();
    let set = set.split('"').next().unwrap();
    comments(&secretariat, &format!("{driver}&set={set}"), "tekst=Faldet").await;
    let same = format!("/hvorfra?{driver}&by=paragraph&group=TOTAL_107_108_105");
    assert!(secretariat.get(&same).await.body.contains("Faldet</p>"));
    let other = format!("/hvorfra?{}", driver.replace("from=2022", "from=2023"));
    let shown = secretariat.get(&other).await;
    assert_eq!(shown.status, 200);
    assert!(!shown.body.contains("Faldet</p>"), "{}", shown.body);
}

#[tokio::test]
async fn a_figure_that_is_gone_is_listed_with_its_old_value() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    let own = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n851;SEL § 107;2024;1000,00;1,0;2023\n";
    uploads(&app, "components", own).await;
    let figure = "rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure&area=Aalborg";
    comments(
        &secretariat,
        &format!("{figure}&set=kroner:1000"),
        "tekst=Nyt+tilbud",
    )
    .await;
    let withdrawn = secretariat
        .form("/data/2/traek-tilbage", "begrundelse=Forkert+fil")
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    let list = secretariat.get("/kommentarer?vis=aendrede").await.body;
    assert!(
        list.contains("Tallet vises ikke længere; det var 1.000,00 kr."),
        "{list}"
    );
    assert!(list.contains("Nyt tilbud"));
    assert!(!list.contains("/hvorfra"), "there is no page to lead to");
}

#[tokio::test]
async fn a_comment_is_on_what_its_writer_saw() {
    let app = TestApp::new();
    let secretariat = app.secretariat();
    uploads(&app, "components", CORRECTION).await;
    let sent = secretariat
        .form(FORM, &format!("{EXPENDITURE}&tekst=Passer"))
        .await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(
        sent.body.contains("Tallet er ændret, mens du skrev"),
        "{}",
        sent.body
    );
    assert!(sent.body.contains(">Passer</textarea>"));
    assert!(
        sent.body
            .contains("name=\"set\" value=\"kroner:515000000\"")
    );
    for nothing in ["r.year=2021", "r.group=SEL_1"] {
        let key = nothing.split('=').next().unwrap();
        let at = EXPENDITURE.find(key).unwrap();
        let end = EXPENDITURE[at..].find('&').unwrap() + at;
        let figure = format!("{}{nothing}{}", &EXPENDITURE[..at], &EXPENDITURE[end..]);
        let sent = secretariat.form(FORM, &format!("{figure}&tekst=x")).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    assert!(secretariat.get(FORM).await.body.contains("Her er ingen"));
}

#[tokio::test]
async fn readers_see_none_and_a_chef_settles_the_own() {
    let app = TestApp::new();
    let (chef, other) = (
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "860"),
    );
    let reader = app.visitor(Role::Reader, "");
    comments(&chef, EXPENDITURE, "tekst=Kun+for+chefer&papir=ja").await;
    let id = newest(&chef).await;
    for address in ["/komponentanalyse".to_owned(), page(EXPENDITURE)] {
        let seen = reader.get(&address).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(!seen.body.contains("ommentar"), "{address}: {}", seen.body);
    }
    assert_eq!(reader.get(FORM).await.status, StatusCode::FORBIDDEN);
    let seen = other.get(&page(EXPENDITURE)).await.body;
    assert!(seen.contains("Kun for chefer") && seen.contains("valgt til mødets papir"));
    assert!(
        !seen.contains(&format!("/kommentarer/{id}/afslut")),
        "{seen}"
    );
    let settle = |step: &str| format!("/kommentarer/{id}/{step}");
    let refused = other.form(&settle("afslut"), "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.body.contains("skrevet af en anden kommune"),
        "{}",
        refused.body
    );
    let refused = other.form(&settle("papir"), "med=nej").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let answered = other.form(&settle("svar"), "svar=Ogs%C3%A5+hos+os").await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let done = chef.form(&settle("papir"), "med=nej&fra=liste").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let list = chef.get("/kommentarer?vis=papir").await.body;
    assert!(list.contains("Til mødets papir (0)"), "{list}");
    assert_eq!(
        chef.form(&settle("papir"), "med=m%C3%A5ske").await.status,
        422
    );
    // The API's reports are for readers too: no comment leaves by them.
    let report = chef.get("/api/v1/reports/unit-costs").await.body;
    assert!(!report.contains("Kun for chefer"));
    // The log says that there was a comment, and not what stands in it.
    let administrator = app.visitor(cockpit::domain::people::Standing::AdministratorOnly, "");
    let log = administrator.get("/api/v1/log").await.body;
    assert!(
        log.contains("commented") && !log.contains("Kun for chefer") && !log.contains("514695944")
    );
}

/// The mails that wait, each with its receiver.
fn mails(app: &TestApp) -> Vec<(mail::Mail, String)> {
    let unsent = app
        .store
        .read::<_, StoreError>(|db| Ok(mail::unsent(db, 100)?));
    unsent.unwrap()
}

#[tokio::test]
async fn those_it_is_for_get_a_mail_without_figure_or_text() {
    let app = TestApp::new();
    let chef = app.visitor(Role::Chef, "860");
    app.visitor(Role::Chef, "851");
    app.visitor(Role::Reader, "");
    comments(
        &chef,
        EXPENDITURE,
        "tekst=Hemmelig+tekst&til=851&til=secretariat",
    )
    .await;
    let mails = mails(&app);
    let mut to: Vec<&str> = mails.iter().map(|(_, to)| &**to).collect();
    to.sort_unstable();
    assert_eq!(to, ["chef-851@example.dk", "sekretariat@example.dk"]);
    for (mail, _) in &mails {
        assert!(
            mail.body.contains("/hvorfra?rapport=unit-costs"),
            "{}",
            mail.body
        );
        for secret in ["Hemmelig", "514", "695"] {
            assert!(
                !mail.body.contains(secret) && !mail.subject.contains(secret),
                "{}",
                mail.body
            );
        }
    }
    let seen = chef.get(&page(EXPENDITURE)).await.body;
    assert!(
        seen.contains("til Rammeaftalesekretariat og Aalborg"),
        "{seen}"
    );
    // Nobody would be told: it is refused at the field, and nothing is kept or queued.
    for (to, words) in [
        ("840", "Rebild har ingen konto her"),
        ("101", "Vælg blandt dem"),
    ] {
        let body = format!("{EXPENDITURE}&tekst=Hej&til={to}&til=851");
        let refused = chef.form(FORM, &body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(words), "{}", refused.body);
        assert!(
            refused.body.contains("value=\"851\" checked"),
            "{}",
            refused.body
        );
    }
    assert_eq!(self::mails(&app).len(), 2);
    assert!(chef.get(FORM).await.body.contains("Åbne (1)"));
}

/// Costly cases of three municipalities, so many in each.
fn cases(counts: [(&str, usize); 3]) -> String {
    let mut text = String::from("sag;kommune;aar;paragraf;leverandoer;udgift\n");
    for (code, cases) in counts {
        for case in 0..cases {
            let kroner = 2_100_000 + case;
            text.push_str(&format!("p{case};{code};2022;SEL_107;privat;{kroner},00\n"));
        }
    }
    text
}

#[tokio::test]
async fn nothing_is_told_of_a_figure_that_is_masked_now() {
    let app = TestApp::new();
    let (chef, secretariat) = (app.visitor(Role::Chef, "851"), app.secretariat());
    uploads(
        &app,
        "cases",
        &cases([("851", 37), ("860", 31), ("849", 29)]),
    )
    .await;
    let figure =
        "rapport=costly-cases&r.municipality=851&r.paragraph=SEL_107&r.year=2022&kolonne=cases";
    let shown = chef.get(&format!("/hvorfra?{figure}")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(
        shown.body.contains("name=\"set\" value=\"count:37\""),
        "{}",
        shown.body
    );
    let figure = format!("{figure}&set=count:37");
    // No number in words about few.
    let refused = chef
        .form(FORM, &format!("{figure}&tekst=Vi+har+37+sager"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Skriv uden tal"), "{}", refused.body);
    comments(
        &chef,
        &figure,
        "tekst=Flere+end+i+2021%2C+mest+efter+%C2%A7+107&til=secretariat",
    )
    .await;
    let page = page(&figure);
    assert!(
        secretariat
            .get(&page)
            .await
            .body
            .contains("Tallet er stadig 37")
    );
    let beside = secretariat.get("/enkeltsager?year=2022").await.body;
    assert!(beside.contains("1 kommentar til tallet<"), "{beside}");

    // It would move by few: the tables wait, and nothing tells that it would.
    uploads(
        &app,
        "cases",
        &cases([("851", 39), ("860", 31), ("849", 29)]),
    )
    .await;
    for stays in [
        secretariat.get(&page).await.body,
        secretariat.get(FORM).await.body,
    ] {
        let stays = stays.split("<main").nth(1).unwrap();
        assert!(!stays.contains("39"), "{stays}");
    }
    let stays = secretariat.get(&page).await.body;
    assert!(stays.contains("Tallet er stadig 37"), "{stays}");
    let id = newest(&chef).await;
    let refused = secretariat
        .form(&format!("/kommentarer/{id}/svar"), "svar=To+mere%3A+2")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Nor is a change told that cannot be proven with all that was published: the figure stays.
    uploads(
        &app,
        "cases",
        &cases([("851", 3), ("860", 31), ("849", 29)]),
    )
    .await;
    let stays = chef.get(&page).await.body;
    assert!(stays.contains("Tallet er stadig 37"), "{stays}");
    // It can be settled all the same.
    let done = chef
        .form(&format!("/kommentarer/{id}/afslut"), "fra=liste")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}
