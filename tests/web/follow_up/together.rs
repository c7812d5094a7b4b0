//! All that nobody was asked about, asked together; the nearest deadline first.

use super::*;

/// What the button of the page that asks about all sends.
fn ask_all_form(page: &str) -> String {
    let (_, form) = page
        .split_once(r#"action="/takster/opfoelgning/bed-alle">"#)
        .expect("the form");
    let form = form.split("</form>").next().unwrap();
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1);
    let pairs: Vec<String> = fields
        .map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            format!("{name}={}", rest.split('"').next().unwrap())
        })
        .collect();
    format!("{}&frist=2025-07-04&tekst=", pairs.join("&"))
}

fn follow_up_lines(app: &TestApp) -> Vec<String> {
    let found = app.store.read::<_, cockpit::storage::StoreError>(|db| {
        let all = cockpit::storage::data::log::Search::default();
        Ok(cockpit::storage::data::log::search(db, &all, &[], 1000)?)
    });
    let lines = found.unwrap().0.into_iter();
    let asked = lines.filter(|line| line.detail == "explanation_requested");
    asked.map(|line| line.object).collect()
}

/// Four increases above the limit: two of Aalborg, one of Hjørring, one of a private owner.
async fn with_four_cases() -> TestApp {
    const MORE: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
        A;Døgn;SEL § 107;2024;1000,00;døgn\nA;Døgn;SEL § 107;2025;1060,00;døgn\n\
        A;Dag;SEL § 107;2024;1000,00;dag\nA;Dag;SEL § 107;2025;1070,00;dag\n\
        B;Døgn;SEL § 107;2024;2000,00;døgn\nB;Døgn;SEL § 107;2025;2300,00;døgn\n\
        P;Døgn;SEL § 107;2024;1000,00;døgn\nP;Døgn;SEL § 107;2025;1100,00;døgn\n";
    let app = TestApp::new();
    let offers = format!("{OFFERS}    P;Fonden;Fonden;privat;Aalborg;SEL § 107;Demens;4;ja;ja\n");
    import(&app, "offers", &offers.replace("\n    ", "\n")).await;
    import(&app, "tariffs", MORE).await;
    app
}

const ALL: &str = "/takster/opfoelgning/bed-alle";

#[tokio::test]
async fn all_that_nobody_was_asked_about_are_asked_with_one_press_and_once() {
    let app = with_four_cases().await;
    let secretariat = app.secretariat();
    app.visitor(Role::Chef, "851");
    let list = secretariat.get("/takster/opfoelgning").await.body;
    assert!(list.contains("Bed om forklaring i 4 sager"), "{list}");
    let before = app.store.data_version().unwrap();
    let page = secretariat.get(ALL).await.body;
    assert!(page.contains("4 stigninger hos\n3 driftsherrer"), "{page}");
    assert!(
        page.contains("<strong>Aalborg Kommune</strong>: 2\n(kommunens chef ser det i cockpittet)"),
        "{page}"
    );
    assert!(
        page.contains("<strong>Fonden</strong>: 1\n(har ingen konto her: skriv også til dem)"),
        "{page}"
    );
    assert_eq!(
        app.store.data_version().unwrap(),
        before,
        "looking asks nobody"
    );
    let form = ask_all_form(&page);
    let done = secretariat.form(ALL, &form).await;
    assert_eq!(
        done.header("location"),
        "/takster/opfoelgning?bedt=4",
        "{}",
        done.body
    );
    let list = secretariat.get("/takster/opfoelgning?bedt=4").await.body;
    assert!(
        list.contains("Der er bedt om forklaring i 4 sager."),
        "{list}"
    );
    assert!(!list.contains("Bed om forklaring i"), "{list}");
    let mut lines = follow_up_lines(&app);
    lines.sort();
    assert_eq!(
        lines,
        ["A/Dag/2025", "A/Døgn/2025", "B/Døgn/2025", "P/Døgn/2025"]
    );
    assert_eq!(app.store.data_version().unwrap(), before + 4);
    // A second press does nothing twice, and says so.
    let again = secretariat.form(ALL, &form).await;
    assert_eq!(again.status.as_u16(), 409);
    assert!(
        again.body.contains("ingen er spurgt") && again.body.contains("Der er ingen at spørge"),
        "{}",
        again.body
    );
    assert_eq!(app.store.data_version().unwrap(), before + 4);
}

#[tokio::test]
async fn of_all_or_none_and_never_of_others_than_were_shown() {
    let app = with_four_cases().await;
    let secretariat = app.secretariat();
    // The offers that lie in Hjørring alone.
    let some = format!("{ALL}?municipality=860");
    let page = secretariat.get(&some).await.body;
    assert!(page.contains("1 stigning hos\n1 driftsherre"), "{page}");
    let stale = ask_all_form(&secretariat.get(ALL).await.body);
    // One of the four is asked about meanwhile: the other three are not.
    done(&app, "bed-om-forklaring", "frist=2025-07-04&tekst=").await;
    let version = app.store.data_version().unwrap();
    let refused = secretariat.form(ALL, &stale).await;
    assert_eq!(refused.status.as_u16(), 409, "{}", refused.body);
    assert_eq!(app.store.data_version().unwrap(), version);
    // A day that has passed, and no day at all.
    let form = ask_all_form(&page);
    for (day, words) in [("2025-06-19", "frist"), ("snart", "Skriv en dato")] {
        let wrong = form.replace("2025-07-04", day);
        let refused = secretariat.form(ALL, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains(words), "{}", refused.body);
    }
    assert_eq!(app.store.data_version().unwrap(), version);
    let asked = secretariat.form(ALL, &form).await;
    assert_eq!(
        asked.header("location"),
        "/takster/opfoelgning?municipality=860&bedt=1",
        "{}",
        asked.body
    );
    assert_eq!(follow_up_lines(&app).len(), 2);
    // Whoever may not follow up does not ask.
    let chef = app.visitor(Role::Chef, "851");
    assert!(
        !chef
            .get("/takster/opfoelgning")
            .await
            .body
            .contains("Bed om forklaring i")
    );
    assert_eq!(chef.form(ALL, &form).await.status.as_u16(), 403);
}

#[tokio::test]
async fn the_nearest_deadline_comes_first_and_next() {
    let app = with_four_cases().await;
    let secretariat = app.secretariat();
    let asks = async |case: &str, due: &str| {
        let body = format!("{case}&aar=2025&frist={due}&tekst=");
        let asked = secretariat
            .form("/takster/sag/bed-om-forklaring", &body)
            .await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
    };
    asks("tilbud=A&ydelse=D%C3%B8gn", "2025-07-20").await;
    asks("tilbud=A&ydelse=Dag", "2025-07-01").await;
    asks("tilbud=B&ydelse=D%C3%B8gn", "2025-06-25").await;
    let chef = app.visitor(Role::Chef, "851");
    // Of the own two the one that is due first, in the list and after a step.
    let list = chef.get("/takster/opfoelgning").await.body;
    let place = |words: &str| {
        list.find(words)
            .unwrap_or_else(|| panic!("{words}: {list}"))
    };
    assert!(place("Bakkehuset, Dag, 2025 (senest") < place("Bakkehuset, Døgn, 2025 (senest"));
    let (_, waiting) = list
        .split_once("2025: Afvent forklaringen")
        .expect("the group");
    let days: Vec<usize> = ["25. juni 2025", "1. juli 2025", "20. juli 2025"]
        .map(|day| {
            waiting
                .find(day)
                .unwrap_or_else(|| panic!("{day}: {waiting}"))
        })
        .into();
    assert!(days.is_sorted(), "{days:?}");
    let told = after(&app, &chef).await;
    assert!(told.contains("ydelse=Dag&#38;aar=2025"), "{told}");
    // The secretariat is led to what it can do something about: nobody was asked about the fund's.
    let told = after(&app, &secretariat).await;
    assert!(told.contains("tilbud=P&#38;"), "{told}");
    // Two weeks later two are over their deadline: the one that is longest so comes first.
    let later = app.another_instance_at(Clock::with(|| {
        Timestamp::constant(1_750_406_400 + 14 * 86_400, 0)
    }));
    let told = after(&later, &later.secretariat()).await;
    assert!(told.contains("tilbud=B&#38;"), "{told}");
}
