//! News through the router: what is told to whom, on the page and by mail, and what is read.

use axum::http::StatusCode;
use cockpit::analyses::catalogue::Catalogue;
use cockpit::chance::Chance;
use cockpit::changes::mail::{self, Taken};
use cockpit::changes::people::users;
use cockpit::clock::Clock;
use cockpit::domain::people::Role;
use cockpit::mailing::news;
use cockpit::storage::{StoreError, mail as outbox};
use jiff::Timestamp;

use super::analysis_figures::three;
use super::app::{Answer, TestApp};
use super::sign_in::{browse, signed_in};
use super::support::actor;

const ADDRESS: &str = "https://cockpit.example.dk";

/// A figure of the published region, and the same after a correction.
const FIGURE: &str = "rapport=unit-costs&r.group=SEL_107&r.year=2024&kolonne=expenditure";
const CORRECTION: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
     KKR Nordjylland;SEL § 107;2024;515000000,00;602,3;2023\n";
const AGAIN: &str = "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n\
     KKR Nordjylland;SEL § 107;2024;516000000,00;602,3;2023\n";

const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    B;Åhuset;Hjørring Kommune;kommunal;Hjørring;SEL § 107;Demens;4;ja;ja\n";
const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2024;1000,00;døgn\nA;Døgn;SEL § 107;2025;1060,00;døgn\n\
    B;Døgn;SEL § 107;2024;2000,00;døgn\nB;Døgn;SEL § 107;2025;2300,00;døgn\n";

/// So many days after Friday 20 June 2025, 10:00 in Denmark.
macro_rules! after {
    ($days:expr) => {
        Clock::with(|| Timestamp::constant(1_750_406_400 + $days * 86_400, 0))
    };
}

async fn uploads(app: &TestApp, kind: &str, text: &str) {
    let sent = app.post(&format!("/api/v1/imports/{kind}"), text).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
}

async fn wants(app: &TestApp, cookie: &str, body: &str) {
    let done = browse(app, "POST", "/konto/nyheder", cookie, body).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn page(app: &TestApp, cookie: &str) -> String {
    let page = browse(app, "GET", "/nyheder", cookie, "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.body
}

/// What the button of the page sends.
fn button(page: &str) -> String {
    let (_, form) = page
        .split_once(r#"action="/nyheder/laest">"#)
        .expect("the button");
    let form = form.split("</form>").next().unwrap();
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
    let pairs: Vec<(String, String)> = fields
        .map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().to_owned())
        })
        .collect();
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    super::sign_in::form(&pairs)
}

async fn marks_read(app: &TestApp, cookie: &str, page: &str) {
    let done = browse(app, "POST", "/nyheder/laest", cookie, &button(page)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// The number beside the menu of a page; 0 without one.
fn badge(page: &str) -> usize {
    let Some((_, rest)) = page.split_once(r#"<span class="badge">"#) else {
        return 0;
    };
    rest.split('<').next().unwrap().parse().unwrap()
}

fn queue(app: &TestApp, clock: Clock) -> usize {
    let (chance, analyses) = (Chance::system(), Catalogue::shipped());
    news::queue(&app.store, clock, chance, ADDRESS, &*analyses).unwrap()
}

/// The mails that are due, as they are sent.
fn sent(app: &TestApp, clock: Clock) -> Vec<Taken> {
    let mut mails = Vec::new();
    while let Some(taken) = mail::take(&app.store, clock, Chance::system()).unwrap() {
        let written = news::written(&app.store, taken, clock, ADDRESS, &*Catalogue::shipped());
        if let Some(taken) = written.unwrap() {
            mail::sent(&app.store, clock, &taken).unwrap();
            mails.push(taken);
        }
    }
    mails
}

fn unsent(app: &TestApp) -> Vec<outbox::Mail> {
    let all = app
        .store
        .read::<_, StoreError>(|db| Ok(outbox::unsent(db, 100)?));
    all.unwrap().into_iter().map(|(mail, _)| mail).collect()
}

async fn follow(app: &TestApp, cookie: &str, figure: &str) -> Answer {
    browse(app, "POST", &format!("/hvorfra/foelg?{figure}"), cookie, "").await
}

#[tokio::test]
async fn nothing_is_told_to_whoever_asked_for_nothing() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Chef).await;
    uploads(&app, "offers", OFFERS).await;
    uploads(&app, "tariffs", TARIFFS).await;
    let shown = page(&app, &cookie).await;
    assert!(
        shown.contains("Du har ikke bedt om besked om noget endnu"),
        "{shown}"
    );
    assert_eq!((badge(&shown), queue(&app, after!(1))), (0, 0));
    let own = browse(&app, "GET", "/konto", &cookie, "").await.body;
    assert!(!own.contains(r#"name="nyhed" value="news_increase" checked"#));
    assert!(own.contains(r#"value="never" checked"#), "{own}");
    assert!(own.contains("Der sendes ingen mail: tjenesten har ingen mailserver"));
}

#[tokio::test]
async fn a_followed_figure_is_told_with_what_it_was_until_it_is_marked_as_read() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Chef).await;
    let other = signed_in(&app, "bo@example.dk", Role::Chef).await;
    let origin = browse(&app, "GET", &format!("/hvorfra?{FIGURE}"), &cookie, "").await;
    assert!(origin.body.contains("Følg tallet"), "{}", origin.body);
    for _ in 0..2 {
        let done = follow(&app, &cookie, FIGURE).await;
        assert_eq!(done.header("location"), "/konto?gemt=foelger#tal");
    }
    let own = browse(&app, "GET", "/konto", &cookie, "").await.body;
    assert_eq!(own.matches("/slip\"").count(), 1, "followed once: {own}");
    assert!(own.contains("514.695.944,00"));
    assert!(page(&app, &cookie).await.contains("Intet nyt"));

    uploads(&app, "components", CORRECTION).await;
    // Looking changes nothing; the number stands beside the menu of cached pages too, for this one alone.
    for _ in 0..3 {
        let shown = page(&app, &cookie).await;
        assert!(
            shown.contains("515.000.000,00 kr. (før 514.695.944,00 kr.)"),
            "{shown}"
        );
        let front = browse(&app, "GET", "/", &cookie, "").await.body;
        assert_eq!(badge(&front), 1, "{front}");
        assert_eq!(badge(&browse(&app, "GET", "/", &other, "").await.body), 0);
    }
    // What comes after the page was shown stays unread.
    let shown = page(&app, &cookie).await;
    uploads(&app, "components", AGAIN).await;
    marks_read(&app, &cookie, &shown).await;
    let shown = page(&app, &cookie).await;
    assert!(
        shown.contains("516.000.000,00 kr. (før 515.000.000,00 kr.)"),
        "{shown}"
    );
    marks_read(&app, &cookie, &shown).await;
    let shown = page(&app, &cookie).await;
    assert!(shown.contains("Intet nyt") && badge(&shown) == 0, "{shown}");

    // Let go by whoever follows it, and by nobody else.
    let id = own
        .split("/konto/tal/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let address = format!("/konto/tal/{id}/slip");
    let not_there = browse(&app, "POST", &address, &other, "").await;
    assert_eq!(not_there.status, StatusCode::NOT_FOUND);
    let done = browse(&app, "POST", &address, &cookie, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    uploads(&app, "components", CORRECTION).await;
    assert_eq!(badge(&page(&app, &cookie).await), 0);
}

#[tokio::test]
async fn a_figure_of_an_analysis_is_followed_from_its_page_and_told_with_what_it_was() {
    let app = TestApp::new();
    three(&app, "3.000.000,00");
    let visitor = app.visitor(Role::Chef, "851");
    let at = "/analyser/serviceniveau/hvorfra?r.municipality=851&kolonne=unit_cost&paragraph=SEL_107&year=2024&peers=all";
    let shown = visitor.get(at).await;
    let form = shown
        .body
        .split("method=\"post\" action=\"")
        .find(|form| form.contains("/foelg?"));
    let form = form
        .expect("the button")
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&");
    for _ in 0..2 {
        let done = visitor.form(&form, "").await;
        assert_eq!(
            done.header("location"),
            "/konto?gemt=foelger#tal",
            "{}",
            done.body
        );
    }
    let own = visitor.get("/konto").await;
    assert_eq!(
        own.body.matches("/slip\"").count(),
        1,
        "followed once: {}",
        own.body
    );
    let page = own.links("/analyser/serviceniveau/hvorfra?");
    assert_eq!(visitor.get(&page[0]).await.status, StatusCode::OK);
    assert!(own.body.contains("Enhedsudgift: Aalborg"), "{}", own.body);
    assert!(own.body.contains("1.000.000 kr."), "{}", own.body);

    three(&app, "3.300.000,00");
    let told = "Enhedsudgift: Aalborg (Serviceniveau: enhedsudgift og takst mellem kommunerne, SEL § 107, 2024, alle kommuner): 1.100.000 kr. (før 1.000.000 kr.)";
    let news = visitor.get("/nyheder").await.body;
    assert!(news.contains(told), "{news}");
    visitor
        .form("/konto/nyheder", "nyhed=news_figure&rytme=daily")
        .await;
    three(&app, "3.600.000,00");
    assert_eq!(queue(&app, after!(1)), 1);
    let mail = sent(&app, after!(1)).remove(0);
    assert!(
        mail.body.contains("1.200.000 kr. (før 1.000.000 kr.)"),
        "{}",
        mail.body
    );

    // What depends on who asks, what is masked and what is no figure cannot be followed.
    for (path, status) in [
        (
            "/analyser/serviceniveau/foelg?r.municipality=851&kolonne=tariff&paragraph=SEL_107&year=2024",
            404,
        ),
        (
            "/analyser/serviceniveau/foelg?r.municipality=851&kolonne=unit_cost&paragraph=SEL_107&year=1066",
            422,
        ),
        ("/analyser/findes-ikke/foelg?kolonne=x", 404),
    ] {
        assert_eq!(visitor.form(path, "").await.status, status, "{path}");
    }
}

/// Some costly cases of a municipality and a year.
fn cases(count: usize) -> String {
    let mut text = String::from("sag;kommune;aar;paragraf;leverandoer;udgift\n");
    for (code, cases) in [("851", count), ("860", 20)] {
        for case in 0..cases {
            let (paragraph, supplier) =
                [("SEL_107", "privat"), ("SEL_108", "kommunal")][case / 3 % 2];
            text.push_str(&format!(
                "p{case};{code};2022;{paragraph};{supplier};{},00\n",
                2_100_000 + case
            ));
        }
    }
    text
}

#[tokio::test]
async fn of_a_figure_under_the_disclosure_rule_nothing_is_told_but_that_it_changed() {
    const AVERAGE: &str =
        "rapport=costly-cases&r.municipality=851&r.paragraph=total&r.year=2022&kolonne=average";
    let app = TestApp::new();
    uploads(&app, "cases", &cases(30)).await;
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    let done = follow(&app, &cookie, AVERAGE).await;
    assert_eq!(
        done.header("location"),
        "/konto?gemt=foelger#tal",
        "{}",
        done.body
    );
    wants(&app, &cookie, "nyhed=news_figure&rytme=daily").await;
    // Three more: the tables wait for others, and nothing tells that they do.
    uploads(&app, "cases", &cases(33)).await;
    let shown = page(&app, &cookie).await;
    assert!(!shown.contains("Et tal, du følger"), "{shown}");
    uploads(&app, "cases", &cases(60)).await;
    let shown = page(&app, &cookie).await;
    assert!(shown.contains("Et tal, du følger, er ændret"), "{shown}");
    assert_eq!(queue(&app, after!(1)), 1);
    let mail = sent(&app, after!(1)).remove(0);
    assert!(
        mail.body
            .contains("- Et tal, du følger, er ændret\n  https://cockpit.example.dk/konto#tal\n"),
        "{}",
        mail.body
    );
    for secret in ["Aalborg", "2.100", "851", "2022"] {
        assert!(!mail.body.contains(secret), "{secret}: {}", mail.body);
    }
}

#[tokio::test]
async fn an_increase_is_told_to_the_own_municipality_and_mailed_once() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    let cookie = signed_in(&app, "anna@example.dk", Role::Chef).await;
    wants(&app, &cookie, "nyhed=news_increase&rytme=daily").await;
    uploads(&app, "tariffs", TARIFFS).await;
    let shown = page(&app, &cookie).await;
    assert!(
        shown.contains("Bakkehuset, Døgn er steget 6,00 % i 2025"),
        "{shown}"
    );
    assert!(!shown.contains("Åhuset"), "another municipality's: {shown}");
    let case = "/takster/sag?tilbud=A&#38;ydelse=D%C3%B8gn&#38;aar=2025";
    assert!(shown.contains(case), "{shown}");
    // Today's come tomorrow, once, whoever asks and however often.
    assert_eq!(queue(&app, after!(0)), 0);
    let others = app.another_instance();
    assert_eq!(
        (
            queue(&app, after!(1)),
            queue(&others, after!(1)),
            queue(&app, after!(1))
        ),
        (1, 0, 0)
    );
    let waiting = unsent(&app);
    assert!(
        !waiting[0].body.contains("Bakkehuset"),
        "written when it is sent: {}",
        waiting[0].body
    );
    let mail = sent(&app, after!(1)).remove(0);
    assert_eq!(mail.to, "anna@example.dk");
    assert!(mail.body.contains("- Bakkehuset, Døgn er steget 6,00 % i 2025\n  https://cockpit.example.dk/takster/sag?tilbud=A&ydelse=D%C3%B8gn&aar=2025\n"), "{}", mail.body);
    assert_eq!(
        (queue(&app, after!(2)), queue(&app, after!(3))),
        (0, 0),
        "nothing new, no mail"
    );
    // The same file again is no new increase.
    let again = app.post("/api/v1/imports/tariffs", TARIFFS).await;
    assert!(again.status.is_success(), "{}", again.body);
    assert_eq!(queue(&app, after!(4)), 0);
}

#[tokio::test]
async fn a_mail_tells_what_its_reader_may_see_when_it_is_sent() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    let cookie = signed_in(&app, "anna@example.dk", Role::Chef).await;
    wants(&app, &cookie, "nyhed=news_increase&rytme=daily").await;
    uploads(&app, "tariffs", TARIFFS).await;
    assert_eq!(queue(&app, after!(1)), 1);
    let id = users::id_of(&app.store, "anna@example.dk").unwrap();
    users::change_standing(&app.store, &actor(), &id, Role::WorkingGroup.into(), None).unwrap();
    assert!(sent(&app, after!(1)).is_empty());
    let given_up = unsent(&app);
    assert_eq!(given_up.len(), 1);
    assert!(
        given_up[0]
            .reason
            .contains("ikke længere noget, modtageren må se"),
        "{}",
        given_up[0].reason
    );
}

#[tokio::test]
async fn the_link_of_a_mail_turns_mails_off_by_a_press_and_not_by_a_look() {
    let app = TestApp::new();
    let cookie = signed_in(&app, "anna@example.dk", Role::Reader).await;
    follow(&app, &cookie, FIGURE).await;
    wants(&app, &cookie, "nyhed=news_figure&rytme=weekly").await;
    uploads(&app, "components", CORRECTION).await;
    assert_eq!(
        (queue(&app, after!(1)), queue(&app, after!(2))),
        (0, 0),
        "Monday is the 23rd"
    );
    assert_eq!((queue(&app, after!(5)), queue(&app, after!(6))), (1, 0));
    let mail = sent(&app, after!(5)).remove(0);
    let link = mail
        .body
        .lines()
        .find(|line| line.contains("/nyheder/fra/"));
    let link = link
        .expect("the link")
        .trim_start_matches(ADDRESS)
        .to_owned();
    let first = app;
    let app = first.another_instance_at(after!(6));
    let nobody = app.anonymous();
    for _ in 0..3 {
        let looked = nobody.get(&link).await;
        assert_eq!(looked.status, StatusCode::OK);
        assert!(
            looked.body.contains("Ja, slå mails med nyheder fra"),
            "{}",
            looked.body
        );
        assert_eq!(looked.header("referrer-policy"), "no-referrer");
        assert_eq!(looked.header("cache-control"), "no-store");
    }
    for _ in 0..2 {
        let done = nobody.form(&link, "").await;
        assert!(done.body.contains("Mailen er slået fra"), "{}", done.body);
    }
    let log = app.store.read::<_, StoreError>(|db| {
        let all = cockpit::storage::data::log::Search::default();
        Ok(cockpit::storage::data::log::search(db, &all, &[], 100)?)
    });
    let lines = log.unwrap().0.into_iter();
    let told: Vec<String> = lines
        .map(|line| line.detail)
        .filter(|line| line.contains("via mail"))
        .collect();
    assert_eq!(
        told,
        ["nyheder: mail never, via mail"],
        "a second press is no second line"
    );
    uploads(&app, "components", AGAIN).await;
    assert_eq!(queue(&app, after!(12)), 0);
    let unknown = nobody.get("/nyheder/fra/findes-ikke").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let late = first.another_instance_at(after!(40));
    assert_eq!(late.anonymous().get(&link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_request_and_its_deadline_are_told_to_whoever_answers() {
    let app = TestApp::new();
    uploads(&app, "offers", OFFERS).await;
    uploads(&app, "tariffs", TARIFFS).await;
    let chef = signed_in(&app, "anna@example.dk", Role::Chef).await;
    wants(
        &app,
        &chef,
        "nyhed=news_request&nyhed=news_deadline&rytme=never",
    )
    .await;
    let asks = async |case: &str| {
        let body = format!("{case}&frist=2025-06-30&tekst=");
        let asked = app
            .secretariat()
            .form("/takster/sag/bed-om-forklaring", &body)
            .await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    };
    asks("tilbud=B&ydelse=D%C3%B8gn&aar=2025").await;
    assert!(page(&app, &chef).await.contains("Intet nyt"), "Hjørring's");
    asks("tilbud=A&ydelse=D%C3%B8gn&aar=2025").await;
    let shown = page(&app, &chef).await;
    assert!(
        shown.contains("Forklar stigningen i Bakkehuset, Døgn, 2025 senest 30. juni 2025"),
        "{shown}"
    );
    marks_read(&app, &chef, &shown).await;
    assert!(page(&app, &chef).await.contains("Intet nyt"));
    // Seven days before, and until it is given.
    let on = |clock| app.another_instance_at(clock);
    let cookie =
        super::sign_in::attempt(&on(after!(2)), "anna@example.dk", super::sign_in::PASSWORD)
            .await
            .cookie();
    assert!(page(&on(after!(2)), &cookie).await.contains("Intet nyt"));
    let third = on(after!(3));
    let cookie = super::sign_in::attempt(&third, "anna@example.dk", super::sign_in::PASSWORD)
        .await
        .cookie();
    let shown = page(&third, &cookie).await;
    assert!(
        shown.contains("1 forklaring skal gives senest 30. juni 2025"),
        "{shown}"
    );
    let given = "tilbud=A&ydelse=D%C3%B8gn&aar=2025&tekst=Flere+ansatte&aarsag=service";
    let done = browse(&third, "POST", "/takster/sag/forklar", &cookie, given).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(page(&third, &cookie).await.contains("Intet nyt"));
}
