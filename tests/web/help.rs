//! `/hjaelp`: the guide, and the way to its place from every page of the menu.

use axum::http::StatusCode;
use cockpit::domain::people::{Role, Standing};

use super::app::TestApp;

#[tokio::test]
async fn every_page_of_the_menu_leads_to_its_own_section_of_the_guide() {
    let app = TestApp::new();
    let guide = app.anonymous().get("/hjaelp").await;
    assert_eq!(guide.status, StatusCode::OK, "{}", guide.body);
    assert!(
        guide
            .body
            .contains("<h2 id=\"chefens-to-minutter\">Chefens to minutter</h2>")
    );
    assert!(!guide.body.contains("!["), "pictures are not shown as text");
    let visitors = [
        app.visitor(Standing::AlsoAdministrator(Role::Secretariat), ""),
        app.visitor(Role::Chef, "851"),
    ];
    let mut places = std::collections::BTreeSet::new();
    for visitor in &visitors {
        let front = visitor.get("/").await;
        let (_, menu) = front.body.split_once("<nav class=\"site-nav\"").unwrap();
        let menu = menu.split("</nav>").next().unwrap();
        let pages: Vec<&str> = menu
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(pages.len() > 10, "{pages:?}");
        for page in pages.into_iter().chain(["/konto"]) {
            let shown = visitor.get(page).await;
            let links = shown.links("/hjaelp#");
            let [link] = &links[..] else {
                panic!("{page}: {links:?}");
            };
            let place = link.trim_start_matches("/hjaelp#").to_owned();
            assert!(
                guide.body.contains(&format!("<h2 id=\"{place}\">")),
                "{page}: {place}"
            );
            places.insert(place);
        }
    }
    assert!(places.len() >= 16, "{places:?}");
}

/// Every link of the guide is to a page that is there.
#[tokio::test]
async fn the_guide_leads_nowhere_wrong() {
    let app = TestApp::new();
    let visitor = app.visitor(Standing::AlsoAdministrator(Role::Secretariat), "");
    let guide = visitor.get("/hjaelp").await;
    let (_, text) = guide.body.split_once("<main").unwrap();
    let links = text.split("href=\"/").skip(1);
    let links: Vec<&str> = links
        .filter_map(|rest| rest.split(['"', '#']).next())
        .collect();
    assert!(links.len() > 10, "{links:?}");
    for link in links {
        let page = visitor.get(&format!("/{link}")).await;
        assert_eq!(page.status, StatusCode::OK, "/{link}");
    }
}
