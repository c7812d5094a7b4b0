//! What is drawn leads on: a bar or a point of a picture to the page that tells where its figure comes from, and
//! there it is the same figure.

use cockpit::demo;
use cockpit::domain::number::danish;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::app::{Answer, TestApp};
use super::support::clock;

/// Pages with their pictures whose points lead to where they come from, and how many lines of them do.
const PAGES: [(&str, usize); 9] = [
    ("/analyser/serviceniveau", 1),
    ("/analyser/private-koeb-maalgrupper", 1),
    ("/analyser/private-koeb", 1),
    ("/analyser/fremskrivning?paragraph=SEL_107", 3),
    ("/analyser/fremskrivning?area=851&paragraph=SEL_108", 3),
    ("/kommuner/851", 2),
    ("/kommuner/sammenlign?med=851&med=846&group=SEL_107", 3),
    ("/ledige-pladser/belaegning", 1),
    ("/tilbud/SYN-001", 2),
];

/// The last cell of each row of a made-up region.
const MADE_UP: &str = "SYNTETISKE DATA";

fn pictures(page: &Answer) -> Vec<Json> {
    let parts = page
        .body
        .split("<script type=\"application/json\" data-chart=")
        .skip(1);
    let json = parts.filter_map(|part| part.split_once('>')?.1.split("</script>").next());
    json.map(|json| serde_json::from_str(json).expect("a picture"))
        .collect()
}

#[tokio::test]
async fn a_point_leads_to_where_its_figure_comes_from() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("the region is made");
    for (address, lines) in PAGES {
        let page = app.get(address).await;
        assert_eq!(page.status, 200, "{address}: {}", page.body);
        let pictures = pictures(&page);
        let picture = pictures
            .first()
            .unwrap_or_else(|| panic!("{address}: no picture"));
        let leads = picture["addresses"].as_array().expect("addresses");
        let drawn = picture["lines"].as_array().expect("lines");
        assert_eq!(
            (drawn.len(), leads.len()),
            (lines, lines),
            "{address}: {picture}"
        );
        for (line, leads) in drawn.iter().zip(leads) {
            let points = line["points"].as_array().expect("points").iter();
            let leads = leads.as_array().expect("a line's addresses").iter();
            let there = points.zip(leads).filter(|(point, _)| point.is_string());
            let mut led = 0;
            for (point, lead) in there.filter(|(_, lead)| lead.is_string()).take(3) {
                let lead = lead.as_str().unwrap_or_default();
                let origin = app.get(lead).await;
                assert_eq!(origin.status, 200, "{address}: {lead}: {}", origin.body);
                let figure: Decimal = point
                    .as_str()
                    .unwrap_or_default()
                    .parse()
                    .expect("a number");
                let figure = danish(figure);
                assert!(origin.body.contains(&figure), "{lead} has not {figure}");
                led += 1;
            }
            assert!(led > 0, "{address}: {}: no point leads on", line["label"]);
        }
    }
}

#[tokio::test]
async fn what_a_few_persons_cost_is_drawn_hatched_and_leads_nowhere() {
    let app = TestApp::new();
    demo::fill(&app.store, clock()).expect("the region is made");
    let page = app
        .get("/analyser/private-koeb-maalgrupper?paragraph=SEL_107")
        .await;
    let picture = pictures(&page).remove(0);
    let labels = picture["labels"].as_array().expect("labels").iter();
    let place = labels
        .clone()
        .position(|label| label == "Erhvervet døvblindhed");
    let place = place.expect("the group is there");
    let line = &picture["lines"][0];
    assert!(line["points"][place].is_null(), "{picture}");
    let masked = line["masked"].as_array().expect("masked points");
    assert!(masked.contains(&Json::from(place)), "{picture}");
    assert!(masked.len() > 1 && masked.len() < labels.len(), "{picture}");
    for place in masked {
        let place = usize::try_from(place.as_u64().expect("a place")).expect("a small one");
        assert!(picture["addresses"][0][place].is_null(), "{picture}");
    }
    let file = format!("{}/tal.csv", "/analyser/private-koeb-maalgrupper");
    let file = app.get(&format!("{file}?paragraph=SEL_107")).await;
    let row = file
        .body
        .lines()
        .find(|row| row.starts_with("Erhvervet døvblindhed"));
    let row = row.unwrap_or_else(|| panic!("{}", file.body));
    let hidden = row.split(';').skip(1).filter(|cell| *cell != MADE_UP);
    let hidden = hidden.collect::<Vec<_>>();
    assert!(
        hidden.len() > 3 && hidden.iter().all(|cell| *cell == "skjult"),
        "{row}"
    );
}
