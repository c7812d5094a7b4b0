//! `/analyser/NAME/hvorfra`: where a figure of an analysis comes from, and the comments on it: on its page, beside it,
//! in the list and in the paper of a meeting; never of what is masked, and never of what depends on who asks.

use axum::http::StatusCode;
use cockpit::analyses::catalogue::Catalogue;
use cockpit::chance::Chance;
use cockpit::clock::Clock;
use cockpit::demo;
use cockpit::domain::comments::Now;
use cockpit::domain::people::Role;
use cockpit::mailing::news;
use cockpit::reports::ReportError;
use cockpit::reports::comments::listed;
use cockpit::reports::others::{Came, Known, Others};
use cockpit::storage::Db;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::app::{TestApp, Visitor};
use super::meetings::{added, item, step};
use super::support::{clock, components};

const SPREAD: &str = "/analyser/serviceniveau";
const ASKED: &str = "paragraph=SEL_107&year=2024";
/// The unit cost of Aalborg, as the form of a comment names it.
const FIGURE: &str = "r.municipality=851&kolonne=unit_cost&paragraph=SEL_107&year=2024&peers=all&set=whole_kroner:1000000";

/// Three municipalities, of which Aalborg is the dearest: its three persons cost this.
pub fn three(app: &TestApp, expenditure: &str) {
    components(
        &app.store,
        &[
            &format!("851;SEL § 107;2024;{expenditure};3,0;2023"),
            "810;SEL § 107;2024;1.600.000,00;2,0;2023",
            "813;SEL § 107;2024;1.800.000,00;2,0;2023",
        ],
    );
}

async fn comments(visitor: &Visitor<'_>, rest: &str) -> String {
    let form = format!("{FIGURE}&{rest}");
    let sent = visitor.form(&format!("{SPREAD}/kommentarer"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    sent.header("location").to_owned()
}

/// The number of the newest comment.
async fn newest(visitor: &Visitor<'_>) -> String {
    let list = visitor.get("/kommentarer").await.body;
    let id = list.split("action=\"/kommentarer/").nth(1);
    let id = id.and_then(|rest| rest.split('/').next());
    id.expect("a comment").to_owned()
}

#[tokio::test]
async fn a_figure_leads_to_its_query_its_parameters_its_uploads_and_back() {
    let app = TestApp::new();
    three(&app, "3.000.000,00");
    let page = app.get(&format!("{SPREAD}?{ASKED}")).await;
    let figures = page.links(&format!("{SPREAD}/hvorfra?"));
    let cost = "r.municipality=851&kolonne=unit_cost&paragraph=SEL_107&year=2024&peers=all";
    let cost = format!("{SPREAD}/hvorfra?{cost}");
    assert!(figures.contains(&cost), "{figures:?}");
    let figure = app.get(&cost).await;
    assert_eq!(figure.status, StatusCode::OK, "{}", figure.body);
    for words in [
        "Enhedsudgift: Aalborg: <strong>1.000.000 kr.</strong>",
        "median(u.unit_cost)",
        "<code>:year</code> = 2024",
        "<code>:peers</code> = alle kommuner",
        "<code>components</code>: 3 rækker",
        "Upload 2, test.csv",
        // The row that it stands in.
        "11,11",
        "Prisniveau: 2023-p/l.",
    ] {
        assert!(figure.body.contains(words), "{words}: {}", figure.body);
    }
    let back = figure.links(&format!("{SPREAD}?"));
    assert_eq!(back[0], format!("{SPREAD}?{ASKED}&peers=all"));
    assert_eq!(app.get(&back[0]).await.status, StatusCode::OK);

    // What says no number has no page, nor has a column that holds none.
    for (column, status) in [
        ("tariff", 404),
        ("municipality", 404),
        ("findes-ikke", 404),
        ("tariffs", 200),
    ] {
        let leads = figures
            .iter()
            .any(|to| to.contains(&format!("=851&kolonne={column}&")));
        assert_eq!(leads, status == 200, "{column}");
        let address = cost.replace("unit_cost", column);
        assert_eq!(app.get(&address).await.status, status, "{column}");
    }
    for (address, status) in [
        (cost.replace("=851", "=999"), 404),
        (cost.replace("year=2024", "year=1999"), 422),
        (cost.replace("serviceniveau", "findes-ikke"), 404),
        (format!("{SPREAD}/hvorfra"), 404),
    ] {
        assert_eq!(app.get(&address).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn each_role_sees_the_figures_that_it_may() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    let (reader, group) = (
        app.visitor(Role::Reader, ""),
        app.visitor(Role::WorkingGroup, ""),
    );
    let first = async |visitor: &Visitor<'_>, name: &str| {
        let page = visitor.get(&format!("/analyser/{name}")).await;
        let mut links = page
            .links(&format!("/analyser/{name}/hvorfra?"))
            .into_iter();
        links.next().expect("a figure")
    };
    let spread = first(&app.secretariat(), "serviceniveau").await;
    for visitor in [&reader, &group] {
        let page = visitor.get(&spread).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(!page.body.contains("Kommentarer til tallet"), "for chefs");
        let sent = visitor.form(&format!("{SPREAD}/kommentarer"), FIGURE).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
    // A working group reads the files' names, and no receipts.
    assert!(group.get(&spread).await.links("/data/").is_empty());
    assert!(!reader.get(&spread).await.links("/data/").is_empty());
    let cases = first(&app.secretariat(), "dyre-enkeltsager").await;
    assert_eq!(group.get(&cases).await.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.get(&cases).await.status, StatusCode::OK);

    // Of searches each chef counts others: a comment would tell one of them what the other sees.
    let searches = first(&app.secretariat(), "flere-maalgrupper").await;
    assert_eq!(reader.get(&searches).await.status, StatusCode::FORBIDDEN);
    let page = app.secretariat().get(&searches).await;
    assert!(page.body.contains("Tallet kan ikke kommenteres"));
    let (_, figure) = searches.split_once('?').expect("a query");
    let form = format!("{figure}&set=count:1&tekst=Hej");
    let secretariat = app.secretariat();
    let sent = secretariat
        .form("/analyser/flere-maalgrupper/kommentarer", &form)
        .await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_masked_leads_nowhere_and_takes_no_comment() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("it is filled");
    let chef = app.visitor(Role::Chef, "851");
    let address = "/analyser/dyre-enkeltsager";
    let json = format!("{address}/tal.json?year=2024");
    let json = chef.get(&json).await.json();
    let rows = json["rows"].as_array().expect("rows").clone();
    let page = chef.get(&format!("{address}?year=2024")).await;
    let figures = page.links(&format!("{address}/hvorfra?"));
    let columns = ["cases", "cost", "average", "refund", "net"];
    let mut masked = 0;
    for row in &rows {
        let code = row["municipality"].as_str().expect("a code");
        for column in columns {
            let at = format!("r.municipality={code}&kolonne={column}&year=2024");
            let leads = figures.iter().any(|to| to.contains(&at));
            assert_eq!(leads, !row[column].is_null(), "{at}");
            if row[column].is_null() {
                masked += 1;
                let page = chef.get(&format!("{address}/hvorfra?{at}")).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{at}");
                let form = format!("{at}&set=count:3&tekst=Hej");
                let sent = chef.form(&format!("{address}/kommentarer"), &form).await;
                assert_eq!(sent.status, StatusCode::NOT_FOUND, "{at}");
            }
        }
    }
    assert!(masked > 5, "{masked}");
    // Of what is told, a comment holds no number.
    let told = figures
        .iter()
        .find(|to| to.contains("kolonne=cases"))
        .expect("a figure");
    let shown = chef.get(told).await.body;
    assert!(shown.contains("og ingen tal: tallene her bygger på få borgere"));
    let said = shown.split("name=\"set\" value=\"").nth(1);
    let said = said.and_then(|rest| rest.split('"').next()).expect("it");
    let (_, figure) = told.split_once('?').expect("a query");
    let form = format!("{figure}&set={said}&tekst=Vi+har+3");
    let sent = chef.form(&format!("{address}/kommentarer"), &form).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sent.body.contains("Skriv uden tal"), "{}", sent.body);
}

#[tokio::test]
async fn a_comment_stays_with_its_figure_and_tells_when_that_moves() {
    let app = TestApp::new();
    three(&app, "3.000.000,00");
    let (chef, secretariat) = (app.visitor(Role::Chef, "851"), app.secretariat());
    let to = comments(&chef, "tekst=To+dyre+pladser&til=secretariat").await;
    assert!(
        to.starts_with(SPREAD) && to.ends_with("#kommentarer"),
        "{to}"
    );
    let page = to.trim_end_matches("#kommentarer");
    let shown = secretariat.get(page).await.body;
    assert!(shown.contains("To dyre pladser"), "{shown}");
    assert!(shown.contains("Tallet er stadig 1.000.000 kr."), "{shown}");
    // Beside the figure, however it is asked for; of other peers it is another figure.
    for (asked, beside) in [
        ("", true),
        ("?year=2024", true),
        ("?peers=810", false),
        ("?paragraph=SEL_108", false),
    ] {
        let body = secretariat.get(&format!("{SPREAD}{asked}")).await.body;
        assert_eq!(body.contains("1 kommentar til tallet<"), beside, "{asked}");
    }
    let reader = app.visitor(Role::Reader, "").get(SPREAD).await.body;
    assert!(!reader.contains("kommentar til tallet"));
    let list = secretariat.get("/kommentarer").await;
    assert!(list.body.contains("Enhedsudgift: Aalborg"), "{}", list.body);
    assert!(list.body.contains("Serviceniveau"), "{}", list.body);
    assert_eq!(list.links(&format!("{SPREAD}/hvorfra?")), [to.as_str()]);

    let id = newest(&secretariat).await;
    let reply = format!("{SPREAD}/kommentarer/{id}/svar");
    let sent = secretariat.form(&reply, "svar=Tak").await;
    assert_eq!(sent.header("location"), to, "{}", sent.body);
    let elsewhere = reply.replace("serviceniveau", "private-takster");
    let sent = secretariat.form(&elsewhere, "svar=Tak").await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);

    components(&app.store, &["851;SEL § 107;2024;3.300.000,00;3,0;2023"]);
    let moved = secretariat.get(page).await.body;
    let words = "det var 1.000.000 kr. ved datastand 3, og er nu 1.100.000 kr.";
    assert!(moved.contains(words) && moved.contains("Tak"), "{moved}");
    let list = chef.get("/kommentarer?vis=aendrede").await.body;
    assert!(list.contains(words), "{list}");
    let beside = chef.get(SPREAD).await.body;
    assert!(beside.contains("1 kommentar til tallet, som er ændret siden"));
    // Written about what its writer saw.
    let late = chef
        .form(
            &format!("{SPREAD}/kommentarer"),
            &format!("{FIGURE}&tekst=Passer"),
        )
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains(">Passer</textarea>"), "{}", late.body);

    let done = chef
        .form(&format!("/kommentarer/{id}/afslut"), "fra=tal")
        .await;
    assert_eq!(done.header("location"), to);
    let beside = chef.get(SPREAD).await.body;
    assert!(!beside.contains("kommentar til tallet"), "{beside}");
}

#[tokio::test]
async fn a_comment_goes_with_its_analysis_into_the_paper_of_a_meeting() {
    let app = TestApp::new();
    three(&app, "3.000.000,00");
    let secretariat = app.secretariat();
    comments(&secretariat, "tekst=Til+dr%C3%B8ftelse&papir=ja").await;
    comments(&secretariat, "tekst=Kun+til+os").await;
    let meeting = added(&secretariat, "2025-06-20").await;
    let fields = "overskrift=Niveau&rapport=analyse%3Aserviceniveau&filtre=year%3D2024";
    item(&secretariat, &meeting, fields).await;
    let sent = step(&secretariat, &meeting, "send").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let json = secretariat
        .get(&format!("{meeting}/papir/papir.json"))
        .await
        .body;
    assert!(
        json.contains("Kommentar til Enhedsudgift: Aalborg: Til drøftelse"),
        "{json}"
    );
    assert!(!json.contains("Kun til os"), "{json}");

    // What moves after it was sent is told figure by figure, with what did it.
    let page = secretariat.get(&meeting).await.body;
    assert!(!page.contains("Siden papiret blev sendt"), "{page}");
    let changed = components(&app.store, &["851;SEL § 107;2024;3.300.000,00;3,0;2023"]);
    let page = secretariat.get(&meeting).await.body;
    let since = page.split("Siden papiret blev sendt").nth(1);
    let since = since.unwrap_or_else(|| panic!("{page}"));
    for words in [
        "Filen test.csv er indlæst",
        "Punkt 1: Aalborg, Enhedsudgift",
        "1.000.000",
        "1.100.000",
    ] {
        assert!(since.contains(words), "{words}: {page}");
    }
    // A year that nobody has figures of any more leaves none of them.
    for number in [changed.number, Some(2)] {
        let number = number.expect("an upload");
        let address = format!("/data/{number}/traek-tilbage");
        let done = secretariat.form(&address, "begrundelse=fejl").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    let page = secretariat.get(&meeting).await.body;
    assert!(page.contains("vises ikke længere"), "{page}");
    // Neither does it take the comments away.
    let list = secretariat.get("/kommentarer").await.body;
    let words = "Tallet vises ikke længere; det var 1.000.000 kr.";
    assert_eq!(list.matches(words).count(), 2, "{list}");
}

/// The analyses, each query stopped by its limit.
struct Stopped;

impl Others for Stopped {
    fn known(&self, name: &str) -> Option<Known> {
        Catalogue::shipped().known(name)
    }

    fn ask(
        &self,
        _: &mut Db,
        _: (&str, &[(String, String)]),
        _: Date,
    ) -> Result<Came, ReportError> {
        Ok(Came::Unknown)
    }
}

#[tokio::test]
async fn of_a_figure_whose_query_was_stopped_nothing_is_told() {
    let app = TestApp::new();
    three(&app, "3.000.000,00");
    let visitor = app.visitor(Role::Chef, "851");
    comments(&visitor, "tekst=Se+her").await;
    let follow = format!("{SPREAD}/foelg?{FIGURE}").replace("&set=whole_kroner:1000000", "");
    let done = visitor.form(&follow, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let wanted = "nyhed=news_figure&rytme=daily";
    visitor.form("/konto/nyheder", wanted).await;
    three(&app, "3.300.000,00");

    let standing = |others: &dyn Others| {
        let day = date(2025, 6, 20);
        let all = app
            .store
            .read(|db| listed::all(db, (others, day), |_| true));
        all.expect("they are listed").remove(0).now
    };
    assert_eq!(standing(&Stopped), Now::Unknown);
    assert!(matches!(standing(&*Catalogue::shipped()), Now::Moved(_)));

    let tomorrow = Clock::with(|| Timestamp::constant(1_750_406_400 + 86_400, 0));
    let queued = |others: &dyn Others| {
        let chance = Chance::system();
        news::queue(&app.store, tomorrow, chance, "https://c.dk", others).expect("it is queued")
    };
    assert_eq!(queued(&Stopped), 0, "neither that it is gone");
    let after = Clock::with(|| Timestamp::constant(1_750_406_400 + 2 * 86_400, 0));
    let told = news::queue(
        &app.store,
        after,
        Chance::system(),
        "https://c.dk",
        &*Catalogue::shipped(),
    );
    assert_eq!(told.expect("it is queued"), 1, "when it answers again");
}
